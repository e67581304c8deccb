// The populations of which coverage programs draw samples.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "attune/analysis/answer_moments.hpp"
#include "attune/core/philox.hpp"
#include "attune/io/answer_reader.hpp"
#include "attune/io/input_file.hpp"
#include "attune/io/instrument_search.hpp"
#include "attune/scoring/bind.hpp"

namespace attune_benchmark {

inline constexpr std::size_t n_items = 18;
inline constexpr std::size_t stride = 32;

/// People with keyed answers, one behind the other.
struct population {
    std::string name;
    int max = 7;
    std::vector<std::int8_t> rows;

    [[nodiscard]] std::size_t size() const { return rows.size() / stride; }
};

inline attune::moment_layout layout_of_scale(int max)
{
    attune::moment_layout layout{n_items, 1, max, {{}}};
    for (std::size_t j = 0; j < n_items; ++j) {
        layout.scales[0].items.push_back(j);
        layout.scales[0].is_reversed.push_back(false);
    }
    return layout;
}

/// The sum of twelve uniform numbers less six: normal enough to be cut into seven categories.
inline double nearly_normal(attune::philox_stream& draw)
{
    double sum = -6;
    for (int i = 0; i < 12; ++i)
        sum += static_cast<double>(draw()) / 4294967296.0;
    return sum;
}

inline population normal_population()
{
    constexpr double loading = 0.65;
    population made{"normal, 7 categories", 7, std::vector<std::int8_t>(50'000 * stride)};
    attune::philox_stream draw(1998, 0);
    for (std::size_t i = 0; i < made.size(); ++i) {
        const double place = nearly_normal(draw);
        for (std::size_t j = 0; j < n_items; ++j) {
            const double answer = 4 + 1.5 * (loading * place + std::sqrt(1 - loading * loading) * nearly_normal(draw));
            made.rows[i * stride + j] = static_cast<std::int8_t>(std::min(7.0, std::max(1.0, std::round(answer))));
        }
    }
    return made;
}

inline population real_population(const char* file)
{
    const attune::scoring_key key(attune::load_instrument_by_id("ecr", {ATTUNE_BENCHMARK_DATA_DIR}),
                                  {.form = "open-psychometrics"});
    const auto source = attune::open_input(file);
    attune::answer_reader table(*source, {.source = file});
    const auto names = attune::expected_columns(key, attune::column_pattern("Q{n}"));
    table.select({attune::value_or_throw(attune::bind_columns(names, table.header())).columns},
                 attune::answer_syntax({key.range().min, key.range().max, '.', {{"0"}}}));
    const attune::moment_layout layout = attune::layout_of(key);
    const attune::moment_scale& scale = layout.scales.front();
    population made{"ECR " + key.outputs().front().id, key.range().max, {}};
    for (attune::code_block block(key.n_columns()); table.next(block); block.clear())
        for (std::size_t i = 0; i < block.n_persons(); ++i) {
            std::vector<std::int8_t> row(stride);
            bool is_complete = true;
            for (std::size_t p = 0; p < n_items; ++p) {
                const int code = block.row(i)[scale.items[p]];
                is_complete &= attune::is_answered(static_cast<attune::answer_code>(code));
                row[p] = static_cast<std::int8_t>(scale.is_reversed[p] ? layout.min + layout.max - code : code);
            }
            if (is_complete)
                made.rows.insert(made.rows.end(), row.begin(), row.end());
        }
    return made;
}

}  // namespace attune_benchmark
