#include "attune/stats/factor/rotation/criterion.hpp"

#include <functional>
#include <limits>

#include <gtest/gtest.h>

using attune::criterion_value;
using attune::matrix;

namespace {

matrix some_loadings()
{
    matrix loadings(4, 2);
    loadings << 0.8, 0.1, 0.7, -0.2, 0.1, 0.6, 0.3, 0.9;
    return loadings;
}

/// The derivative by symmetric differences.
matrix differences(const std::function<criterion_value(const matrix&)>& criterion, const matrix& at)
{
    constexpr double step = 1e-5;
    matrix made(at.rows(), at.cols());
    for (Eigen::Index i = 0; i < at.size(); ++i) {
        matrix above = at;
        matrix below = at;
        above.reshaped()[i] += step;
        below.reshaped()[i] -= step;
        made.reshaped()[i] = (criterion(above).value - criterion(below).value) / (2 * step);
    }
    return made;
}

}  // namespace

TEST(RotationCriterion, IsWhatItsFormulaSays)
{
    matrix loadings(2, 2);
    loadings << 1, 0, 0.5, 2;
    // Squares 1 0 / .25 4: means .625 and 2.
    EXPECT_NEAR(attune::varimax_criterion(loadings).value, -(2 * 0.375 * 0.375 + 2 * 4) / 4, 1e-15);
    EXPECT_NEAR(attune::oblimin_criterion(loadings).value, (1 * 0 + 0.25 * 4) * 2 / 4, 1e-15);
    EXPECT_NEAR(attune::geomin_criterion(loadings, 0.01).value, std::sqrt(1.01 * 0.01) + std::sqrt(0.26 * 4.01), 1e-15);
    matrix wanted = matrix::Zero(2, 2);
    wanted(1, 1) = std::numeric_limits<double>::quiet_NaN();
    EXPECT_NEAR(attune::target_criterion(loadings, wanted).value, 1 + 0.25, 1e-15);
}

TEST(RotationCriterion, HasTheDerivativeOfItsValue)
{
    matrix wanted = matrix::Constant(4, 2, 0.2);
    wanted(1, 0) = std::numeric_limits<double>::quiet_NaN();
    const std::vector<std::function<criterion_value(const matrix&)>> criteria{
        [](const matrix& l) { return attune::varimax_criterion(l); },
        [](const matrix& l) { return attune::oblimin_criterion(l); },
        [](const matrix& l) { return attune::geomin_criterion(l, 0.01); },
        [&](const matrix& l) { return attune::target_criterion(l, wanted); }};
    for (const auto& criterion : criteria) {
        const matrix expected = differences(criterion, some_loadings());
        EXPECT_LT((criterion(some_loadings()).gradient - expected).cwiseAbs().maxCoeff(), 1e-8);  // step^2
    }
}

TEST(RotationCriterion, HasItsName)
{
    using enum attune::rotation_criterion;
    EXPECT_EQ(to_string(none), "none");
    EXPECT_EQ(to_string(varimax), "varimax");
    EXPECT_EQ(to_string(oblimin), "oblimin");
    EXPECT_EQ(to_string(geomin), "geomin");
    EXPECT_EQ(to_string(target), "target");
}
