# Finds packages that are headers alone among those of the build machine, for a build for another system: the headers are
# the same everywhere, while the rest of /usr/include is not to be seen. Given as CMAKE_PROJECT_TOP_LEVEL_INCLUDES.
#
# Target, a header, and the folders or files that are all headers of the package.
set(header_packages_Eigen3 Eigen3::Eigen Eigen/Core Eigen unsupported)
set(header_packages_Boost Boost::headers boost/version.hpp boost)
set(header_packages_fmt fmt::fmt fmt/format.h fmt)
set(header_packages_pugixml pugixml::pugixml pugixml.hpp pugixml.hpp pugiconfig.hpp)  # what the DLL takes calls none of it
set(header_packages_nlohmann_json nlohmann_json::nlohmann_json nlohmann/json.hpp nlohmann)

macro(find_header_package method name)
  if(DEFINED header_packages_${name})
    if(NOT ${name}_FOUND)
      add_header_package(${name} ${header_packages_${name}})
    endif()
    set(${name}_FOUND TRUE)
  endif()
endmacro()

# A target that includes a folder of links to the headers of one package.
function(add_header_package name target header)
  find_path(root ${header} PATHS /usr/include /usr/include/eigen3 NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH NO_CACHE REQUIRED)
  set(include ${CMAKE_BINARY_DIR}/header_packages/${name})
  file(MAKE_DIRECTORY ${include})
  foreach(folder IN LISTS ARGN)
    file(CREATE_LINK ${root}/${folder} ${include}/${folder} SYMBOLIC)
  endforeach()
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} SYSTEM INTERFACE ${include})
  if(name STREQUAL fmt)
    target_compile_definitions(${target} INTERFACE FMT_HEADER_ONLY)
  endif()
endfunction()

cmake_language(SET_DEPENDENCY_PROVIDER find_header_package SUPPORTED_METHODS FIND_PACKAGE)
