# What is installed, in three components that become three packages: library (the shared library and the definitions),
# tool, and development.
include(CMakePackageConfigHelpers)

set(attune_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/attune)
set(attune_data_dir ${CMAKE_INSTALL_DATADIR}/attune)

install(TARGETS attune attune_io attune_report EXPORT attune-targets
        ARCHIVE COMPONENT development
        FILE_SET HEADERS COMPONENT development)
if(ATTUNE_BUILD_C)
  install(TARGETS attune_c EXPORT attune-targets
          LIBRARY COMPONENT library NAMELINK_COMPONENT development
          FILE_SET HEADERS COMPONENT development)
  string(REGEX REPLACE "[^/]+" ".." attune_pc_prefix ${CMAKE_INSTALL_LIBDIR}/pkgconfig)  # what is installed can be moved
  configure_file(cmake/attune.pc.in attune.pc @ONLY)
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/attune.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
endif()
install(EXPORT attune-targets NAMESPACE attune:: DESTINATION ${attune_package_dir} COMPONENT development)
install(DIRECTORY data/instruments data/messages data/norms data/schema data/samples DESTINATION ${attune_data_dir} COMPONENT library)
install(FILES LICENSE data/LICENSE-CC0 DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT library)

configure_package_config_file(
  cmake/attuneConfig.cmake.in attuneConfig.cmake
  INSTALL_DESTINATION ${attune_package_dir}
  PATH_VARS attune_data_dir)
write_basic_package_version_file(attuneConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/attuneConfig.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/attuneConfigVersion.cmake
        DESTINATION ${attune_package_dir} COMPONENT development)
if(ATTUNE_BUILD_TOOL)
  install(TARGETS attune_cli RUNTIME COMPONENT tool)
endif()
