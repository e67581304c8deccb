#include "attune/stats/moments/covariance.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "support/reference_json.hpp"
#include "support/reversed_sample.hpp"

using attune::moments;
using attune_test::expect_close;

namespace {

constexpr double few_roundings = 1e-12;  // a handful of roundings

}  // namespace

TEST(Covariance, ListwiseAgreesWithR)
{
    const auto expected = attune_test::reference_json("scale_quality/values.json");
    const attune::scale_covariances found = attune::listwise_covariances(attune_test::reference_moments(), 0);
    EXPECT_EQ(found.n_persons, expected["n_complete"]);
    EXPECT_EQ(found.n_complete, expected["n_complete"]);
    expect_close(found.cov, expected["listwise"]["cov"], few_roundings);
}

TEST(Covariance, PairwiseAgreesWithR)
{
    const auto expected = attune_test::reference_json("scale_quality/values.json");
    const attune::scale_covariances found = attune::pairwise_covariances(attune_test::reference_moments(), 0);
    EXPECT_GT(found.n_persons, found.n_complete);
    expect_close(found.cov, expected["pairwise"]["cov"], few_roundings);
    expect_close(attune::pairwise_correlations(attune_test::reference_moments(), 0), expected["pairwise_r"],
                 few_roundings);
}

// Three people, two items, the second reversed on 1..5: keyed (1, 1), (2, 3), (3, 5).
TEST(Covariance, TurnsReversedItems)
{
    moments all({2, 1, 5, {{{0, 1}, {false, true}}}});
    const std::vector<std::int8_t> rows{1, 5, 2, 3, 3, 1};
    all.add(rows.data(), 3, 2);
    for (const attune::matrix& cov :
         {attune::listwise_covariances(all, 0).cov, attune::pairwise_covariances(all, 0).cov}) {
        EXPECT_EQ(cov(0, 0), 1);
        EXPECT_EQ(cov(1, 1), 4);
        EXPECT_EQ(cov(0, 1), 2);
        EXPECT_EQ(cov(1, 0), 2);
    }
    EXPECT_EQ(attune::pairwise_correlations(all, 0)(0, 1), 1);
}

TEST(Covariance, IsNotKnownBelowTwoPeople)
{
    moments all({2, 1, 5, {{{0, 1}, {false, false}}}});
    const std::vector<std::int8_t> rows{1, 5, 2, -1, 3, -1};
    all.add(rows.data(), 3, 2);
    EXPECT_TRUE(std::isnan(attune::listwise_covariances(all, 0).cov(0, 0)));
    const attune::scale_covariances pairwise = attune::pairwise_covariances(all, 0);
    EXPECT_EQ(pairwise.cov(0, 0), 1);
    EXPECT_TRUE(std::isnan(pairwise.cov(0, 1)));
    EXPECT_EQ(pairwise.n_persons, 1);
    EXPECT_TRUE(std::isnan(attune::pairwise_correlations(all, 0)(0, 1)));
    EXPECT_EQ(attune::pairwise_correlations(all, 0)(0, 0), 1);
}

TEST(Covariance, HasNoCorrelationWithoutVariance)
{
    moments all({2, 1, 5, {{{0, 1}, {false, false}}}});
    const std::vector<std::int8_t> rows{1, 4, 2, 4, 3, 4};
    all.add(rows.data(), 3, 2);
    EXPECT_EQ(attune::listwise_covariances(all, 0).cov(1, 1), 0);
    EXPECT_TRUE(std::isnan(attune::pairwise_correlations(all, 0)(0, 1)));
    EXPECT_TRUE(std::isnan(attune::pairwise_correlations(all, 0)(1, 1)));
}
