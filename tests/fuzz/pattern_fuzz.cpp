// Any text as a column pattern and a header: names or a refusal, and a binding only of columns with just those names.
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "attune/scoring/bind.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t n_bytes)
{
    const std::string_view text(reinterpret_cast<const char*>(data), n_bytes);
    const std::size_t end = text.find('\n');
    std::vector<std::string> header;
    for (std::size_t begin = end; begin < text.size();) {
        const std::size_t next = std::min(text.find(',', begin + 1), text.size());
        header.emplace_back(text.substr(begin + 1, next - begin - 1));
        begin = next;
    }
    try {
        const attune::column_pattern pattern{std::string(text.substr(0, end))};
        const std::vector<std::string> names{pattern.name(1, "mother"), pattern.name(23, "friend")};
        const auto bound = attune::bind_columns(names, header);
        if (bound.value.has_value() == attune::has_error(bound.found))
            std::abort();
        for (std::size_t i = 0; bound.value && i < names.size(); ++i)
            if (header.at(bound.value->columns[i]) != names[i])
                std::abort();
    } catch (const std::invalid_argument&) {
    }
    return 0;
}
