# The API reference of the public headers: target attune_docs, when Doxygen is there.
find_program(DOXYGEN doxygen)
if(DOXYGEN)
  configure_file(docs/Doxyfile.in ${PROJECT_BINARY_DIR}/Doxyfile @ONLY)
  add_custom_target(attune_docs COMMAND ${DOXYGEN} ${PROJECT_BINARY_DIR}/Doxyfile
                    COMMENT "API reference in ${PROJECT_BINARY_DIR}/docs/html" VERBATIM)
endif()
