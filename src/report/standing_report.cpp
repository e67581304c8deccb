#include "attune/report/standing_report.hpp"

#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "csv_numbers.hpp"
#include "json.hpp"

namespace attune::inline v0 {

namespace {

using detail::number_or_null;
using detail::ordered_json;

constexpr std::array<std::string_view, 12> usual_figures{"z",
                                                         "t_linear",
                                                         "t_normalised",
                                                         "sten",
                                                         "stanine",
                                                         "percentile",
                                                         "percentile_lower",
                                                         "percentile_upper",
                                                         "measured_lower",
                                                         "measured_upper",
                                                         "measured_percentile_lower",
                                                         "measured_percentile_upper"};

constexpr std::array<std::string_view, 11> further_figures{"percent_below",
                                                           "percent_equal",
                                                           "percentile_jeffreys_lower",
                                                           "percentile_jeffreys_upper",
                                                           "percentile_ties_lower",
                                                           "percentile_ties_upper",
                                                           "sem",
                                                           "sem_conditional",
                                                           "kelley",
                                                           "kelley_lower",
                                                           "kelley_upper"};

constexpr std::string_view no_figures = ",,,,,,,,,,,,,,,,,,,,,,,";
static_assert(no_figures.size() == usual_figures.size() + further_figures.size());

void append_interval(std::string& text, const std::optional<confidence_interval>& ci)
{
    const confidence_interval none;
    detail::append_csv_number(text, ci.value_or(none).lower);
    detail::append_csv_number(text, ci.value_or(none).upper);
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

std::string standing_csv(const score_standing& of, bool has_all)
{
    std::string text;
    for (const estimate* figure : {&of.z, &of.t_linear, &of.t_normalised, &of.sten, &of.stanine, &of.percentile})
        detail::append_csv_number(text, figure->value);
    append_interval(text, of.percentile.ci);
    append_interval(text, of.measured.ci);
    append_interval(text, of.measured_percentile);
    if (!has_all)
        return text;
    detail::append_csv_number(text, of.percent_below.value);
    detail::append_csv_number(text, of.percent_equal.value);
    append_interval(text, of.percentile_jeffreys);
    append_interval(text, of.percentile_ties);
    detail::append_csv_number(text, of.measured.std_error.value_or(std::nan("")));
    detail::append_csv_number(text, of.sem_conditional.value);
    detail::append_csv_number(text, of.kelley.value);
    append_interval(text, of.kelley.ci);
    return text;
}

std::string standing_json(const score_standing& of, bool has_all)
{
    ordered_json json = {{"group", of.group},
                         {"n_persons", of.n_persons ? ordered_json(*of.n_persons) : ordered_json()}};
    ordered_json because = ordered_json::object();
    const auto explain = [&](const estimate& figure, const std::string& name) {
        if (figure.status != estimate_status::ok)
            because[name] = figure.message;
    };
    for (const estimate* figure : {&of.z, &of.t_linear, &of.t_normalised, &of.sten, &of.stanine, &of.percentile,
                                   &of.percent_below, &of.percent_equal}) {
        json[figure->id] = number_or_null(figure->value);
        if (figure->id == "percentile") {
            json["percentile_ci"] = interval_json(figure->ci);
            if (has_all) {
                json["percentile_jeffreys_ci"] = interval_json(of.percentile_jeffreys);
                json["percentile_ties_ci"] = interval_json(of.percentile_ties);
            }
        }
        explain(*figure, figure->id);
    }
    json["sem"] = number_or_null(of.measured.std_error.value_or(std::nan("")));
    explain(of.measured, "sem");
    json["sem_conditional"] = number_or_null(of.sem_conditional.value);
    if (of.measured.status == estimate_status::ok)
        explain(of.sem_conditional, "sem_conditional");
    json["measured_ci"] = interval_json(of.measured.ci);
    json["measured_percentile_ci"] = interval_json(of.measured_percentile);
    json["kelley"] = number_or_null(of.kelley.value);
    json["kelley_ci"] = interval_json(of.kelley.ci);
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
                                 standing_report_options options)
    : key_(&key), comparison_(&comparison), format_(format), options_(std::move(options))
{
    tables_.resize(comparison.n_groups() + 1);
    for (std::vector<text_table>& row : tables_)
        row.resize(key.outputs().size());
}

std::vector<std::string> standing_report::columns() const
{
    std::vector<std::string> names;
    for (const scored_output& output : key_->outputs()) {
        const auto add = [&](std::string_view comparison) {
            const auto add_all = [&](std::span<const std::string_view> figures) {
                for (const std::string_view figure : figures)
                    names.push_back(fmt::format("{}{}_{}{}", options_.prefix, output.id, comparison, figure));
            };
            add_all(usual_figures);
            if (options_.has_all)
                add_all(further_figures);
        };
        names.push_back(fmt::format("{}{}_pomp", options_.prefix, output.id));
        add("");
        if (comparison_->is_by_person())
            add("same_");
        for (const std::size_t group : comparison_->named())
            add(comparison_->group(group).id + "_");
    }
    if (comparison_->is_by_person())
        names.push_back(options_.prefix + "norm_group");
    names.push_back(options_.prefix + "norm_flag");
    return names;
}

standing_report::made_text& standing_report::place_of(text_table& table, std::size_t output,
                                                      const raw_score& score) const
{
    constexpr std::size_t most_sums = std::size_t{1} << 14;
    const scored_output& of = key_->outputs()[output];
    const auto n_sums = static_cast<std::size_t>(of.n_items * key_->range().max) + 1;
    const std::size_t n_places = (static_cast<std::size_t>(of.n_items) + 1) * n_sums;
    if (of.origin == score_origin::scale && n_places <= most_sums) {
        if (table.by_sum.empty())
            table.by_sum.resize(n_places);
        return table.by_sum[static_cast<std::size_t>(score.n_answered) * n_sums + static_cast<std::size_t>(score.sum)];
    }
    const fraction value = reduced(score.exact);
    return table.other[{value.numerator, value.denominator, score.n_answered}];
}

std::string_view standing_report::kept(made_text& place, const std::string& text)
{
    place = {static_cast<std::uint32_t>(texts_.size()), static_cast<std::uint32_t>(text.size())};
    texts_ += text;
    return std::string_view(texts_).substr(place.begin, place.size);
}

std::string_view standing_report::text(std::size_t group, std::size_t output, const raw_score& score)
{
    made_text& place = place_of(tables_[group][output], output, score);
    if (place.size != 0)
        return std::string_view(texts_).substr(place.begin, place.size);
    const score_standing of = comparison_->standing(group, output, score, options_.has_all);
    if (format_ == standing_format::json)
        return kept(place, standing_json(of, options_.has_all));
    std::string fields;
    if (group == comparison_->overall())
        detail::append_csv_number(fields, comparison_->pomp_of(output, score));
    return kept(place, fields += standing_csv(of, options_.has_all));
}

std::string_view standing_report::pomp_text(std::size_t output, const raw_score& score)
{
    made_text& place = place_of(tables_.back()[output], output, score);
    if (place.size != 0)
        return std::string_view(texts_).substr(place.begin, place.size);
    std::string field;
    if (format_ == standing_format::csv)
        detail::append_csv_number(field, comparison_->pomp_of(output, score));
    else
        field = fmt::format(",\"pomp\":{}", number_or_null(comparison_->pomp_of(output, score)).dump());
    return kept(place, field);
}

void standing_report::append_csv(text_buffer& line, std::span<const raw_score> scores, const person_groups& groups)
{
    const std::string_view nothing =
        no_figures.substr(0, usual_figures.size() + (options_.has_all ? further_figures.size() : 0));
    const auto append = [&](std::size_t group, std::size_t output) {
        const bool has_figures =
            group != person_groups::none && !groups.is_outside && !is_refused(scores[output].status);
        line.append(has_figures ? text(group, output, scores[output]) : nothing);
    };
    for (std::size_t i = 0; i < scores.size(); ++i) {
        if (is_refused(scores[i].status))
            line.append(',');
        else if (comparison_->overall() == person_groups::none || groups.is_outside)
            line.append(pomp_text(i, scores[i]));
        append(comparison_->overall(), i);
        if (comparison_->is_by_person())
            append(groups.like, i);
        for (const std::size_t group : comparison_->named())
            append(group, i);
    }
    if (comparison_->is_by_person()) {
        line.append(',');
        if (groups.like != person_groups::none)
            line.append(std::string_view(comparison_->group(groups.like).id));
    }
    line.append(',');
    line.append(groups.flag);
}

std::vector<std::string> standing_report::json(std::span<const raw_score> scores, const person_groups& groups)
{
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        std::string list;
        const std::string pomp(is_refused(scores[i].status) ? std::string_view{} : pomp_text(i, scores[i]));
        if (!is_refused(scores[i].status) && !groups.is_outside)
            for (const std::size_t group : comparison_->compared(groups))
                if (group != person_groups::none)
                    (list += list.empty() ? "" : ",") += text(group, i, scores[i]);
        texts.push_back(pomp + ",\"norms\":[" + list + "]");
    }
    return texts;
}

}  // namespace attune::inline v0
