#include "attune/report/standing_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
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

constexpr std::string_view commas = ",,,,,,,,,,,,,,,,,,,,,,,";
static_assert(commas.size() == usual_figures.size() + further_figures.size());

constexpr std::size_t most_places = std::size_t{1} << 14;  // of a table by sums, 8 bytes each
constexpr std::size_t piece = 32;                          // bytes that are copied at once

std::array<std::int64_t, 3> value_of(const raw_score& score)
{
    const fraction value = reduced(score.exact);
    return {value.numerator, value.denominator, score.n_answered};
}

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
    : key_(&key),
      comparison_(&comparison),
      format_(format),
      options_(std::move(options)),
      pomp_(comparison.n_groups()),
      tables_((comparison.n_groups() + 1) * key.outputs().size())
{
    for (const scored_output& output : key.outputs()) {
        const auto n_sums = static_cast<std::size_t>(output.n_items * key.range().max) + 1;
        const std::size_t n_places = (static_cast<std::size_t>(output.n_items) + 1) * n_sums;
        n_sums_.push_back(output.origin == score_origin::scale && n_places <= most_places ? n_sums : 0);
    }
    no_figures_ = keep(commas.substr(0, usual_figures.size() + (options_.has_all ? further_figures.size() : 0)));
    for (std::size_t group = 0; group < comparison.n_groups(); ++group)
        names_.push_back(keep("," + comparison.group(group).id));
    names_.push_back(no_figures_);
    names_.back().size = 1;
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

standing_report::made_text standing_report::keep(std::string_view text)
{
    const std::size_t n_bytes = (text.size() + piece - 1) / piece * piece;
    const made_text kept{static_cast<std::uint32_t>(n_kept_), static_cast<std::uint32_t>(text.size())};
    n_kept_ += n_bytes;
    widest_ = std::max(widest_, n_bytes);
    texts_.resize(n_kept_ + widest_);
    std::copy(text.begin(), text.end(), texts_.begin() + kept.begin);
    return kept;
}

std::string standing_report::text_of(std::size_t group, std::size_t output, const raw_score& score) const
{
    const bool is_csv = format_ == standing_format::csv;
    std::string text;
    if (is_csv && (group == pomp_ || group == comparison_->overall()))
        detail::append_csv_number(text, comparison_->pomp_of(output, score));
    else if (group == pomp_)
        text = fmt::format(",\"pomp\":{}", number_or_null(comparison_->pomp_of(output, score)).dump());
    if (group == pomp_)
        return text;
    const score_standing of = comparison_->standing(group, output, score, options_.has_all);
    return is_csv ? text + standing_csv(of, options_.has_all) : standing_json(of, options_.has_all);
}

standing_report::made_text standing_report::known(std::size_t group, std::size_t output, const raw_score& score) const
{
    const text_table& table = tables_[group * n_sums_.size() + output];
    if (n_sums_[output] != 0)
        return table.by_sum.empty() ? made_text{} : table.by_sum[place_of(output, score)];
    const auto found = table.other.find(value_of(score));
    return found == table.other.end() ? made_text{} : found->second;
}

standing_report::made_text standing_report::made(std::size_t group, std::size_t output, const raw_score& score)
{
    made_text text = known(group, output, score);
    if (text.size != 0)
        return text;
    text = keep(text_of(group, output, score));
    text_table& table = tables_[group * n_sums_.size() + output];
    if (n_sums_[output] == 0)
        return table.other[value_of(score)] = text;
    if (table.by_sum.empty())
        table.by_sum.resize((static_cast<std::size_t>(key_->outputs()[output].n_items) + 1) * n_sums_[output]);
    return table.by_sum[place_of(output, score)] = text;
}

bool standing_report::write_known(text_buffer& line, std::span<const raw_score> scores,
                                  const person_groups& groups) const
{
    const std::size_t n_texts = scores.size() * (3 + comparison_->named().size()) + 2;
    char* const begin = line.room(n_texts * widest_);
    char* out = begin;
    bool is_whole = true;
    const auto copy = [&, texts = texts_.data()](made_text text, std::size_t n_bytes) {
        for (std::size_t at = 0; at < n_bytes; at += piece)
            std::memcpy(out + at, texts + text.begin + at, piece);
        out += text.size;
    };
    // The same number of bytes for every text: how many pieces it has would be guessed wrong for many of them.
    const auto write = [&, widest = widest_](made_text text) {
        copy(text, widest);
        is_whole &= text.size != 0;
    };
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const auto write_in = [&](std::size_t group) {
            write(has_figures(group, scores[i], groups) ? known(group, i, scores[i]) : no_figures_);
        };
        if (is_refused(scores[i].status))
            *out++ = ',';
        else if (has_own_pomp(groups))
            write(known(pomp_, i, scores[i]));
        write_in(comparison_->overall());
        if (comparison_->is_by_person())
            write_in(groups.like);
        for (const std::size_t group : comparison_->named())
            write_in(group);
    }
    if (comparison_->is_by_person()) {
        const made_text name = names_[std::min(groups.like, names_.size() - 1)];
        copy(name, name.size);
    }
    *out++ = ',';
    if (is_whole)
        line.advance(static_cast<std::size_t>(out - begin));
    return is_whole;
}

void standing_report::append_csv(text_buffer& line, std::span<const raw_score> scores, const person_groups& groups)
{
    while (!write_known(line, scores, groups))
        for (std::size_t i = 0; i < scores.size(); ++i) {
            if (!is_refused(scores[i].status) && has_own_pomp(groups))
                made(pomp_, i, scores[i]);
            for (const std::size_t group : comparison_->compared(groups))
                if (has_figures(group, scores[i], groups))
                    made(group, i, scores[i]);
        }
    line.append(groups.flag);
}

std::vector<std::string> standing_report::json(std::span<const raw_score> scores, const person_groups& groups)
{
    const auto text = [&](std::size_t group, std::size_t output) {
        const made_text of = made(group, output, scores[output]);
        return std::string_view(texts_.data() + of.begin, of.size);
    };
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        std::string members;
        if (!is_refused(scores[i].status))
            members += text(pomp_, i);
        std::string list;
        for (const std::size_t group : comparison_->compared(groups))
            if (has_figures(group, scores[i], groups))
                (list += list.empty() ? "" : ",") += text(group, i);
        texts.push_back(members + ",\"norms\":[" + list + "]");
    }
    return texts;
}

}  // namespace attune::inline v0
