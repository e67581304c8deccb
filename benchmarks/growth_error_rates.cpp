// How often growth finds that change depends on a wish when it does not: the type I error of "time_predictor" at 5 %.
//
//   growth_error_rates [REPLICATES]
//
// People begin at levels with an sd of 0.8, single scores lie 0.4 from a person's line, and the wish moves the level
// alone. Weeks 0 to 4: all of them; each later one missing for one person in four; or each at a time of its own, up to
// half a week off. Slopes vary by an sd of 0.15 or not at all. An error is an interval of 95 % without 0. Printed are
// percents of the replicates (2,000 unless said otherwise, when two standard errors are 1.0), and how many fits lay on
// the boundary.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "attune/core/philox.hpp"
#include "attune/stats/change/growth.hpp"
#include "attune/stats/detail/random_numbers.hpp"

namespace {

struct scenario {
    const char* times;  ///< "all", "missing", "own"
    double slope_sd;
    attune::random_effects random;
    attune::likelihood kind = attune::likelihood::restricted;
};

attune::growth_data draw_people(int n_people, const scenario& of, attune::philox_stream& draw)
{
    using attune::detail::draw_normal;
    using attune::detail::draw_uniform;
    const std::string_view times = of.times;
    attune::growth_data data;
    for (std::size_t person = 0; person < static_cast<std::size_t>(n_people); ++person) {
        const double wish = draw_normal(draw);
        const double level = 3.5 + 0.3 * wish + 0.8 * draw_normal(draw);
        const double slope = -0.05 + of.slope_sd * draw_normal(draw);
        data.predictor.push_back(wish);
        for (int week = 0; week < 5; ++week) {
            const double off = draw_uniform(draw);
            const double error = 0.4 * draw_normal(draw);
            if (times == "missing" && week > 0 && off < 0.25)
                continue;
            const double time = week + (times == "own" ? off - 0.5 : 0);
            data.person.push_back(person);
            data.time.push_back(time);
            data.outcome.push_back(level + slope * time + error);
        }
    }
    return data;
}

}  // namespace

int main(int argc, char** argv)
{
    const int n_replicates = argc > 1 ? std::atoi(argv[1]) : 2'000;
    constexpr auto slopes = attune::random_effects::intercept_and_slope;
    constexpr auto levels = attune::random_effects::intercept;
    const std::vector<scenario> scenarios{{"all", 0.15, slopes},  {"missing", 0.15, slopes},
                                          {"own", 0.15, slopes},  {"all", 0, slopes},
                                          {"missing", 0, slopes}, {"all", 0, levels},
                                          {"missing", 0, levels}, {"all", 0.15, slopes, attune::likelihood::full},
                                          {"all", 0.15, levels}};
    for (const scenario& of : scenarios)
        for (const int n_people : {12, 30, 100}) {
            int n_errors = 0;
            int n_boundary = 0;
            for (int replicate = 0; replicate < n_replicates; ++replicate) {
                attune::philox_stream draw(
                    2002, static_cast<std::uint64_t>(replicate) * 1'000 + static_cast<std::uint64_t>(n_people));
                const attune::growth_model found =
                    attune::growth(draw_people(n_people, of, draw), {.kind = of.kind, .random = of.random});
                const attune::estimate& effect = found.fixed.at(3);
                n_errors += effect.ci && (effect.ci->lower > 0 || effect.ci->upper < 0) ? 1 : 0;
                n_boundary += found.is_boundary ? 1 : 0;
            }
            fmt::print("{:<8} slopes sd {:<5} fitted {:<10} {:<5} n {:<4} {:6.2f} %  boundary {:6.2f} %\n", of.times,
                       of.slope_sd, of.random == slopes ? "slopes" : "levels",
                       of.kind == attune::likelihood::full ? "ML" : "REML", n_people, 100.0 * n_errors / n_replicates,
                       100.0 * n_boundary / n_replicates);
            std::fflush(stdout);
        }
    return 0;
}
