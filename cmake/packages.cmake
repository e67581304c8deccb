# Debian packages of the three components, each with the documents of its own and a bill of materials. To be included
# behind everything that installs something.
find_package(Python3 3.9 COMPONENTS Interpreter)
set(ATTUNE_MAINTAINER "attune maintainers <maintainers@attune.invalid>" CACHE STRING
    "Who answers for the packages: whoever gives them to others")

set(attune_package_library libattune0)
set(attune_package_tool attune)
set(attune_package_development libattune-dev)
set(attune_targets_library attune_c)
set(attune_targets_tool attune_cli)
set(attune_targets_development attune_io attune_report)

# Collects into `result` the imported targets that a target is compiled with.
function(attune_imported_targets target result)
  set(found ${${result}})
  foreach(property LINK_LIBRARIES INTERFACE_LINK_LIBRARIES)
    get_target_property(linked ${target} ${property})
    foreach(library IN LISTS linked)
      string(REGEX REPLACE "^[$]<(BUILD_INTERFACE|LINK_ONLY):(.*)>$" "\\2" library "${library}")
      if(NOT TARGET ${library} OR library IN_LIST found)
        continue()
      endif()
      list(APPEND found ${library})
      attune_imported_targets(${library} found)
    endforeach()
  endforeach()
  set(${result} ${found} PARENT_SCOPE)
endfunction()

# What a component is compiled with, as options of sbom.py: name|version|a path that belongs to it.
function(attune_compiled_in component result)
  foreach(target IN LISTS attune_targets_${component})
    if(TARGET ${target})
      attune_imported_targets(${target} targets)
    endif()
  endforeach()
  foreach(target IN LISTS targets)
    get_target_property(is_imported ${target} IMPORTED)
    string(REGEX REPLACE "::.*" "" package ${target})
    if(NOT is_imported OR package STREQUAL Threads)
      continue()
    endif()
    set(version ${${package}_VERSION})
    set(place ${${package}_DIR})
    if(NOT place)
      string(TOUPPER ${package} upper)
      set(version ${${upper}_VERSION})
      get_target_property(place ${target} IMPORTED_LOCATION)
    endif()
    list(APPEND found "--compiled-in=${package}|${version}|${place}")
  endforeach()
  list(REMOVE_DUPLICATES found)
  set(${result} ${found} PARENT_SCOPE)
endfunction()

set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(attune_debian_version ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})
file(TIMESTAMP CHANGELOG.md attune_changed "%a, %d %b %Y %H:%M:%S +0000" UTC)
configure_file(cmake/debian/changelog.in ${PROJECT_BINARY_DIR}/debian/changelog @ONLY)
find_program(GZIP gzip REQUIRED)
foreach(changelog CHANGELOG.md:changelog.gz ${PROJECT_BINARY_DIR}/debian/changelog:changelog.Debian.gz)
  string(REPLACE ":" ";" changelog ${changelog})
  list(GET changelog 0 source)
  list(GET changelog 1 packed)
  execute_process(COMMAND ${GZIP} -9nc ${source} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
                  OUTPUT_FILE ${PROJECT_BINARY_DIR}/debian/${packed} COMMAND_ERROR_IS_FATAL ANY)
endforeach()

foreach(component library tool development)
  install(FILES cmake/debian/copyright docs/third-party.md ${PROJECT_BINARY_DIR}/debian/changelog.gz
                ${PROJECT_BINARY_DIR}/debian/changelog.Debian.gz
          DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${attune_package_${component}} COMPONENT ${component})
  attune_compiled_in(${component} compiled_in_${component})
  list(TRANSFORM compiled_in_${component} REPLACE "(.+)" "\"\\1\"")
  list(JOIN compiled_in_${component} " " compiled_in_${component})
endforeach()
if(Python3_FOUND)
  configure_file(cmake/bill.cmake.in ${PROJECT_BINARY_DIR}/bill.cmake @ONLY)
  install(SCRIPT ${PROJECT_BINARY_DIR}/bill.cmake ALL_COMPONENTS)
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME attune)
set(CPACK_PACKAGE_CONTACT "${ATTUNE_MAINTAINER}")
set(CPACK_PACKAGE_VENDOR attune)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_SET_DESTDIR ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL library tool development)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS OFF)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME ${attune_package_library})
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_TOOL_PACKAGE_NAME ${attune_package_tool})
set(CPACK_DEBIAN_TOOL_PACKAGE_SECTION science)
set(CPACK_DEBIAN_TOOL_PACKAGE_DEPENDS "libattune0 (= ${attune_debian_version})")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME ${attune_package_development})
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
    "libattune0 (= ${attune_debian_version}), libboost-dev (>= 1.74), libeigen3-dev (>= 3.4), libfmt-dev (>= 9), libicu-dev (>= 72), libpugixml-dev (>= 1.13), libssl-dev")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/cmake/debian/triggers)
set(attune_about "attune places a person on two continua, attachment anxiety and attachment
avoidance, or refuses and says why.")
set(CPACK_DEBIAN_LIBRARY_DESCRIPTION "library that scores attachment questionnaires
${attune_about}

This package has the shared library with the C interface and the definitions
of the questionnaires.")
set(CPACK_DEBIAN_TOOL_DESCRIPTION "tool that scores attachment questionnaires
${attune_about}

This package has the command-line tool with its manual and completions.")
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION "development files of a library that scores attachment questionnaires
${attune_about}

This package has what programs in C++ and C are built with.")
include(CPack)
