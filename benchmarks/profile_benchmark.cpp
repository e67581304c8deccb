#include <filesystem>
#include <random>
#include <vector>

#include <benchmark/benchmark.h>

#include "attune/analysis/profile.hpp"
#include "attune/instrument/norm_fit.hpp"
#include "attune/io/instrument_file.hpp"
#include "attune/io/message_file.hpp"
#include "attune/io/norm_file.hpp"
#include "attune/report/profile_report.hpp"

namespace {

const std::filesystem::path data = ATTUNE_BENCHMARK_DATA_DIR;

const attune::instrument& ecr_r()
{
    static const attune::instrument loaded = attune::load_instrument(data / "instruments/ecr-r.json");
    return loaded;
}

/// One person with norms, from the answers to both sheets of the page.
void page_of_one_person(benchmark::State& state)
{
    const attune::scoring_key key(ecr_r());
    const attune::norm_fit fit = attune::norm_fit_of(attune::load_norm_set(data / "norms/ecr-r-penguin.json"),
                                                     key.form(), key.identity(), "self_report");
    const attune::norm_comparison norms(*fit.set, key, {}, true);
    const attune::messages english =
        attune::value_or_throw(attune::messages::compiled(attune::load_messages_of("en", {data})));
    const attune::person_groups groups = norms.groups_of("women", std::nullopt, {true, false});
    std::mt19937 random(20250704);
    std::uniform_int_distribution<int> answer(1, 7);
    std::vector<attune::answer_code> row(key.n_columns());
    for (attune::answer_code& code : row)
        code = static_cast<attune::answer_code>(answer(random));
    for (auto _ : state) {
        const attune::person_profile profile = attune::profile_of(ecr_r(), key, row, &norms, groups);
        benchmark::DoNotOptimize(attune::profile_html(profile, english));
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(page_of_one_person)->Unit(benchmark::kMicrosecond);

}  // namespace
