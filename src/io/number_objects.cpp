#include "attune/io/number_objects.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "attune/core/check_moderate.hpp"
#include "json_document.hpp"

namespace attune::inline v0 {

namespace {

using detail::json_kind;

/// The number that a JSON number spells; NaN when it is too large.
double number_of(const std::string& text)
{
    double number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_moderate = failure == std::errc{} && std::abs(number) <= largest_moderate;
    return is_moderate ? number : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

number_table read_number_objects(std::string_view text, const std::string& source, const std::vector<std::string>& id)
{
    std::vector<diagnostic> found;
    const detail::json_document document(text, source, found);
    if (!found.empty())
        throw input_error(std::move(found));
    const detail::json_value& root = *document.root();
    const auto report = [&](const char* code, std::string message, const detail::json_value& where,
                            std::string pointer) {
        found.push_back({severity::error, code, std::move(message), document.locate(where.offset, std::move(pointer))});
    };
    if (root.kind != json_kind::array)
        report("table.not_objects", "expected an array of objects", root, "");
    number_table table;
    std::vector<std::vector<double>> rows;
    for (std::size_t i = 0; i < root.elements.size() && found.size() < max_diagnostics; ++i) {
        const detail::json_value& object = root.elements[i];
        if (object.kind != json_kind::object) {
            report("table.not_objects", "expected an object", object, fmt::format("/{}", i));
            continue;
        }
        std::vector<std::string> texts(id.size());
        std::vector<double> numbers(table.columns.size(), std::numeric_limits<double>::quiet_NaN());
        for (const auto& [name, value] : object.members) {
            const std::string pointer = fmt::format("/{}/{}", i, detail::pointer_token(name));
            const auto text_place = std::find(id.begin(), id.end(), name);
            if (text_place != id.end()) {
                if (value.kind == json_kind::string || value.kind == json_kind::number)
                    texts[static_cast<std::size_t>(text_place - id.begin())] = value.text;
                continue;
            }
            const auto place = std::find(table.columns.begin(), table.columns.end(), name);
            const auto column = static_cast<std::size_t>(place - table.columns.begin());
            if (place == table.columns.end()) {
                table.columns.push_back(name);
                numbers.push_back(std::numeric_limits<double>::quiet_NaN());
            }
            if (value.kind == json_kind::number)
                numbers[column] = number_of(value.text);
            if (value.kind != json_kind::null && std::isnan(numbers[column]))
                report("table.not_a_number", "expected a number such as 3.5, or null", value, pointer);
        }
        table.ids.push_back(std::move(texts));
        rows.push_back(std::move(numbers));
    }
    if (!found.empty())
        throw input_error(std::move(found));
    table.values =
        matrix::Constant(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(table.columns.size()),
                         std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (std::size_t j = 0; j < rows[i].size(); ++j)
            table.values(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = rows[i][j];
    return table;
}

}  // namespace attune::inline v0
