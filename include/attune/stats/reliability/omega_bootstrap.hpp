#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/detail/bca.hpp"
#include "attune/stats/reliability/detail/bootstrap_interval.hpp"
#include "attune/stats/reliability/detail/coefficient.hpp"
#include "attune/stats/reliability/detail/omega_resampler.hpp"
#include "attune/stats/reliability/omega.hpp"

namespace attune::inline v0 {

/// How omega is bootstrapped.
struct omega_bootstrap_options {
    int n_replicates = 2000;  ///< as for alpha: leaves 50 beyond each limit at 0.95
    std::uint64_t seed = 1;   ///< any number; the same seed gives the same interval
    int n_threads = 1;        ///< does not change the result
    double level = 0.95;      ///< the convention of the field's journals
};

namespace detail {

/// The omegas of `n_replicates` samples with replacement. Replicate i depends on the seed and i alone.
[[nodiscard]] inline std::vector<omega_pair> omega_replicates(const omega_resampler& resampler,
                                                              const ml_factors& of_all,
                                                              const omega_bootstrap_options& options)
{
    std::vector<omega_pair> replicates(static_cast<std::size_t>(options.n_replicates));
    const std::size_t n_threads = std::min(static_cast<std::size_t>(options.n_threads), replicates.size());
    const auto work = [&](std::size_t thread) {
        omega_resampler::draw_counts counts = resampler.counts();
        for (std::size_t i = thread; i < replicates.size(); i += n_threads)
            replicates[i] = resampler.replicate(options.seed, i, of_all, counts);
    };
    std::vector<std::jthread> helpers;
    for (std::size_t thread = 1; thread < n_threads; ++thread)
        helpers.emplace_back(work, thread);
    work(0);
    helpers.clear();
    return replicates;
}

}  // namespace detail

/// omega_u and omega_u_obs with bias-corrected and accelerated (BCa) bootstrap intervals, for answers of any
/// distribution.
///
/// Each replicate draws as many people as there are, with replacement, by `philox_stream(seed, number of the
/// replicate)`, adds up their products as integers and fits the factor anew. The intervals are the same bits for the
/// same answers, options and build, whatever `n_threads`. A replicate with a Heywood case counts, with a uniqueness of
/// (nearly) 0. The acceleration comes from how each person's answers move omega, by its derivatives.
///
/// @param answers  n x k complete answers, keyed in one direction, 0..100: a row a person, a column an item, k 2..327.
/// @param options  n_replicates 100 or more; n_threads 1..1024; level between 0 and 1.
/// @return     as `omegas_of_one_factor()` gives them, with `std_error` the standard deviation of the replicates and
///             `ci` of method "bca". NaN as there, and with `too_few_persons` below 2 persons. The value stands, `ci`
///             is absent and `message` says why when a replicate has no factor, all replicates lie on one side of
///             omega, or there are too few replicates for so wide an interval.
/// @throws std::invalid_argument  k is outside, an answer is negative or above 100, 2^31 persons or more, or an option
///             is outside its range.
/// @see        Efron (1987), Journal of the American Statistical Association 82, 171-185; Kelley & Pornprasertmanit
///             (2016), Psychological Methods 21, 69-92, who recommend it for omega.
[[nodiscard]] inline one_factor_omegas omega_bootstrap(const answer_view& answers,
                                                       const omega_bootstrap_options& options = {})
{
    constexpr Eigen::Index max_persons = std::numeric_limits<std::int32_t>::max();
    check_within<Eigen::Index>("omega_bootstrap", "number of items", answers.cols(), 2,
                               detail::alpha_resampler::max_items);
    check_within<Eigen::Index>("omega_bootstrap", "number of persons", answers.rows(), 0, max_persons);
    check_within("omega_bootstrap", "n_replicates", options.n_replicates, 100, 100'000'000);
    check_within("omega_bootstrap", "n_threads", options.n_threads, 1, 1024);
    check_probability("omega_bootstrap", "level", options.level);
    for (Eigen::Index person = 0; person < answers.rows(); ++person)
        for (Eigen::Index item = 0; item < answers.cols(); ++item)
            check_within<int>("omega_bootstrap", "answers", answers(person, item), 0, 100);

    const detail::omega_resampler resampler(answers);
    one_factor_omegas made = omegas_of_one_factor(resampler.covariances());
    for (estimate* omega : {&made.model, &made.observed}) {
        omega->n_persons = answers.rows();
        omega->method += fmt::format("; {} replicates, seed {}", options.n_replicates, options.seed);
        if (answers.rows() < 2)
            *omega = detail::without_value(std::move(*omega), estimate_status::too_few_persons,
                                           "omega needs at least 2 persons");
    }
    if (made.model.status != estimate_status::ok)
        return made;

    const std::vector<detail::omega_pair> replicates = detail::omega_replicates(resampler, made.factor, options);
    const auto n_undefined = std::count_if(replicates.begin(), replicates.end(),
                                           [](const detail::omega_pair& pair) { return std::isnan(pair.model); });
    if (n_undefined != 0) {
        for (estimate* omega : {&made.model, &made.observed})
            omega->message = fmt::format("{} of {} replicates have no factor: too few persons for an interval",
                                         n_undefined, options.n_replicates);
        return made;
    }
    const detail::omega_slopes slopes(resampler.covariances(), made.factor);
    const auto finish = [&](estimate& omega, const matrix& slope, double detail::omega_pair::*which) {
        detail::bootstrap_sample sample{{}, detail::jackknife_acceleration(resampler.changes_without_one(slope))};
        for (const detail::omega_pair& pair : replicates)
            sample.replicates.push_back(pair.*which);
        omega = detail::with_bca_interval(std::move(omega), std::move(sample), options.level, "omega");
    };
    finish(made.model, slopes.model, &detail::omega_pair::model);
    finish(made.observed, slopes.observed, &detail::omega_pair::observed);
    return made;
}

}  // namespace attune::inline v0
