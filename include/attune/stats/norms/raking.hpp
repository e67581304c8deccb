#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/estimate.hpp"

namespace attune::inline v0 {

/// The shares that a sample ought to have of the levels of one variable, such as .49 men and .51 women.
using raking_margin = std::vector<double>;

/// People of a sample who have the same level of every variable.
struct raking_cell {
    std::vector<std::size_t> levels;  ///< per margin, the place of the level in it
    std::int64_t n_persons = 0;
};

/// How far raking goes.
struct raking_options {
    int max_passes = 1000;     ///< over all margins; 2 x 2 tables take some 10, sparse ones hundreds
    double tolerance = 1e-12;  ///< sum of changes of the shares in a pass, below what a weight prints
};

/// Weights that give a sample the margins of a population.
struct raking_result {
    std::vector<double> weights;  ///< per cell, for each of its people; their mean over people is 1; 0 for empty cells
    double design_effect = std::numeric_limits<double>::quiet_NaN();  ///< Kish: n sum w^2 / (sum w)^2, at least 1
    double n_effective = std::numeric_limits<double>::quiet_NaN();    ///< n / design_effect
    int n_passes = 0;
    estimate_status status = estimate_status::ok;
    std::string message = {};  ///< one sentence when `status` is not ok
};

/// Raking (iterative proportional fitting): multiplies the cells of a sample by factors of their levels until every
/// margin has its share,
///
///     p_c <- p_c * t_v(l) / sum over cells with level l of variable v of p_c      for each variable v in turn,
///
/// from p_c = n_c / n; the weight of a person in cell c is p_c n / n_c. Interactions of the sample are kept.
///
/// @param cells    of a sample, each combination of levels at most once; others are empty.
/// @param margins  per variable the shares of its levels, each above 0; they are scaled to add up to 1.
/// @param options  when to stop.
/// @return     weights, NaN and `not_defined` when a level with a share has nobody, `not_converged` when the margins
///             are not reached, as when they contradict empty cells.
/// @throws std::invalid_argument  no people; a cell has other levels than there are margins; a count is negative; a
///                                share is not above 0, or the shares of a variable add up to less than 0.95 or more
///                                than 1.05.
/// @note       With weights an interval rests on n_effective people. A design effect above 2 says that the sample is
///             not like the population, which weights do not mend.
/// @see        Deming & Stephan (1940), Annals of Mathematical Statistics 11, 427-444; Kish (1965), Survey sampling,
///             11.7. Agrees with cNORM::computeWeights() up to a common factor.
[[nodiscard]] inline raking_result rake(const std::vector<raking_cell>& cells, std::vector<raking_margin> margins,
                                        const raking_options& options = {})
{
    std::int64_t n_persons = 0;
    for (const raking_cell& cell : cells) {
        check_count("rake", "levels", cell.levels.size(), margins.size());
        for (std::size_t v = 0; v < margins.size(); ++v)
            if (cell.levels[v] >= margins[v].size())
                fail_argument("rake", "levels", fmt::format("lie below {}", margins[v].size()),
                              fmt::format("{}", cell.levels[v]));
        if (cell.n_persons < 0)
            fail_argument("rake", "n_persons", "not be negative", fmt::format("{}", cell.n_persons));
        n_persons += cell.n_persons;
    }
    if (n_persons == 0)
        fail_argument("rake", "cells", "hold people", "empty");
    for (raking_margin& margin : margins) {
        constexpr double slack = 0.05;  // of shares that were rounded
        const double total = std::accumulate(margin.begin(), margin.end(), 0.0);
        if (!(*std::min_element(margin.begin(), margin.end()) > 0) || !(std::abs(total - 1) <= slack))
            fail_argument("rake", "margins", "be shares above 0 that add up to 1",
                          fmt::format("shares that add up to {}", total));
        for (double& share : margin)
            share /= total;
    }

    raking_result made;
    const auto n = static_cast<double>(n_persons);
    std::vector<double> shares;
    for (const raking_cell& cell : cells)
        shares.push_back(static_cast<double>(cell.n_persons) / n);
    const auto sums_of = [&](std::size_t v) {
        std::vector<double> sums(margins[v].size());
        for (std::size_t c = 0; c < cells.size(); ++c)
            sums[cells[c].levels[v]] += shares[c];
        return sums;
    };
    double moved = std::numeric_limits<double>::infinity();
    for (; moved > options.tolerance && made.n_passes < options.max_passes; ++made.n_passes) {
        moved = 0;
        for (std::size_t v = 0; v < margins.size(); ++v) {
            const std::vector<double> sums = sums_of(v);
            if (*std::min_element(sums.begin(), sums.end()) == 0) {
                made.status = estimate_status::not_defined;
                made.message = "a level that has a share in the population has nobody in the sample";
                made.weights.assign(cells.size(), std::numeric_limits<double>::quiet_NaN());
                return made;
            }
            for (std::size_t c = 0; c < cells.size(); ++c) {
                const double before = shares[c];
                shares[c] *= margins[v][cells[c].levels[v]] / sums[cells[c].levels[v]];
                moved += std::abs(shares[c] - before);
            }
        }
    }
    if (moved > options.tolerance) {
        made.status = estimate_status::not_converged;
        made.message = fmt::format("the margins are not reached in {} passes: they may contradict empty cells",
                                   options.max_passes);
    }
    double squares = 0;
    for (std::size_t c = 0; c < cells.size(); ++c) {
        const auto n_cell = static_cast<double>(cells[c].n_persons);
        made.weights.push_back(cells[c].n_persons == 0 ? 0 : shares[c] * n / n_cell);
        squares += n_cell * made.weights.back() * made.weights.back();
    }
    made.design_effect = squares / n;  // the weights of n people add up to n
    made.n_effective = n / made.design_effect;
    return made;
}

}  // namespace attune::inline v0
