// How often the intervals of omega hold the omega of the population that samples were drawn from.
//
//   omega_coverage [ANSWERS.csv]
//
// Populations: (1) normal variables with one factor, as the standard errors suppose; (2) the same cut into seven
// categories; (3) with the open ECR data at hand, the people who answered all anxiety items of the form
// open-psychometrics. omega_u of (1) is known, those of (2) and (3) are of all their people.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <Eigen/Core>
#include <boost/math/distributions/normal.hpp>
#include <fmt/core.h>

#include "attune/core/philox.hpp"
#include "attune/stats/moments/covariance.hpp"
#include "attune/stats/reliability/omega_bootstrap.hpp"
#include "populations.hpp"

namespace {

using namespace attune_benchmark;

using answer_rows = Eigen::Matrix<std::int8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// How often an interval held, and on which side it did not.
struct held {
    int n = 0, n_held = 0, n_below = 0, n_absent = 0;

    void count(const attune::estimate& omega, double value)
    {
        ++n;
        n_absent += omega.ci ? 0 : 1;
        n_held += omega.ci && omega.ci->lower <= value && value <= omega.ci->upper ? 1 : 0;
        n_below += omega.ci && omega.ci->upper < value ? 1 : 0;
    }

    void print(const char* name) const
    {
        fmt::print("    {:18} covers {:5.2f} % of {}; lies below in {:.2f} %, absent in {:.2f} %\n", name,
                   100.0 * n_held / n, n, 100.0 * n_below / n, 100.0 * n_absent / n);
    }
};

void normal_samples(Eigen::Index n_persons, Eigen::Index k, int n_replicates)
{
    const Eigen::VectorXd loadings = Eigen::VectorXd::LinSpaced(k, 0.4, 0.85);
    const double explained = loadings.sum() * loadings.sum();
    const double omega = explained / (explained + (1 - loadings.array().square()).sum());
    const boost::math::normal normal;
    held model, observed;
    for (int r = 0; r < n_replicates; ++r) {
        attune::philox_stream draw(static_cast<std::uint64_t>(r), static_cast<std::uint64_t>(n_persons));
        const auto next = [&] { return quantile(normal, (static_cast<double>(draw()) + 0.5) / 4294967296.0); };
        attune::matrix data(n_persons, k);
        for (Eigen::Index i = 0; i < n_persons; ++i) {
            const double place = next();
            for (Eigen::Index j = 0; j < k; ++j)
                data(i, j) = loadings(j) * place + std::sqrt(1 - loadings(j) * loadings(j)) * next();
        }
        data.rowwise() -= data.colwise().mean().eval();
        const attune::matrix cov = data.transpose() * data / static_cast<double>(n_persons);
        const attune::one_factor_omegas found = attune::omegas_of_one_factor(cov, n_persons);
        model.count(found.model, omega);
        observed.count(found.observed, omega);
    }
    fmt::print("  normal, {} items, omega {:.4f}, n {}\n", k, omega, n_persons);
    model.print("omega_u");
    observed.print("omega_u_obs");
}

void samples_of(const population& people, std::size_t n, bool is_bootstrapped, int n_replicates)
{
    attune::moments all(layout_of_scale(people.max));
    all.add(people.rows.data(), people.size(), stride);
    const attune::one_factor_omegas truth = attune::omegas_of_one_factor(attune::listwise_covariances(all, 0).cov);
    held model, observed;
    for (int r = 0; r < n_replicates; ++r) {
        attune::philox_stream draw(static_cast<std::uint64_t>(r), n);
        answer_rows sample(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(n_items));
        for (std::size_t i = 0; i < n; ++i) {
            const std::size_t who = (std::uint64_t{draw()} * people.size()) >> 32;
            std::copy_n(people.rows.begin() + static_cast<std::ptrdiff_t>(who * stride), n_items,
                        sample.data() + i * n_items);
        }
        const attune::detail::omega_resampler sums(sample);
        const attune::one_factor_omegas found =
            is_bootstrapped
                ? attune::omega_bootstrap(sample, {.n_replicates = 1000, .seed = static_cast<std::uint64_t>(r)})
                : attune::omegas_of_one_factor(sums.covariances(), static_cast<std::int64_t>(n));
        model.count(found.model, truth.model.value);
        observed.count(found.observed, truth.observed.value);
    }
    fmt::print("  {}, {} items, omega {:.4f}, n {}, {}\n", people.name, n_items, truth.model.value, n,
               is_bootstrapped ? "bca" : "delta");
    model.print("omega_u");
    observed.print("omega_u_obs");
}

}  // namespace

int main(int n_arguments, char** arguments)
{
    constexpr int n_replicates = 5000;
    constexpr int n_bootstrapped = 500;
    for (const Eigen::Index n : {50, 100, 200, 500})
        for (const Eigen::Index k : {6, 18})
            normal_samples(n, k, n_replicates);
    std::vector<population> populations{normal_population()};
    if (n_arguments > 1)
        populations.push_back(real_population(arguments[1]));
    for (const population& people : populations)
        for (const std::size_t n : {100U, 200U, 500U}) {
            samples_of(people, n, false, n_replicates);
            if (n <= 200)
                samples_of(people, n, true, n_bootstrapped);
        }
}
