#include "person_ids.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/analysis/occasions.hpp"
#include "attune/core/error.hpp"

namespace attune::cli {

std::string joined_id(std::span<const std::string> cells)
{
    if (std::all_of(cells.begin(), cells.end(),
                    [](const std::string& cell) { return cell.find_first_not_of(" \t") == std::string::npos; }))
        return "";
    if (cells.size() == 1)
        return cells.front();
    std::string text;
    for (const std::string& cell : cells)
        text += fmt::format("{}:{}", cell.size(), cell);
    return text;
}

void check_ids(const std::vector<std::string>& ids, const std::vector<std::size_t>& rows, const std::string& source,
               std::string_view expected)
{
    std::vector<diagnostic> found;
    for (const auto& [earlier, later] : repeated_ids(ids))
        if (found.size() < max_diagnostics)
            found.push_back(
                {severity::error,
                 "retest.duplicate_id",
                 fmt::format("row {} has the id of row {}; expected {}", rows[later] + 1, rows[earlier] + 1, expected),
                 {source, "", 0, 0}});
    if (!found.empty())
        throw input_error(std::move(found));
}

}  // namespace attune::cli
