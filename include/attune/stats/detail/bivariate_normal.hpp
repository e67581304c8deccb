#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/detail/math_policy.hpp"
#include "attune/core/version.hpp"

namespace attune::inline v0::detail {

/// The share of a standard normal variable below x, with full relative precision in the lower tail.
[[nodiscard]] inline double normal_cdf(double x)
{
    return std::erfc(-x / std::numbers::sqrt2) / 2;
}

[[nodiscard]] inline double normal_density(double x)
{
    return std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi);
}

/// The share of a standard normal variable between two numbers, with full relative precision in both tails.
[[nodiscard]] inline double normal_between(double lower, double upper)
{
    return lower > 0 ? normal_cdf(-lower) - normal_cdf(-upper) : normal_cdf(upper) - normal_cdf(lower);
}

/// Two standard normal variables X and Y that correlate by r. What depends on r alone is computed once, so that many
/// points cost little.
///
/// Up to |r| = 0.925 by Plackett's identity, dP(X <= a, Y <= b) / dr = density(a, b), with r = sin t:
///
///     P = Phi(a) Phi(b) + 1 / (2 pi) * integral over t from 0 to asin r of exp(-(a^2 + b^2 - 2 a b sin t) / (2 cos^2
///     t))
///
/// by Gauss-Legendre quadrature. Beyond, the integral is taken from r to the end, where P is known, over x = cos t; the
/// two leading terms of its integrand around x = 0, which no polynomial follows, are integrated in closed form.
///
/// @see  Plackett (1954), Biometrika 41, 351-360; Drezner & Wesolowsky (1990), Journal of Statistical Computation and
///       Simulation 35, 101-107; Genz (2004), Statistics and Computing 14, 251-260. Agrees with mvtnorm and with
///       integrals of 50 digits to 1e-15.
class bivariate_normal {
public:
    /// @throws std::invalid_argument  r is NaN or outside -1..1.
    explicit bivariate_normal(double r) : r_(r)
    {
        if (!(std::abs(r) <= 1))
            fail_argument("bivariate_normal", "r", "lie in -1..1", fmt::format("{}", r));
        uncorrelated_ = (1 - r) * (1 + r);
        if (std::abs(r) > steep)
            place_near_the_end();
        else if (std::abs(r) > 0.85)
            place_between<20>();
        else if (std::abs(r) > 0.65)
            place_between<15>();
        else if (std::abs(r) > 0.4)
            place_between<10>();
        else
            place_between<7>();
    }

    [[nodiscard]] double r() const noexcept { return r_; }

    /// The density at a point; |r| < 1. 0 where a coordinate is infinite.
    [[nodiscard]] double density(double a, double b) const
    {
        if (std::isinf(a) || std::isinf(b))
            return 0;
        const double distance = (a * a + b * b - 2 * r_ * a * b) / uncorrelated_;
        return std::exp(-distance / 2) / (2 * std::numbers::pi * std::sqrt(uncorrelated_));
    }

    /// P(X <= a, Y <= b), to 1e-15; coordinates may be infinite.
    [[nodiscard]] double cdf(double a, double b) const
    {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        if (a == -infinity || b == -infinity)
            return 0;
        if (a == infinity)
            return normal_cdf(b);
        if (b == infinity)
            return normal_cdf(a);
        const double found = std::abs(r_) > steep ? near_the_end(a, b) : from_the_middle(a, b);
        return std::clamp(found, 0.0, 1.0);
    }

    /// P(a < X <= a2, b < Y <= b2) to 1e-9 of its size, however small; |r| < 1. Much slower than differences of
    /// `cdf()`, which serve for all but rare combinations.
    [[nodiscard]] double rectangle(double a, double a2, double b, double b2) const
    {
        constexpr double far = 38;  // beyond, a density is 0 in double
        const double begin = std::max(a, -far);
        const double end = std::min(a2, far);
        if (!(begin < end))
            return 0;
        const double sd = std::sqrt(uncorrelated_);
        const auto strip = [&](double x) {
            return normal_density(x) * normal_between((b - r_ * x) / sd, (b2 - r_ * x) / sd);
        };
        return boost::math::quadrature::gauss_kronrod<double, 31, math_policy>::integrate(strip, begin, end, 12, 1e-10);
    }

private:
    // Up to here 20 nodes leave an error below 2e-16, as fewer do up to lower correlations.
    static constexpr double steep = 0.925;

    struct node {
        double weight = 0;
        double sine = 0;    // up to `steep`: sin t; beyond: rho, the sine at x
        double square = 0;  // up to `steep`: cos^2 t; beyond: x^2
    };

    /// Nodes of t in 0..asin r.
    template <unsigned N>
    void place_between()
    {
        using rule = boost::math::quadrature::gauss<double, N, math_policy>;
        const double half = std::asin(r_) / 2;
        for (std::size_t i = 0; i < rule::abscissa().size(); ++i)
            for (const double side : {-1.0, 1.0}) {
                if (side < 0 && rule::abscissa()[i] == 0)
                    continue;  // the middle of an odd number of nodes
                const double sine = std::sin(half * (1 + side * rule::abscissa()[i]));
                nodes_[n_nodes_++] = {rule::weights()[i] * half / (2 * std::numbers::pi), sine, 1 - sine * sine};
            }
    }

    /// Nodes of x in 0..sqrt(1 - r^2).
    void place_near_the_end()
    {
        using rule = boost::math::quadrature::gauss<double, 20, math_policy>;
        const double half = std::sqrt(uncorrelated_) / 2;
        for (std::size_t i = 0; i < 10; ++i)
            for (const double side : {-1.0, 1.0}) {
                const double x = half * (1 + side * rule::abscissa()[i]);
                nodes_[n_nodes_++] = {rule::weights()[i] * half / (2 * std::numbers::pi), std::sqrt(1 - x * x), x * x};
            }
    }

    [[nodiscard]] double from_the_middle(double a, double b) const
    {
        const double squares = (a * a + b * b) / 2;
        double sum = 0;
        for (std::size_t i = 0; i < n_nodes_; ++i)
            sum += nodes_[i].weight * std::exp((nodes_[i].sine * a * b - squares) / nodes_[i].square);
        return sum + normal_cdf(a) * normal_cdf(b);
    }

    /// With b turned over for a negative r, so that both are alike at the end, and u = (a - b)^2, v = a b: the
    /// integrand is exp(-u / (2 x^2)) exp(-v / (1 + rho)) / rho, and its smooth part around x = 0 exp(-v / 2) (1 + c
    /// x^2 + d x^4), c = (4 - v) / 8, d = c (12 - v) / 16.
    [[nodiscard]] double near_the_end(double a, double b) const
    {
        const double turned = r_ < 0 ? -b : b;
        const double u = (a - turned) * (a - turned);
        const double v = a * turned;
        const double c = (4 - v) / 8;
        const double d = c * (12 - v) / 16;
        double sum = 0;
        if (uncorrelated_ > 0) {
            // The terms 1, x^2, x^4 times exp(-u / (2 x^2)), each integrated by parts down to the first.
            const double x = std::sqrt(uncorrelated_);
            const double root = std::sqrt(u);
            const double at_x = std::exp(-(u / uncorrelated_ + v) / 2);
            const double tail =
                root == 0 ? 0 : std::exp(-v / 2) * std::sqrt(2 * std::numbers::pi) * root * normal_cdf(-root / x);
            const double of_1 = x * at_x - tail;
            const double of_x2 = (x * uncorrelated_ * at_x - u * of_1) / 3;
            const double of_x4 = (x * uncorrelated_ * uncorrelated_ * at_x - u * of_x2) / 5;
            sum = (of_1 + c * of_x2 + d * of_x4) / (2 * std::numbers::pi);
            for (std::size_t i = 0; i < n_nodes_; ++i) {
                const auto& [weight, rho, square] = nodes_[i];
                const double exact = std::exp(-u / (2 * square) - v / (1 + rho)) / rho;
                const double smooth = std::exp(-(u / square + v) / 2) * (1 + square * (c + d * square));
                sum += weight * (exact - smooth);
            }
        }
        if (r_ > 0)
            return normal_cdf(std::min(a, b)) - sum;
        return (a > turned ? normal_between(turned, a) : 0) + sum;
    }

    double r_;
    double uncorrelated_ = 0;  // 1 - r^2
    std::array<node, 20> nodes_{};
    std::size_t n_nodes_ = 0;
};

}  // namespace attune::inline v0::detail
