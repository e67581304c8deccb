#include "occasion_input.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "person_ids.hpp"

namespace attune::cli {

namespace {

std::optional<double> number_of(const std::string& text)
{
    double number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failure == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

/// The values of an occasion column, the earlier first.
std::vector<std::string> occasion_values(const std::vector<std::string>& cells, const std::string& column,
                                         const std::string& input)
{
    constexpr std::size_t most = 100;  // a column of more names something else
    std::vector<std::string> values;
    for (const std::string& cell : cells)
        if (!cell.empty() && std::find(values.begin(), values.end(), cell) == values.end()) {
            values.push_back(cell);
            if (values.size() > most)
                throw input_error({{severity::error,
                                    "retest.occasions",
                                    fmt::format("column '{}' holds more than {} values; expected one for each occasion",
                                                column, most),
                                    {input, "", 0, 0}}});
        }
    if (std::all_of(values.begin(), values.end(), [](const std::string& value) { return number_of(value); }))
        std::stable_sort(values.begin(), values.end(),
                         [](const std::string& a, const std::string& b) { return *number_of(a) < *number_of(b); });
    return values;
}

void take(occasion_rows& occasion, std::size_t row)
{
    occasion.rows.push_back(row);
    occasion.ids.push_back(occasion.people->ids[row]);
}

void check_options(const input_options& input, const occasion_source& source)
{
    if (source.second.empty() == source.occasion.empty())
        throw failure(exit_code::usage, "--second and --occasion exclude each other; expected one of them");
    if (input.id.empty())
        throw failure(exit_code::usage, "--id is missing; expected the columns that identify a person");
    if (source.second == "-" && input.input == "-")
        throw failure(exit_code::usage, "--input and --second are both standard input; expected one file");
    if (std::find(input.id.begin(), input.id.end(), source.occasion) != input.id.end())
        throw failure(exit_code::usage,
                      fmt::format("--occasion {}: is a column of --id too; expected another column", source.occasion));
}

/// Scores one table and takes it over.
const scored_people& add_table(read_occasions& all, answer_input& input, bool keeps_codes)
{
    all.tables.push_back(std::make_unique<const scored_people>(score_everybody(input, keeps_codes)));
    const scored_people& people = *all.tables.back();
    all.inputs.push_back(
        {input.setup().input_name(), input.sha256(), static_cast<std::int64_t>(people.n_rows()), people.n_short_rows});
    all.n_refused_rows += people.n_refused_rows;
    return people;
}

}  // namespace

void occasion_source::add_to(CLI::App& command, const std::string& of_second, const std::string& of_occasion)
{
    command.add_option("--second", second, of_second)->type_name("FILE");
    command.add_option("--occasion", occasion, of_occasion)->type_name("COL");
}

const std::string& read_occasions::cell(const occasion_rows& of, std::size_t row, const std::string& column) const
{
    const auto place = std::find(carried.begin(), carried.end(), column) - carried.begin();
    return of.people->others.at(static_cast<std::size_t>(place))[of.rows[row]];
}

read_occasions read_occasions_of(const input_options& input, const common_options& common,
                                 const occasion_source& source, const std::vector<std::string>& further,
                                 bool keeps_codes)
{
    check_options(input, source);
    std::vector<std::string> carried;
    if (!source.occasion.empty())
        carried.push_back(source.occasion);
    for (const std::string& column : further)
        if (std::find(carried.begin(), carried.end(), column) == carried.end())
            carried.push_back(column);

    read_occasions all;
    all.carried = carried;
    all.first = std::make_unique<answer_input>(input, common, carried, false);
    const scored_people& people = add_table(all, *all.first, keeps_codes);
    all.options = all.first->setup().in_force();
    if (source.occasion.empty()) {
        input_options second_options = input;
        second_options.input = source.second;
        answer_input second(second_options, common, carried, false);
        const scored_people& second_people = add_table(all, second, keeps_codes);
        all.occasions = {{all.inputs[0].name, &people}, {all.inputs[1].name, &second_people}};
        all.options.emplace_back("second", all.inputs[1].name);
        for (occasion_rows& occasion : all.occasions)
            for (std::size_t row = 0; row < occasion.people->n_rows(); ++row)
                take(occasion, row);
    } else {
        const std::vector<std::string>& cells = people.others[0];
        for (const std::string& value : occasion_values(cells, source.occasion, input.input))
            all.occasions.push_back({value, &people});
        all.options.emplace_back("occasion", source.occasion);
        for (std::size_t row = 0; row < people.n_rows(); ++row) {
            const auto of_row = std::find_if(all.occasions.begin(), all.occasions.end(),
                                             [&](const occasion_rows& one) { return one.name == cells[row]; });
            if (of_row == all.occasions.end())
                ++all.n_without_occasion;
            else
                take(*of_row, row);
        }
    }
    for (const occasion_rows& occasion : all.occasions)
        check_ids(occasion.ids, occasion.rows, occasion.people == &people ? input.input : source.second,
                  "one row per person and occasion");
    return all;
}

void arrange_occasions(std::vector<occasion_rows>& occasions, const occasion_source& source,
                       const std::vector<std::string>& order, const std::string& input)
{
    if (occasions.size() < 2)
        throw input_error({{severity::error,
                            "retest.occasions",
                            fmt::format("column '{}' holds {}; expected two values or more, one for each occasion",
                                        source.occasion, occasions.empty() ? "nothing" : "one value only"),
                            {input, "", 0, 0}}});
    if (order.empty())
        return;
    std::vector<occasion_rows> ordered;
    for (const std::string& name : order) {
        const auto place = std::find_if(occasions.begin(), occasions.end(),
                                        [&](const occasion_rows& one) { return one.name == name; });
        if (place == occasions.end())
            throw failure(exit_code::usage, fmt::format("--order {}: '{}' is no value of column '{}', or stands twice",
                                                        fmt::join(order, ","), name, source.occasion));
        ordered.push_back(std::move(*place));
        occasions.erase(place);
    }
    if (!occasions.empty())
        throw failure(exit_code::usage, fmt::format("--order {}: lacks {} of the occasions; expected all of them",
                                                    fmt::join(order, ","), occasions.size()));
    occasions = std::move(ordered);
}

}  // namespace attune::cli
