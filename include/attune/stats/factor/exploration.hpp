#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/core/version.hpp"

// What the steps of an exploratory factoring find, for those who print it: how they find it is beside this header.
namespace attune::inline v0 {

/// How far the correlations of items are those of common factors rather than of pairs.
struct sampling_adequacy {
    estimate kmo;         ///< id "kmo", 0..1: of all items
    Eigen::VectorXd msa;  ///< p, 0..1: of each item; NaN where `kmo` has no value, or the item correlates with none
};

/// Whether items correlate at all.
struct sphericity_test {
    double chi_square = std::numeric_limits<double>::quiet_NaN();
    int df = 0;  ///< p (p - 1) / 2
    double p = std::numeric_limits<double>::quiet_NaN();
    estimate_status status = estimate_status::ok;
    std::string message;  ///< one sentence when `status` is not ok
};

/// How a parallel analysis is run.
struct parallel_options {
    int n_replicates = 200;    ///< leaves 10 beyond the percentile; eigenvalues of 36 items then hold to about .005
    double percentile = 0.95;  ///< Glorfeld (1995): the mean lets too many factors pass
    std::uint64_t seed = 1;    ///< any number; the same seed gives the same eigenvalues
    int n_threads = 1;         ///< does not change the result
};

/// Eigenvalues of correlations that are there by chance alone, the largest first.
struct chance_eigenvalues {
    Eigen::VectorXd mean;        ///< over the replicates
    Eigen::VectorXd percentile;  ///< of the replicates, place by place; as R's quantile(type = 7)
    int n_replicates = 0;
};

/// What is left between items when components are taken out.
struct average_partial_test {
    Eigen::VectorXd squared;  ///< place m: mean squared partial correlation without the first m components, m 0..p - 1
    Eigen::VectorXd fourth;   ///< the same of fourth powers
    int n_factors_squared = 0;  ///< where `squared` is least: Velicer (1976)
    int n_factors_fourth = 0;   ///< where `fourth` is least: Velicer, Eaton & Fava (2000)
    estimate_status status = estimate_status::ok;
    std::string message = {};  ///< one sentence when `status` is not ok; then the above are NaN and 0
};

/// How far the correlations that factors imply are from those they were fitted to.
struct residual_fit {
    double rmsr = std::numeric_limits<double>::quiet_NaN();     ///< root mean squared residual over pairs of items
    double largest = std::numeric_limits<double>::quiet_NaN();  ///< residual of largest size, with its sign
    std::pair<std::size_t, std::size_t> largest_pair{0, 0};     ///< the two items, counted from 0
    double chi_square = std::numeric_limits<double>::quiet_NaN();
    int df = 0;
    double p = std::numeric_limits<double>::quiet_NaN();
};

/// Correlated factors taken apart into a general factor and group factors, all of them uncorrelated.
struct schmid_leiman_solution {
    Eigen::VectorXd general = {};  ///< p loadings; NaN unless `status` is ok
    matrix groups = {};            ///< p x k loadings of what is left of each factor; NaN as the general ones
    Eigen::VectorXd higher = {};   ///< k loadings of the factors on the general factor; NaN as the general ones
    double ecv = std::numeric_limits<double>::quiet_NaN();  ///< explained common variance: the general factor's share
    estimate_status status = estimate_status::ok;
    std::string message = {};  ///< one sentence when `status` is not ok
};

}  // namespace attune::inline v0
