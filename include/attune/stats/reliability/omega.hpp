#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <Eigen/Cholesky>
#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/check_square.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/factor/maximum_likelihood.hpp"
#include "attune/stats/reliability/detail/coefficient.hpp"

namespace attune::inline v0 {

/// The two omegas of one factor, and the factor that they rest on.
struct one_factor_omegas {
    ml_factors factor;
    estimate model;     ///< id "omega_u"
    estimate observed;  ///< id "omega_u_obs"
};

namespace detail {

/// What a one-factor model says of the sum of the items, and how sure that is.
struct sum_of_one_factor {
    double loading = 0;     ///< L, sum of the loadings
    double uniqueness = 0;  ///< T, sum of the uniquenesses
    /// Covariances of L and T over samples of one person from the expected information: divide by n.
    double loading_loading = 0, loading_uniqueness = 0, uniqueness_uniqueness = 0;

    /// The information has a closed inverse but for one p x p matrix. With C the implied covariances, v = C^-1 l and
    /// a = l' v,
    ///
    ///     loadings alone:      A^-1 = C / a - l l' / (2 a^2)
    ///     uniquenesses:        B^-1, B = 1/2 (C^-1 - v v' / a) squared entry by entry
    ///     how they depend:     A^-1 D,  D_ij = (C^-1)_ij v_j
    explicit sum_of_one_factor(const ml_factors& factors)
    {
        const Eigen::VectorXd l = factors.loadings.col(0);
        const Eigen::VectorXd own = factors.uniquenesses.cwiseInverse();
        const Eigen::VectorXd weighted = own.cwiseProduct(l);
        const double common = l.dot(weighted);
        loading = l.sum();
        uniqueness = factors.uniquenesses.sum();
        const Eigen::VectorXd v = weighted / (1 + common);
        const double a = common / (1 + common);
        matrix b = -weighted * weighted.transpose() / common;
        b.diagonal() += own;
        b = 0.5 * b.cwiseAbs2();
        const double implied_sum = loading * loading + uniqueness;
        const Eigen::VectorXd of_loading = v / a - v.cwiseAbs2() * loading / (2 * a * a);  // D' A^-1 1
        const Eigen::LLT<matrix> curvature(b);
        const Eigen::VectorXd by_loading = curvature.solve(of_loading);
        const Eigen::VectorXd by_uniqueness = curvature.solve(Eigen::VectorXd::Ones(l.size()));
        loading_loading = implied_sum / a - loading * loading / (2 * a * a) + of_loading.dot(by_loading);
        loading_uniqueness = -by_loading.sum();
        uniqueness_uniqueness = by_uniqueness.sum();
    }
};

/// Gives an omega its standard error and the interval that is symmetric on the logit.
[[nodiscard]] inline estimate with_logit_interval(estimate omega, double variance, double level)
{
    omega.std_error = std::sqrt(variance);
    if (!(omega.value > 0 && omega.value < 1)) {
        omega.message = "omega does not lie between 0 and 1: there is no interval";
        return omega;
    }
    const double logit = std::log(omega.value / (1 - omega.value));
    const double half = two_sided_z(level) * *omega.std_error / (omega.value * (1 - omega.value));
    omega.ci = confidence_interval{1 / (1 + std::exp(half - logit)), 1 / (1 + std::exp(-half - logit)), level, "delta"};
    return omega;
}

}  // namespace detail

/// McDonald's omega of a sum score, from one factor fitted by maximum likelihood: the share of the variance of the sum
/// that the factor explains. With L the sum of the loadings, T that of the uniquenesses and S the covariances,
///
///     omega_u      L^2 / (L^2 + T)      of the variance that the model implies
///     omega_u_obs  L^2 / sum(S)         of the variance that is there
///
/// The two differ as far as the factor does not explain all covariances. Standard errors are those of the delta method
/// with the expected information of the model under normality, and the interval is symmetric on the scale of
/// log(omega / (1 - omega)), so that it stays within 0..1.
///
/// @param cov        S, k x k covariances of keyed items, k >= 3; the lower triangle is read. The divisor (n or n - 1)
///                   does not matter.
/// @param n_persons  how many people S rests on, each with every item; without it there is no interval.
/// @param level      of the intervals, between 0 and 1.
/// @return     both NaN with the status and the sentence of `maximum_likelihood_factors()` when that has no solution
///             or a Heywood case: nothing is smoothed or cut off. With three items the model has as many parameters as
///             there are covariances: omega has a value, and whether one factor holds is not testable.
/// @throws std::invalid_argument  cov is not square, k < 2, n_persons is below 1, or level not between 0 and 1.
/// @note       Supposes one factor and independent errors, but not equal loadings, as alpha does. Look at the fit.
///             Where 95 % are promised, for normal items with loadings of 0.4 to 0.85 the interval of omega_u covers
///             94 to 96 % from 50 people on, with 6 and with 18 items. That of omega_u_obs lies too high in small
///             samples with many unequal items: with 18 it covers 82 % at 100 people, 88 % at 200 and 93 % at 500;
///             below 500 `message` says that it is approximate. `omega_bootstrap()` supposes no distribution.
/// @see        McDonald (1999), Test theory, chapter 6; Raykov (2002), Multivariate Behavioral Research 37, 89-103
///             (delta method); Browne (1982) for the logit. Agree with semTools::compRelSEM with obs.var = FALSE and by
///             default, and the standard error of omega_u with lavaan's of a defined parameter.
[[nodiscard]] inline one_factor_omegas omegas_of_one_factor(const matrix_view& cov, detail::person_count n_persons = {},
                                                            double level = 0.95)
{
    constexpr std::string_view name = "omegas_of_one_factor";
    constexpr std::int64_t enough_for_observed = 500;  // where it covers 93.4 % for 18 normal items of unequal loadings
    check_square(name, "cov", cov, 2);
    check_probability(name, "level", level);
    if (n_persons)
        check_within<std::int64_t>(name, "n_persons", *n_persons, 1, std::numeric_limits<std::int64_t>::max());
    one_factor_omegas made{maximum_likelihood_factors(cov, 1),
                           detail::unknown_estimate("omega_u", "one factor, implied variance", n_persons),
                           detail::unknown_estimate("omega_u_obs", "one factor, observed variance", n_persons)};
    if (made.factor.status != estimate_status::ok) {
        for (estimate* omega : {&made.model, &made.observed})
            *omega = detail::without_value(std::move(*omega), made.factor.status, made.factor.message);
        return made;
    }
    const matrix whole = cov.selfadjointView<Eigen::Lower>();
    const detail::sum_of_one_factor sum(made.factor);
    const double explained = sum.loading * sum.loading;
    const double implied = explained + sum.uniqueness;
    const double observed = whole.sum();
    made.model.value = explained / implied;
    made.observed.value = explained / observed;
    if (!n_persons)
        return made;

    const auto n = static_cast<double>(*n_persons);
    const double by_loading = 2 * sum.loading * sum.uniqueness / (implied * implied);
    const double by_uniqueness = -explained / (implied * implied);
    const double of_model = by_loading * by_loading * sum.loading_loading +
                            2 * by_loading * by_uniqueness * sum.loading_uniqueness +
                            by_uniqueness * by_uniqueness * sum.uniqueness_uniqueness;
    made.model = detail::with_logit_interval(std::move(made.model), of_model / n, level);

    // Where the model holds, what the factor leaves of S is independent of the estimates: the observed variance goes
    // with L as the implied one does. Its own variance is 2 sum(S)^2 / n.
    const double with_variance = 2 * sum.loading * sum.loading_loading + sum.loading_uniqueness;
    const double by_total = 2 * sum.loading / observed;
    const double by_variance = -explained / (observed * observed);
    const double of_observed = by_total * by_total * sum.loading_loading + 2 * by_total * by_variance * with_variance +
                               by_variance * by_variance * 2 * observed * observed;
    made.observed = detail::with_logit_interval(std::move(made.observed), of_observed / n, level);
    if (made.observed.ci && *n_persons < enough_for_observed)
        made.observed.message = fmt::format("the interval is approximate below {} people", enough_for_observed);
    return made;
}

/// McDonald's omega with the variance that the model implies; see `omegas_of_one_factor()`.
///
/// @return  id "omega_u".
/// @throws std::invalid_argument  as there.
[[nodiscard]] inline estimate omega_u(const matrix_view& cov, detail::person_count n_persons = {}, double level = 0.95)
{
    return omegas_of_one_factor(cov, n_persons, level).model;
}

/// McDonald's omega with the variance that is there; see `omegas_of_one_factor()`.
///
/// @return  id "omega_u_obs".
/// @throws std::invalid_argument  as there.
[[nodiscard]] inline estimate omega_u_obs(const matrix_view& cov, detail::person_count n_persons = {},
                                          double level = 0.95)
{
    return omegas_of_one_factor(cov, n_persons, level).observed;
}

/// omega_u of the other items, for each item of a scale. The factor is fitted anew, from where that of all items lies.
///
/// @param cov     k x k covariances of keyed items, k >= 2.
/// @param factor  of all items, as `omegas_of_one_factor()` gives it.
/// @return        k values; NaN where the others have no omega_u.
/// @throws std::invalid_argument  cov is not square, k < 2, or of another size than the factor.
[[nodiscard]] inline std::vector<double> omega_u_if_dropped(const matrix_view& cov, const ml_factors& factor)
{
    check_square("omega_u_if_dropped", "cov", cov, 2);
    const Eigen::Index k = cov.rows();
    check_count<Eigen::Index>("omega_u_if_dropped", "uniquenesses", factor.uniquenesses.size(), k);
    std::vector<double> made(static_cast<std::size_t>(k), std::numeric_limits<double>::quiet_NaN());
    if (k < 4)
        return made;
    const matrix whole = cov.selfadjointView<Eigen::Lower>();
    std::vector<Eigen::Index> others(static_cast<std::size_t>(k) - 1);
    for (Eigen::Index item = 0; item < k; ++item) {
        for (Eigen::Index other = 0; other < k - 1; ++other)
            others[static_cast<std::size_t>(other)] = other < item ? other : other + 1;
        ml_factor_options options;
        if (factor.status == estimate_status::ok)
            options.start = factor.uniquenesses(others);
        const ml_factors fitted = maximum_likelihood_factors(whole(others, others), 1, options);
        if (fitted.status != estimate_status::ok)
            continue;
        const double explained = std::pow(fitted.loadings.sum(), 2);
        made[static_cast<std::size_t>(item)] = explained / (explained + fitted.uniquenesses.sum());
    }
    return made;
}

}  // namespace attune::inline v0
