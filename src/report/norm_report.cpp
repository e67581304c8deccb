#include "attune/report/norm_report.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "counts.hpp"
#include "json.hpp"

namespace attune::inline v0 {

namespace {

using detail::grouped;
using detail::ordered_json;

template <typename Value>
ordered_json or_null(const std::optional<Value>& value)
{
    return value ? ordered_json(*value) : ordered_json();
}

ordered_json span_json(const std::optional<age_span>& age)
{
    return age ? ordered_json{{"min", or_null(age->min)}, {"max", or_null(age->max)}} : ordered_json();
}

ordered_json figures_json(const norm_figures& figures)
{
    ordered_json json = {{"id", figures.score}, {"mean", figures.mean}, {"sd", figures.sd}};
    json["reliability"] = figures.reliability
                              ? ordered_json{{"kind", figures.reliability->kind}, {"value", figures.reliability->value}}
                              : ordered_json();
    json["counts"] = ordered_json();
    if (figures.counts) {
        json["counts"] = {{"first", to_string(figures.counts->first)},
                          {"step", to_string(figures.counts->step)},
                          {"persons", figures.counts->persons}};
        if (!figures.counts->weights.empty())
            json["counts"]["weights"] = figures.counts->weights;
    }
    if (figures.retest)
        json["retest"] = {{"mean", figures.retest->mean},
                          {"sd", figures.retest->sd},
                          {"r", figures.retest->r},
                          {"days", or_null(figures.retest->days)}};
    return json;
}

ordered_json group_json(const norm_group& group)
{
    ordered_json json = {{"id", group.id},
                         {"name", group.name},
                         {"gender", or_null(group.gender)},
                         {"age", span_json(group.age)},
                         {"relationship", or_null(group.relationship)},
                         {"clinical", or_null(group.clinical)},
                         {"n_persons", or_null(group.n_persons)}};
    if (group.n_effective)
        json["n_effective"] = *group.n_effective;
    json["r_anxiety_avoidance"] = or_null(group.r_anxiety_avoidance);
    json["scores"] = ordered_json::array();
    for (const norm_figures& figures : group.scores)
        json["scores"].push_back(figures_json(figures));
    return json;
}

ordered_json finite(double number)
{
    return std::isfinite(number) ? ordered_json(number) : ordered_json();
}

ordered_json model_json(const norm_model& model)
{
    ordered_json json = {{"score", model.score},
                         {"method", to_string(model.method)},
                         {"genders", model.genders},
                         {"lowest_age", model.lowest_age},
                         {"highest_age", model.highest_age},
                         {"age_mean", model.age_mean},
                         {"age_sd", model.age_sd},
                         {"n_persons", model.n_persons},
                         {"fit",
                          {{"r_squared", finite(model.fit.r_squared)},
                           {"rmse", finite(model.fit.rmse)},
                           {"largest_misfit", finite(model.fit.largest_misfit)},
                           {"n_falling", model.fit.n_falling}}}};
    if (model.method == norm_method::beta_binomial) {
        json["first"] = to_string(model.first);
        json["step"] = to_string(model.step);
        json["n_steps"] = model.n_steps;
        json["log_a"] = model.log_a;
        json["log_b"] = model.log_b;
        return json;
    }
    json["terms"] = ordered_json::array();
    for (const norm_term& term : model.terms) {
        ordered_json one = ordered_json::object();
        if (model.method == norm_method::continuous)
            one["location"] = term.location;
        one["age"] = term.age;
        if (!term.gender.empty())
            one["gender"] = term.gender;
        one["coefficient"] = term.coefficient;
        json["terms"].push_back(one);
    }
    if (model.method == norm_method::regression) {
        json["sigma"] = model.sigma;
        json["df"] = model.df;
        json["covariance"] = model.covariance;
    } else {
        json["lowest_location"] = model.lowest_location;
        json["highest_location"] = model.highest_location;
    }
    return json;
}

/// Objects and lists of objects on lines of their own, lists of plain values in one line each.
void write_pretty(std::string& text, const ordered_json& value, std::size_t indent)
{
    const bool is_plain = !value.is_structured() || value.empty() ||
                          (value.is_array() && std::none_of(value.begin(), value.end(),
                                                            [](const ordered_json& e) { return e.is_structured(); }));
    if (is_plain) {
        text += value.dump();
        return;
    }
    const std::string margin(indent + 1, ' ');
    text += value.is_object() ? "{\n" : "[\n";
    for (auto member = value.begin(); member != value.end(); ++member) {
        if (member != value.begin())
            text += ",\n";
        text += margin;
        if (value.is_object())
            text += ordered_json(member.key()).dump() + ": ";
        write_pretty(text, *member, indent + 1);
    }
    text += "\n" + std::string(indent, ' ') + (value.is_object() ? "}" : "]");
}

std::string people(const std::optional<std::int64_t>& n_persons)
{
    return n_persons ? grouped(*n_persons) + " people" : std::string("number of people not reported");
}

std::string ages(const std::optional<age_span>& age)
{
    if (!age || (!age->min && !age->max))
        return "ages not recorded";
    if (!age->max)
        return fmt::format("aged {} and over", *age->min);
    return age->min ? fmt::format("aged {} to {}", *age->min, *age->max) : fmt::format("aged up to {}", *age->max);
}

std::string listed(const std::vector<std::string>& words, const char* otherwise)
{
    return words.empty() ? std::string(otherwise) : fmt::format("{}", fmt::join(words, ", "));
}

std::string group_text(const norm_group& group)
{
    std::string text = fmt::format("  {} ({}): {}", group.id, group.name, people(group.n_persons));
    if (group.n_effective)
        text += fmt::format(", worth {:.1f} unweighted", *group.n_effective);
    text += group.r_anxiety_avoidance ? fmt::format("; r of anxiety and avoidance {:.3f}", *group.r_anxiety_avoidance)
                                      : std::string("; r of anxiety and avoidance not reported");
    if (group.n_persons && *group.n_persons < few_norm_persons)
        text += fmt::format("; fewer than {}: uncertain", few_norm_persons);
    text += "\n";
    for (const norm_figures& figures : group.scores) {
        text += fmt::format("    {}: mean {:.4g}, sd {:.4g}; ", figures.score, figures.mean, figures.sd);
        text += figures.reliability ? fmt::format("{} {:.3f}", figures.reliability->kind, figures.reliability->value)
                                    : std::string("reliability not reported: no standard error of measurement");
        text += figures.counts    ? "; percentiles from the distribution\n"
                : group.n_persons ? "; percentiles assume a normal distribution\n"
                                  : "; no percentiles\n";
        if (figures.retest)
            text += fmt::format("      later, without treatment: mean {:.4g}, sd {:.4g}, r {:.3f}{}\n",
                                figures.retest->mean, figures.retest->sd, figures.retest->r,
                                figures.retest->days ? fmt::format("; {:g} days later", *figures.retest->days)
                                                     : std::string("; after a time that was not reported"));
    }
    return text;
}

std::string model_text(const norm_model& model)
{
    std::string text =
        fmt::format("  {} of {}: {}, ages {} to {}, {} people", model.score, listed(model.genders, "everybody"),
                    to_string(model.method), model.lowest_age, model.highest_age, grouped(model.n_persons));
    if (!std::isnan(model.fit.r_squared))
        text += fmt::format("; R2 {:.4f}, rmse {:.4g}", model.fit.r_squared, model.fit.rmse);
    return text + fmt::format("; percentiles at most {:.1f} off\n", model.fit.largest_misfit);
}

}  // namespace

std::string norm_set_json(const norm_set& of)
{
    ordered_json json = {{"schema", "attune.norms/1"}, {"id", of.id}, {"version", of.version}, {"name", of.name}};
    json["instrument"] = {{"id", of.instrument},
                          {"form", of.form},
                          {"scoring_sha256", of.scoring_sha256},
                          {"min", of.min},
                          {"max", of.max}};
    json["metric"] = to_string(of.metric);
    json["type"] = to_string(of.type);
    json["population"] = of.population;
    json["countries"] = of.countries;
    json["languages"] = of.languages;
    json["year"] = of.year;
    json["mode"] = of.mode;
    json["sampling"] = of.sampling;
    json["age"] = span_json(of.age);
    json["n_sites"] = or_null(of.n_sites);
    json["invariance_tested"] = of.invariance_tested;
    json["n_persons"] = or_null(of.n_persons);
    json["exclusions"] = ordered_json::array();
    for (const norm_exclusion& exclusion : of.exclusions)
        json["exclusions"].push_back({{"reason", exclusion.reason}, {"n_persons", exclusion.n_persons}});
    json["data"] = of.data
                       ? ordered_json{{"name", of.data->name}, {"sha256", of.data->sha256}, {"n_rows", of.data->n_rows}}
                       : ordered_json();
    json["weighting"] =
        of.weighting ? ordered_json{{"margins", of.weighting->margins}, {"design_effect", of.weighting->design_effect}}
                     : ordered_json();
    json["source"] = of.source;
    json["evidence"] = to_string(of.evidence);
    json["licence"] = of.licence;
    json["caveats"] = of.caveats;
    json["groups"] = ordered_json::array();
    for (const norm_group& group : of.groups)
        json["groups"].push_back(group_json(group));
    for (const norm_model& model : of.models)
        json["models"].push_back(model_json(model));
    std::string text;
    write_pretty(text, json, 0);
    return text + "\n";
}

std::string norm_set_text(const norm_set& of)
{
    std::string text = fmt::format("{} {}: {}\n", of.id, of.version, of.name);
    text += fmt::format("  of {}, form {}, answers {}..{}; {}s of items\n", of.instrument, of.form, of.min, of.max,
                        to_string(of.metric));
    text += fmt::format("  who: {}; {}\n", to_string(of.type), of.population);
    text += fmt::format("  when and how: {}; {}; {}\n", of.year, of.mode, of.sampling);
    text += fmt::format("  countries: {}; languages: {}; {}\n", listed(of.countries, "not stated"),
                        listed(of.languages, "not stated"),
                        of.n_sites ? fmt::format("{} {}", *of.n_sites, *of.n_sites == 1 ? "site" : "sites")
                                   : std::string("number of sites not known"));
    text += fmt::format("  {}, {}; whether scores mean the same in all groups was {}tested\n", people(of.n_persons),
                        ages(of.age), of.invariance_tested ? "" : "not ");
    for (const norm_exclusion& exclusion : of.exclusions)
        text += fmt::format("  left out: {} {}\n", grouped(exclusion.n_persons), exclusion.reason);
    if (of.weighting)
        text +=
            fmt::format("  weighted: {}; design effect {:.3f}\n", of.weighting->margins, of.weighting->design_effect);
    text += fmt::format("  source ({}): {}\n  licence: {}\n", to_string(of.evidence), of.source, of.licence);
    if (of.data)
        text +=
            fmt::format("  data: {}, {} rows, sha256 {}\n", of.data->name, grouped(of.data->n_rows), of.data->sha256);
    text += "\nGroups\n";
    for (const norm_group& group : of.groups)
        text += group_text(group);
    if (!of.models.empty())
        text += "\nCurves over age\n";
    for (const norm_model& model : of.models)
        text += model_text(model);
    text += "\nTo beware of\n";
    for (const std::string& caveat : of.caveats)
        text += "  " + caveat + "\n";
    return text + fmt::format("\nscoring_sha256 {}\nsha256 {}\n", of.scoring_sha256, of.sha256);
}

std::string norm_list_text(const std::vector<norm_set>& sets)
{
    std::string text;
    for (const norm_set& of : sets)
        text += fmt::format("  {} (form {}, answers {}..{}; {}; {}): {}\n", of.id, of.form, of.min, of.max,
                            to_string(of.type), people(of.n_persons), of.name);
    return text;
}

}  // namespace attune::inline v0
