#include "attune/report/change_report.hpp"

#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/numbers.hpp"

using attune_test::unknown;

namespace {

using attune::change_method;
using attune::dimension;
using attune::polarity;
using attune::score_status;

const attune::instrument_identity demo_of_one_source{"demo", "1.0.0", "published",
                                                     "aa",   "bb",    attune::confidence::single_source};

attune::change_run run_of(std::vector<std::string> occasions)
{
    return {.occasions = std::move(occasions),
            .id_columns = {"person, \"id\""},
            .methods = {change_method::jacobson_truax, change_method::chelune},
            .time = "",
            .inputs = {{"a.csv", "ab", 9, 1}},
            .n_only_once = 2,
            .n_without_id = 3,
            .n_without_occasion = 4,
            .options = {{"level", "0.95"}},
            .warnings = {"a warning"}};
}

/// Persons on two scales of which the second says nothing about security.
attune::change_results results_of(const std::vector<std::array<double, 4>>& scores)
{
    const attune::change_figures figures{.sd = {1, "as given"},
                                         .reliability = {.82, "as given"},
                                         .untreated = std::nullopt,
                                         .clinical = attune::group_figures{5, 1},
                                         .functional = attune::group_figures{3, 1}};
    attune::change_results results;
    results.plans.push_back(attune::plan_change({"anxiety", dimension::anxiety, polarity::less_secure}, figures, {}));
    results.plans.push_back(attune::plan_change({"rest", dimension::other, polarity::neither},
                                                {.sd = {1, "as given"}, .reliability = {unknown, "not known"}}, {}));
    attune::matrix first(static_cast<Eigen::Index>(scores.size()), 2);
    attune::matrix second(first);
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const auto row = static_cast<Eigen::Index>(i);
        first.row(row) << scores[i][0], scores[i][1];
        second.row(row) << scores[i][2], scores[i][3];
        const auto status = [](double score) {
            return std::isnan(score) ? score_status::too_few_answers : score_status::ok;
        };
        const auto course = [&](double pre, double post) {
            return attune::score_course{{pre, post}, {status(pre), status(post)}};
        };
        attune::person_course person;
        person.id = {"p" + std::to_string(i)};
        person.occasions = {0, 1};
        person.times = {0, 1};
        person.scores = {course(scores[i][0], scores[i][1]), course(scores[i][2], scores[i][3])};
        attune::add_movement(person, results.plans);
        results.persons.push_back(std::move(person));
    }
    results.comparisons = {attune::compare_methods(results.plans[0], first),
                           attune::compare_methods(results.plans[1], second)};
    return results;
}

}  // namespace

TEST(ChangeCsv, HasALineForEachPersonAndScore)
{
    const std::string text =
        attune::change_csv(results_of({{5, 3, 1, 2}, {5, unknown, 1, 1}}), run_of({"before", "after"}));
    EXPECT_EQ(text,
              "\"person, \"\"id\"\"\",from,to,score,pre,pre_status,post,post_status,change,jacobson_truax,"
              "jacobson_truax_result,chelune,chelune_result,crossed_cutoff\n"
              "p0,before,after,anxiety,5,ok,3,ok,-2,-3.333333333333333,reliable_toward_security,,,toward_functional\n"
              "p0,before,after,rest,1,ok,2,ok,1,,,,,\n"
              "p1,before,after,anxiety,5,ok,,too_few_answers,,,,,,\n"
              "p1,before,after,rest,1,ok,1,ok,0,,,,,\n");
}

TEST(ChangeJson, StatesFiguresMethodsAndPersons)
{
    const auto json = nlohmann::ordered_json::parse(attune::change_json(
        demo_of_one_source, results_of({{5, 3, 1, 2}, {5, unknown, 1, 1}}), run_of({"before", "after"})));
    EXPECT_EQ(json.at("schema"), "attune.change/1");
    EXPECT_EQ(json.at("instrument").at("confidence"), "single_source");
    EXPECT_EQ(json.at("occasions").at(1), "after");
    const auto& anxiety = json.at("scores").at(0);
    EXPECT_EQ(anxiety.at("sd").at("source"), "as given");
    EXPECT_EQ(anxiety.at("comparison").at("methods").at(0).at("reliable_toward_security"), 1);
    EXPECT_EQ(anxiety.at("comparison").at("crossed_cutoff").at("toward_functional"), 1);
    const auto& rest = json.at("scores").at(1);
    EXPECT_EQ(rest.at("reliability").at("value"), nullptr);
    EXPECT_EQ(rest.at("comparison").at("methods").at(0).at("message"), "the reliability is not known");
    EXPECT_TRUE(rest.at("comparison").at("methods").at(0).contains("reliable_increase"));
    EXPECT_EQ(rest.at("comparison").at("methods").at(6).at("mark"), "not evidence about therapy");
    const auto& person = json.at("persons").at(0);
    EXPECT_EQ(person.at("id").at("person, \"id\""), "p0");
    EXPECT_EQ(person.at("scores").at(0).at("methods").size(), 1U);
    EXPECT_EQ(person.at("scores").at(0).at("methods").at(0).at("result"), "reliable_toward_security");
    EXPECT_EQ(person.at("scores").at(0).at("crossed_to"), "functional");
    EXPECT_EQ(person.at("scores").at(1).at("crossed_cutoff"), nullptr);
    EXPECT_EQ(json.at("persons").at(1).at("scores").at(0).at("change"), nullptr);
    const auto& summary = json.at("summary");
    EXPECT_EQ(summary.at("n_persons"), 2);
    EXPECT_EQ(summary.at("n_only_once"), 2);
    EXPECT_EQ(summary.at("rows_without_id"), 3);
    EXPECT_EQ(summary.at("rows_without_occasion"), 4);
    EXPECT_EQ(summary.at("warnings").at(0), "a warning");
}

TEST(ChangeText, SumsUpAGroup)
{
    const std::string text = attune::change_text(demo_of_one_source, results_of({{5, 3, 1, 2}, {5, unknown, 1, 1}}),
                                                 run_of({"before", "after"}));
    EXPECT_NE(
        text.find("demo 1.0.0, form published (key from a single source): 2 persons on two or more of the occasions "
                  "before, after\n"),
        std::string::npos)
        << text;
    EXPECT_NE(text.find("\nanxiety: 1 person left out for a refused score\n"), std::string::npos);
    EXPECT_NE(text.find("  cut-offs: a 3.000, b 5.000, c 4.000; at c about 16 of 100 of either group stand on the "
                        "other's side\n"),
              std::string::npos);
    EXPECT_NE(text.find("  crossed cut-off c: 1 to the functional side, 0 to the clinical side\n"), std::string::npos);
    EXPECT_NE(
        text.find("the standard deviation or the reliability is not known: no change can be told from measurement "
                  "error\n"),
        std::string::npos);
    EXPECT_EQ(text.find("nan"), std::string::npos);
}

TEST(ChangeText, ShowsTheScoresOfASinglePerson)
{
    const std::string text =
        attune::change_text(demo_of_one_source, results_of({{5, 3, 1, unknown}}), run_of({"before", "after"}));
    EXPECT_NE(text.find("  5.00 -> 3.00\n"
                        "  jacobson_truax: moved reliably towards security (-3.33, beyond 1.96 is more than error)\n"
                        "  crossed cut-off c to the functional side\n"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("  1.00 -> too_few_answers\n"), std::string::npos);
}

TEST(RciReport, HoldsTheFiveFiguresUnderTheirIds)
{
    const auto found = attune::reliable_change_index_of({.pre = 32.5, .post = 47.5, .sd = 7.5, .reliability = .8});
    const auto json = nlohmann::ordered_json::parse(attune::rci_json(found));
    EXPECT_EQ(json.at("schema"), "attune.change/1");
    std::vector<std::string> ids;
    for (const auto& figure : json.at("estimates"))
        ids.push_back(figure.at("id"));
    EXPECT_EQ(ids, (std::vector<std::string>{"sem", "s_diff", "rci", "rci_threshold", "sdc"}));
    EXPECT_EQ(attune::rci_text(found, .95),
              "               value   95 % interval\n"
              "sem            3.354               -\n"
              "s_diff         4.743               -\n"
              "rci            3.162  1.202 to 5.122\n"
              "rci_threshold  9.297               -\n"
              "sdc            9.297               -\n"
              "\nA change of 15.000 points: more than the 9.297 points that measurement error explains.\n");
}

TEST(RciReport, SaysWhyThereIsNoIndex)
{
    const auto found = attune::reliable_change_index_of({.pre = 1, .post = 2, .sd = 1, .reliability = 1});
    EXPECT_NE(attune::rci_text(found, .95).find("\nthe error is 0, so no change can be told from error\n"),
              std::string::npos);
}
