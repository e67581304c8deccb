#include "attune/stats/careless/mahalanobis.hpp"

#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "attune/stats/moments/column_covariances.hpp"
#include "support/careless_reference.hpp"
#include "support/expect_message.hpp"
#include "support/numbers.hpp"

using attune::mahalanobis;
using attune::matrix;
using numbers = std::vector<double>;
using attune_test::unknown;

TEST(Mahalanobis, IsTheSumOfSquaredDeviationsOfUnrelatedItems)
{
    matrix cov = matrix::Identity(3, 3);
    cov(1, 1) = 4;
    const mahalanobis from(Eigen::Vector3d(1, 2, 3), cov);
    EXPECT_TRUE(from.is_usable());
    const attune::squared_distance found = from.of(numbers{2, 4, 6});
    EXPECT_NEAR(found.value, 1 + 1 + 9, 1e-14);
    EXPECT_EQ(found.n_items, 3);
}

TEST(Mahalanobis, LeavesOutWhatIsMissing)
{
    matrix cov(3, 3);
    cov << 2, 1, 0.5, 1, 3, 1, 0.5, 1, 4;
    const mahalanobis whole(Eigen::Vector3d(1, 2, 3), cov);
    const mahalanobis part(Eigen::Vector2d(1, 3), cov({0, 2}, {0, 2}));
    const attune::squared_distance found = whole.of(numbers{5, unknown, 1});
    EXPECT_NEAR(found.value, part.of(numbers{5, 1}).value, 1e-14);
    EXPECT_EQ(found.n_items, 2);
    EXPECT_TRUE(std::isnan(whole.of(numbers{unknown, unknown, unknown}).value));
}

TEST(Mahalanobis, DoesNotChangeWithTheUnits)
{
    matrix cov(2, 2);
    cov << 2, 1, 1, 3;
    const Eigen::Matrix2d units = Eigen::Vector2d(10, 0.1).asDiagonal();
    EXPECT_NEAR(mahalanobis(Eigen::Vector2d(0, 0), cov).of(numbers{1, 2}).value,
                mahalanobis(Eigen::Vector2d(0, 0), units * cov * units).of(numbers{10, 0.2}).value, 1e-13);
}

TEST(Mahalanobis, IsNotKnownWithoutPositiveDefiniteCovariances)
{
    for (const double covariance : {1.0, 2.0, unknown}) {
        matrix cov = matrix::Constant(2, 2, covariance);
        cov.diagonal().setOnes();
        const mahalanobis from(Eigen::Vector2d(0, 0), cov);
        EXPECT_FALSE(from.is_usable()) << covariance;
        EXPECT_TRUE(std::isnan(from.of(numbers{1, 2}).value));
        EXPECT_EQ(from.of(numbers{1, 2}).n_items, 2);
    }
}

TEST(Mahalanobis, RefusesOtherSizes)
{
    using attune_test::throws_message;
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { mahalanobis(Eigen::Vector3d(1, 2, 3), matrix::Identity(2, 2)); },
                                              "mahalanobis: cov must have 3 elements, but is 2 long"));
    const mahalanobis from(Eigen::Vector2d(0, 0), matrix::Identity(2, 2));
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { static_cast<void>(from.of(numbers{1})); },
                                                      "mahalanobis: answers must have 2 elements, but is 1 long"));
}

TEST(Mahalanobis, AgreesWithR)
{
    const attune_test::careless_reference reference;
    Eigen::MatrixXi answers(60, 12);
    Eigen::VectorXd mean = Eigen::VectorXd::Zero(12);
    Eigen::VectorXd n = Eigen::VectorXd::Zero(12);
    for (Eigen::Index i = 0; i < 60; ++i)
        for (Eigen::Index j = 0; j < 12; ++j) {
            const double answer = reference.answers[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
            answers(i, j) = std::isnan(answer) ? -1 : static_cast<int>(answer);
            if (!std::isnan(answer)) {
                mean(j) += answer;
                n(j) += 1;
            }
        }
    const mahalanobis from(mean.cwiseQuotient(n),
                           attune::covariances_of_columns(attune::moments_of(answers, 1, 7)).cov);
    for (std::size_t i = 0; i < 60; ++i)
        reference.expect(i, "mahalanobis", from.of(reference.answers[i]).value);
}
