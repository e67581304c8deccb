#include "warnings.hpp"

#include <cstdio>

#include <fmt/format.h>

namespace attune::cli {

void add_count(std::vector<std::string>& warnings, std::int64_t count, std::string_view what)
{
    if (count != 0)
        warnings.push_back(fmt::format("{}: {}", what, count));
}

void print_warnings(const std::vector<std::string>& warnings, const common_options& common)
{
    if (!common.quiet)
        for (const std::string& warning : warnings)
            fmt::print(stderr, "warning: {}\n", warning);
}

exit_code code_of(bool has_findings, const common_options& common)
{
    return common.strict && has_findings ? exit_code::findings : exit_code::done;
}

}  // namespace attune::cli
