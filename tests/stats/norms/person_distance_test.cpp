#include "attune/stats/norms/person_distance.hpp"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"
#include "support/reference_file.hpp"
#include "support/table.hpp"

using attune::estimate_status;
using attune_test::table_of;
using attune_test::throws_message;
using attune_test::unknown;

namespace {

attune::matrix correlation(double r)
{
    attune::matrix made = attune::matrix::Identity(2, 2);
    made(0, 1) = made(1, 0) = r;
    return made;
}

}  // namespace

TEST(PersonDistance, HasThePublishedValues)
{
    EXPECT_NEAR(attune::mahalanobis_distance(Eigen::Vector2d(1, -0.5), correlation(0.4)).squared.value, 1.964285714,
                5e-10);
    EXPECT_NEAR(attune::mahalanobis_distance(Eigen::Vector2d(0.4, 0.1), correlation(0.4)).squared.value, .164285714,
                5e-10);
}

TEST(PersonDistance, IsThatOfR)
{
    const nlohmann::json expected = attune_test::reference_file("standing/values.json")["distance"];
    const attune::matrix r = table_of(expected["r"]);
    const auto values = expected["z"].get<std::vector<double>>();
    const Eigen::Vector3d z(values[0], values[1], values[2]);
    const auto found = attune::mahalanobis_distance(z, r);
    EXPECT_EQ(found.squared.id, "mahalanobis_d2");
    EXPECT_NEAR(found.squared.value, expected["squared"].get<double>(), 1e-10);
    EXPECT_NEAR(found.share_farther, expected["share_farther"].get<double>(), 1e-10);
    EXPECT_EQ(found.df, 3);
}

TEST(PersonDistance, OfUncorrelatedScoresIsTheSumOfSquares)
{
    const auto found = attune::mahalanobis_distance(Eigen::Vector2d(3, 4), correlation(0));
    EXPECT_DOUBLE_EQ(found.squared.value, 25);
    EXPECT_NEAR(found.share_farther, std::exp(-12.5), 1e-17);
    EXPECT_EQ(attune::mahalanobis_distance(Eigen::Vector2d(0, 0), correlation(0.5)).share_farther, 1);
}

TEST(PersonDistance, SaysWhyThereIsNone)
{
    const auto missing = attune::mahalanobis_distance(Eigen::Vector2d(1, unknown), correlation(0.4));
    EXPECT_EQ(missing.squared.status, estimate_status::not_known);
    EXPECT_EQ(missing.squared.message, "a score or a correlation is not known");
    EXPECT_TRUE(std::isnan(missing.squared.value));
    EXPECT_TRUE(std::isnan(missing.share_farther));
    const auto impossible = attune::mahalanobis_distance(Eigen::Vector2d(1, 1), correlation(1.2));
    EXPECT_EQ(impossible.squared.status, estimate_status::not_positive_definite);
    EXPECT_EQ(impossible.squared.message, "the correlations cannot be those of one group of people");
}

TEST(PersonDistance, RefusesSizesThatDoNotFit)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)attune::mahalanobis_distance(Eigen::Vector3d(1, 1, 1), correlation(0)); },
        "mahalanobis_distance: z must have 2 elements, but is 3 long"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)attune::mahalanobis_distance(Eigen::Vector2d(1, 1), attune::matrix(2, 3)); },
        "mahalanobis_distance: r must be square with at least 1 rows, but is 2 x 3"));
}
