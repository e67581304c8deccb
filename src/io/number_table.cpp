#include "attune/io/number_table.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "attune/core/check_moderate.hpp"

namespace attune::inline v0 {

namespace {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view spaces = " \t\r\n";
    const std::size_t first = text.find_first_not_of(spaces);
    return first == std::string_view::npos ? std::string_view{}
                                           : text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

std::optional<double> parse_number(std::string_view text, char decimal)
{
    std::string plain(text.substr(text.starts_with('+') ? 1 : 0));
    if (plain.find_first_not_of("+-0123456789eE.,") != std::string::npos || (text != plain && plain.starts_with('-')))
        return std::nullopt;
    if (decimal == ',') {
        if (plain.find('.') != std::string::npos)
            return std::nullopt;
        std::replace(plain.begin(), plain.end(), ',', '.');
    }
    double number = 0;
    const auto [end, failure] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
    if (failure != std::errc{} || end != plain.data() + plain.size() || std::abs(number) > largest_moderate)
        return std::nullopt;
    return number;
}

/// Reads the rows of one table.
class table_reader {
public:
    table_reader(byte_source& source, const number_table_options& options)
        : options_(options), reader_(source, options.csv)
    {
    }

    number_table read()
    {
        read_header();
        std::vector<std::string> fields;
        while (found_.size() < max_diagnostics && reader_.next(fields))
            read_row(fields);
        if (!found_.empty())
            throw input_error(std::move(found_));
        const auto n_columns = static_cast<Eigen::Index>(numbers_.size());
        const auto n_rows = static_cast<Eigen::Index>(table_.ids.size());
        table_.values.resize(n_rows, n_columns);
        for (Eigen::Index i = 0; i < n_rows; ++i)
            for (Eigen::Index j = 0; j < n_columns; ++j)
                table_.values(i, j) = cells_[static_cast<std::size_t>(i * n_columns + j)];
        return std::move(table_);
    }

private:
    void report(const char* code, std::string message, std::size_t line)
    {
        found_.push_back({severity::error, code, std::move(message), {options_.csv.source, "", line, 0}});
    }

    void read_header()
    {
        if (!reader_.next(header_)) {
            report("csv.empty", "the input is empty; expected a header and rows of numbers", 0);
            throw input_error(std::move(found_));
        }
        if (std::all_of(header_.begin(), header_.end(), [&](const std::string& name) {
                return parse_number(trimmed(name), options_.decimal).has_value();
            }))
            report("table.no_header", "row 1 holds nothing but numbers; expected the names of the columns",
                   reader_.line());
        for (const std::string& name : options_.id) {
            const auto place = std::find(header_.begin(), header_.end(), name);
            if (place == header_.end())
                report("columns.not_found", fmt::format("no column '{}'", name), reader_.line());
            else if (std::find(place + 1, header_.end(), name) != header_.end())
                report("columns.ambiguous",
                       fmt::format("column '{}' stands {} times in the header; expected it once", name,
                                   std::count(header_.begin(), header_.end(), name)),
                       reader_.line());
            else
                ids_.push_back(static_cast<std::size_t>(place - header_.begin()));
        }
        for (std::size_t c = 0; c < header_.size(); ++c)
            if (std::find(ids_.begin(), ids_.end(), c) == ids_.end()) {
                numbers_.push_back(c);
                table_.columns.push_back(header_[c]);
            }
        if (!found_.empty())
            throw input_error(std::move(found_));
    }

    void read_row(std::vector<std::string>& fields)
    {
        if (fields.size() > header_.size()) {
            report("csv.long_row",
                   fmt::format("{} fields; expected {}, as in the header, with fields that hold a delimiter in quotes",
                               fields.size(), header_.size()),
                   reader_.line());
            return;
        }
        table_.n_short += fields.size() < header_.size() ? 1 : 0;
        fields.resize(header_.size());
        table_.ids.emplace_back();
        for (const std::size_t c : ids_)
            table_.ids.back().push_back(fields[c]);
        for (const std::size_t c : numbers_)
            cells_.push_back(read_cell(fields[c], c));
    }

    double read_cell(std::string_view cell, std::size_t column)
    {
        const std::string_view text = trimmed(cell);
        const bool is_missing =
            text.empty() || std::find(options_.missing.begin(), options_.missing.end(), text) != options_.missing.end();
        const auto number = is_missing ? std::nullopt : parse_number(text, options_.decimal);
        if (!is_missing && !number && found_.size() < max_diagnostics)
            report("table.not_a_number",
                   fmt::format("column {} holds no number; expected one such as 3{}5, or an empty cell", column + 1,
                               options_.decimal),
                   reader_.line());
        return number.value_or(std::numeric_limits<double>::quiet_NaN());
    }

    const number_table_options& options_;
    csv_reader reader_;
    std::vector<std::string> header_;
    std::vector<std::size_t> ids_;
    std::vector<std::size_t> numbers_;
    std::vector<double> cells_;
    std::vector<diagnostic> found_;
    number_table table_;
};

}  // namespace

number_table read_number_table(byte_source& source, const number_table_options& options)
{
    return table_reader(source, options).read();
}

}  // namespace attune::inline v0
