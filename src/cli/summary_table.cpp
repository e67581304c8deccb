#include "summary_table.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "answer_setup.hpp"
#include "attune/core/error.hpp"
#include "attune/io/input_file.hpp"
#include "attune/io/number_objects.hpp"
#include "attune/io/number_table.hpp"
#include "hashing_source.hpp"
#include "number_text.hpp"

namespace attune::cli {

namespace {

/// One row of the table.
struct summary_row {
    std::string group;
    std::string score;
    double n = unknown;
    double mean = unknown;
    double sd = unknown;
    double r = unknown;
};

double& figure_named(summary_row& row, std::string_view name)
{
    return name == "n" ? row.n : name == "mean" ? row.mean : name == "sd" ? row.sd : row.r;
}

[[noreturn]] void refuse(const std::string& path, std::string_view code, std::string message)
{
    throw input_error({{severity::error, std::string(code), std::move(message), {path, "", 0, 0}}});
}

/// The rows of a table whose ids are group and score; without scores there is one, "score".
std::vector<summary_row> rows_of(const number_table& table, const std::string& path)
{
    for (const std::string& column : table.columns)
        if (column != "n" && column != "mean" && column != "sd" && column != "r")
            refuse(path, "compare.columns",
                   fmt::format("there is a column '{}'; expected group, score, n, mean, sd and r", column));
    for (const char* needed : {"n", "mean", "sd"})
        if (std::find(table.columns.begin(), table.columns.end(), needed) == table.columns.end())
            refuse(path, "compare.columns", fmt::format("there is no column '{}'", needed));
    std::vector<summary_row> rows;
    for (std::size_t i = 0; i < table.ids.size(); ++i) {
        const std::vector<std::string>& id = table.ids[i];
        summary_row row{id[0], id.size() < 2 || id[1].empty() ? "score" : id[1]};
        for (std::size_t j = 0; j < table.columns.size(); ++j)
            figure_named(row, table.columns[j]) =
                table.values(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
        rows.push_back(std::move(row));
    }
    return rows;
}

void check_row(const std::string& path, std::size_t place, const summary_row& row)
{
    const auto fail = [&](std::string_view what) {
        refuse(path, "compare.row", fmt::format("row {}: {}", place, what));
    };
    constexpr double most = 9007199254740992;  // 2^53: whole numbers above are not exact
    if (row.group.empty())
        fail("has no group");
    if (!(row.n >= 0 && row.n <= most) || row.n != std::floor(row.n))
        fail("n is no whole number from 0");
    if (row.sd < 0)
        fail("sd is negative");
    if (std::abs(row.r) > 1)
        fail("r lies outside -1..1");
}

std::string bytes_of(byte_source& source)
{
    std::string all;
    std::vector<char> buffer(std::size_t{1} << 16);
    while (const std::size_t n = source.read(buffer))
        all.append(buffer.data(), n);
    return all;
}

/// Whether the header names a column "score".
bool names_scores(std::string_view text, char delimiter)
{
    std::string line(text.substr(0, text.find('\n')));
    std::erase_if(line, [](char c) { return c == '"' || c == '\r'; });
    return (delimiter + line + delimiter).find(delimiter + std::string("score") + delimiter) != std::string::npos;
}

/// Rows in the order of their groups and scores.
summary_table sorted(const std::string& path, const std::vector<summary_row>& rows)
{
    summary_table table;
    const auto place_in = [](std::vector<std::string>& names, const std::string& name) {
        const auto found = std::find(names.begin(), names.end(), name);
        if (found != names.end())
            return static_cast<std::size_t>(found - names.begin());
        names.push_back(name);
        return names.size() - 1;
    };
    std::vector<std::string> scores;
    std::map<std::pair<std::size_t, std::size_t>, const summary_row*> by_place;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        check_row(path, i + 1, rows[i]);
        const std::pair place(place_in(scores, rows[i].score), place_in(table.groups, rows[i].group));
        if (!by_place.emplace(place, &rows[i]).second)
            refuse(path, "compare.row", fmt::format("row {}: repeats the group and score of an earlier row", i + 1));
    }
    if (table.groups.size() < 2)
        refuse(path, "compare.groups", "there are fewer than two groups");
    for (std::size_t s = 0; s < scores.size(); ++s) {
        summarised_score one{scores[s], {}};
        for (std::size_t g = 0; g < table.groups.size(); ++g) {
            const auto found = by_place.find({s, g});
            if (found == by_place.end())
                refuse(path, "compare.row",
                       fmt::format("there is no row of group '{}' and score '{}'", table.groups[g], scores[s]));
            const summary_row& row = *found->second;
            one.groups.push_back({row.mean, row.sd, static_cast<std::int64_t>(row.n)});
        }
        table.scores.push_back(std::move(one));
    }
    if (scores.size() != 2)
        return table;
    for (std::size_t g = 0; g < table.groups.size(); ++g) {
        const double first = by_place.at({0, g})->r;
        const double r = std::isnan(first) ? by_place.at({1, g})->r : first;
        if (std::isnan(r) || by_place.at({0, g})->n != by_place.at({1, g})->n) {
            table.correlations.clear();
            return table;
        }
        table.correlations.push_back(r);
    }
    return table;
}

}  // namespace

summary_table read_summary_table(const std::string& path, const input_options& how)
{
    auto hashed = std::make_unique<hashing_source>(open_input(path));
    hashing_source& hash = *hashed;
    const bool is_json = path.ends_with(".json");
    const auto source = as_usage([&] { return to_utf8(std::move(hashed), is_json ? "utf-8" : how.encoding, path); });
    const std::string text = bytes_of(*source);
    std::vector<std::string> id = {"group"};
    if (is_json || names_scores(text, character(how.delimiter)))
        id.emplace_back("score");
    memory_source csv(text);
    const number_table numbers = is_json ? read_number_objects(text, path, id)
                                         : read_number_table(csv, {.csv = {character(how.delimiter), path},
                                                                   .decimal = how.decimal.front(),
                                                                   .id = id,
                                                                   .missing = how.missing_codes});
    const std::vector<summary_row> rows = rows_of(numbers, path);
    summary_table table = sorted(path, rows);
    table.name = path == "-" ? "-" : std::filesystem::path(path).filename().string();
    table.sha256 = hash.finish();
    table.n_rows = static_cast<std::int64_t>(rows.size());
    return table;
}

}  // namespace attune::cli
