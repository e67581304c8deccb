#include "attune/report/growth_report.hpp"

#include <cmath>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/report/estimate_json.hpp"
#include "attune/report/estimates_report.hpp"
#include "attune/report/score_report.hpp"
#include "attune/report/text_table.hpp"
#include "json.hpp"

namespace attune::inline v0 {

namespace {

using detail::ordered_json;

std::string direction(double value)
{
    return value < 0 ? "falls" : "rises";
}

/// What a fixed effect or a variance says, in one sentence.
std::string sentence(const estimate& figure, const score_growth& of, const growth_run& run)
{
    if (figure.status != estimate_status::ok)
        return figure.message;
    const std::string size = number_text(std::abs(figure.value));
    const std::string_view id = figure.id;
    if (id == "intercept")
        return fmt::format("Where {} is 0, the score of an average person is {}.", run.time, number_text(figure.value));
    if (id == "time")
        return fmt::format("The score of an average person {} by {} with each unit of {}.", direction(figure.value),
                           size, run.time);
    if (id == "predictor")
        return fmt::format("With each unit of {} a person begins {} {}.", run.predictor, size,
                           figure.value < 0 ? "lower" : "higher");
    if (id == "time_predictor")
        return fmt::format("With each unit of {} a person's change in one unit of {} is {} {}.", run.predictor,
                           run.time, size, figure.value < 0 ? "lower" : "higher");
    if (id == "icc_empty")
        return fmt::format("About {:.0f} of 100 parts of what differs between scores lie between persons.",
                           100 * figure.value);
    if (id == "slope_variance")
        return figure.value == 0 ? "Persons are taken to change alike."
                                 : fmt::format("Most persons' change lies within {} of the average.",
                                               number_text(2 * std::sqrt(figure.value)));
    if (id == "residual_variance")
        return fmt::format("Single scores lie about {} from a person's line.", number_text(std::sqrt(figure.value)));
    return of.model.is_boundary && id == "correlation" ? of.model.message : "";
}

std::string score_text(const score_growth& of, const growth_run& run)
{
    const growth_model& model = of.model;
    std::string text = fmt::format(
        "\n{}: {} persons, {} scores{}\n", of.score, model.n_persons, model.n_observations,
        model.n_rows_left_out == 0 ? ""
                                   : fmt::format("; {} rows left out for a refused score, no time or no {}",
                                                 model.n_rows_left_out, run.predictor.empty() ? "id" : run.predictor));
    if (model.status != estimate_status::ok)
        return text + fmt::format("  no model: {}\n", model.message);
    text_table table({"", "value", "std. error", "95 % interval"}, 1);
    std::string sentences;
    const auto add = [&](const estimate& figure) {
        table.add({figure.id, number_text(figure.value), figure.std_error ? number_text(*figure.std_error) : "",
                   interval_text(figure)});
        if (const std::string said = sentence(figure, of, run); !said.empty())
            sentences += fmt::format("  {}: {}\n", figure.id, said);
    };
    for (const estimate& figure : model.fixed)
        add(figure);
    for (const estimate& figure : model.variances)
        add(figure);
    add(of.icc);
    add(model.criterion);
    text += "\n" + table.text("  ") + "\n" + sentences;
    if (of.slope && of.slope->statistic.status == estimate_status::ok)
        text += fmt::format("  Do persons differ in how they change? Likelihood ratio {}, p {}.\n",
                            number_text(of.slope->statistic.value), p_relation(of.slope->p));
    if (model.is_boundary)
        text += fmt::format("  note: {}\n", model.message);
    return text;
}

std::string person_json(const person_line& line, const growth_run& run)
{
    return fmt::format(
        R"({{"id":{},"n_observations":{},"intercept":{},"slope":{},"slope_std_error":{},"slope_ci":{{"lower":{},"upper":{},"level":{},"method":{}}}}})",
        json_string(run.ids.at(line.person)), line.n_observations, number_json(line.intercept), number_json(line.slope),
        number_json(line.slope_std_error), number_json(line.slope_ci.lower), number_json(line.slope_ci.upper),
        number_json(line.slope_ci.level), json_string(line.slope_ci.method));
}

std::string score_json(const score_growth& of, const growth_run& run)
{
    const growth_model& model = of.model;
    std::vector<std::string> estimates;
    for (const auto* figures : {&model.fixed, &model.variances})
        for (const estimate& figure : *figures)
            estimates.push_back(estimate_json(figure));
    estimates.push_back(estimate_json(model.criterion));
    estimates.push_back(estimate_json(of.icc));
    std::vector<std::string> persons;
    for (const person_line& line : model.persons)
        persons.push_back(person_json(line, run));
    const std::string test = of.slope ? fmt::format(R"({{"estimate":{},"p":{}}})", estimate_json(of.slope->statistic),
                                                    number_json(of.slope->p))
                                      : "null";
    return fmt::format(
        R"({{"id":{},"n_persons":{},"n_observations":{},"n_left_out":{},"status":{},"is_boundary":{},"message":{},"predictor_mean":{},"estimates":[)"
        "\n{}],\n\"random_slope_test\":{},\"persons\":[\n{}]}}",
        json_string(of.score), model.n_persons, model.n_observations, model.n_rows_left_out,
        json_string(to_string(model.status)), model.is_boundary,
        model.message.empty() ? "null" : json_string(model.message), number_json(model.predictor_mean),
        fmt::join(estimates, ",\n"), test, fmt::join(persons, ",\n"));
}

}  // namespace

std::string growth_json(const instrument_identity& identity, const std::vector<score_growth>& scores,
                        const growth_run& run)
{
    std::vector<std::string> models;
    for (const score_growth& one : scores)
        models.push_back(score_json(one, run));
    ordered_json options = ordered_json::object();
    for (const auto& [name, value] : run.options)
        options[name] = value;
    const ordered_json summary = {{"rows", run.input.n_rows},
                                  {"n_persons", run.ids.size()},
                                  {"rows_without_id", run.n_without_id},
                                  {"rows_without_time", run.n_unreadable},
                                  {"short_rows", run.input.n_short_rows},
                                  {"input", {{"name", run.input.name}, {"sha256", run.input.sha256}}},
                                  {"options", options},
                                  {"warnings", run.warnings}};
    return fmt::format("{{{},\"time\":{},\"predictor\":{},\"scores\":[\n{}],\"summary\":{}}}\n",
                       json_head("change_growth", identity), json_string(run.time),
                       run.predictor.empty() ? "null" : json_string(run.predictor), fmt::join(models, ",\n"),
                       summary.dump());
}

std::string growth_text(const instrument_identity& identity, const std::vector<score_growth>& scores,
                        const growth_run& run)
{
    std::string text =
        fmt::format("{} {}, form {}{}: {} persons over {}{}\n", identity.id, identity.version, identity.form,
                    identity.confidence == confidence::single_source ? " (key from a single source)" : "",
                    run.ids.size(), run.time, run.predictor.empty() ? "" : fmt::format(", by {}", run.predictor));
    for (const score_growth& one : scores)
        text += score_text(one, run);
    return text;
}

}  // namespace attune::inline v0
