#include "attune/core/positive_semidefinite.hpp"

#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune::is_positive_semidefinite;
using attune_test::throws_message;

namespace {

/// Three items that correlate r, r and -r: semidefinite up to r = 1/2.
attune::matrix contradicting(double r)
{
    attune::matrix m(3, 3);
    m << 1, r, r, r, 1, -r, r, -r, 1;
    return m;
}

}  // namespace

TEST(IsPositiveSemidefinite, KnowsTheBorderOfThreeContradictingCorrelations)
{
    EXPECT_TRUE(is_positive_semidefinite(contradicting(0.49)));
    EXPECT_TRUE(is_positive_semidefinite(contradicting(0.5)));
    EXPECT_FALSE(is_positive_semidefinite(contradicting(0.5 + 1e-9)));
    EXPECT_FALSE(is_positive_semidefinite(contradicting(0.9)));
}

TEST(IsPositiveSemidefinite, AcceptsDependentItems)
{
    for (const Eigen::Index n_items : {1, 2, 18, 40, 100}) {
        EXPECT_TRUE(is_positive_semidefinite(attune::matrix::Ones(n_items, n_items))) << n_items;
        EXPECT_TRUE(is_positive_semidefinite(attune::matrix::Zero(n_items, n_items))) << n_items;
        const attune::matrix answers = attune::matrix::Random(n_items, (n_items + 1) / 2);
        EXPECT_TRUE(is_positive_semidefinite(answers * answers.transpose())) << n_items;
    }
}

TEST(IsPositiveSemidefinite, DoesNotChangeWithTheUnitsOfTheItems)
{
    const Eigen::Vector3d units(1e-6, 1, 1e6);
    EXPECT_TRUE(is_positive_semidefinite(units.asDiagonal() * contradicting(0.5) * units.asDiagonal()));
    EXPECT_FALSE(is_positive_semidefinite(units.asDiagonal() * contradicting(0.6) * units.asDiagonal()));
}

TEST(IsPositiveSemidefinite, ToleranceIsASmallestEigenvalueOfTheCorrelations)
{
    const attune::matrix m = contradicting(0.6);  // eigenvalues 1.6, 1.6, -0.2
    EXPECT_TRUE(is_positive_semidefinite(m, 0.201));
    EXPECT_FALSE(is_positive_semidefinite(m, 0.199));
}

TEST(IsPositiveSemidefinite, ReadsTheLowerTriangle)
{
    attune::matrix m = attune::matrix::Identity(2, 2);
    m(0, 1) = 7;
    EXPECT_TRUE(is_positive_semidefinite(m));
    EXPECT_FALSE(is_positive_semidefinite(m.transpose()));
}

TEST(IsPositiveSemidefinite, RefusesWhatIsNoCovariance)
{
    attune::matrix m = attune::matrix::Identity(3, 3);
    m(1, 1) = 0;
    EXPECT_TRUE(is_positive_semidefinite(m));
    m(2, 1) = 1e-300;
    EXPECT_FALSE(is_positive_semidefinite(m));
    for (const double value :
         {-1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
        m.setIdentity();
        m(1, 1) = value;
        EXPECT_FALSE(is_positive_semidefinite(m)) << value;
    }
}

TEST(IsPositiveSemidefinite, RefusesMistakesOfTheCaller)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)is_positive_semidefinite(attune::matrix(2, 3)); },
        "is_positive_semidefinite: m must be square with at least 1 rows, but is 2 x 3"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)is_positive_semidefinite(attune::matrix::Identity(2, 2), 0); },
        "is_positive_semidefinite: tolerance must be above 0 and finite, but is 0"));
}
