#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_positive.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/moments/detail/em_data.hpp"
#include "attune/stats/moments/detail/em_step.hpp"
#include "attune/stats/moments/missing_patterns.hpp"

namespace attune::inline v0 {

/// How long EM goes on.
struct em_options {
    int max_iterations = 5000;  ///< evaluations of the likelihood; 400 people, 18 items, a third missing need 43
    double tolerance = 1e-11;   ///< distance to the maximum, in standard deviations; three digits below 1e-8, as the
                                ///< distance is estimated and small covariances have fewer digits than variances
};

/// Means and covariances of incomplete data, by maximum likelihood.
struct em_moments {
    Eigen::VectorXd mean;                ///< per item, in its units; NaN unless `status` is ok
    matrix cov;                          ///< items x items, divisor n_persons; NaN unless `status` is ok
    std::int64_t n_persons = 0;          ///< who answered at least one item
    std::int64_t n_without_answers = 0;  ///< who answered none, and are left out
    std::size_t n_patterns = 0;
    int n_iterations = 0;  ///< evaluations of the likelihood; 0 when the answers are complete
    double log_likelihood = std::numeric_limits<double>::quiet_NaN();  ///< of what was answered, where EM stopped
    std::vector<std::size_t> constant_items;  ///< everybody who answered gave the same answer; counted from 0
    estimate_status status = estimate_status::ok;
    std::string message;  ///< one sentence when `status` is not ok or there is no log likelihood; items count from 1
};

namespace detail {

/// "3, 7": items as a reader counts them.
[[nodiscard]] inline std::string item_numbers(const std::vector<std::size_t>& items)
{
    std::string text;
    for (const std::size_t item : items)
        fmt::format_to(std::back_inserter(text), "{}{}", text.empty() ? "" : ", ", item + 1);
    return text;
}

/// Where EM stopped, in working units.
struct em_ascent {
    em_point at;
    double log_likelihood = std::numeric_limits<double>::quiet_NaN();
    int n_iterations = 0;
    estimate_status status = estimate_status::not_converged;
};

/// How much of a step of EM is left after the next one: the largest share seen lately. Steps of the size of rounding
/// tell nothing and are not counted.
class em_rate {
public:
    void observe(double step, double next_step)
    {
        constexpr double rounding = 1e-13;
        if (step > rounding)
            shares_[n_seen_++ % shares_.size()] = next_step / step;
    }

    /// Estimated distance to the maximum, from where a step of this size starts; infinite while steps grow.
    [[nodiscard]] double distance(double step) const
    {
        const double slowest = *std::max_element(shares_.begin(), shares_.end());
        return slowest < 1 ? step / (1 - slowest) : std::numeric_limits<double>::infinity();
    }

private:
    std::array<double, 4> shares_{};
    std::size_t n_seen_ = 0;
};

/// Where covariances are this close to singular and the way of EM leads out of the positive definite ones, EM would go
/// on for ever in ever smaller steps towards a singular matrix.
inline constexpr double near_singular = 100 * smallest_own_share;

/// Repeats EM from the means of those who answered and no covariances. After every two steps the way they point is
/// followed further (SQUAREM, scheme S3), and kept only if the likelihood there is not lower.
[[nodiscard]] inline em_ascent em_ascend(const em_data& data, const em_options& options)
{
    const Eigen::Index k = data.n_items();
    em_ascent reached{.at = em_point(k, k + 1)};
    reached.at << data.start, matrix::Identity(k, k);
    const auto stop = [&](estimate_status why) {
        reached.status = why;
        return reached;
    };
    const auto evaluate = [&](const em_point& at) {
        ++reached.n_iterations;
        return em_step_from(data, at);
    };
    const auto accept = [&](const em_point& at, const em_step& step) {
        reached.at = at;
        reached.log_likelihood = step.log_likelihood;
    };
    em_rate rate;
    em_step first = evaluate(reached.at);
    accept(em_point(reached.at), first);
    while (reached.n_iterations < options.max_iterations) {
        const em_point from = reached.at;
        const em_step second = evaluate(first.next);
        if (!second.is_positive_definite())
            return stop(estimate_status::not_positive_definite);
        accept(first.next, second);
        const em_point step = first.next - from;
        const em_point next_step = second.next - first.next;
        rate.observe(step.norm(), next_step.norm());
        if (rate.distance(next_step.norm()) <= options.tolerance)
            return stop(estimate_status::ok);

        const em_point bend = next_step - step;
        const double length = step.norm() / bend.norm();
        if (length > 1 && reached.n_iterations < options.max_iterations) {
            const em_point far = from + 2 * length * step + length * length * bend;
            const em_step leap = evaluate(far);
            const double rounding = 1e-13 * std::abs(second.log_likelihood);
            if (leap.is_positive_definite() && leap.log_likelihood >= second.log_likelihood - rounding) {
                accept(far, leap);
                first = leap;
                continue;
            }
            if (!leap.is_positive_definite() && second.own_share < near_singular)
                return stop(estimate_status::not_positive_definite);
        }
        if (reached.n_iterations == options.max_iterations)
            break;
        first = evaluate(second.next);
        if (!first.is_positive_definite())
            return stop(estimate_status::not_positive_definite);
        accept(second.next, first);
    }
    return reached;
}

/// The maximum for complete answers, in closed form: a step of EM leads there from anywhere.
[[nodiscard]] inline em_ascent em_closed_form(const em_data& data)
{
    const Eigen::Index k = data.n_items();
    em_ascent reached{.at = em_point(k, k + 1), .status = estimate_status::ok};
    reached.at << data.start, matrix::Identity(k, k);
    reached.at = em_step_from(data, reached.at).next;
    reached.log_likelihood = em_step_from(data, reached.at).log_likelihood;
    return reached;
}

/// What forbids to start, in `status` and `message`.
inline void find_what_is_not_identified(const em_data& data, em_moments& result)
{
    if (result.n_persons < 2) {
        result.status = estimate_status::too_few_persons;
        result.message = fmt::format("{} answered an item; covariances need at least 2 people.",
                                     result.n_persons == 1 ? "Only 1 person" : "Nobody");
    } else if (!data.unanswered_items.empty()) {
        result.status = estimate_status::item_without_answers;
        result.message = fmt::format("Nobody answered item{} {}.", data.unanswered_items.size() == 1 ? "" : "s",
                                     item_numbers(data.unanswered_items));
    } else if (!data.pairs_apart.empty()) {
        result.status = estimate_status::never_answered_together;
        const auto [a, b] = data.pairs_apart.front();
        result.message = fmt::format(
            "Nobody answered both item {} and item {}{}, so their covariance is not known.", a + 1, b + 1,
            data.pairs_apart.size() == 1 ? "" : fmt::format(" (the first of {} such pairs)", data.pairs_apart.size()));
    }
}

/// Back to the units and the items of the caller.
inline void set_moments(const em_data& data, const em_ascent& reached, em_moments& result)
{
    const Eigen::VectorXd scale = data.scale(data.items);
    result.mean = data.centre;
    result.mean(data.items) += scale.cwiseProduct(reached.at.col(0));
    result.cov.setZero();
    result.cov(data.items, data.items) = scale.asDiagonal() * reached.at.rightCols(data.n_items()) * scale.asDiagonal();
}

[[nodiscard]] inline em_moments em_covariance(const em_data& data, em_moments result, const em_options& options)
{
    const Eigen::Index n_items = data.centre.size();
    result.mean = Eigen::VectorXd::Constant(n_items, std::numeric_limits<double>::quiet_NaN());
    result.cov = matrix::Constant(n_items, n_items, std::numeric_limits<double>::quiet_NaN());
    find_what_is_not_identified(data, result);
    if (result.status != estimate_status::ok)
        return result;
    result.constant_items = data.constant_items;

    const em_ascent reached = data.is_complete ? em_closed_form(data) : em_ascend(data, options);
    result.status = reached.status;
    result.n_iterations = reached.n_iterations;
    result.log_likelihood = reached.log_likelihood + data.log_units;
    if (reached.status == estimate_status::ok)
        set_moments(data, reached, result);
    if (reached.status == estimate_status::not_converged)
        result.message =
            fmt::format("EM did not reach the maximum of the likelihood in {} iterations.", reached.n_iterations);
    else if (reached.status == estimate_status::not_positive_definite)
        result.message =
            "The likelihood rises until the covariances are singular: no positive definite matrix is its maximum.";
    else if (std::isnan(result.log_likelihood))
        result.message = "The items are linearly dependent, so there is no log likelihood.";
    return result;
}

}  // namespace detail

/// Means and covariances by maximum likelihood from people who did not all answer every item (EM, "FIML"):
///
///     maximise  sum_i -1/2 (k_i log 2 pi + log|S_i| + (x_i - m_i)' S_i^-1 (x_i - m_i))
///
/// over mean vector m and covariance matrix S, where x_i are the k_i answers of person i and m_i, S_i the parts of m
/// and S for these items. Unbiased in large samples when answers are missing at random, that is, when whether an answer
/// is missing depends on nothing but the answers that were given. The covariances of complete answers are the usual
/// ones with divisor n_persons; see `unbiased_cov()` for n_persons - 1.
///
/// It starts from the means and variances of those who answered each item and from covariances 0: a positive definite
/// matrix whatever is missing, which covariances of pairs are not. It stops when the estimated distance to the maximum,
/// extrapolated from how fast the steps of EM shrink, is below the tolerance; a small step alone would stop EM too
/// early where it is slow, and the likelihood is flat at its maximum, so that it settles half of the digits only. The
/// likelihood never decreases, but for rounding.
///
/// @param patterns  the people, collapsed; codes (`missing_patterns`) or doubles (`value_missing_patterns`).
/// @param options   max_iterations 1 or more, tolerance above 0.
/// @return  mean and cov, NaN unless status is
///          - `ok`: within 1e-8 of a maximum, in standard deviations (a local one, as EM finds; with many more people
///          than
///            items it is the only one met). cov is positive definite, but for items without variance: these have
///            variance and covariances 0, are listed in `constant_items`, and do not enter the log likelihood. Complete
///            answers give cov also where it is singular, and then no log likelihood.
///          - `too_few_persons`: fewer than two people answered anything.
///          - `item_without_answers`, `never_answered_together`: the data say nothing about a mean, or a covariance.
///          - `not_positive_definite`: incomplete answers, and EM came where less than 1e-7 of the variance of an item
///          is
///            its own: items that depend on each other, pairs that contradict each other, or so few people with most
///            answers that the likelihood has no upper bound. Nothing is smoothed.
///          - `not_converged`: max_iterations was reached; `log_likelihood` says where.
/// @throws std::invalid_argument  max_iterations or tolerance is out of range.
/// @see  Dempster, Laird & Rubin (1977), JRSS B 39, 1-38; Little & Rubin (2002), Statistical Analysis with Missing
/// Data,
///       section 11.2; Varadhan & Roland (2008), Scandinavian Journal of Statistics 35, 335-353 (SQUAREM). Agrees with
///       the saturated model of lavaan, missing = "ml".
template <typename Value>
[[nodiscard]] em_moments em_covariance(const basic_missing_patterns<Value>& patterns, const em_options& options = {})
{
    check_within("em_covariance", "max_iterations", options.max_iterations, 1, std::numeric_limits<int>::max());
    check_positive("em_covariance", "tolerance", options.tolerance);
    em_moments counts;
    counts.n_persons = patterns.n_persons();
    counts.n_without_answers = patterns.n_without_answers();
    counts.n_patterns = patterns.n_patterns();
    return detail::em_covariance(detail::em_data_of(patterns), std::move(counts), options);
}

/// The covariances with divisor n_persons - 1 instead of n_persons: for complete answers those of R's cov().
///
/// @return  items x items, in squared units; NaN where `moments.cov` is.
[[nodiscard]] inline matrix unbiased_cov(const em_moments& moments)
{
    const auto n_persons = static_cast<double>(moments.n_persons);
    return moments.cov * (n_persons / (n_persons - 1));
}

}  // namespace attune::inline v0
