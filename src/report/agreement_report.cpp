#include "attune/report/agreement_report.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/report/estimate_json.hpp"
#include "attune/report/estimates_report.hpp"
#include "attune/report/score_report.hpp"
#include "attune/report/text_table.hpp"
#include "counts.hpp"
#include "json.hpp"

namespace attune::inline v0 {

namespace {

using detail::ordered_json;
using detail::persons;

/// Words for what the columns of a table are.
struct column_words {
    std::string_view one;         ///< a number of the table
    std::string_view many;        ///< the same, several of them, at the beginning of a sentence
    std::string_view columns;     ///< what differs from column to column
    std::string_view of_first;    ///< belongs to the first column
    std::string_view of_second;   ///< belongs to the second
    std::string_view consistent;  ///< what agreement counts as error and consistency does not
};

constexpr column_words of_ratings{"rating",
                                  "Ratings",
                                  "raters",
                                  "of the first rater",
                                  "of the second rater",
                                  "that one rater is more lenient than another"};
constexpr column_words of_scores{"score",
                                 "Scores",
                                 "occasions",
                                 "on the first occasion",
                                 "on the second occasion",
                                 "that everybody moved by the same amount"};

/// A share of variance in hundredths, never 0 or 100 unless it is.
std::string hundredths(double share)
{
    if (share <= 0 || share >= 1)
        return share <= 0 ? "0" : "100";
    return fmt::format("{:.0f}", std::clamp(std::round(100 * share), 1.0, 99.0));
}

std::string icc_sentence(const estimate& figure, const column_words& words, std::int64_t n_raters)
{
    const bool is_mean = figure.id.ends_with("_k");
    const char model = figure.id[4];
    const std::string subject =
        is_mean ? fmt::format("the mean of {} {}s", n_raters, words.one) : fmt::format("a single {}", words.one);
    if (figure.value <= 0)
        return fmt::format("In {}, persons differ no more than chance alone would make them.", subject);
    return fmt::format("Of what differs in {}, about {} of 100 parts are differences between persons; {} {}.", subject,
                       hundredths(figure.value), model == '1' ? "everything within a person" : words.consistent,
                       model == '3' ? "does not count" : "counts as error");
}

/// What a figure says, in one sentence.
std::string sentence(const estimate& figure, const column_words& words, std::int64_t n_raters)
{
    if (figure.status != estimate_status::ok)
        return figure.message;
    const std::string value = number_text(figure.value);
    const std::string_view id = figure.id;
    const bool is_agreement = id.find("agreement") != std::string_view::npos;
    const std::string scope =
        fmt::format("{} {}", words.consistent, is_agreement ? "counts as error" : "does not count");
    if (id.starts_with("icc_"))
        return icc_sentence(figure, words, n_raters);
    if (id.starts_with("sem_"))
        return fmt::format("A single {} is off by about {} points as a rule; {}.", words.one, value, scope);
    if (id.ends_with("_individual"))
        return fmt::format(
            "Two {}s of one person that differ by more than {} points differ by more than measurement "
            "error; {}.",
            words.one, value, scope);
    if (id.ends_with("_group"))
        return fmt::format(
            "A mean of these {} persons that moves by more than {} points moves by more than "
            "measurement error; {}.",
            figure.n_persons.value_or(0), value, scope);
    if (id == "test_retest_r")
        return fmt::format("How far persons keep their places between the two {}: 1 is entirely, 0 not at all.",
                           words.columns);
    if (id == "bias")
        return fmt::format("{} {} are {} points {} than those {} on average.", words.many, words.of_second,
                           number_text(std::abs(figure.value)), figure.value < 0 ? "lower" : "higher", words.of_first);
    if (id == "sd_differences")
        return "How much the differences vary from person to person.";
    return fmt::format("About 2 or 3 of 100 persons have a difference {} {}, if differences are normal.",
                       id == "loa_lower" ? "below" : "above", value);
}

std::string agreement_estimates_text(const agreement& found, const column_words& words)
{
    text_table table({"", "value", "95 % interval", "F", "df", "p"}, 1);
    std::string sentences;
    for (const estimate& figure : found.estimates) {
        const auto named = std::find_if(found.f_tests.begin(), found.f_tests.end(),
                                        [&](const named_f_test& test) { return test.id == figure.id; });
        const bool has_test = named != found.f_tests.end() && !std::isnan(named->test.f);
        table.add({figure.id, number_text(figure.value), interval_text(figure),
                   has_test ? number_text(named->test.f, 2) : "",
                   has_test ? fmt::format("{}, {}", named->test.df1, named->test.df2) : "",
                   has_test ? p_text(named->test.p) : ""});
        sentences += fmt::format("  {}: {}\n", figure.id, sentence(figure, words, found.n_raters));
    }
    return table.text("  ") + "\n" + sentences;
}

std::string left_out_text(std::int64_t n_left_out, std::string_view reason)
{
    return n_left_out == 0 ? "" : fmt::format("; {} left out for {}", persons(n_left_out), reason);
}

/// The members "estimates" and "f_tests" of an object, without braces.
std::string estimates_json(const agreement& found)
{
    std::vector<std::string> estimates;
    for (const estimate& figure : found.estimates)
        estimates.push_back(estimate_json(figure));
    std::vector<std::string> tests;
    for (const auto& [id, test] : found.f_tests)
        tests.push_back(fmt::format("{{\"id\":{},\"f\":{},\"df1\":{},\"df2\":{},\"p\":{}}}", json_string(id),
                                    number_json(test.f), number_json(test.df1), number_json(test.df2),
                                    number_json(test.p)));
    return fmt::format("\"estimates\":[\n{}],\"f_tests\":[\n{}]", fmt::join(estimates, ",\n"), fmt::join(tests, ",\n"));
}

ordered_json options_json(const std::vector<std::pair<std::string, std::string>>& options)
{
    ordered_json json = ordered_json::object();
    for (const auto& [name, value] : options)
        json[name] = value;
    return json;
}

ordered_json input_json(const input_facts& input)
{
    return {{"name", input.name}, {"sha256", input.sha256}};
}

}  // namespace

std::string ratings_json(const agreement& found, const ratings_run& run)
{
    ordered_json head = detail::head("retest");
    head["raters"] = run.raters;
    const ordered_json summary = {{"rows", run.input.n_rows},
                                  {"n_persons", found.n_persons},
                                  {"n_left_out", found.n_left_out},
                                  {"n_raters", found.n_raters},
                                  {"short_rows", run.input.n_short_rows},
                                  {"input", input_json(run.input)},
                                  {"options", options_json(run.options)},
                                  {"warnings", run.warnings}};
    std::string text = head.dump();
    text.pop_back();
    return fmt::format("{},{},\"summary\":{}}}\n", text, estimates_json(found), summary.dump());
}

std::string ratings_text(const agreement& found, const ratings_run& run)
{
    const std::string text =
        fmt::format("Agreement of {} {} on {}{}\n\n{}", found.n_raters, found.n_raters == 1 ? "rater" : "raters",
                    persons(found.n_persons), left_out_text(found.n_left_out, "a missing rating"),
                    agreement_estimates_text(found, of_ratings));
    return run.input.n_short_rows == 0
               ? text
               : text + fmt::format("\n  short rows, whose end counts as missing: {}\n", run.input.n_short_rows);
}

std::string retest_json(const instrument_identity& identity, const std::vector<score_agreement>& scores,
                        const retest_run& run)
{
    std::vector<std::string> agreements;
    for (const auto& [score, found] : scores)
        agreements.push_back(fmt::format("{{\"id\":{},\"n_persons\":{},\"n_left_out\":{},{}}}", json_string(score),
                                         found.n_persons, found.n_left_out, estimates_json(found)));
    ordered_json rows = ordered_json::array();
    ordered_json inputs = ordered_json::array();
    std::int64_t n_short_rows = 0;
    for (const input_facts& input : run.inputs) {
        rows.push_back(input.n_rows);
        inputs.push_back(input_json(input));
        n_short_rows += input.n_short_rows;
    }
    const ordered_json summary = {{"rows", rows},
                                  {"n_paired", run.n_paired},
                                  {"n_only_first", run.n_only_first},
                                  {"n_only_second", run.n_only_second},
                                  {"rows_without_id", run.n_without_id},
                                  {"rows_without_occasion", run.n_without_occasion},
                                  {"short_rows", n_short_rows},
                                  {"inputs", inputs},
                                  {"options", options_json(run.options)},
                                  {"warnings", run.warnings}};
    return fmt::format("{{{},\"occasions\":{},\"scores\":[\n{}],\"summary\":{}}}\n", json_head("retest", identity),
                       ordered_json(run.occasions).dump(), fmt::join(agreements, ",\n"), summary.dump());
}

std::string retest_text(const instrument_identity& identity, const std::vector<score_agreement>& scores,
                        const retest_run& run)
{
    std::string text = fmt::format(
        "{} {}, form {}{}: {} on both occasions; first {}, second {}\n", identity.id, identity.version, identity.form,
        identity.confidence == confidence::single_source ? " (key from a single source)" : "", persons(run.n_paired),
        run.occasions.at(0), run.occasions.at(1));
    if (run.n_only_first != 0 || run.n_only_second != 0)
        text += fmt::format("  on one occasion only: {} on the first, {} on the second\n", persons(run.n_only_first),
                            persons(run.n_only_second));
    for (const auto& [score, found] : scores)
        text +=
            fmt::format("\n{}: {}{}\n\n{}", score, persons(found.n_persons),
                        left_out_text(found.n_left_out, "a refused score"), agreement_estimates_text(found, of_scores));
    return text;
}

}  // namespace attune::inline v0
