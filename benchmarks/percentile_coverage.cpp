// How often the intervals of a percentile hold the percentile of the population that the norm was drawn from.
//
//   percentile_coverage
//
// The population is normal. (1) The default interval of counted scores, the logit, with scores that never tie and with
// item means of 18 answers, which do; (2) the interval of Crawford & Garthwaite from mean, sd and n. The person scored
// stands at the 5th to 95th percentile, or is anyone: drawn anew for each norm from the same population. Printed are
// percents of 10,000 norms.
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

#include <boost/math/distributions/normal.hpp>
#include <fmt/core.h>

#include "attune/core/philox.hpp"
#include "attune/stats/groups/group_summary.hpp"
#include "attune/stats/norms/percentile.hpp"
#include "attune/stats/norms/percentile_from_moments.hpp"

namespace {

constexpr int n_replicates = 10'000;
constexpr std::array percentiles = {5.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0};
const boost::math::normal_distribution<double> standard_normal;

/// Box and Muller's method, one of the two numbers.
double normal_number(attune::philox_stream& draw)
{
    const double u = (static_cast<double>(draw()) + 1) / 4294967297.0;
    const double v = static_cast<double>(draw()) / 4294967296.0;
    return std::sqrt(-2 * std::log(u)) * std::cos(2 * std::numbers::pi * v);
}

/// A z score as the mean of 18 answers with an sd of 1.1.
double item_mean(double z)
{
    return std::round(z * 1.1 * 18) / 18;
}

/// The mid-rank percentile of an item mean in the population.
double mid_rank_of(double mean)
{
    const auto below = [](double x) { return cdf(standard_normal, x / 1.1); };
    return 50 * (below(mean - 0.5 / 18) + below(mean + 0.5 / 18));
}

struct persons_place {
    double score = 0;
    double percentile = 0;  ///< in the population
};

persons_place place_of(double z, bool is_rounded)
{
    if (is_rounded)
        return {item_mean(z), mid_rank_of(item_mean(z))};
    return {z, 100 * cdf(standard_normal, z)};
}

/// A person drawn from the population, beside the norm of a stream and apart from it.
persons_place anyone(std::uint64_t stream, bool is_rounded)
{
    attune::philox_stream draw(2010, stream);
    return place_of(normal_number(draw), is_rounded);
}

/// The interval of a score in a norm.
using interval_of_score = std::function<attune::confidence_interval(double score)>;

void simulate(const std::string& name, bool is_rounded, const std::vector<int>& sizes,
              const std::function<interval_of_score(const std::vector<double>& sample)>& norm_of)
{
    fmt::print("{}\n  n     ", name);
    for (const double percentile : percentiles)
        fmt::print("{:>8}", percentile);
    fmt::print("{:>8}\n", "anyone");
    std::array<persons_place, percentiles.size() + 1> people;
    for (std::size_t p = 0; p < percentiles.size(); ++p)
        people[p] = place_of(quantile(standard_normal, percentiles[p] / 100), is_rounded);
    for (const int n : sizes) {
        std::array<int, people.size()> n_held{};
        std::vector<double> sample(static_cast<std::size_t>(n));
        for (int replicate = 0; replicate < n_replicates; ++replicate) {
            const std::uint64_t stream = static_cast<std::uint64_t>(replicate) * 10'000 + static_cast<std::uint64_t>(n);
            attune::philox_stream draw(2009, stream);
            for (double& score : sample) {
                const double z = normal_number(draw);
                score = is_rounded ? item_mean(z) : z;
            }
            people.back() = anyone(stream, is_rounded);
            const interval_of_score interval = norm_of(sample);
            for (std::size_t p = 0; p < people.size(); ++p) {
                const attune::confidence_interval found = interval(people[p].score);
                n_held[p] += found.lower <= people[p].percentile && people[p].percentile <= found.upper ? 1 : 0;
            }
        }
        fmt::print("  {:<6}", n);
        for (const int held : n_held)
            fmt::print("{:>8.2f}", 100.0 * held / n_replicates);
        fmt::print("\n");
        std::fflush(stdout);
    }
}

}  // namespace

int main()
{
    const auto counted = [](const std::vector<double>& sample) -> interval_of_score {
        return
            [all = attune::distribution_of(sample)](double score) { return *attune::percentile(all.place(score)).ci; };
    };
    const auto from_moments = [](const std::vector<double>& sample) -> interval_of_score {
        return [found = attune::summary_of(sample)](double score) {
            return *attune::percentile_from_moments(score, {found.mean, found.sd, found.n_persons}).percentile.ci;
        };
    };
    simulate("logit, scores without ties", false, {100, 200, 500, 1000}, counted);
    simulate("logit, means of 18 answers", true, {100, 200, 500, 1000}, counted);
    simulate("Crawford & Garthwaite from mean, sd and n", false, {15, 30, 100}, from_moments);
    return 0;
}
