#pragma once

#include <cstdint>

#include <boost/math/distributions/normal.hpp>

#include "attune/core/philox.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/detail/distributions.hpp"

namespace attune::inline v0::detail {

/// The next number between 0 and 1, both excluded: one of 2^52 that lie evenly, from two words of the stream.
[[nodiscard]] inline double draw_uniform(philox_stream& stream)
{
    const std::uint64_t low = stream();
    const std::uint64_t high = stream();
    constexpr double step = 0x1p-52;
    return (static_cast<double>((high << 32 | low) >> 12) + 0.5) * step;
}

/// The next number of a standard normal variable, as the quantile of a uniform one: two words of the stream each.
[[nodiscard]] inline double draw_normal(philox_stream& stream)
{
    return quantile(normal_distribution(0, 1), draw_uniform(stream));
}

}  // namespace attune::inline v0::detail
