#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "attune/core/check.hpp"
#include "attune/core/check_moderate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/moments/exact_sum.hpp"

namespace attune::inline v0 {

/// One line of an analysis of variance.
struct variance_source {
    double sum_of_squares = 0;
    std::int64_t df = 0;
    double mean_square = std::numeric_limits<double>::quiet_NaN();  ///< NaN when df is 0
};

/// A ratio of two mean squares.
struct f_test {
    double f = std::numeric_limits<double>::quiet_NaN();  ///< infinite over a mean square of 0; NaN for 0 over 0
    double df1 = 0;
    double df2 = 0;
    double p = std::numeric_limits<double>::quiet_NaN();  ///< of an F at least this large
};

/// Tests whether one mean square is larger than another: F = upper / lower on their degrees of freedom.
///
/// @return  F and p are NaN when a mean square is NaN or both are 0.
[[nodiscard]] inline f_test mean_square_ratio(const variance_source& upper, const variance_source& lower)
{
    f_test test{upper.mean_square / lower.mean_square, static_cast<double>(upper.df), static_cast<double>(lower.df)};
    test.p = detail::f_upper_tail(test.f, test.df1, test.df2);
    return test;
}

/// Values in groups: how much lies between the groups, how much within them.
struct one_way_anova {
    variance_source between;
    variance_source within;
    f_test test;  ///< between over within
};

/// Persons rated by the same raters: how much lies between persons, between raters, and in neither.
struct two_way_anova {
    std::int64_t n_persons = 0;
    std::int64_t n_raters = 0;
    variance_source persons;   ///< n - 1 df
    variance_source raters;    ///< k - 1 df
    variance_source residual;  ///< (n - 1) (k - 1) df
    variance_source within;    ///< raters and residual together: within persons, n (k - 1) df
};

namespace detail {

[[nodiscard]] inline variance_source source_of(double sum_of_squares, std::int64_t df)
{
    variance_source source{sum_of_squares, df};
    if (df > 0)
        source.mean_square = sum_of_squares / static_cast<double>(df);
    return source;
}

/// Exact sums of a group of values; refuses what is missing or too large.
template <typename Values>
[[nodiscard]] exact_sum checked_sum(std::string_view function, std::string_view argument, const Values& values)
{
    exact_sum sum;
    for (const double value : values) {
        check_moderate(function, argument, value);
        if (std::isnan(value))
            fail_argument(function, argument, "hold no missing value", "NaN in one place");
        sum.add(value);
    }
    return sum;
}

}  // namespace detail

/// One-way analysis of variance of groups of any size:
///
///     SS between = sum_g n_g (mean_g - mean)^2,   SS within = sum_g sum_i (x_gi - mean_g)^2
///
/// without the cancellation of sums of squares: means have twice the digits of a double, sums are exact.
///
/// @param groups  values per group, any unit; at least two groups, none of them empty.
/// @return        mean squares in squared units; df groups - 1 and values - groups. With one value a group there is no
///                mean square within, and F is NaN; F is infinite when nothing varies within groups but the groups
///                differ.
/// @throws std::invalid_argument  fewer than two groups, an empty one, or a value that is missing, infinite or larger
///                                than 1e150.
/// @note          The doubles nearest to decimals limit F: of NIST StRD, 10 digits are possible for SmLs04-06 and
///                AtmWtAg and 4 for SmLs07-09, and are reached.
/// @see           NIST StRD, analysis of variance. Agrees with anova(aov(y ~ g)) of R.
[[nodiscard]] inline one_way_anova one_way(const std::vector<std::vector<double>>& groups)
{
    if (groups.size() < 2)
        fail_argument("one_way", "groups", "hold at least 2 groups", fmt::format("{} long", groups.size()));
    exact_sum total;
    std::vector<centre> means;
    std::int64_t n_values = 0;
    for (const std::vector<double>& group : groups) {
        if (group.empty())
            fail_argument("one_way", "groups", "hold no empty group", "one with an empty group");
        const auto n_group = static_cast<std::int64_t>(group.size());
        means.push_back(centre_of(detail::checked_sum("one_way", "groups", group), n_group));
        for (const double value : group)
            total.add(value);
        n_values += n_group;
    }
    const centre mean = centre_of(total, n_values);
    exact_sum between;
    exact_sum within;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const double deviation = means[g].deviation_from(mean);
        between.add(static_cast<double>(groups[g].size()) * deviation * deviation);
        for (const double value : groups[g])
            within.add(means[g].deviation(value) * means[g].deviation(value));
    }
    const auto n_groups = static_cast<std::int64_t>(groups.size());
    one_way_anova table{
        detail::source_of(between.value(), n_groups - 1), detail::source_of(within.value(), n_values - n_groups), {}};
    table.test = mean_square_ratio(table.between, table.within);
    return table;
}

/// Two-way analysis of variance without replication of n persons (rows) by k raters (columns):
///
///     SS persons = k sum_i (r_i - m)^2,   SS raters = n sum_j (c_j - m)^2,   SS within = sum_ij (x_ij - r_i)^2,
///     SS residual = sum_ij (x_ij - r_i - c_j + m)^2
///
/// with means of twice the digits of a double and exact sums: neither a large mean nor the order of rows or columns
/// moves a digit. Differences below 2^-50 of the largest rating are rounding of the ratings and count as none, so that
/// equal means are equal although 0.1 + 0.3 and 0.2 + 0.2 differ as doubles.
///
/// @param ratings  n x k, any unit, complete (see `complete_rows()`); n >= 1, k >= 1.
/// @return         mean squares in squared units; NaN for a line without degrees of freedom (one person, one rater).
/// @throws std::invalid_argument  there is no person or no rater, or a rating is missing, infinite or above 1e150.
/// @see            McGraw & Wong (1996), Psychological Methods 1, 30-46, table 1. Agrees with anova(aov(y ~ person +
///                 rater)) of R.
[[nodiscard]] inline two_way_anova two_way(const matrix_view& ratings)
{
    if (ratings.rows() < 1 || ratings.cols() < 1)
        fail_argument("two_way", "ratings", "have at least one row and one column",
                      fmt::format("{} x {}", ratings.rows(), ratings.cols()));
    const std::int64_t n = ratings.rows();
    const std::int64_t k = ratings.cols();
    exact_sum total;
    std::vector<centre> persons;
    double largest = 0;
    for (Eigen::Index i = 0; i < n; ++i) {
        persons.push_back(centre_of(detail::checked_sum("two_way", "ratings", ratings.row(i)), k));
        for (const double rating : ratings.row(i)) {
            total.add(rating);
            largest = std::max(largest, std::abs(rating));
        }
    }
    const centre mean = centre_of(total, n * k);
    exact_sum between;
    for (const centre& person : persons)
        between.add(person.deviation_from(mean) * person.deviation_from(mean));
    exact_sum raters;
    exact_sum residual;
    exact_sum within;
    for (Eigen::Index j = 0; j < k; ++j) {
        exact_sum deviations;  // from the persons' means: their mean is that of the rater, less the mean of all
        for (Eigen::Index i = 0; i < n; ++i)
            deviations.add(persons[static_cast<std::size_t>(i)].deviation(ratings(i, j)));
        const centre effect = centre_of(deviations, n);
        raters.add(effect.high * effect.high);
        for (Eigen::Index i = 0; i < n; ++i) {
            const double deviation = persons[static_cast<std::size_t>(i)].deviation(ratings(i, j));
            within.add(deviation * deviation);
            residual.add(effect.deviation(deviation) * effect.deviation(deviation));
        }
    }
    const double rounding = std::ldexp(largest, -50);
    const auto line = [&](double sum_of_squares, std::int64_t df) {
        const bool is_rounding = sum_of_squares <= static_cast<double>(df) * rounding * rounding;
        return detail::source_of(is_rounding ? 0 : sum_of_squares, df);
    };
    return {n,
            k,
            line(static_cast<double>(k) * between.value(), n - 1),
            line(static_cast<double>(n) * raters.value(), k - 1),
            line(residual.value(), (n - 1) * (k - 1)),
            line(within.value(), n * (k - 1))};
}

/// The persons without a missing rating: listwise deletion.
///
/// @param ratings  n x k; NaN is missing.
/// @return         the complete rows in their order; n less their number were left out.
[[nodiscard]] inline matrix complete_rows(const matrix_view& ratings)
{
    matrix complete(ratings.rows(), ratings.cols());
    Eigen::Index n_complete = 0;
    for (Eigen::Index i = 0; i < ratings.rows(); ++i)
        if (!ratings.row(i).hasNaN())
            complete.row(n_complete++) = ratings.row(i);
    complete.conservativeResize(n_complete, Eigen::NoChange);
    return complete;
}

}  // namespace attune::inline v0
