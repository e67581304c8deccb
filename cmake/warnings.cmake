# Warnings of attune's own code; linked by what is compiled here and never installed.
add_library(attune_warnings INTERFACE)
if(PROJECT_IS_TOP_LEVEL)
  target_compile_options(attune_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
                         $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)  # GCC 12 sees overlaps in std::string that are none (PR 105651)
endif()
