#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <thread>
#include <vector>

#include <Eigen/Eigenvalues>

#include "attune/core/check.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/philox.hpp"
#include "attune/core/version.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/detail/random_numbers.hpp"
#include "attune/stats/factor/exploration.hpp"

namespace attune::inline v0 {

/// The eigenvalues of a symmetric matrix, the largest first.
///
/// @param m  k x k, finite; the lower triangle is read.
[[nodiscard]] inline Eigen::VectorXd descending_eigenvalues(const matrix_view& m)
{
    return Eigen::SelfAdjointEigenSolver<matrix>(m, Eigen::EigenvaluesOnly).eigenvalues().reverse();
}

/// How many eigenvalues, from the first on, are above those of chance.
///
/// @param observed,chance  of one length.
[[nodiscard]] inline int n_factors_above(const Eigen::VectorXd& observed, const Eigen::VectorXd& chance)
{
    check_count<Eigen::Index>("n_factors_above", "chance", chance.size(), observed.size());
    int n_factors = 0;
    while (n_factors < observed.size() && observed[n_factors] > chance[n_factors])
        ++n_factors;
    return n_factors;
}

namespace detail {

inline void check_parallel(std::string_view function, const parallel_options& options)
{
    check_within(function, "n_replicates", options.n_replicates, 20, 1'000'000);
    check_within(function, "n_threads", options.n_threads, 1, 1024);
    check_probability(function, "percentile", options.percentile);
}

/// Mean and percentile of the eigenvalues of replicates, each of which depends on its stream alone.
///
/// @param correlations  called with a stream; gives a p x p matrix of correlations.
template <typename Correlations>
[[nodiscard]] chance_eigenvalues eigenvalues_of_replicates(Eigen::Index n_items, const parallel_options& options,
                                                           Correlations correlations)
{
    matrix values(options.n_replicates, n_items);
    const int n_threads = std::min(options.n_threads, options.n_replicates);
    const auto work = [&](int thread) {
        for (int i = thread; i < options.n_replicates; i += n_threads) {
            philox_stream stream(options.seed, static_cast<std::uint64_t>(i));
            values.row(i) = descending_eigenvalues(correlations(stream)).transpose();
        }
    };
    std::vector<std::jthread> helpers;
    for (int thread = 1; thread < n_threads; ++thread)
        helpers.emplace_back(work, thread);
    work(0);
    helpers.clear();

    chance_eigenvalues made{values.colwise().mean(), Eigen::VectorXd(n_items), options.n_replicates};
    const double place = options.percentile * (options.n_replicates - 1);
    const auto below = static_cast<Eigen::Index>(place);
    const Eigen::Index above = std::min<Eigen::Index>(below + 1, options.n_replicates - 1);
    for (Eigen::Index item = 0; item < n_items; ++item) {
        auto column = values.col(item);
        std::sort(column.begin(), column.end());
        made.percentile[item] = column[below] + (place - static_cast<double>(below)) * (column[above] - column[below]);
    }
    return made;
}

/// Correlations of n people's answers to p items that are independent and normal. With n - 1 >= p they come from the
/// Wishart distribution of the covariances, by Bartlett's decomposition, and cost the same for any n.
[[nodiscard]] inline matrix chance_correlations(std::int64_t n_persons, Eigen::Index n_items, philox_stream& stream)
{
    matrix rows = matrix::Zero(n_items, std::min<Eigen::Index>(n_persons, n_items));
    if (n_persons > n_items) {
        for (Eigen::Index i = 0; i < n_items; ++i) {
            for (Eigen::Index j = 0; j < i; ++j)
                rows(i, j) = draw_normal(stream);
            const chi_square_distribution of_rest(static_cast<double>(n_persons - 1 - i));
            rows(i, i) = std::sqrt(quantile(of_rest, draw_uniform(stream)));
        }
    } else {
        for (double& answer : rows.reshaped())
            answer = draw_normal(stream);
        rows.colwise() -= rows.rowwise().mean().eval();
    }
    rows.rowwise().normalize();
    return rows * rows.transpose();
}

/// Answers of complete people, column by column, and what no permutation within a column changes.
class permutable_answers {
public:
    explicit permutable_answers(const answer_view& answers)
        : n_persons_(answers.rows()), columns_(static_cast<std::size_t>(answers.cols()))
    {
        sums_.resize(answers.cols());
        deviations_.resize(answers.cols());
        const auto n = static_cast<double>(n_persons_);
        for (Eigen::Index item = 0; item < answers.cols(); ++item) {
            std::vector<std::int8_t>& column = columns_[static_cast<std::size_t>(item)];
            column.resize(static_cast<std::size_t>(n_persons_));
            std::int64_t sum = 0;
            std::int64_t squares = 0;
            for (Eigen::Index person = 0; person < n_persons_; ++person) {
                const int answer = answers(person, item);
                column[static_cast<std::size_t>(person)] = static_cast<std::int8_t>(answer);
                sum += answer;
                squares += answer * answer;
            }
            sums_[item] = static_cast<double>(sum);
            deviations_[item] = std::sqrt(static_cast<double>(squares) - sums_[item] * sums_[item] / n);
        }
    }

    [[nodiscard]] bool has_variance() const { return (deviations_.array() > 0).all(); }

    /// Correlations after the answers to each item were dealt to the people anew.
    [[nodiscard]] matrix correlations(philox_stream& stream) const
    {
        using block_matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic>;
        const auto p = static_cast<Eigen::Index>(columns_.size());
        std::vector<std::vector<std::int8_t>> dealt = columns_;
        for (std::vector<std::int8_t>& column : dealt)
            for (std::size_t i = column.size(); i > 1; --i)
                std::swap(column[i - 1], column[stream.below(static_cast<std::uint32_t>(i))]);
        constexpr Eigen::Index block = 1024;  // people: sums of products up to 100^2 stay exact in a float
        matrix products = matrix::Zero(p, p);
        block_matrix answers(block, p);
        for (Eigen::Index first = 0; first < n_persons_; first += block) {
            const Eigen::Index n_rows = std::min(block, n_persons_ - first);
            for (Eigen::Index item = 0; item < p; ++item)
                answers.col(item).head(n_rows) = Eigen::Map<const Eigen::Matrix<std::int8_t, Eigen::Dynamic, 1>>(
                                                     dealt[static_cast<std::size_t>(item)].data() + first, n_rows)
                                                     .cast<float>();
            const block_matrix sums = answers.topRows(n_rows).transpose() * answers.topRows(n_rows);
            products += sums.cast<double>();
        }
        const auto n = static_cast<double>(n_persons_);
        matrix r = (products - sums_ * sums_.transpose() / n).array() / (deviations_ * deviations_.transpose()).array();
        r.diagonal().setOnes();
        return r;
    }

private:
    Eigen::Index n_persons_;
    std::vector<std::vector<std::int8_t>> columns_;
    Eigen::VectorXd sums_;
    Eigen::VectorXd deviations_;
};

}  // namespace detail

/// Horn's parallel analysis with normal answers: eigenvalues of the correlations of as many people and items, all
/// independent. Factors of the real answers are those whose eigenvalues are above them, see `n_factors_above()`.
///
/// @param n_persons  2..2^31 - 1.
/// @param n_items    p, 2..1000.
/// @param options    n_replicates 20 or more, percentile between 0 and 1, n_threads 1..1024.
/// @return     replicate i depends on the seed and i alone: the same for any number of threads.
/// @throws std::invalid_argument  an argument is outside.
/// @see        Horn (1965), Psychometrika 30, 179-185; Glorfeld (1995), Educational and Psychological Measurement 55,
///             377-393. Agrees with psych::fa.parallel(fa = "pc") but for the random numbers.
[[nodiscard]] inline chance_eigenvalues parallel_normal(std::int64_t n_persons, int n_items,
                                                        const parallel_options& options = {})
{
    check_within<std::int64_t>("parallel_normal", "n_persons", n_persons, 2, std::numeric_limits<std::int32_t>::max());
    check_within("parallel_normal", "n_items", n_items, 2, 1000);
    detail::check_parallel("parallel_normal", options);
    return detail::eigenvalues_of_replicates(n_items, options, [&](philox_stream& stream) {
        return detail::chance_correlations(n_persons, n_items, stream);
    });
}

/// The same with the real answers, dealt to the people anew item by item: each item keeps its distribution, with its
/// skew and its few categories, and loses its correlations.
///
/// @param answers  n x p complete answers, 0..100, n 2..2^31 - 1, p 2..1000: a row a person.
/// @param options  as for `parallel_normal()`.
/// @return         NaN when an item has no variance.
/// @throws std::invalid_argument  an argument is outside.
/// @see        Buja & Eyuboglu (1992), Multivariate Behavioral Research 27, 509-540. Agrees with psych::fa.parallel(
///             fa = "pc", sim = FALSE) in kind: that draws people with replacement, item by item.
[[nodiscard]] inline chance_eigenvalues parallel_permuted(const answer_view& answers,
                                                          const parallel_options& options = {})
{
    check_within<Eigen::Index>("parallel_permuted", "number of persons", answers.rows(), 2,
                               std::numeric_limits<std::int32_t>::max());
    check_within<Eigen::Index>("parallel_permuted", "number of items", answers.cols(), 2, 1000);
    detail::check_parallel("parallel_permuted", options);
    for (Eigen::Index person = 0; person < answers.rows(); ++person)
        for (Eigen::Index item = 0; item < answers.cols(); ++item)
            check_within<int>("parallel_permuted", "answers", answers(person, item), 0, 100);
    const detail::permutable_answers deck(answers);
    if (!deck.has_variance()) {
        const Eigen::VectorXd unknown =
            Eigen::VectorXd::Constant(answers.cols(), std::numeric_limits<double>::quiet_NaN());
        return {unknown, unknown, options.n_replicates};
    }
    return detail::eigenvalues_of_replicates(answers.cols(), options,
                                             [&](philox_stream& stream) { return deck.correlations(stream); });
}

}  // namespace attune::inline v0
