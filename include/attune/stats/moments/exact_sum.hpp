#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "attune/core/version.hpp"

#ifdef __FAST_MATH__
#error "attune needs IEEE arithmetic: compile without -ffast-math"
#endif

namespace attune::inline v0 {

/// A sum of doubles without any rounding until it is asked for.
///
/// The sum is kept as doubles that do not overlap, smallest first, each of them what the addition of the next larger
/// one rounded away. So neither the order of the terms nor what cancels moves a bit of the result.
///
/// Terms must be finite and their sum below the largest double (not checked): statistics check what they are given,
/// see `check_moderate()`.
///
/// @see  Shewchuk (1997), Discrete & Computational Geometry 18, 305-363. Agrees with math.fsum() of Python.
class exact_sum {
public:
    void add(double term)
    {
        std::size_t n_kept = 0;
        for (double part : parts_) {
            if (std::abs(term) < std::abs(part))
                std::swap(term, part);
            const double high = term + part;
            const double low = part - (high - term);
            if (low != 0)
                parts_[n_kept++] = low;
            term = high;
        }
        parts_.resize(n_kept);
        parts_.push_back(term);
    }

    /// The double nearest to the sum; of two, the even one.
    [[nodiscard]] double value() const
    {
        std::size_t left = parts_.size();
        if (left == 0)
            return 0;
        double high = parts_[--left];
        double low = 0;
        while (left > 0 && low == 0) {
            const double term = high;
            const double part = parts_[--left];
            high = term + part;
            low = part - (high - term);
        }
        // Half of the last place was rounded to even, but what lies below it says on which side the sum is.
        if (left > 0 && ((low < 0) == (parts_[left - 1] < 0))) {
            const double doubled = 2 * low;
            const double other = high + doubled;
            if (doubled == other - high)
                high = other;
        }
        return high;
    }

private:
    std::vector<double> parts_;
};

/// A mean to twice the digits of a double, to take deviations from: high + low.
struct centre {
    double high = 0;  ///< the mean as a double
    double low = 0;   ///< what `high` lacks

    /// x less the mean, with a relative error of about one rounding however close x is to it.
    [[nodiscard]] double deviation(double x) const { return (x - high) - low; }

    /// This mean less another, as exactly.
    [[nodiscard]] double deviation_from(const centre& other) const { return (high - other.high) + (low - other.low); }
};

/// The mean of `n_terms` > 0 terms with this sum.
[[nodiscard]] inline centre centre_of(exact_sum sum, std::int64_t n_terms)
{
    const auto n = static_cast<double>(n_terms);
    const double high = sum.value() / n;
    const double product = high * n;
    sum.add(-product);
    sum.add(-std::fma(high, n, -product));
    const double low = sum.value() / n;
    const double mean = high + low;
    return {mean, low - (mean - high)};
}

}  // namespace attune::inline v0
