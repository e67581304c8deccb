#include "attune/report/ordinal_report.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "attune/report/estimate_json.hpp"
#include "attune/report/score_report.hpp"
#include "attune/report/text_table.hpp"

namespace attune::inline v0 {

namespace {

constexpr std::string_view hypothetical_note =
    "ordinal_alpha is hypothetical: of continuous responses behind the answers, which nobody gave; not of the score";

std::string rows_json(const matrix& numbers)
{
    std::string rows;
    for (Eigen::Index i = 0; i < numbers.rows(); ++i) {
        std::string row;
        for (Eigen::Index j = 0; j < numbers.cols(); ++j)
            row += (row.empty() ? "" : ",") + number_json(numbers(i, j));
        rows += fmt::format("{}[{}]", rows.empty() ? "" : ",", row);
    }
    return "[" + rows + "]";
}

std::string_view ordinal_meaning_of(std::string_view id)
{
    return id == "omega_categorical" ? "share of the score that one factor behind the categories explains" : "";
}

}  // namespace

std::string ordinal_json(const ordinal_quality& quality)
{
    std::string coefficients;
    for (const estimate& figure : quality.coefficients)
        coefficients += (coefficients.empty() ? "" : ",") + estimate_json(figure);
    const polychoric_correlations& from = quality.polychoric;
    const std::string message = from.message.empty() ? "" : fmt::format(",\"message\":{}", json_string(from.message));
    return fmt::format(
        "{{\"scale\":{},\"coefficients\":[{}],\"note\":{},\"polychoric\":{{\"n_persons\":{},\"r\":{},\"std_error\":{},"
        "\"thresholds\":{},\"empty_pairs\":{},\"smallest_eigenvalue\":{},\"positive_definite\":{},\"status\":\"{}\"{}}}}}",
        json_string(quality.scale), coefficients, json_string(hypothetical_note), from.n_persons, rows_json(from.r),
        rows_json(from.std_error), rows_json(from.thresholds), from.n_empty_pairs,
        number_json(from.smallest_eigenvalue), from.is_positive_definite, to_string(from.status), message);
}

std::string ordinal_text(const ordinal_quality& quality)
{
    if (quality.coefficients.empty())
        return "";
    text_table table({"ordinal", "what it says", "value"}, 2);
    for (const estimate& figure : quality.coefficients)
        table.add({figure.id, std::string(figure.message.empty() ? ordinal_meaning_of(figure.id) : figure.message),
                   number_text(figure.value)});
    std::string text = table.text("  ");
    const polychoric_correlations& from = quality.polychoric;
    if (from.status != estimate_status::ok)
        return text;
    const Eigen::Index k = from.r.rows();
    double lowest = 1;
    double highest = -1;
    for (Eigen::Index i = 0; i < k; ++i)
        for (Eigen::Index j = 0; j < i; ++j) {
            lowest = std::min(lowest, from.r(i, j));
            highest = std::max(highest, from.r(i, j));
        }
    return text + fmt::format(
                      "  Polychoric correlations from {} to {}, {}positive definite; {} of {} pairs have categories "
                      "that nobody chose together.\n",
                      number_text(lowest), number_text(highest), from.is_positive_definite ? "" : "not ",
                      from.n_empty_pairs, k * (k - 1) / 2);
}

}  // namespace attune::inline v0
