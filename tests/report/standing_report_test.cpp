#include "attune/report/standing_report.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "attune/analysis/score_lattice.hpp"
#include "attune/scoring/block.hpp"
#include "support/sample_instruments.hpp"
#include "support/sample_norms.hpp"
#include "support/shipped.hpp"

using attune::standing_format;
using attune::standing_report;

namespace {

const attune::scoring_key& derived_key()
{
    static const attune::scoring_key made(attune_test::with_derived());
    return made;
}

std::vector<attune::raw_score> scores_of(const std::vector<int>& answers)
{
    attune::code_block block(derived_key().n_columns());
    attune::encode(answers, 1, 7, block.append());
    attune::score_block scores(derived_key().outputs().size());
    attune::score(derived_key(), block, scores);
    return {scores.row(0).begin(), scores.row(0).end()};
}

std::string line_of(const attune::norm_comparison& comparison, const std::vector<int>& answers,
                    const attune::person_groups& groups)
{
    standing_report report(derived_key(), comparison, standing_format::csv);
    attune::text_buffer line;
    report.append_csv(line, scores_of(answers), groups);
    const std::string once(line.view());
    line.clear();
    report.append_csv(line, scores_of(answers), groups);
    EXPECT_EQ(line.view(), once) << "remembered";
    return once;
}

/// Invented norms of a key: everybody with counts, women with mean, SD and n.
attune::norm_set norms_of(const attune::scoring_key& key)
{
    attune::norm_set made;
    made.id = "invented";
    made.min = key.range().min;
    made.max = key.range().max;
    attune::norm_group all;
    all.id = "all";
    attune::norm_group women;
    women.id = women.name = "women";
    women.gender = "women";
    all.n_persons = women.n_persons = 100;
    for (const attune::scored_output& output : key.outputs()) {
        const attune::score_lattice lattice = attune::lattice_of(key.form(), output);
        std::vector<std::int64_t> persons(lattice.n_values, 0);
        for (std::int64_t person = 0; person < 100; ++person)
            ++persons[static_cast<std::size_t>(person * person) % persons.size()];
        const double mean = lattice.first.value() + lattice.step.value() * static_cast<double>(lattice.n_values) / 3;
        all.scores.push_back(
            {output.id, mean, 0.7, std::nullopt, attune::norm_counts{lattice.first, lattice.step, persons, {}}});
        women.scores.push_back({output.id, mean, 0.9, attune::norm_reliability{"alpha_raw", 0.85}, std::nullopt});
    }
    made.groups = {all, women};
    return made;
}

/// The columns of a person, each figure worked out anew.
std::string computed_line(const attune::scoring_key& key, const attune::norm_comparison& comparison,
                          const std::vector<attune::raw_score>& scores, const attune::person_groups& groups)
{
    std::string line;
    for (std::size_t i = 0; i < key.outputs().size(); ++i) {
        const bool is_known = !is_refused(scores[i].status);
        line += is_known ? fmt::format(",{}", comparison.pomp_of(i, scores[i])) : ",";
        for (const std::size_t group : comparison.compared(groups))
            line += attune::standing_csv(is_known && group != attune::person_groups::none
                                             ? comparison.standing(group, i, scores[i])
                                             : attune::score_standing{});
    }
    const bool is_like_some = groups.like != attune::person_groups::none;
    return line + "," + (is_like_some ? comparison.group(groups.like).id : "") + "," + std::string(groups.flag);
}

/// Every sum that the scales can have with every number of answers; scores made of them are refused.
std::vector<std::vector<attune::raw_score>> all_sums(const attune::scoring_key& key)
{
    const auto n_most = std::max_element(key.outputs().begin(), key.outputs().end(), [](const auto& a, const auto& b) {
                            return a.n_items < b.n_items;
                        })->n_items;
    std::vector<std::vector<attune::raw_score>> people;
    for (int n = 1; n <= n_most; ++n)
        for (int sum = n * key.range().min; sum <= n * key.range().max; ++sum) {
            std::vector<attune::raw_score>& scores = people.emplace_back();
            for (std::size_t i = 0; i < key.outputs().size(); ++i) {
                const attune::scored_output& output = key.outputs()[i];
                const int n_answered = std::min(n, output.n_items);
                if (output.origin == attune::score_origin::scale)
                    scores.push_back(key.score_of_sum(i, std::min(sum, n_answered * key.range().max), n_answered));
                else
                    scores.push_back({{}, 0, 0, attune::score_status::no_answers});
            }
        }
    return people;
}

/// People who answer at random, one item of ten not at all.
std::vector<std::vector<attune::raw_score>> random_people(const attune::scoring_key& key, int n_people)
{
    attune::code_block block(key.n_columns());
    std::mt19937 generator(6);
    std::uniform_int_distribution<int> answer(key.range().min, key.range().max);
    std::bernoulli_distribution is_missing(0.1);
    for (int person = 0; person < n_people; ++person)
        for (attune::answer_code& code : block.append())
            code = is_missing(generator) ? attune::code_of(attune::missing_reason::declined)
                                         : static_cast<attune::answer_code>(answer(generator));
    attune::score_block scores(key.outputs().size());
    attune::score(key, block, scores);
    std::vector<std::vector<attune::raw_score>> people;
    for (std::size_t person = 0; person < scores.n_persons(); ++person)
        people.emplace_back(scores.row(person).begin(), scores.row(person).end());
    return people;
}

const std::string nothing(12, ',');
const std::string pomp_of_anxiety = ",41.666666666666664";  // 3.5 on 1..7

}  // namespace

TEST(StandingReport, NamesItsColumnsByScoreAndComparison)
{
    const attune::norm_comparison by_person(attune_test::sample_norms(), derived_key(), {}, true);
    const auto columns = standing_report(derived_key(), by_person, standing_format::csv, {false, "x_"}).columns();
    ASSERT_EQ(columns.size(), 3U * 25 + 2);
    EXPECT_EQ(columns[0], "x_anxiety_pomp");
    EXPECT_EQ(columns[1], "x_anxiety_z");
    EXPECT_EQ(columns[12], "x_anxiety_measured_percentile_upper");
    EXPECT_EQ(columns[13], "x_anxiety_same_z");
    EXPECT_EQ(columns[75], "x_norm_group");
    EXPECT_EQ(columns[76], "x_norm_flag");

    const attune::norm_comparison by_name(attune_test::sample_norms(), derived_key(), {"men"});
    const auto named = standing_report(derived_key(), by_name, standing_format::csv).columns();
    ASSERT_EQ(named.size(), 3U * 25 + 1);
    EXPECT_EQ(named[13], "anxiety_men_z");
    EXPECT_EQ(named.back(), "norm_flag");

    const auto all = standing_report(derived_key(), by_name, standing_format::csv, {true, ""}).columns();
    ASSERT_EQ(all.size(), 3U * 47 + 1);
    EXPECT_EQ(all[13], "anxiety_percent_below");
    EXPECT_EQ(all[23], "anxiety_kelley_upper");
}

TEST(StandingReport, HasAFieldForEveryColumn)
{
    const attune::norm_comparison comparison(attune_test::sample_norms(), derived_key(), {}, true);
    const auto n_columns =
        static_cast<std::ptrdiff_t>(standing_report(derived_key(), comparison, standing_format::csv).columns().size());
    for (const std::vector<int>& answers : {std::vector<int>{3, 4, 4, 5}, std::vector<int>{9, 4, 4, 5}})
        for (const attune::person_groups& groups : {attune::person_groups{}, attune::person_groups{1, "", false},
                                                    attune::person_groups{1, "age_outside", true}}) {
            const std::string line = line_of(comparison, answers, groups);
            EXPECT_EQ(std::count(line.begin(), line.end(), ','), n_columns) << line;
        }
}

TEST(StandingReport, WritesEverybodyAndTheGroupOfThePerson)
{
    const attune::norm_comparison comparison(attune_test::sample_norms(), derived_key(), {}, true);
    const std::string line = line_of(comparison, {3, 4, 4, 5}, {1, "", false});  // anxiety 7/2, avoidance 9/2
    EXPECT_TRUE(line.starts_with(pomp_of_anxiety + ",0,50,50,6,5,50,45.1")) << line;
    EXPECT_TRUE(line.ends_with(nothing + nothing + ",women,")) << "security has no norms: " << line;
}

TEST(StandingReport, WritesNoFigureBesideARefusedScore)
{
    const attune::norm_comparison comparison(attune_test::sample_norms(), derived_key());
    const std::string nothing_at_all = "," + nothing;
    EXPECT_EQ(line_of(comparison, {9, 9, 9, 9}, {}), nothing_at_all + nothing_at_all + nothing_at_all + ",");
    const std::string outside = line_of(comparison, {3, 4, 4, 5}, {attune::person_groups::none, "age_outside", true});
    EXPECT_TRUE(outside.starts_with(pomp_of_anxiety + nothing)) << "which needs no norms: " << outside;
    EXPECT_TRUE(outside.ends_with(nothing + ",age_outside")) << outside;
    standing_report report(derived_key(), comparison, standing_format::json);
    for (const std::string& text : report.json(scores_of({9, 9, 9, 9}), {}))
        EXPECT_EQ(text, ",\"norms\":[]");
}

TEST(StandingReport, WritesWhatIsComputedAnewForEverySumOfShippedDefinitions)
{
    for (const char* id : {"ecr-r", "ecr-rs", "raas", "rq"}) {
        const attune::scoring_key key = attune_test::shipped_key(id);
        const attune::norm_comparison comparison(norms_of(key), key, {}, true);
        standing_report report(key, comparison, standing_format::csv);
        std::vector<std::vector<attune::raw_score>> people = all_sums(key);
        for (std::vector<attune::raw_score>& person : random_people(key, 50))
            people.push_back(std::move(person));
        bool is_like_women = false;
        for (const std::vector<attune::raw_score>& scores : people) {
            is_like_women = !is_like_women;
            const attune::person_groups groups{is_like_women ? 1 : attune::person_groups::none,
                                               is_like_women ? "" : "gender_unknown", false};
            const std::string expected = computed_line(key, comparison, scores, groups);
            attune::text_buffer line;
            report.append_csv(line, scores, groups);  // made
            report.append_csv(line, scores, groups);  // found again
            ASSERT_EQ(line.view(), expected + expected) << id;
        }
    }
}

// How many bytes are copied for each text follows the longest of them.
TEST(StandingReport, GoesOnWritingWhenALongerTextIsMade)
{
    attune::norm_set norms = attune_test::sample_norms();
    norms.groups[1].id = std::string(500, 'w');
    const attune::norm_comparison comparison(norms, derived_key(), {}, true);
    standing_report report(derived_key(), comparison, standing_format::csv);
    attune::text_buffer line;
    const std::vector<attune::raw_score> refused = scores_of({9, 9, 9, 9});
    report.append_csv(line, refused, {0, "", false});
    const std::string short_line(line.view());
    report.append_csv(line, scores_of({3, 4, 4, 5}), {1, "", false});
    report.append_csv(line, refused, {0, "", false});
    EXPECT_EQ(
        std::string(line.view()),
        short_line + computed_line(derived_key(), comparison, scores_of({3, 4, 4, 5}), {1, "", false}) + short_line);
}

TEST(StandingReport, SaysInJsonWhyAFigureIsNull)
{
    const attune::norm_comparison comparison(attune_test::sample_norms(), derived_key(), {"men"});
    standing_report report(derived_key(), comparison, standing_format::json);
    const std::vector<std::string> texts = report.json(scores_of({3, 4, 4, 5}), {});
    ASSERT_EQ(texts.size(), 3U);
    const auto members = nlohmann::json::parse("{\"x\":0" + texts[0] + "}");
    EXPECT_NEAR(members["pomp"].get<double>(), 100 * 2.5 / 6, 1e-12);
    const auto& anxiety = members["norms"];
    ASSERT_EQ(anxiety.size(), 2U);
    EXPECT_EQ(anxiety[0]["group"], "all");
    EXPECT_EQ(anxiety[0]["percentile"], 50);
    EXPECT_EQ(anxiety[0]["percentile_ci"]["method"], "logit");
    EXPECT_FALSE(anxiety[0].contains("because"));
    EXPECT_EQ(anxiety[1]["group"], "men");
    EXPECT_EQ(anxiety[1]["n_persons"], nullptr);
    EXPECT_EQ(anxiety[1]["percentile"], nullptr);
    EXPECT_EQ(anxiety[1]["because"]["t_normalised"], "the norm set has no counts of scores");
    EXPECT_EQ(anxiety[1]["t_linear"], 45);
}

TEST(StandingCsv, WritesTheShortestNumbersThatReadBackTheSame)
{
    attune::score_standing of;
    of.z.value = -0.00000001;
    of.t_linear.value = 1.0 / 3;
    of.percentile.ci = attune::confidence_interval{0.1 + 0.2, 1e22, 0.95, ""};
    EXPECT_EQ(attune::standing_csv(of), ",-1e-08,0.3333333333333333,,,,,0.30000000000000004,1e+22,,,,");
}

TEST(StandingReport, WritesEveryFigureWhenAskedFor)
{
    const attune::norm_comparison comparison(attune_test::sample_norms(), derived_key());
    standing_report csv(derived_key(), comparison, standing_format::csv, {true, ""});
    attune::text_buffer line;
    csv.append_csv(line, scores_of({3, 4, 4, 5}), {});
    const std::string text(line.view());
    EXPECT_EQ(std::count(text.begin(), text.end(), ','), 3 * 24 + 1);
    EXPECT_NE(text.find(",25,50,"), std::string::npos) << "below and equal: " << text;

    standing_report json(derived_key(), comparison, standing_format::json, {true, ""});
    const auto anxiety =
        nlohmann::json::parse("{\"x\":0" + json.json(scores_of({3, 4, 4, 5}), {})[0] + "}")["norms"][0];
    EXPECT_EQ(anxiety["percentile_jeffreys_ci"]["method"], "jeffreys");
    EXPECT_EQ(anxiety["percentile_ties_ci"]["method"], "tie_mixture");
    EXPECT_LT(anxiety["percentile_ties_ci"]["lower"], anxiety["percentile_ci"]["lower"]) << "half of them are ties";
    EXPECT_GT(anxiety["sem_conditional"], anxiety["sem"]) << "in the middle of the range";
}

TEST(NormsJson, NamesTheSetAndWhatToSayAloud)
{
    const auto json = nlohmann::json::parse(attune::norms_json(attune_test::sample_norms(), {"not your age"}));
    EXPECT_EQ(json["id"], "sample-norms");
    EXPECT_EQ(json["n_persons"], nullptr);
    EXPECT_EQ(json["flags"], nlohmann::json({"not your age"}));
}
