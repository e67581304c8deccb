#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

#include <gtest/gtest.h>

#include "attune/stats/reliability/conditional_sem.hpp"
#include "attune/stats/reliability/part_sums.hpp"
#include "support/reference_json.hpp"
#include "support/reliability_reference.hpp"

namespace attune_test {

/// The sums of the 150 people of tests/reference/reliability with their 8 items dealt out to parts: "answers" are 1..7,
/// "yes_no" says which of them are above 3.
inline attune::part_sums reference_sums(const std::string& name, std::size_t n_parts)
{
    answer_rows answers = reference_answers();
    const bool is_yes_no = name == "yes_no";
    if (is_yes_no)
        answers = (answers.array() > 3).cast<std::int8_t>();
    attune::part_sums sums(attune::items_in_turn(8, n_parts), is_yes_no ? 0 : 1, is_yes_no ? 1 : 7);
    sums.add(answers.data(), static_cast<std::size_t>(answers.rows()), 8);
    return sums;
}

/// Compares with rows of {lowest, highest, n, value} or {sum, value}; null is NaN.
inline void expect_levels(const attune::conditional_sem& found, const nlohmann::json& expected)
{
    ASSERT_EQ(found.levels.size(), expected.size()) << found.id;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const attune::level_error& level = found.levels[i];
        const nlohmann::json& row = expected[i];
        EXPECT_EQ(level.lowest, row[0].get<std::int64_t>());
        EXPECT_EQ(level.highest, row[row.size() == 4 ? 1 : 0].get<std::int64_t>());
        if (row.size() == 4) {
            EXPECT_EQ(level.n_persons, row[2].get<std::int64_t>());
        }
        if (row.back().is_null()) {
            EXPECT_TRUE(std::isnan(level.value)) << found.id << i;
        } else {
            expect_close(level.value, row.back().get<double>(), 1e-11);
        }
    }
}

}  // namespace attune_test
