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
#include "attune/stats/reliability/detail/alpha_resampler.hpp"
#include "attune/stats/reliability/detail/bootstrap_interval.hpp"
#include "attune/stats/reliability/detail/coefficient.hpp"

namespace attune::inline v0 {

/// How alpha is bootstrapped.
struct alpha_bootstrap_options {
    int n_replicates =
        2000;                ///< leaves 50 beyond each limit at 0.95, so that the limits hold to about a tenth of an SE
    std::uint64_t seed = 1;  ///< any number; the same seed gives the same interval
    int n_threads = 1;       ///< does not change the result
    double level = 0.95;     ///< the convention of the field's journals
};

namespace detail {

/// Alpha of `n_replicates` samples with replacement. Replicate i depends on the seed and i alone.
[[nodiscard]] inline std::vector<double> alpha_replicates(const alpha_resampler& resampler,
                                                          const alpha_bootstrap_options& options)
{
    std::vector<double> replicates(static_cast<std::size_t>(options.n_replicates));
    const std::size_t n_threads = std::min(static_cast<std::size_t>(options.n_threads), replicates.size());
    std::vector<alpha_resampler::draw_counts> counts(n_threads, resampler.counts());
    const auto work = [&](std::size_t thread) {
        for (std::size_t i = thread; i < replicates.size(); i += n_threads)
            replicates[i] = resampler.replicate(options.seed, i, counts[thread]);
    };
    std::vector<std::jthread> helpers;
    for (std::size_t thread = 1; thread < n_threads; ++thread)
        helpers.emplace_back(work, thread);
    work(0);
    helpers.clear();
    return replicates;
}

}  // namespace detail

/// Coefficient alpha with its bias-corrected and accelerated (BCa) bootstrap interval, for answers of any distribution.
///
/// Each replicate draws as many people as there are, with replacement, by `philox_stream(seed, number of the
/// replicate)`, and computes alpha from sums of integers. The interval is the same bits for the same answers, options
/// and build, whatever `n_threads`. The acceleration comes from leaving out each person, in O(n k).
///
/// @param answers  n x k complete answers, keyed in one direction, 0..100: a row a person, a column an item, k 2..327.
/// @param options  n_replicates 100 or more; n_threads 1..1024; level between 0 and 1.
/// @return     id "alpha_raw" with `std_error` (standard deviation of the replicates) and `ci` of method "bca". NaN
/// with
///             `too_few_persons` below 2 persons, `no_variance` when the total score has none. The value stands, `ci`
///             is absent and `message` says why when a replicate has no variance, all replicates lie on one side of
///             alpha, or there are too few replicates for so wide an interval.
/// @throws std::invalid_argument  k is outside, an answer is negative or above 100, 2^31 persons or more, or an option
/// is
///             outside its range.
/// @see        Efron (1987), Journal of the American Statistical Association 82, 171-185; Padilla, Divers & Newton
///             (2012), Applied Psychological Measurement 36, 331-348. Agrees with boot::boot.ci(type = "bca") but for
///             the random numbers.
[[nodiscard]] inline estimate alpha_bootstrap(const answer_view& answers, const alpha_bootstrap_options& options = {})
{
    constexpr Eigen::Index max_persons = std::numeric_limits<std::int32_t>::max();
    check_within<Eigen::Index>("alpha_bootstrap", "number of items", answers.cols(), 2,
                               detail::alpha_resampler::max_items);
    check_within<Eigen::Index>("alpha_bootstrap", "number of persons", answers.rows(), 0, max_persons);
    check_within("alpha_bootstrap", "n_replicates", options.n_replicates, 100, 100'000'000);
    check_within("alpha_bootstrap", "n_threads", options.n_threads, 1, 1024);
    check_probability("alpha_bootstrap", "level", options.level);
    for (Eigen::Index person = 0; person < answers.rows(); ++person)
        for (Eigen::Index item = 0; item < answers.cols(); ++item)
            check_within<int>("alpha_bootstrap", "answers", answers(person, item), 0, 100);

    estimate made = detail::unknown_estimate(
        "alpha_raw", fmt::format("covariances; {} replicates, seed {}", options.n_replicates, options.seed),
        answers.rows());
    if (answers.rows() < 2)
        return detail::without_value(std::move(made), estimate_status::too_few_persons,
                                     "alpha needs at least 2 persons");
    const detail::alpha_resampler resampler(answers);
    made.value = resampler.value();
    if (std::isnan(made.value))
        return detail::without_value(std::move(made), estimate_status::no_variance, "the sum score has no variance");

    std::vector<double> replicates = detail::alpha_replicates(resampler, options);
    const auto n_undefined =
        std::count_if(replicates.begin(), replicates.end(), [](double replicate) { return std::isnan(replicate); });
    if (n_undefined != 0) {
        made.message = fmt::format("{} of {} replicates have no variance: too few persons for an interval", n_undefined,
                                   options.n_replicates);
        return made;
    }
    const double acceleration = detail::jackknife_acceleration(resampler.values_without_one(answers));
    return detail::with_bca_interval(std::move(made), {std::move(replicates), acceleration}, options.level, "alpha");
}

}  // namespace attune::inline v0
