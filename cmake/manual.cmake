# Man pages from docs/man, when scdoc is there, and completions made from the tool's own help, when Python is there.
find_program(SCDOC scdoc)
find_package(Python3 3.9 COMPONENTS Interpreter)
# The day that a page names: not that of the build, so that two builds make the same bytes.
file(TIMESTAMP CHANGELOG.md attune_epoch "%s" UTC)
if(DEFINED ENV{SOURCE_DATE_EPOCH})
  set(attune_epoch $ENV{SOURCE_DATE_EPOCH})
endif()
set(attune_manual_dir ${PROJECT_BINARY_DIR}/manual)

if(SCDOC)
  foreach(part common input)
    file(READ docs/man/parts/${part}.scd ${part}_options)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS docs/man/parts/${part}.scd)
  endforeach()
  file(GLOB pages CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/docs/man docs/man/*.scd)
  foreach(source IN LISTS pages)
    cmake_path(REMOVE_EXTENSION source LAST_ONLY OUTPUT_VARIABLE page)
    configure_file(docs/man/${source} ${attune_manual_dir}/${source} @ONLY)
    add_custom_command(
      OUTPUT ${attune_manual_dir}/${page} ${attune_manual_dir}/${page}.gz
      COMMAND ${CMAKE_COMMAND} -E env SOURCE_DATE_EPOCH=${attune_epoch} ${SCDOC} < ${source} > ${page}
      COMMAND gzip -9nc ${page} > ${page}.gz
      DEPENDS ${attune_manual_dir}/${source} WORKING_DIRECTORY ${attune_manual_dir} VERBATIM)
    list(APPEND attune_manual ${attune_manual_dir}/${page}.gz)
  endforeach()
  install(FILES ${attune_manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT tool)
endif()

if(Python3_FOUND AND NOT CMAKE_CROSSCOMPILING)
  # Debian's zsh looks for the completions of packages in a folder of its own.
  if(NOT DEFINED ATTUNE_ZSH_DIR AND CMAKE_INSTALL_PREFIX STREQUAL /usr AND EXISTS /etc/debian_version)
    set(ATTUNE_ZSH_DIR ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
  elseif(NOT DEFINED ATTUNE_ZSH_DIR)
    set(ATTUNE_ZSH_DIR ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
  endif()
  foreach(shell bash zsh fish)
    set(completion ${attune_manual_dir}/attune.${shell})
    add_custom_command(
      OUTPUT ${completion}
      COMMAND ${CMAKE_COMMAND} -E env PYTHONDONTWRITEBYTECODE=1 ${Python3_EXECUTABLE}
              ${PROJECT_SOURCE_DIR}/cmake/completions.py $<TARGET_FILE:attune_cli> ${shell} > ${completion}
      DEPENDS attune_cli cmake/completions.py cmake/tool_help.py VERBATIM)
    list(APPEND attune_manual ${completion})
  endforeach()
  install(FILES ${attune_manual_dir}/attune.bash RENAME attune COMPONENT tool
          DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
  install(FILES ${attune_manual_dir}/attune.zsh RENAME _attune COMPONENT tool DESTINATION ${ATTUNE_ZSH_DIR})
  install(FILES ${attune_manual_dir}/attune.fish COMPONENT tool
          DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endif()
add_custom_target(attune_manual ALL DEPENDS ${attune_manual})
