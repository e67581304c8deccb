#pragma once

#include <limits>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/beta.hpp>

#include "attune/core/detail/math_policy.hpp"
#include "attune/core/version.hpp"

namespace attune::inline v0::detail {

using normal_distribution = boost::math::normal_distribution<double, math_policy>;
using f_distribution = boost::math::fisher_f_distribution<double, math_policy>;
using chi_square_distribution = boost::math::chi_squared_distribution<double, math_policy>;

/// The number z for which the share `level` of a standard normal variable lies in -z..z; 1.959963984540054 for 0.95.
[[nodiscard]] inline double two_sided_z(double level)
{
    return -quantile(normal_distribution(0, 1), (1 - level) / 2);
}

/// The number that an F variable with df1 and df2 degrees of freedom stays below with probability p. Boost's own
/// function leaves a variable uninitialised in the eyes of gcc.
[[nodiscard]] inline double f_quantile(double df1, double df2, double p)
{
    double complement = std::numeric_limits<double>::quiet_NaN();
    const double share = boost::math::ibeta_inv(df1 / 2, df2 / 2, p, &complement, math_policy());
    return df2 * share / (df1 * complement);
}

}  // namespace attune::inline v0::detail
