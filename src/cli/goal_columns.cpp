#include "goal_columns.hpp"

#include <fmt/format.h>

#include "exit_code.hpp"
#include "score_figures.hpp"

namespace attune::cli {

std::vector<std::string> columns_of_goals(const std::vector<std::string>& options)
{
    std::vector<std::string> columns;
    for (const std::string& goal : options)
        if (const std::size_t place = goal.find('='); place != std::string::npos)
            columns.push_back(goal.substr(place + 1));
    return columns;
}

std::map<std::string, std::string> goal_columns(const std::vector<std::string>& options, const scoring_key& key)
{
    std::map<std::string, std::string> columns;
    for (const std::string& goal : options) {
        const auto [score, column] = score_and_text("--goal", goal, key);
        if (score.empty())
            throw failure(exit_code::usage, fmt::format("--goal {}: expected SCORE=COL", goal));
        columns[score] = column;
    }
    return columns;
}

}  // namespace attune::cli
