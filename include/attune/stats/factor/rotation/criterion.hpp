#pragma once

#include <cmath>
#include <string_view>

#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// What a rotation looks for.
enum class rotation_criterion {
    none,     ///< nothing: loadings stay as they were fitted
    varimax,  ///< large and small loadings within each factor; factors stay uncorrelated
    oblimin,  ///< items that load on one factor each
    geomin,   ///< at least one small loading for each item
    target,   ///< loadings that are near to given ones
};

/// The criterion as it stands in JSON and on the command line.
[[nodiscard]] constexpr std::string_view to_string(rotation_criterion criterion)
{
    switch (criterion) {
    case rotation_criterion::none: return "none";
    case rotation_criterion::varimax: return "varimax";
    case rotation_criterion::oblimin: return "oblimin";
    case rotation_criterion::geomin: return "geomin";
    case rotation_criterion::target: return "target";
    }
    return "none";
}

/// The value of a criterion at some loadings, to be made small, and its derivative with respect to each of them.
struct criterion_value {
    double value = 0;
    matrix gradient;  ///< as the loadings
};

/// Varimax: f = -1/4 sum of (l_ij^2 - mean over i of l_ij^2)^2.
///
/// @param loadings  p x k.
/// @see             Kaiser (1958), Psychometrika 23, 187-200. Agrees with GPArotation::vgQ.varimax().
[[nodiscard]] inline criterion_value varimax_criterion(const matrix_view& loadings)
{
    matrix spread = loadings.array().square();
    spread.rowwise() -= spread.colwise().mean().eval();
    return {-spread.squaredNorm() / 4, -loadings.cwiseProduct(spread)};
}

/// Oblimin with gamma 0, which is quartimin: f = 1/4 sum over i and over j != m of l_ij^2 l_im^2.
///
/// @param loadings  p x k.
/// @see             Carroll (1953), Psychometrika 18, 23-38; Jennrich & Sampson (1966), Psychometrika 31, 313-323.
///                  Agrees with GPArotation::vgQ.oblimin(gam = 0).
[[nodiscard]] inline criterion_value oblimin_criterion(const matrix_view& loadings)
{
    const Eigen::VectorXd lengths = loadings.rowwise().squaredNorm();
    const auto others = (-loadings.cwiseAbs2()).colwise() + lengths;
    criterion_value made{0, loadings.cwiseProduct(others)};
    made.value = loadings.cwiseProduct(made.gradient).sum() / 4;
    return made;
}

/// Geomin: f = sum over i of (product over j of (l_ij^2 + epsilon))^(1/k).
///
/// @param loadings  p x k.
/// @param epsilon   above 0; it keeps the criterion smooth where a loading is 0.
/// @see             Yates (1987), Multivariate exploratory data analysis; Browne (2001), Multivariate Behavioral
///                  Research 36, 111-150. Agrees with GPArotation::vgQ.geomin().
[[nodiscard]] inline criterion_value geomin_criterion(const matrix_view& loadings, double epsilon)
{
    const auto k = static_cast<double>(loadings.cols());
    const Eigen::ArrayXXd squares = loadings.array().square() + epsilon;
    const Eigen::ArrayXd product = (squares.log().rowwise().sum() / k).exp();
    matrix gradient = 2 / k * loadings.array() / squares;
    gradient.array().colwise() *= product;
    return {product.sum(), gradient};
}

/// Target: f = sum over the given loadings t_ij of (l_ij - t_ij)^2.
///
/// @param loadings  p x k.
/// @param wanted    p x k; NaN where a loading may be anything.
/// @see             Browne (1972), British Journal of Mathematical and Statistical Psychology 25, 207-212. Agrees with
///                  GPArotation::vgQ.pst().
[[nodiscard]] inline criterion_value target_criterion(const matrix_view& loadings, const matrix_view& wanted)
{
    const matrix difference = wanted.array().isNaN().select(0, loadings - wanted);
    return {difference.squaredNorm(), 2 * difference};
}

}  // namespace attune::inline v0
