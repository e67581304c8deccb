#include "attune/stats/change/satterthwaite.hpp"

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/expect_message.hpp"
#include "support/reference_file.hpp"

using attune::likelihood;
using attune::matrix;
using attune::random_effects;
using attune::repeated_measures;
using attune::satterthwaite_df;
using attune_test::throws_message;

namespace {

repeated_measures measures_of(const nlohmann::json& data, random_effects random)
{
    const auto person = data.at("person").get<std::vector<std::size_t>>();
    const auto n = static_cast<Eigen::Index>(person.size());
    Eigen::VectorXd time(n);
    Eigen::VectorXd outcome(n);
    matrix fixed = matrix::Ones(n, data.contains("predictor") ? 4 : 2);
    for (Eigen::Index i = 0; i < n; ++i) {
        const auto row = static_cast<std::size_t>(i);
        time(i) = fixed(i, 1) = data.at("time")[row];
        outcome(i) = data.at("outcome")[row];
    }
    if (fixed.cols() == 4) {
        const auto wish = data.at("predictor").get<std::vector<double>>();
        const double mean =
            Eigen::Map<const Eigen::VectorXd>(wish.data(), static_cast<Eigen::Index>(wish.size())).mean();
        for (Eigen::Index i = 0; i < n; ++i)
            fixed(i, 2) = wish[person[static_cast<std::size_t>(i)]] - mean;
        fixed.col(3) = fixed.col(2).cwiseProduct(time);
    }
    return {person, fixed, time, outcome, random};
}

}  // namespace

// lmerTest differentiates numerically, at lme4's optimum.
TEST(Satterthwaite, AgreesWithLmerTest)
{
    const nlohmann::json sets = attune_test::reference_file("growth/values.json").at("sets");
    for (const auto& [name, set] : sets.items())
        for (const auto& [id, kind] : {std::pair("restricted", likelihood::restricted), {"full", likelihood::full}}) {
            const repeated_measures measures = measures_of(set.at("data"), random_effects::intercept_and_slope);
            const Eigen::VectorXd df =
                satterthwaite_df(measures, attune::fit_two_levels(measures, {.kind = kind}), kind);
            const auto expected = set.at(id).at("df").get<std::vector<double>>();
            for (std::size_t i = 0; i < expected.size(); ++i)
                EXPECT_NEAR(df(static_cast<Eigen::Index>(i)), expected[i], 1e-5 * expected[i]) << name << ' ' << id;
        }
}

// Balanced: the line of an average person is the mean of everybody's, on one degree of freedom less than there are
// persons; with levels alone a slope is on the scores within persons.
TEST(Satterthwaite, CountsPersonsOrScoresWhereEverybodyWasSeenAlike)
{
    const nlohmann::json sets = attune_test::reference_file("growth/values.json").at("sets");
    const repeated_measures sleep = measures_of(sets.at("sleepstudy").at("data"), random_effects::intercept_and_slope);
    const Eigen::VectorXd of_persons = satterthwaite_df(sleep, attune::fit_two_levels(sleep), likelihood::restricted);
    EXPECT_NEAR(of_persons(0), 17, 1e-6);
    EXPECT_NEAR(of_persons(1), 17, 1e-6);
    const repeated_measures toy = measures_of(sets.at("toy").at("data"), random_effects::intercept);
    const Eigen::VectorXd of_scores = satterthwaite_df(toy, attune::fit_two_levels(toy), likelihood::restricted);
    EXPECT_NEAR(of_scores(1), 46, 1e-6);
    EXPECT_NEAR(of_scores(3), 46, 1e-6);
}

// Without differences between persons all scores count.
TEST(Satterthwaite, CountsScoresWherePersonsAreAlike)
{
    const nlohmann::json alike{{"person", {0, 0, 0, 1, 1, 1, 2, 2, 2}},
                               {"time", {0, 1, 2, 0, 1, 2, 0, 1, 2}},
                               {"outcome", {3, 4, 2, 4, 2, 3, 2, 3, 4}}};
    const repeated_measures measures = measures_of(alike, random_effects::intercept);
    const auto fit = attune::fit_two_levels(measures);
    ASSERT_TRUE(fit.is_boundary);
    EXPECT_NEAR(satterthwaite_df(measures, fit, likelihood::restricted)(1), 7, 1e-6);
}

TEST(Satterthwaite, NeedsAFit)
{
    const nlohmann::json one{{"person", {0, 0, 0}}, {"time", {0, 1, 2}}, {"outcome", {3, 4, 2}}};
    const repeated_measures measures = measures_of(one, random_effects::intercept);
    const auto fit = attune::fit_two_levels(measures);
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([&] { (void)satterthwaite_df(measures, fit, likelihood::restricted); },
                                              "satterthwaite_df: fit must have status ok, but is too_few_persons"));
}
