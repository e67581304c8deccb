#pragma once

#include <cstdint>
#include <limits>

#include <Eigen/Core>
#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/detail/distributions.hpp"

namespace attune::inline v0 {

/// How often each category of an item was chosen, lowest first; unused categories count 0.
using category_counts = Eigen::Matrix<std::int64_t, Eigen::Dynamic, 1>;

/// Where a standard normal variable has to be cut so that its pieces hold the shares of the categories:
///
///     threshold c = quantile of the share of people who chose one of the categories 1..c,   c = 1..k - 1
///
/// Two-step estimation takes these for every pair of items, so an item has one set of thresholds.
///
/// @param n_chosen  k counts, k >= 2, none negative: of all categories that the definition has, so that thresholds of
///                  two samples can be compared.
/// @return          k - 1 ascending numbers [standard deviations of the response behind the answers]. -infinity below
///                  the lowest category in use and +infinity above the highest; an unused category between them lies
///                  between two equal thresholds. All NaN when nobody answered.
/// @throws std::invalid_argument  k < 2, or a count is negative.
/// @note            Turning the categories round negates the thresholds and reverses their order, exactly.
/// @see             Olsson (1979), Psychometrika 44, 443-460. Agrees with lavaan::lavCor(output = "th") and
///                  psych::polychoric()$tau.
[[nodiscard]] inline Eigen::VectorXd normal_thresholds(const category_counts& n_chosen)
{
    if (n_chosen.size() < 2)
        fail_argument("normal_thresholds", "n_chosen", "have at least 2 categories",
                      fmt::format("{} long", n_chosen.size()));
    if (n_chosen.minCoeff() < 0)
        fail_argument("normal_thresholds", "n_chosen", "hold no negative counts",
                      fmt::format("{}", n_chosen.minCoeff()));
    const std::int64_t n = n_chosen.sum();
    Eigen::VectorXd thresholds =
        Eigen::VectorXd::Constant(n_chosen.size() - 1, std::numeric_limits<double>::quiet_NaN());
    if (n == 0)
        return thresholds;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const detail::normal_distribution normal(0, 1);
    std::int64_t below = 0;
    for (Eigen::Index c = 0; c < thresholds.size(); ++c) {
        below += n_chosen(c);
        const std::int64_t above = n - below;
        if (below == 0)
            thresholds(c) = -infinity;
        else if (above == 0)
            thresholds(c) = infinity;
        else if (below <= above)
            thresholds(c) = quantile(normal, static_cast<double>(below) / static_cast<double>(n));
        else
            thresholds(c) = -quantile(normal, static_cast<double>(above) / static_cast<double>(n));
    }
    return thresholds;
}

}  // namespace attune::inline v0
