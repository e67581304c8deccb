#include "norm_set_reader.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <regex>

#include <fmt/format.h>

#include "field_readers.hpp"

namespace attune::inline v0::detail {

namespace {

constexpr int most_people = std::numeric_limits<int>::max();
constexpr int oldest = 150;

std::string read_hash(const json_cursor& at)
{
    static const std::regex sha256_digits("[0-9a-f]{64}");
    std::string digits;
    matching(digits, sha256_digits, "64 digits of 0-9 and a-f")(at);
    return digits;
}

/// A number within lower..upper; what is no number is reported.
double number_within(const json_cursor& at, double lower, double upper)
{
    if (!at.expect(json_kind::number))
        return lower;
    const double number = *at.number_or_null();
    if (!(number >= lower && number <= upper))
        at.report("bad_value", fmt::format("{}; expected a number within {}..{}", at.value().text, lower, upper));
    return number;
}

/// Hands a value that may be null to `read`.
template <typename Value, typename Read>
auto or_null(std::optional<Value>& member, Read read)
{
    return [&member, read](const json_cursor& at) {
        if (!at.is_null())
            member = read(at);
    };
}

int read_people(const json_cursor& at)
{
    return at.integer_within(0, most_people);
}

int read_age(const json_cursor& at)
{
    return at.integer_within(0, oldest);
}

age_span read_span(const json_cursor& at)
{
    age_span age;
    object_reader object(at);
    object.required("min", or_null(age.min, read_age));
    object.required("max", or_null(age.max, read_age));
    object.done();
    return age;
}

fraction read_fraction(const json_cursor& at)
{
    const std::string text = at.text();
    const std::optional<fraction> number = parse_fraction(text);
    if (!number && !text.empty())
        at.report("bad_value", fmt::format("'{}'; expected a fraction of whole numbers such as \"65/18\"", text));
    return number.value_or(fraction{});
}

norm_counts read_counts(const json_cursor& at)
{
    norm_counts counts;
    object_reader object(at);
    object.required("first", [&](const json_cursor& c) { counts.first = read_fraction(c); });
    object.required("step", [&](const json_cursor& c) { counts.step = read_fraction(c); });
    object.required("persons",
                    some_into(
                        counts.persons, [](const json_cursor& c) { return static_cast<std::int64_t>(read_people(c)); },
                        max_norm_counts));
    object.optional("weights",
                    some_into(counts.weights, [](const json_cursor& c) { return number_within(c, 0, most_people); }));
    object.done();
    return counts;
}

norm_reliability read_reliability(const json_cursor& at)
{
    norm_reliability reliability;
    object_reader object(at);
    object.required("kind", into(reliability.kind, &json_cursor::id));
    object.required("value", [&](const json_cursor& c) { reliability.value = number_within(c, 0, 1); });
    object.done();
    return reliability;
}

constexpr double largest_score = 1e6;  // far above any sum of answers

norm_retest read_retest(const json_cursor& at)
{
    constexpr double longest = 366.0 * oldest;
    norm_retest retest;
    object_reader object(at);
    object.required("mean",
                    [&](const json_cursor& c) { retest.mean = number_within(c, -largest_score, largest_score); });
    object.required("sd", [&](const json_cursor& c) { retest.sd = number_within(c, 0, largest_score); });
    object.required("r", [&](const json_cursor& c) { retest.r = number_within(c, -1, 1); });
    object.required("days", or_null(retest.days, [](const json_cursor& c) { return number_within(c, 0, longest); }));
    object.done();
    return retest;
}

norm_figures read_figures(const json_cursor& at)
{
    norm_figures figures;
    object_reader object(at);
    object.required("id", into(figures.score, &json_cursor::id));
    object.required("mean",
                    [&](const json_cursor& c) { figures.mean = number_within(c, -largest_score, largest_score); });
    object.required("sd", [&](const json_cursor& c) { figures.sd = number_within(c, 0, largest_score); });
    object.required("reliability", or_null(figures.reliability, read_reliability));
    object.required("counts", or_null(figures.counts, read_counts));
    object.optional("retest", or_null(figures.retest, read_retest));
    object.done();
    return figures;
}

norm_group read_group(const json_cursor& at)
{
    const auto text = [](const json_cursor& c) { return c.text(); };
    norm_group group;
    object_reader object(at);
    object.required("id", into(group.id, &json_cursor::id));
    object.required("name", into(group.name, &json_cursor::text));
    object.required("gender", or_null(group.gender, text));
    object.required("age", or_null(group.age, read_span));
    object.required("relationship", or_null(group.relationship, text));
    object.required("clinical", or_null(group.clinical, [](const json_cursor& c) { return c.boolean(); }));
    object.required("n_persons", or_null(group.n_persons, read_people));
    object.optional("n_effective",
                    or_null(group.n_effective, [](const json_cursor& c) { return number_within(c, 1, most_people); }));
    object.required("scores", list_into(group.scores, read_figures));
    object.required("r_anxiety_avoidance",
                    or_null(group.r_anxiety_avoidance, [](const json_cursor& c) { return number_within(c, -1, 1); }));
    object.done();
    return group;
}

norm_term read_term(const json_cursor& at)
{
    constexpr int highest_power = 6;
    constexpr double largest = 1e9;
    const auto power = [](const json_cursor& c) { return c.integer_within(0, highest_power); };
    norm_term term;
    object_reader object(at);
    object.optional("location", [&](const json_cursor& c) { term.location = power(c); });
    object.required("age", [&](const json_cursor& c) { term.age = power(c); });
    object.optional("gender", into(term.gender, &json_cursor::text));
    object.required("coefficient",
                    [&](const json_cursor& c) { term.coefficient = number_within(c, -largest, largest); });
    object.done();
    return term;
}

norm_model_fit read_fit(const json_cursor& at)
{
    constexpr double largest = 1e6;
    constexpr int most_places = 2000;
    const auto figure = [](double& member, double lower, double upper) {
        return [&member, lower, upper](const json_cursor& c) {
            if (!c.is_null())
                member = number_within(c, lower, upper);
        };
    };
    norm_model_fit fit;
    object_reader object(at);
    object.required("r_squared", figure(fit.r_squared, 0, 1));
    object.required("rmse", figure(fit.rmse, 0, largest));
    object.required("largest_misfit", figure(fit.largest_misfit, 0, 100));
    object.required("n_falling", [&](const json_cursor& c) { fit.n_falling = c.integer_within(0, most_places); });
    object.done();
    return fit;
}

norm_model read_model(const json_cursor& at)
{
    constexpr double largest = 1e9;
    const auto text = [](const json_cursor& c) { return c.text(); };
    const auto number = [](double& member, double lower, double upper) {
        return [&member, lower, upper](const json_cursor& c) { member = number_within(c, lower, upper); };
    };
    const auto any = [](const json_cursor& c) { return number_within(c, -largest, largest); };
    norm_model model;
    object_reader object(at);
    object.required("score", into(model.score, &json_cursor::id));
    object.required("method", [&](const json_cursor& c) {
        model.method = c.word<norm_method>({{"regression", norm_method::regression},
                                            {"continuous", norm_method::continuous},
                                            {"beta_binomial", norm_method::beta_binomial}});
    });
    object.required("genders", list_into(model.genders, text));
    object.required("lowest_age", [&](const json_cursor& c) { model.lowest_age = read_age(c); });
    object.required("highest_age", [&](const json_cursor& c) { model.highest_age = read_age(c); });
    object.required("age_mean", number(model.age_mean, 0, oldest));
    object.required("age_sd", number(model.age_sd, 1e-6, oldest));
    object.required("n_persons", [&](const json_cursor& c) { model.n_persons = read_people(c); });
    object.required("fit", [&](const json_cursor& c) { model.fit = read_fit(c); });
    if (model.method == norm_method::beta_binomial) {
        object.required("first", [&](const json_cursor& c) { model.first = read_fraction(c); });
        object.required("step", [&](const json_cursor& c) { model.step = read_fraction(c); });
        object.required("n_steps",
                        [&](const json_cursor& c) { model.n_steps = c.integer_within(1, int{max_norm_counts} - 1); });
        object.required("log_a", list_into(model.log_a, any));
        object.required("log_b", list_into(model.log_b, any));
    } else {
        object.required("terms", list_into(model.terms, read_term));
    }
    if (model.method == norm_method::regression) {
        object.required("sigma", number(model.sigma, 0, largest));
        object.required("df", number(model.df, 1, most_people));
        object.required("covariance", list_into(model.covariance, any));
    }
    if (model.method == norm_method::continuous) {
        object.required("lowest_location", number(model.lowest_location, -10, 10));
        object.required("highest_location", number(model.highest_location, -10, 10));
    }
    object.done();
    return model;
}

norm_exclusion read_exclusion(const json_cursor& at)
{
    norm_exclusion exclusion;
    object_reader object(at);
    object.required("reason", into(exclusion.reason, &json_cursor::text));
    object.required("n_persons", [&](const json_cursor& c) { exclusion.n_persons = read_people(c); });
    object.done();
    return exclusion;
}

norm_data read_data(const json_cursor& at)
{
    norm_data data;
    object_reader object(at);
    object.required("name", into(data.name, &json_cursor::text));
    object.required("sha256", [&](const json_cursor& c) { data.sha256 = read_hash(c); });
    object.required("n_rows", [&](const json_cursor& c) { data.n_rows = read_people(c); });
    object.done();
    return data;
}

norm_weighting read_weighting(const json_cursor& at)
{
    norm_weighting weighting;
    object_reader object(at);
    object.required("margins", into(weighting.margins, &json_cursor::text));
    object.required("design_effect",
                    [&](const json_cursor& c) { weighting.design_effect = number_within(c, 1, most_people); });
    object.done();
    return weighting;
}

void read_key(const json_cursor& at, norm_set& of)
{
    constexpr int highest_answer = 100;
    object_reader object(at);
    object.required("id", into(of.instrument, &json_cursor::id));
    object.required("form", into(of.form, &json_cursor::id));
    object.required("scoring_sha256", [&](const json_cursor& c) { of.scoring_sha256 = read_hash(c); });
    object.required("min", [&](const json_cursor& c) { of.min = c.integer_within(0, highest_answer); });
    object.required("max", [&](const json_cursor& c) { of.max = c.integer_within(0, highest_answer); });
    object.done();
}

norm_sample read_sample(const json_cursor& at)
{
    return at.word<norm_sample>({{"community", norm_sample::community},
                                 {"students", norm_sample::students},
                                 {"clinical", norm_sample::clinical},
                                 {"untreated_retest", norm_sample::untreated_retest},
                                 {"volunteers", norm_sample::volunteers},
                                 {"other", norm_sample::other}});
}

norm_evidence read_norm_evidence(const json_cursor& at)
{
    return at.word<norm_evidence>({{"computed", norm_evidence::computed},
                                   {"published", norm_evidence::published},
                                   {"secondary", norm_evidence::secondary}});
}

/// Who the people are and where the figures come from.
void read_about(object_reader& object, norm_set& of)
{
    const auto text = [](const json_cursor& at) { return at.text(); };
    object.required("id", into(of.id, &json_cursor::id));
    object.required("version", version_into(of.version));
    object.required("name", into(of.name, &json_cursor::text));
    object.required("type", [&](const json_cursor& at) { of.type = read_sample(at); });
    object.required("population", into(of.population, &json_cursor::text));
    object.required("countries", list_into(of.countries, text));
    object.required("languages", list_into(of.languages, read_language));
    object.required("year", into(of.year, &json_cursor::text));
    object.required("sampling", into(of.sampling, &json_cursor::text));
    object.required("n_sites",
                    or_null(of.n_sites, [](const json_cursor& at) { return at.integer_within(1, most_people); }));
    object.required("invariance_tested", into(of.invariance_tested, &json_cursor::boolean));
    object.required("source", into(of.source, &json_cursor::text));
    object.required("licence", into(of.licence, &json_cursor::text));
    object.required("caveats", list_into(of.caveats, text));
}

std::map<std::string, double> read_shares(const json_cursor& at)
{
    std::map<std::string, double> shares;
    if (!at.expect(json_kind::object))
        return shares;
    for (const auto& [name, share] : at.value().members)
        if (!object_reader::is_free(name))
            shares[name] = number_within(at.child(share, name), 0, 1);
    return shares;
}

}  // namespace

norm_margins read_norm_margins(const json_cursor& root)
{
    norm_margins margins;
    object_reader object(root);
    read_schema(root, object, "attune.margins/1");
    object.required("source", into(margins.source, &json_cursor::text));
    object.optional("gender", [&](const json_cursor& at) { margins.gender = read_shares(at); });
    object.optional("age", [&](const json_cursor& at) { margins.age = read_shares(at); });
    object.done();
    return margins;
}

norm_set read_norm_description(const json_cursor& root)
{
    norm_set of;
    object_reader object(root);
    read_schema(root, object, "attune.norm-description/1");
    read_about(object, of);
    object.done();
    return of;
}

norm_set read_norm_set(const json_cursor& root)
{
    norm_set of;
    object_reader object(root);
    read_schema(root, object, norms_schema);
    read_about(object, of);
    object.required("instrument", [&](const json_cursor& at) { read_key(at, of); });
    object.required("metric", [&](const json_cursor& at) {
        of.metric = at.word<norm_metric>({{"mean", norm_metric::mean}, {"sum", norm_metric::sum}});
    });
    object.required("mode", [&](const json_cursor& at) { of.mode = read_mode(at); });
    object.required("age", or_null(of.age, read_span));
    object.required("n_persons", or_null(of.n_persons, read_people));
    object.required("exclusions", list_into(of.exclusions, read_exclusion));
    object.required("data", or_null(of.data, read_data));
    object.required("weighting", or_null(of.weighting, read_weighting));
    object.required("evidence", [&](const json_cursor& at) { of.evidence = read_norm_evidence(at); });
    object.required("groups", list_into(of.groups, read_group));
    object.optional("models", list_into(of.models, read_model));
    object.done();
    return of;
}

}  // namespace attune::inline v0::detail
