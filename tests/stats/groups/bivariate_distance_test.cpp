#include "attune/stats/groups/bivariate_distance.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "attune/stats/groups/effect_size.hpp"
#include "support/expect_message.hpp"
#include "support/group_reference.hpp"

using attune::estimate_status;
using attune::group_moments;
using attune_test::expect_f_test;
using attune_test::group_values;
using attune_test::people_of_group;
using attune_test::throws_message;

namespace {

group_moments of_group(int group)
{
    const std::vector<double> anxiety = people_of_group("anxiety", group);
    const std::vector<double> avoidance = people_of_group("avoidance", group);
    attune::matrix scores(anxiety.size(), 2);
    for (std::size_t i = 0; i < anxiety.size(); ++i)
        scores.row(static_cast<Eigen::Index>(i)) << anxiety[i], avoidance[i];
    return attune::moments_of_group(scores);
}

}  // namespace

TEST(BivariateDistance, HasThePublishedValues)
{
    EXPECT_NEAR(attune::bivariate_d(.18, -.40, .2), .4800173608, 5e-11);
    EXPECT_NEAR(attune::bivariate_d(.2, -.2, 0), .2828427125, 5e-11);
    EXPECT_NEAR(attune::bivariate_d(.3, -.1, .15), .3339295605, 5e-11);
    EXPECT_TRUE(std::isnan(attune::bivariate_d(.3, -.1, std::numeric_limits<double>::quiet_NaN())));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)attune::bivariate_d(.3, -.1, 1); },
                                                      "bivariate_d: r must lie between -1 and 1, but is 1"));
}

TEST(BivariateDistance, IsThatOfRFromRawScores)
{
    const auto& expected = group_values()["hotelling"];
    const auto found = attune::hotelling_two_groups(of_group(0), of_group(1));
    EXPECT_EQ(found.d.id, "mahalanobis_d");
    EXPECT_NEAR(found.d.value, expected["d"].get<double>(), 1e-10);
    EXPECT_NEAR(found.t2, expected["t2"].get<double>(), 1e-9);
    expect_f_test(found.test, expected, 1e-10);
    EXPECT_EQ(found.d.ci->lower, 0);
    EXPECT_NEAR(found.d.ci->upper, expected["ci"][1].get<double>(), 1e-8);
    EXPECT_EQ(found.d.ci->method, "noncentral_f");
    EXPECT_EQ(found.d.n_persons, 43);
}

// From a table: D is that of the two standardised differences and the correlation within.
TEST(BivariateDistance, AgreesWithItsFormForTwoScores)
{
    const group_moments first = attune::moments_of_two({3.8, 1, 60}, {2.9, 1, 60}, 0.2);
    const group_moments second = attune::moments_of_two({3.62, 1, 60}, {3.3, 1, 60}, 0.2);
    EXPECT_NEAR(attune::hotelling_two_groups(first, second).d.value, .4800173608, 5e-11);
}

// Of one score D is |d|, and F the square of t; without a lower end at 0 the intervals are those of d.
TEST(BivariateDistance, OfOneScoreIsCohensD)
{
    const group_moments first{Eigen::VectorXd::Constant(1, 3.8), attune::matrix::Constant(1, 1, 1.21), 120};
    const group_moments second{Eigen::VectorXd::Constant(1, 3.1), attune::matrix::Constant(1, 1, 1.69), 80};
    const auto found = attune::hotelling_two_groups(first, second);
    const auto d = attune::cohen_d({3.8, 1.1, 120}, {3.1, 1.3, 80});
    EXPECT_NEAR(found.d.value, d.value, 1e-12);
    EXPECT_NEAR(found.d.ci->upper, d.ci->upper, 1e-4);  // F also holds the far tail of t
    EXPECT_NEAR(found.d.ci->lower, d.ci->lower, 1e-3);
}

TEST(BivariateDistance, StaysWhenGroupsChangePlacesOrUnitsChange)
{
    const auto found = attune::hotelling_two_groups(of_group(0), of_group(1));
    const auto turned = attune::hotelling_two_groups(of_group(1), of_group(0));
    EXPECT_DOUBLE_EQ(found.d.value, turned.d.value);
    EXPECT_NEAR(found.d.ci->upper, turned.d.ci->upper, 1e-10);
    const Eigen::Matrix2d mix{{2, 1}, {0, 30}};
    const auto in_other_units = [&](const group_moments& group) {
        return group_moments{mix * group.mean, mix * group.cov * mix.transpose(), group.n_persons};
    };
    const auto mixed = attune::hotelling_two_groups(in_other_units(of_group(0)), in_other_units(of_group(1)));
    EXPECT_NEAR(found.d.value, mixed.d.value, 1e-12);
}

TEST(BivariateDistance, OfEqualMeansIsZero)
{
    const group_moments group = of_group(0);
    const auto found = attune::hotelling_two_groups(group, group);
    EXPECT_EQ(found.d.value, 0);
    EXPECT_EQ(found.test.p, 1);
    EXPECT_EQ(found.d.ci->lower, 0);
    EXPECT_EQ(found.d.ci->upper, 0);
}

TEST(BivariateDistance, SaysWhyThereIsNone)
{
    const auto flat = attune::moments_of_two({3, 1, 20}, {3, 1, 20}, 1);
    const auto found = attune::hotelling_two_groups(flat, flat);
    EXPECT_EQ(found.d.status, estimate_status::no_variance);
    EXPECT_EQ(found.d.message, "within the groups a score does not vary, or is a combination of the others");
    EXPECT_TRUE(std::isnan(found.d.value) && std::isnan(found.t2) && std::isnan(found.test.p));
    const auto small = attune::moments_of_two({3, 1, 2}, {3, 1, 2}, 0.1);
    const auto few = attune::hotelling_two_groups(small, small);
    EXPECT_EQ(few.d.status, estimate_status::too_few_persons);
    EXPECT_EQ(few.d.message, "each group needs at least 2 persons, and all together more than there are scores");
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([&] { (void)attune::hotelling_two_groups(flat, flat, 2); },
                                              "hotelling_two_groups: level must lie between 0 and 1, but is 2"));
}
