include(CMakePackageConfigHelpers)

set(attune_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/attune)
set(attune_data_dir ${CMAKE_INSTALL_DATADIR}/attune)

install(TARGETS attune attune_io attune_report EXPORT attune-targets FILE_SET HEADERS)
if(ATTUNE_BUILD_C)
  install(TARGETS attune_c EXPORT attune-targets FILE_SET HEADERS)
endif()
install(EXPORT attune-targets NAMESPACE attune:: DESTINATION ${attune_package_dir})
install(DIRECTORY data/instruments data/schema DESTINATION ${attune_data_dir})
install(FILES LICENSE data/LICENSE-CC0 DESTINATION ${CMAKE_INSTALL_DOCDIR})

configure_package_config_file(
  cmake/attuneConfig.cmake.in attuneConfig.cmake
  INSTALL_DESTINATION ${attune_package_dir}
  PATH_VARS attune_data_dir)
write_basic_package_version_file(attuneConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/attuneConfig.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/attuneConfigVersion.cmake DESTINATION ${attune_package_dir})
if(ATTUNE_BUILD_TOOL)
  install(TARGETS attune_cli)
endif()
