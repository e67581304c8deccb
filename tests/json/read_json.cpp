// Reads JSON files as the loader does: a line of JSON for each, with its canonical form or the codes of what was found.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "canonical_json.hpp"
#include "json_document.hpp"

int main(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i) {
        std::ifstream file(argv[i], std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        std::vector<attune::diagnostic> found;
        const attune::detail::json_document document(text, argv[i], found);
        std::vector<std::string> codes;
        for (const attune::diagnostic& finding : found)
            codes.push_back(fmt::format("\"{}\"", finding.code));
        const bool is_accepted = found.empty() && document.root() != nullptr;
        fmt::print("{{\"codes\":[{}],\"value\":{}}}\n", fmt::join(codes, ","),
                   is_accepted ? attune::detail::canonical_json(*document.root()) : "null");
    }
    return 0;
}
