#pragma once

#include "attune/stats/moments/moments.hpp"
#include "support/reference_json.hpp"

namespace attune_test {

/// Answers of the reference to scale quality: six items of 1..7, the second and fifth reversed.
[[nodiscard]] inline attune::moments reference_moments(
    const attune::moment_layout& layout = {6, 1, 7, {{{0, 1, 2, 3, 4, 5}, {false, true, false, false, true, false}}}})
{
    const Eigen::MatrixXi answers = reference_answers("scale_quality/answers.csv");
    attune::moments all(layout);
    std::vector<std::int8_t> row(6);
    for (Eigen::Index i = 0; i < answers.rows(); ++i) {
        for (Eigen::Index j = 0; j < 6; ++j)
            row[static_cast<std::size_t>(j)] = static_cast<std::int8_t>(answers(i, j));
        all.add(row.data(), 1, row.size());
    }
    return all;
}

}  // namespace attune_test
