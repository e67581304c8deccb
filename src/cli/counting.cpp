#include "counting.hpp"

#include <algorithm>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <fmt/format.h>

#include "attune/analysis/answer_moments.hpp"

namespace attune::cli {

void check_few_groups(const std::string& by, std::size_t n_groups)
{
    constexpr std::size_t most = 200;
    if (n_groups > most)
        throw failure(exit_code::usage,
                      fmt::format("--by {}: has more than {} values; expected a column of few groups", by, most));
}

void keep_complete(std::span<const answer_code> answers, const moment_layout& layout, std::size_t scale,
                   std::vector<std::int8_t>& rows)
{
    const std::vector<std::int8_t> keyed = keyed_row(answers, layout, scale);
    if (std::find(keyed.begin(), keyed.end(), std::int8_t{-1}) == keyed.end())
        rows.insert(rows.end(), keyed.begin(), keyed.end());
}

void add_missing(CLI::App& command, std::string& missing)
{
    command
        .add_option("--missing", missing,
                    "What to do with people who left items out: listwise (default), pairwise, or em")
        ->check(CLI::IsMember({"listwise", "pairwise", "em"}).description(""))
        ->type_name("listwise|pairwise|em");
}

}  // namespace attune::cli
