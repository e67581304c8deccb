#pragma once

#include <cmath>
#include <limits>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/complement.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>

#include "attune/core/detail/math_policy.hpp"
#include "attune/core/version.hpp"

namespace attune::inline v0::detail {

using normal_distribution = boost::math::normal_distribution<double, math_policy>;
using t_distribution = boost::math::students_t_distribution<double, math_policy>;
using f_distribution = boost::math::fisher_f_distribution<double, math_policy>;
using chi_square_distribution = boost::math::chi_squared_distribution<double, math_policy>;

/// The share of a standard normal variable at or below z.
[[nodiscard]] inline double normal_share(double z)
{
    return std::isinf(z) ? (z > 0 ? 1 : 0) : cdf(normal_distribution(0, 1), z);
}

/// The number z for which the share `level` of a standard normal variable lies in -z..z; 1.959963984540054 for 0.95.
[[nodiscard]] inline double two_sided_z(double level)
{
    return -quantile(normal_distribution(0, 1), (1 - level) / 2);
}

/// The number t for which the share `level` of Student's variable with df degrees of freedom lies in -t..t.
[[nodiscard]] inline double two_sided_t(double level, double df)
{
    return -quantile(t_distribution(df), (1 - level) / 2);
}

/// The probability of a t at least as far from 0; 0 for an infinite one, NaN for NaN.
[[nodiscard]] inline double t_two_sided_p(double t, double df)
{
    if (!std::isfinite(t))
        return std::isnan(t) ? t : 0;
    return 2 * cdf(t_distribution(df), -std::abs(t));
}

/// The number that an F variable with df1 and df2 degrees of freedom stays below with probability p; NaN unless both
/// are above 0 and finite. Boost's own function leaves a variable uninitialised in the eyes of gcc.
[[nodiscard]] inline double f_quantile(double df1, double df2, double p)
{
    if (!(df1 > 0 && df2 > 0) || std::isinf(df1) || std::isinf(df2))
        return std::numeric_limits<double>::quiet_NaN();
    double complement = std::numeric_limits<double>::quiet_NaN();
    const double share = boost::math::ibeta_inv(df1 / 2, df2 / 2, p, &complement, math_policy());
    return df2 * share / (df1 * complement);
}

/// The probability of an F at least this large; 0 for an infinite one, NaN for NaN.
[[nodiscard]] inline double f_upper_tail(double f, double df1, double df2)
{
    if (!std::isfinite(f))
        return std::isnan(f) ? f : 0;
    return cdf(complement(f_distribution(df1, df2), f));
}

/// The number that a chi-square variable with df degrees of freedom stays below with probability p.
[[nodiscard]] inline double chi_squared_quantile(double p, double df)
{
    return quantile(chi_square_distribution(df), p);
}

/// The probability of a chi-square at least this large; 0 for an infinite one, NaN for NaN.
[[nodiscard]] inline double chi_square_upper_tail(double chi_square, double df)
{
    if (!std::isfinite(chi_square))
        return std::isnan(chi_square) ? chi_square : 0;
    return cdf(complement(chi_square_distribution(df), chi_square));
}

}  // namespace attune::inline v0::detail
