#pragma once

#include <boost/math/policies/policy.hpp>

#include "attune/core/version.hpp"

#ifdef __FAST_MATH__
#error "attune needs IEEE arithmetic: compile without -ffast-math"
#endif

namespace attune::inline v0::detail {

/// The policy of every call into Boost.Math: computed in double, so that a figure has the same bits wherever long
/// double differs, and NaN instead of an exception where there is no answer. A statistic says in its status why.
using math_policy =
    boost::math::policies::policy<boost::math::policies::promote_double<false>,
                                  boost::math::policies::domain_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::pole_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::evaluation_error<boost::math::policies::ignore_error>>;

}  // namespace attune::inline v0::detail
