#pragma once

#include <cmath>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/complement.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include "attune/core/detail/math_policy.hpp"

namespace attune::inline v0::detail {

/// The value that F on df1 and df2 degrees of freedom stays below with this probability.
[[nodiscard]] inline double f_quantile(double probability, double df1, double df2)
{
    return boost::math::quantile(boost::math::fisher_f_distribution<double, math_policy>(df1, df2), probability);
}

/// The probability of an F at least this large; 0 for an infinite one, NaN for NaN.
[[nodiscard]] inline double f_upper_tail(double f, double df1, double df2)
{
    if (!std::isfinite(f))
        return std::isnan(f) ? f : 0;
    const boost::math::fisher_f_distribution<double, math_policy> distribution(df1, df2);
    return boost::math::cdf(boost::math::complement(distribution, f));
}

[[nodiscard]] inline double chi_squared_quantile(double probability, double df)
{
    return boost::math::quantile(boost::math::chi_squared_distribution<double, math_policy>(df), probability);
}

/// t so that Student's deviate on df degrees of freedom lies within -t..t with this probability.
[[nodiscard]] inline double two_sided_t(double level, double df)
{
    return boost::math::quantile(boost::math::students_t_distribution<double, math_policy>(df), (1 + level) / 2);
}

/// z so that a normal deviate lies within -z..z with this probability: 1.959963984540054 for .95.
[[nodiscard]] inline double two_sided_z(double level)
{
    return boost::math::quantile(boost::math::normal_distribution<double, math_policy>(), (1 + level) / 2);
}

}  // namespace attune::inline v0::detail
