#include "attune/report/instrument_report.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/instrument/identity.hpp"
#include "attune/instrument/resolve.hpp"
#include "attune/report/norm_report.hpp"
#include "json.hpp"

namespace attune::inline v0 {

namespace {

using detail::ordered_json;

template <typename Number>
std::string optional_number(const std::optional<Number>& number)
{
    return number ? fmt::format("{}", *number) : std::string("not known");
}

std::string meaning(dimension on, polarity higher)
{
    return fmt::format("{}; higher means {}", to_string(on),
                       higher == polarity::neither       ? "neither more nor less secure"
                       : higher == polarity::less_secure ? "less secure"
                                                         : "more secure");
}

std::string formula(const derived_score& d)
{
    std::string text = to_string(d.constant);
    for (const derived_term& term : d.terms) {
        const std::string weight = to_string(term.weight);
        const bool is_negative = weight.starts_with('-');
        text +=
            fmt::format(" {} {} * {}", is_negative ? '-' : '+', is_negative ? weight.substr(1) : weight, term.score);
    }
    return text;
}

std::string form_text(const resolved_form& form, const std::string& scoring_sha256)
{
    std::string text = fmt::format("\nForm {}\n  answers {}..{}", form.id, form.response.min, form.response.max);
    for (const auto& [answer, anchor] : form.response.anchors)
        text += fmt::format("; {} = {}", answer, anchor);
    text += "\n";
    if (!form.note.empty())
        text += "  " + form.note + "\n";
    for (const scale& s : form.scales) {
        text += fmt::format("  {} ({})\n", s.id, meaning(s.on, s.higher_means));
        text += fmt::format("    {} of items {}\n", to_string(s.score), fmt::join(s.items, " "));
        text += s.reversed.empty() ? "    none reversed\n"
                                   : fmt::format("    reversed ({} - answer): {}\n",
                                                 form.response.min + form.response.max, fmt::join(s.reversed, " "));
        text += fmt::format("    scored with at least {} of {} answered: {}\n", s.missing.min_answered, s.items.size(),
                            s.missing.source);
    }
    for (const derived_score& d : form.derived)
        text += fmt::format("  {} = {} ({})\n", d.id, formula(d), meaning(d.on, d.higher_means));
    if (!form.unscored.empty())
        text += fmt::format("  in no scale: items {}\n", fmt::join(form.unscored, " "));
    if (!scoring_sha256.empty())
        text += fmt::format("  checked by {} vectors; scoring_sha256 {}\n", form.vectors.size(), scoring_sha256);
    return text;
}

ordered_json form_json(const resolved_form& form, const std::string& scoring_sha256)
{
    ordered_json scales = ordered_json::array();
    for (const scale& s : form.scales)
        scales.push_back({{"id", s.id},
                          {"dimension", to_string(s.on)},
                          {"higher_means", to_string(s.higher_means)},
                          {"score", to_string(s.score)},
                          {"items", s.items},
                          {"reversed", s.reversed},
                          {"missing", {{"min_answered", s.missing.min_answered}, {"source", s.missing.source}}}});
    ordered_json derived = ordered_json::array();
    for (const derived_score& d : form.derived)
        derived.push_back({{"id", d.id},
                           {"dimension", to_string(d.on)},
                           {"higher_means", to_string(d.higher_means)},
                           {"formula", formula(d)}});
    ordered_json items = ordered_json::array();
    for (const item& i : form.items)
        items.push_back(
            {{"number", i.number}, {"id", i.id}, {"topic", i.topic ? ordered_json(*i.topic) : ordered_json()}});
    return {{"id", form.id},
            {"note", form.note},
            {"response", {{"min", form.response.min}, {"max", form.response.max}}},
            {"scales", scales},
            {"derived", derived},
            {"items", items},
            {"unscored", form.unscored},
            {"n_vectors", form.vectors.size()},
            {"scoring_sha256", scoring_sha256}};
}

std::string scoring_hash(const instrument& of, const std::string& form)
{
    return identity_of(of, form).scoring_sha256;
}

std::string topics_text(const instrument& of)
{
    std::string text = "\nItems (topics in our words; the wording is not part of attune)\n";
    for (const item& i : of.items)
        text += fmt::format("  {:>3}  {}\n", i.number, i.topic.value_or("topic not known"));
    return text;
}

std::string published_text(const instrument& of)
{
    std::string text;
    for (const published_figure& p : of.published)
        text += fmt::format("  {} ({}, {}): n {}, mean {}, sd {}, alpha {}; {}\n", p.score, p.form, p.sample,
                            optional_number(p.n_persons), optional_number(p.mean), optional_number(p.sd),
                            optional_number(p.alpha), p.source);
    return text.empty() ? text : "\nPublished figures (information, not norms)\n" + text;
}

}  // namespace

std::string instrument_text(const instrument& of, const std::vector<norm_set>& norms)
{
    std::string text = fmt::format("{} {}: {}\n", of.id, of.version, of.name);
    text += fmt::format("  {}{}\n", of.citation, of.doi ? " doi:" + *of.doi : std::string{});
    text += fmt::format("  asks about {}, {}; {}\n", of.reference.relationship, of.reference.timeframe, of.population);
    if (!of.targets.empty())
        text += fmt::format("  asked about each of: {}; global = mean over all of them\n", fmt::join(of.targets, ", "));
    text += fmt::format("  key: {}, checked {}; modes: {}\n",
                        of.provenance.confidence == confidence::verified ? "verified" : "from a single source",
                        of.provenance.checked_on, fmt::join(of.modes, ", "));
    text += fmt::format("  use: research {}, clinical {}, commercial {}{}\n  licence: {}\n", to_string(of.use.research),
                        to_string(of.use.clinical), to_string(of.use.commercial),
                        of.use.training_required ? "; training required" : "", of.licence);
    for (const std::string& id : form_ids(of))
        text += form_text(resolve_form(of, id), scoring_hash(of, id));
    text += topics_text(of);
    text += "\nSources of the key\n";
    for (const evidence& e : of.provenance.sources)
        text += fmt::format("  {}: {}\n", e.where, e.what);
    text += published_text(of);
    if (!norms.empty())
        text += "\nNorm sets (attune norms show ID)\n" + norm_list_text(norms);
    if (!of.siblings.empty())
        text += "\nNot to be confused with\n";
    for (const sibling& s : of.siblings)
        text += fmt::format("  {}: {}\n", s.id, s.note);
    return text + fmt::format("\nsha256 {}\n", of.sha256);
}

std::string instrument_json(const instrument& of, const std::vector<norm_set>& norms)
{
    ordered_json json = detail::head("show");
    json["instrument"] = detail::identity_json(identity_of(of, published_form));
    json["name"] = of.name;
    json["citation"] = of.citation;
    json["doi"] = of.doi ? ordered_json(*of.doi) : ordered_json();
    json["year"] = of.year;
    json["population"] = of.population;
    json["languages"] = of.languages;
    json["licence"] = of.licence;
    json["reference"] = {{"relationship", of.reference.relationship}, {"timeframe", of.reference.timeframe}};
    json["targets"] = of.targets;
    json["modes"] = of.modes;
    json["use"] = {{"research", to_string(of.use.research)},
                   {"clinical", to_string(of.use.clinical)},
                   {"commercial", to_string(of.use.commercial)},
                   {"training_required", of.use.training_required}};
    json["forms"] = ordered_json::array();
    for (const std::string& id : form_ids(of))
        json["forms"].push_back(form_json(resolve_form(of, id), scoring_hash(of, id)));
    json["sources"] = ordered_json::array();
    for (const evidence& e : of.provenance.sources)
        json["sources"].push_back({{"where", e.where}, {"what", e.what}});
    json["checked_on"] = of.provenance.checked_on;
    json["siblings"] = ordered_json::array();
    for (const sibling& s : of.siblings)
        json["siblings"].push_back({{"id", s.id}, {"note", s.note}});
    json["published"] = ordered_json::array();
    const auto number_or_null = [](const auto& number) { return number ? ordered_json(*number) : ordered_json(); };
    for (const published_figure& p : of.published)
        json["published"].push_back({{"score", p.score},
                                     {"form", p.form},
                                     {"sample", p.sample},
                                     {"n_persons", number_or_null(p.n_persons)},
                                     {"mean", number_or_null(p.mean)},
                                     {"sd", number_or_null(p.sd)},
                                     {"alpha", number_or_null(p.alpha)},
                                     {"source", p.source}});
    json["norms"] = ordered_json::array();
    for (const norm_set& set : norms)
        json["norms"].push_back({{"id", set.id},
                                 {"version", set.version},
                                 {"name", set.name},
                                 {"form", set.form},
                                 {"type", to_string(set.type)},
                                 {"n_persons", number_or_null(set.n_persons)},
                                 {"sha256", set.sha256}});
    return json.dump(2) + "\n";
}

std::string catalogue_text(const std::vector<instrument>& instruments)
{
    std::size_t width = 2;
    for (const instrument& of : instruments)
        width = std::max(width, of.id.size());
    std::string text;
    for (const instrument& of : instruments)
        text +=
            fmt::format("{:<{}}  {:>3} items, {}..{}  {}{}\n{:<{}}  forms: {}; scores: {}\n", of.id, width,
                        of.items.size(), of.response.min, of.response.max, of.name,
                        of.provenance.confidence == confidence::single_source ? " (key from a single source)" : "", "",
                        width, fmt::join(form_ids(of), ", "), fmt::join(base_score_ids(resolve_form(of)), ", "));
    return text;
}

std::string catalogue_json(const std::vector<instrument>& instruments)
{
    ordered_json json = detail::head("list");
    json["instruments"] = ordered_json::array();
    for (const instrument& of : instruments)
        json["instruments"].push_back({{"id", of.id},
                                       {"version", of.version},
                                       {"name", of.name},
                                       {"n_items", of.items.size()},
                                       {"forms", form_ids(of)},
                                       {"targets", of.targets},
                                       {"scores", base_score_ids(resolve_form(of))},
                                       {"confidence", to_string(of.provenance.confidence)},
                                       {"sha256", of.sha256}});
    json["summary"] = {{"n_instruments", instruments.size()}};
    return json.dump(2) + "\n";
}

}  // namespace attune::inline v0
