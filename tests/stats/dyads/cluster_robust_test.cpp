#include "attune/stats/dyads/cluster_robust.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <vector>

#include <Eigen/LU>
#include <gtest/gtest.h>

#include "support/dyad_reference.hpp"
#include "support/expect_message.hpp"

using attune::estimate_status;
using attune::matrix;
using attune_test::throws_message;

namespace {

/// [1, anxiety, avoidance] and the outcome of the families.
struct family_regression {
    matrix design;
    Eigen::VectorXd outcome;
    std::vector<std::size_t> group;
};

family_regression regressed_families()
{
    const auto anxiety = attune_test::dyad_column("families", "anxiety");
    const auto avoidance = attune_test::dyad_column("families", "avoidance");
    const auto outcome = attune_test::dyad_column("families", "outcome");
    const auto n = static_cast<Eigen::Index>(outcome.size());
    family_regression made{matrix::Ones(n, 3), Eigen::VectorXd(n),
                           attune_test::dyad_values("families").at("group").get<std::vector<std::size_t>>()};
    for (Eigen::Index i = 0; i < n; ++i) {
        made.design(i, 1) = anxiety[static_cast<std::size_t>(i)];
        made.design(i, 2) = avoidance[static_cast<std::size_t>(i)];
        made.outcome(i) = outcome[static_cast<std::size_t>(i)];
    }
    return made;
}

}  // namespace

// A mean of groups of one size: V = sum (mean_g - mean)^2 / (G (G - 1)), on G - 1 degrees of freedom.
TEST(FitClustered, OfAMeanIsTheErrorOfTheMeansOfGroups)
{
    const Eigen::VectorXd outcome = (Eigen::VectorXd(8) << 1, 3, 2, 6, 5, 5, 9, 7).finished();
    const std::vector<std::size_t> group{0, 0, 1, 1, 2, 2, 3, 3};
    const auto found = attune::fit_clustered(matrix::Ones(8, 1), outcome, group);
    const Eigen::VectorXd means = (Eigen::VectorXd(4) << 2, 4, 5, 8).finished();
    EXPECT_NEAR(found.cov(0, 0), (means.array() - means.mean()).square().sum() / (4 * 3), 1e-14);
    EXPECT_NEAR(found.df(0), 3, 1e-12);
    EXPECT_EQ(found.n_groups, 4);
}

// Groups of one person: White's errors with the leverage corrected (HC2).
TEST(FitClustered, OfSinglePersonsIsHC2)
{
    const auto [design, outcome, group] = regressed_families();
    std::vector<std::size_t> alone(group.size());
    for (std::size_t i = 0; i < alone.size(); ++i)
        alone[i] = i;
    const auto found = attune::fit_clustered(design, outcome, alone);
    const matrix m = (design.transpose() * design).inverse();
    const Eigen::VectorXd residuals = outcome - design * found.fit.coefficients;
    const Eigen::VectorXd leverage = (design * m).cwiseProduct(design).rowwise().sum();
    const Eigen::VectorXd weights = residuals.array().square() / (1 - leverage.array());
    const matrix expected = m * design.transpose() * weights.asDiagonal() * design * m;
    EXPECT_TRUE(found.cov.isApprox(expected, 1e-11));
}

TEST(FitClustered, IsFreeOfUnitsAndOfOrder)
{
    auto [design, outcome, group] = regressed_families();
    const auto before = attune::fit_clustered(design, outcome, group);
    design.col(1) *= 1000;
    matrix reversed = design.colwise().reverse();
    Eigen::VectorXd reversed_outcome = 2 * outcome.reverse();
    std::reverse(group.begin(), group.end());
    for (std::size_t& one : group)
        one = 900 - 7 * one;
    const auto after = attune::fit_clustered(reversed, reversed_outcome, group);
    EXPECT_NEAR(after.cov(1, 1), before.cov(1, 1) * 4e-6, 1e-12 * before.cov(1, 1));
    EXPECT_NEAR(after.cov(2, 2), before.cov(2, 2) * 4, 1e-11 * before.cov(2, 2));
    EXPECT_TRUE(after.df.isApprox(before.df, 1e-10));
}

// The second column is 0 but in one group: what is known of errors is known from the two others.
TEST(FitClustered, HasOnlyTheDegreesOfFreedomOfTheOtherGroups)
{
    matrix design = matrix::Ones(6, 2);
    design.col(1) << 1, 1, 0, 0, 0, 0;
    const Eigen::VectorXd outcome = (Eigen::VectorXd(6) << 1, 3, 2, 6, 5, 4).finished();
    const auto found = attune::fit_clustered(design, outcome, std::vector<std::size_t>{0, 0, 1, 1, 2, 2});
    EXPECT_NEAR(found.df(0), 1, 1e-12);
    EXPECT_NEAR(found.df(1), 1, 1e-12);
}

// With two groups and a column for one of them nothing is left to know errors by.
TEST(FitClustered, HasNoErrorWhereEachGroupDeterminesACoefficient)
{
    matrix design = matrix::Ones(4, 2);
    design.col(1) << 1, 1, 0, 0;
    const Eigen::VectorXd outcome = (Eigen::VectorXd(4) << 1, 3, 2, 6).finished();
    const auto found = attune::fit_clustered(design, outcome, std::vector<std::size_t>{0, 0, 1, 1});
    const auto term = attune::clustered_coefficient(found, 1, "term");
    EXPECT_TRUE(std::isnan(term.df));
    EXPECT_TRUE(std::isnan(term.figure.value));
    EXPECT_EQ(term.figure.status, estimate_status::too_few_persons);
    EXPECT_EQ(term.figure.message, "there are too few groups of people to tell how sure this figure is");
}

TEST(FitClustered, SaysWhyThereIsNone)
{
    const auto [design, outcome, group] = regressed_families();
    const auto one = attune::fit_clustered(design, outcome, std::vector<std::size_t>(group.size(), 3));
    EXPECT_EQ(one.fit.status, estimate_status::too_few_persons);
    EXPECT_EQ(one.fit.message, "there are fewer than two groups of people");
    const auto term = attune::clustered_coefficient(one, 0, "intercept");
    EXPECT_TRUE(std::isnan(term.figure.value));
    EXPECT_EQ(term.figure.status, estimate_status::too_few_persons);
    EXPECT_EQ(attune::fit_clustered(matrix::Ones(2, 2), outcome.head(2), std::vector<std::size_t>{0, 1}).fit.status,
              estimate_status::too_few_persons);
}

TEST(ClusteredCoefficient, HasAnIntervalOfT)
{
    const auto [design, outcome, group] = regressed_families();
    const auto fit = attune::fit_clustered(design, outcome, group);
    const auto term = attune::clustered_coefficient(fit, 1, "anxiety", 0.9);
    EXPECT_EQ(term.figure.id, "anxiety");
    EXPECT_EQ(term.figure.method, "least squares, CR2");
    EXPECT_EQ(term.figure.ci->method, "t_satterthwaite");
    EXPECT_EQ(term.figure.ci->level, 0.9);
    EXPECT_NEAR(term.figure.ci->upper + term.figure.ci->lower, 2 * term.figure.value, 1e-14);
    EXPECT_NEAR(term.t * *term.figure.std_error, term.figure.value, 1e-14);
    EXPECT_GT(term.df, 1);
}

TEST(ClusteredCoefficient, RefusesWhatCannotBe)
{
    const auto [design, outcome, group] = regressed_families();
    const auto fit = attune::fit_clustered(design, outcome, group);
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([&fit = fit] { (void)attune::clustered_coefficient(fit, 3, "none"); },
                                              "clustered_coefficient: column must lie in 0..2, but is 3"));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([&fit = fit] { (void)attune::clustered_coefficient(fit, 0, "none", 0); },
                                              "clustered_coefficient: level must lie between 0 and 1, but is 0"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&design = design, &outcome = outcome] {
            (void)attune::fit_clustered(design, outcome, std::vector<std::size_t>{1, 2});
        },
        "fit_clustered: group must have 38 elements, but is 2 long"));
}
