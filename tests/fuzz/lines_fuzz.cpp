// Any bytes as lines of answers: each line is a person or a finding that quotes nothing of it.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "attune/io/answer_lines.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t n_bytes)
{
    const std::string_view text(reinterpret_cast<const char*>(data), n_bytes);
    attune::memory_source source(text);
    attune::line_reader lines(source);
    static const attune::answer_line_parser parser({"q1", "q2", "q3"}, attune::answer_syntax({.min = 1, .max = 7}));
    std::size_t number = 0;
    for (std::string line; lines.next(line);) {
        const auto result = parser.parse(line, ++number, "fuzz");
        if (result.value.has_value() == result.found.empty())
            continue;
        std::abort();
    }
    return 0;
}
