#include "attune/report/standing_report.hpp"

#include <array>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "json.hpp"

namespace attune::inline v0 {

namespace {

using detail::number_or_null;
using detail::ordered_json;

constexpr std::array<std::string_view, 10> figure_names{"z",
                                                        "t_linear",
                                                        "t_normalised",
                                                        "percentile",
                                                        "percentile_lower",
                                                        "percentile_upper",
                                                        "measured_lower",
                                                        "measured_upper",
                                                        "measured_percentile_lower",
                                                        "measured_percentile_upper"};

constexpr std::string_view no_figures = ",,,,,,,,,,";
static_assert(no_figures.size() == figure_names.size());

/// Behind a comma, at most 6 decimals without zeros at the end; nothing for NaN.
void append_number(std::string& text, double number)
{
    text += ',';
    if (std::isnan(number))
        return;
    std::string digits = fmt::format("{:.6f}", number);
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.ends_with('.'))
        digits.pop_back();
    text += digits == "-0" ? "0" : digits;
}

void append_interval(std::string& text, const std::optional<confidence_interval>& ci)
{
    const confidence_interval none;
    append_number(text, ci.value_or(none).lower);
    append_number(text, ci.value_or(none).upper);
}

ordered_json interval_json(const std::optional<confidence_interval>& ci)
{
    if (!ci)
        return {};
    return {{"lower", number_or_null(ci->lower)},
            {"upper", number_or_null(ci->upper)},
            {"level", ci->level},
            {"method", ci->method}};
}

}  // namespace

std::string standing_csv(const score_standing& of)
{
    std::string text;
    append_number(text, of.z.value);
    append_number(text, of.t_linear.value);
    append_number(text, of.t_normalised.value);
    append_number(text, of.percentile.value);
    append_interval(text, of.percentile.ci);
    append_interval(text, of.measured.ci);
    append_interval(text, of.measured_percentile);
    return text;
}

std::string standing_json(const score_standing& of)
{
    ordered_json json = {{"group", of.group},
                         {"n_persons", of.n_persons ? ordered_json(*of.n_persons) : ordered_json()}};
    ordered_json because = ordered_json::object();
    for (const estimate* figure : {&of.z, &of.t_linear, &of.t_normalised, &of.sten, &of.stanine, &of.percentile,
                                   &of.percent_below, &of.percent_equal}) {
        json[figure->id] = number_or_null(figure->value);
        if (figure->id == "percentile")
            json["percentile_ci"] = interval_json(figure->ci);
        if (figure->status != estimate_status::ok)
            because[figure->id] = figure->message;
    }
    json["sem"] = number_or_null(of.measured.std_error.value_or(std::nan("")));
    json["measured_ci"] = interval_json(of.measured.ci);
    json["measured_percentile_ci"] = interval_json(of.measured_percentile);
    json["kelley"] = number_or_null(of.kelley.value);
    json["kelley_ci"] = interval_json(of.kelley.ci);
    if (of.measured.status != estimate_status::ok)
        because["sem"] = of.measured.message;
    if (!because.empty())
        json["because"] = because;
    return json.dump();
}

std::string norms_json(const norm_set& of, const std::vector<std::string>& flags)
{
    return ordered_json{{"id", of.id},
                        {"version", of.version},
                        {"sha256", of.sha256},
                        {"type", to_string(of.type)},
                        {"population", of.population},
                        {"n_persons", of.n_persons ? ordered_json(*of.n_persons) : ordered_json()},
                        {"flags", flags},
                        {"caveats", of.caveats}}
        .dump();
}

standing_report::standing_report(const scoring_key& key, const norm_comparison& comparison, standing_format format,
                                 std::string prefix)
    : key_(&key), comparison_(&comparison), format_(format), prefix_(std::move(prefix))
{
    tables_.resize(comparison.n_groups());
    for (std::vector<text_table>& row : tables_)
        row.resize(key.outputs().size());
}

std::vector<std::string> standing_report::columns() const
{
    std::vector<std::string> names;
    for (const scored_output& output : key_->outputs()) {
        const auto add = [&](std::string_view comparison) {
            for (const std::string_view figure : figure_names)
                names.push_back(fmt::format("{}{}_{}{}", prefix_, output.id, comparison, figure));
        };
        add("");
        if (comparison_->is_by_person())
            add("same_");
        for (const std::size_t group : comparison_->named())
            add(comparison_->set().groups[group].id + "_");
    }
    if (comparison_->is_by_person())
        names.push_back(prefix_ + "norm_group");
    names.push_back(prefix_ + "norm_flag");
    return names;
}

std::vector<std::size_t> standing_report::compared(const person_groups& groups) const
{
    std::vector<std::size_t> all{comparison_->overall()};
    if (comparison_->is_by_person())
        all.push_back(groups.like);
    all.insert(all.end(), comparison_->named().begin(), comparison_->named().end());
    return all;
}

const std::string& standing_report::text(std::size_t group, std::size_t output, const raw_score& score)
{
    constexpr std::size_t most_sums = std::size_t{1} << 14;
    text_table& table = tables_[group][output];
    const scored_output& of = key_->outputs()[output];
    const auto n_sums = static_cast<std::size_t>(of.n_items * key_->range().max) + 1;
    std::string* text = nullptr;
    if (of.origin == score_origin::scale && (static_cast<std::size_t>(of.n_items) + 1) * n_sums <= most_sums) {
        if (table.by_sum.empty())
            table.by_sum.resize((static_cast<std::size_t>(of.n_items) + 1) * n_sums);
        text = &table.by_sum[static_cast<std::size_t>(score.n_answered) * n_sums + static_cast<std::size_t>(score.sum)];
    } else {
        const fraction value = reduced(score.exact);
        text = &table.other[{value.numerator, value.denominator, score.n_answered}];
    }
    if (text->empty())
        *text = (format_ == standing_format::csv ? standing_csv : standing_json)(
            comparison_->reference(group, output).standing(score));
    return *text;
}

void standing_report::append_csv(text_buffer& line, std::span<const raw_score> scores, const person_groups& groups)
{
    const auto append = [&](std::size_t group, std::size_t output) {
        const bool has_figures =
            group != person_groups::none && !groups.is_outside && !is_refused(scores[output].status);
        line.append(has_figures ? std::string_view(text(group, output, scores[output])) : no_figures);
    };
    for (std::size_t i = 0; i < scores.size(); ++i) {
        append(comparison_->overall(), i);
        if (comparison_->is_by_person())
            append(groups.like, i);
        for (const std::size_t group : comparison_->named())
            append(group, i);
    }
    if (comparison_->is_by_person()) {
        line.append(',');
        if (groups.like != person_groups::none)
            line.append(std::string_view(comparison_->set().groups[groups.like].id));
    }
    line.append(',');
    line.append(groups.flag);
}

std::vector<std::string> standing_report::json(std::span<const raw_score> scores, const person_groups& groups)
{
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        std::string list;
        if (!is_refused(scores[i].status) && !groups.is_outside)
            for (const std::size_t group : compared(groups))
                if (group != person_groups::none)
                    list += (list.empty() ? "" : ",") + text(group, i, scores[i]);
        texts.push_back(",\"norms\":[" + list + "]");
    }
    return texts;
}

}  // namespace attune::inline v0
