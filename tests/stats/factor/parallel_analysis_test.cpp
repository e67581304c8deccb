#include "attune/stats/factor/parallel_analysis.hpp"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/exploratory_reference.hpp"

using attune::descending_eigenvalues;
using attune::matrix;
using attune::parallel_normal;
using attune::parallel_permuted;

TEST(ParallelAnalysis, TakesEigenvaluesFromTheLargestOn)
{
    const Eigen::VectorXd expected = attune_test::vector_of(attune_test::exploratory_values()["eigenvalues"]);
    EXPECT_LT(
        attune_test::largest_difference(descending_eigenvalues(attune_test::exploratory_correlations()), expected),
        1e-12);
}

// R drew 4,000 samples of normal numbers; ours come from the distribution of their covariances.
TEST(ParallelAnalysis, AgreesWithRsNormalSamples)
{
    const auto& expected = attune_test::exploratory_values()["parallel"];
    const auto found = parallel_normal(300, 12, {.n_replicates = 2000});
    for (Eigen::Index i = 0; i < 12; ++i) {
        const double sd = expected["normal_sd"][static_cast<std::size_t>(i)];
        const double four_errors = 4 * sd * std::sqrt(1.0 / 2000 + 1.0 / 4000);
        EXPECT_NEAR(found.mean[i], expected["normal_mean"][static_cast<std::size_t>(i)], four_errors);
        EXPECT_NEAR(found.percentile[i], expected["normal_95"][static_cast<std::size_t>(i)], 3 * four_errors);
    }
    EXPECT_NEAR(found.mean.sum(), 12, 1e-9);
}

TEST(ParallelAnalysis, AgreesWithRsPermutedAnswers)
{
    const auto& expected = attune_test::exploratory_values()["parallel"];
    const auto found = parallel_permuted(attune_test::exploratory_answers(), {.n_replicates = 1000});
    for (Eigen::Index i = 0; i < 12; ++i) {
        const double sd = expected["normal_sd"][static_cast<std::size_t>(i)];
        EXPECT_NEAR(found.mean[i], expected["permuted_mean"][static_cast<std::size_t>(i)],
                    4 * sd * std::sqrt(1.0 / 1000 + 1.0 / 2000));
    }
}

TEST(ParallelAnalysis, FindsTheFactorsOfTheReference)
{
    const Eigen::VectorXd observed = descending_eigenvalues(attune_test::exploratory_correlations());
    EXPECT_EQ(attune::n_factors_above(observed, parallel_normal(300, 12).percentile), 3);
    EXPECT_EQ(attune::n_factors_above(observed, parallel_permuted(attune_test::exploratory_answers()).percentile), 3);
}

TEST(ParallelAnalysis, CountsFactorsFromTheFirstOnAndStopsAtAGap)
{
    EXPECT_EQ(attune::n_factors_above(Eigen::Vector3d(2, 0.9, 0.8), Eigen::Vector3d(1.1, 1, 0.7)), 1);
    EXPECT_EQ(attune::n_factors_above(Eigen::Vector2d(1, 1), Eigen::Vector2d(1, 1)), 0);
    EXPECT_EQ(attune::n_factors_above(Eigen::Vector2d(2, 2), Eigen::Vector2d(1, 1)), 2);
}

TEST(ParallelAnalysis, DoesNotDependOnThreads)
{
    const auto one = parallel_normal(100, 6, {.n_replicates = 41});
    const auto three = parallel_normal(100, 6, {.n_replicates = 41, .n_threads = 3});
    EXPECT_EQ(one.mean, three.mean);
    EXPECT_EQ(one.percentile, three.percentile);
    const auto dealt = parallel_permuted(attune_test::exploratory_answers(), {.n_replicates = 21});
    EXPECT_EQ(dealt.mean,
              parallel_permuted(attune_test::exploratory_answers(), {.n_replicates = 21, .n_threads = 4}).mean);
    EXPECT_NE(one.mean, parallel_normal(100, 6, {.n_replicates = 41, .seed = 2}).mean);
}

// With fewer people than items some eigenvalues are 0.
TEST(ParallelAnalysis, TakesFewerPeopleThanItems)
{
    const auto found = parallel_normal(5, 8, {.n_replicates = 50});
    EXPECT_NEAR(found.mean.sum(), 8, 1e-9);
    EXPECT_GT(found.mean[3], 0.1);
    EXPECT_NEAR(found.mean[4], 0, 1e-12);
}

TEST(ParallelAnalysis, HasNoValueWithoutVariance)
{
    auto answers = attune_test::exploratory_answers();
    answers.col(3).setConstant(2);
    EXPECT_TRUE(parallel_permuted(answers).mean.array().isNaN().all());
}

TEST(ParallelAnalysis, KeepsTheAnswersOfEachItem)
{
    // All correlations of permuted answers are small, but their squares sum up as chance has it: 1 / (n - 1) each.
    const auto answers = attune_test::exploratory_answers();
    const attune::detail::permutable_answers deck(answers);
    double squares = 0;
    for (std::uint64_t i = 0; i < 40; ++i) {
        attune::philox_stream stream(3, i);
        const matrix r = deck.correlations(stream);
        EXPECT_EQ(r.diagonal(), Eigen::VectorXd::Ones(12));
        squares += (r.squaredNorm() - 12) / (12 * 11) / 40;
    }
    EXPECT_NEAR(squares, 1.0 / 299, 0.1 / 299);
}

TEST(ParallelAnalysis, RefusesArgumentsThatAreNotAsSaid)
{
    using attune_test::throws_message;
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)parallel_normal(1, 5); }, "parallel_normal: n_persons must lie in 2..2147483647, but is 1"));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { (void)parallel_normal(10, 5, {.n_replicates = 5}); },
                                              "parallel_normal: n_replicates must lie in 20..1000000, but is 5"));
    auto answers = attune_test::exploratory_answers();
    answers(3, 3) = -1;
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { (void)parallel_permuted(answers); },
                                                      "parallel_permuted: answers must lie in 0..100, but is -1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)attune::n_factors_above(Eigen::Vector2d(1, 1), Eigen::Vector3d(1, 1, 1)); },
        "n_factors_above: chance must have 2 elements, but is 3 long"));
}
