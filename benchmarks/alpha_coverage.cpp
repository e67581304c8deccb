// How often the default interval of alpha holds the alpha of the population it was drawn from.
//
//   alpha_coverage [ANSWERS.csv]
//
// Populations are 50,000 people with known answers, of whom samples are drawn with replacement: (1) 18 items of seven
// categories, cut from normal variables with one factor; (2) with the open ECR data at hand, the people who answered
// all anxiety items of the form open-psychometrics. Of the people of a sample none, a tenth or a third skip an item
// each.
#include <algorithm>
#include <cstdint>
#include <vector>

#include <fmt/core.h>

#include "attune/core/philox.hpp"
#include "attune/stats/reliability/alpha_adf.hpp"
#include "populations.hpp"

namespace {

using namespace attune_benchmark;

constexpr int n_replicates = 10'000;

void simulate(const population& people)
{
    attune::moments all(layout_of_scale(people.max));
    all.add(people.rows.data(), people.size(), stride);
    const double alpha = attune::alpha_interval_adf(all, 0).value;
    fmt::print("{}: {} people, alpha {:.4f}\n", people.name, people.size(), alpha);
    for (const std::size_t n : {50U, 100U, 200U, 500U})
        for (const unsigned skip_percent : {0U, 10U, 35U}) {
            int n_held = 0;
            std::vector<std::int8_t> sample(n * stride);
            attune::moments sums(layout_of_scale(people.max));
            for (int r = 0; r < n_replicates; ++r) {
                attune::philox_stream draw(static_cast<std::uint64_t>(r), n * 100 + skip_percent);
                for (std::size_t i = 0; i < n; ++i) {
                    const std::size_t who = (std::uint64_t{draw()} * people.size()) >> 32;
                    std::copy_n(people.rows.begin() + static_cast<std::ptrdiff_t>(who * stride), stride,
                                sample.begin() + static_cast<std::ptrdiff_t>(i * stride));
                    if (draw() % 100 < skip_percent)
                        sample[i * stride + draw() % n_items] = -1;
                }
                attune::moments found = sums;
                found.add(sample.data(), n, stride);
                const attune::estimate estimate = attune::alpha_interval_adf(found, 0);
                n_held += estimate.ci && estimate.ci->lower <= alpha && alpha <= estimate.ci->upper ? 1 : 0;
            }
            fmt::print("  n {:4}, {:2} % of them skip an item: covers {:5.2f} %\n", n, skip_percent,
                       100.0 * n_held / n_replicates);
        }
}

}  // namespace

int main(int n_arguments, char** arguments)
{
    simulate(normal_population());
    if (n_arguments > 1)
        simulate(real_population(arguments[1]));
}
