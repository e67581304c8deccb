#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include <Eigen/Core>

#include "attune/core/matrix.hpp"
#include "attune/core/philox.hpp"
#include "attune/core/version.hpp"

namespace attune::inline v0::detail {

/// How many items the first part of a split, the one with item 1, may hold.
struct part_sizes {
    Eigen::Index min;
    Eigen::Index max;
};

/// Walks over all splits of items into two parts as a tree, one item a level, and hands the sum of covariances between
/// the parts of each to a function. Every sum is built from the root, so that none carries the rounding of many.
template <typename Visit>
class split_walk {
public:
    split_walk(const matrix_view& cov, part_sizes sizes, Visit& visit)
        : cov_(cov),
          sizes_(sizes),
          visit_(visit),
          with_first_(matrix::Zero(cov.rows(), cov.rows() + 1)),
          with_second_(with_first_)
    {
    }

    void run() { place(0, 0, 0, true); }

private:
    /// Puts an item into either part, and walks on.
    void branch(Eigen::Index item, Eigen::Index n_first, double between)
    {
        if (item == cov_.rows()) {
            visit_(between);
            return;
        }
        if (n_first < sizes_.max)
            place(item, n_first, between, true);
        const Eigen::Index n_second = item - n_first;
        if (n_second < cov_.rows() - sizes_.min)
            place(item, n_first, between, false);
    }

    /// Columns `item + 1` hold, for the items not yet placed, their covariance with the first and the second part.
    void place(Eigen::Index item, Eigen::Index n_first, double between, bool in_first)
    {
        const matrix& other = in_first ? with_second_ : with_first_;
        between += other(item, item);
        const Eigen::Index n_left = cov_.rows() - item - 1;
        with_first_.col(item + 1).tail(n_left) = with_first_.col(item).tail(n_left);
        with_second_.col(item + 1).tail(n_left) = with_second_.col(item).tail(n_left);
        (in_first ? with_first_ : with_second_).col(item + 1).tail(n_left) += cov_.col(item).tail(n_left);
        branch(item + 1, n_first + (in_first ? 1 : 0), between);
    }

    const matrix_view& cov_;
    part_sizes sizes_;
    Visit& visit_;
    matrix with_first_;
    matrix with_second_;
};

/// Calls visit(between) for every split with item 1 in the first part, each once.
template <typename Visit>
void visit_splits(const matrix_view& cov, part_sizes sizes, Visit visit)
{
    split_walk<Visit>(cov, sizes, visit).run();
}

/// Raises the covariance between the parts of a split by the best of all moves of one item, and, where sizes are to
/// stay, of all exchanges of two, until none raises it.
class split_climb {
public:
    split_climb(const matrix_view& cov, part_sizes sizes) : cov_(cov), sizes_(sizes), side_(cov.rows()) {}

    /// Climbs from a random split.
    ///
    /// @return  the covariance between the parts where the climb ends.
    double run(philox_stream& random)
    {
        start(random);
        for (;;) {
            const move best = best_move();
            if (!(best.gain > smallest_gain_))
                return between();
            take(best.item);
            if (best.other >= 0)
                take(best.other);
        }
    }

private:
    struct move {
        Eigen::Index item = -1;
        Eigen::Index other = -1;  ///< the item it changes places with
        double gain = 0;
    };

    void start(philox_stream& random)
    {
        // The first `min` of a random order go into one part; of the others, as many as may, by a coin.
        std::vector<Eigen::Index> order(static_cast<std::size_t>(cov_.rows()));
        for (std::size_t i = 0; i < order.size(); ++i) {
            const std::size_t place = random.below(static_cast<std::uint32_t>(i + 1));
            order[i] = order[place];
            order[place] = static_cast<Eigen::Index>(i);
        }
        side_.setConstant(-1);
        n_first_ = 0;
        for (const Eigen::Index item : order) {
            if (n_first_ < sizes_.min || (n_first_ < sizes_.max && random.below(2) == 1)) {
                side_(item) = 1;
                ++n_first_;
            }
        }
        gain_ = side_.array() * (cov_ * side_).array() - cov_.diagonal().array();
        smallest_gain_ = 1e-12 * cov_.cwiseAbs().sum();
    }

    /// Moving item i alone gains gain_(i): its covariances within its part less those with the other part.
    [[nodiscard]] move best_move() const
    {
        move best;
        for (Eigen::Index item = 0; item < cov_.rows(); ++item) {
            const Eigen::Index n_first = n_first_ - static_cast<Eigen::Index>(side_(item));
            if (n_first >= sizes_.min && n_first <= sizes_.max && gain_(item) > best.gain)
                best = {item, -1, gain_(item)};
            for (Eigen::Index other = 0; other < item; ++other) {
                const double gain = gain_(item) + gain_(other) + 2 * cov_(item, other);
                if (side_(item) != side_(other) && gain > best.gain)
                    best = {item, other, gain};
            }
        }
        return best;
    }

    void take(Eigen::Index item)
    {
        n_first_ -= static_cast<Eigen::Index>(side_(item));
        side_(item) = -side_(item);
        gain_ = side_.array() * (cov_ * side_).array() - cov_.diagonal().array();
    }

    [[nodiscard]] double between() const { return (cov_.sum() - side_.dot(cov_ * side_)) / 4; }

    const matrix_view& cov_;
    part_sizes sizes_;
    Eigen::VectorXd side_;  ///< 1 in the first part, -1 in the second
    Eigen::ArrayXd gain_;
    Eigen::Index n_first_ = 0;
    double smallest_gain_ = 0;  ///< smaller ones are rounding, and could go round in circles
};

/// The largest covariance between two parts that climbing from 200 random splits (fixed seed) finds.
[[nodiscard]] inline double searched_split(const matrix_view& cov, part_sizes sizes)
{
    constexpr int n_starts = 200;
    split_climb climb(cov, sizes);
    philox_stream random(0, 0);
    double best = climb.run(random);
    for (int start = 1; start < n_starts; ++start)
        best = std::max(best, climb.run(random));
    return best;
}

}  // namespace attune::inline v0::detail
