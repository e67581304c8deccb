// How long exploratory factors take. peers/factors_psych.R does the same in R. Procedure: README.md beside this file.
#include <cstdint>

#include <Eigen/Core>
#include <benchmark/benchmark.h>

#include "attune/core/philox.hpp"
#include "attune/stats/detail/random_numbers.hpp"
#include "attune/stats/factor/minimum_residual.hpp"
#include "attune/stats/factor/parallel_analysis.hpp"
#include "attune/stats/factor/rotation/rotate.hpp"

namespace {

/// Correlations of 1,000 made-up people's answers to items in two groups that correlate .3.
attune::matrix correlations_of(Eigen::Index n_items)
{
    attune::philox_stream random(1998, 0);
    constexpr Eigen::Index n_persons = 1000;
    attune::matrix answers(n_persons, n_items);
    for (Eigen::Index person = 0; person < n_persons; ++person) {
        const double first = attune::detail::draw_normal(random);
        const double second = 0.3 * first + 0.954 * attune::detail::draw_normal(random);
        for (Eigen::Index item = 0; item < n_items; ++item)
            answers(person, item) = (item % 2 == 0 ? first : second) + 1.2 * attune::detail::draw_normal(random);
    }
    answers.rowwise() -= answers.colwise().mean().eval();
    answers.colwise().normalize();
    return answers.transpose() * answers;
}

void two_factors_by_minres_and_oblimin(benchmark::State& state)
{
    const attune::matrix r = correlations_of(state.range(0));
    for (auto _ : state) {
        const attune::minimum_residual_solution fitted = attune::minimum_residual_factors(r, 2);
        benchmark::DoNotOptimize(attune::rotate(fitted.loadings));
    }
}
BENCHMARK(two_factors_by_minres_and_oblimin)->ArgName("items")->Arg(18)->Arg(36)->Unit(benchmark::kMicrosecond);

void parallel_analysis_200_times(benchmark::State& state)
{
    for (auto _ : state)
        benchmark::DoNotOptimize(attune::parallel_normal(50'000, static_cast<int>(state.range(0))));
}
BENCHMARK(parallel_analysis_200_times)->ArgName("items")->Arg(36)->Unit(benchmark::kMillisecond);

}  // namespace
