#include "attune/stats/reliability/binomial_sem.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/part_sums_reference.hpp"

using attune::conditional_sem;
using attune::conditional_sem_keats;
using attune::conditional_sem_lord;
using attune::estimate_status;
using attune::level_error;
using attune::part_sums;
using attune_test::expect_levels;
using attune_test::reference_sums;

namespace {

part_sums two_items(const std::vector<std::int8_t>& rows)
{
    part_sums sums({0, 1}, 0, 1);
    sums.add(rows.data(), rows.size() / 2, 2);
    return sums;
}

}  // namespace

// Base R, from the printed formulas.
TEST(BinomialSem, AgreesWithR)
{
    for (const char* name : {"answers", "yes_no"}) {
        const nlohmann::json values = attune_test::reference_json("conditional_sem/values.json").at(name);
        const part_sums sums = reference_sums(name, 8);
        expect_levels(conditional_sem_lord(sums), values["lord"]);
        expect_levels(conditional_sem_keats(sums, values["keats"]["alpha"].get<double>()), values["keats"]["levels"]);
    }
}

// Lord: 5 of 10 yes-or-no items solved, sqrt(25 / 9).
TEST(BinomialSem, IsWidestInTheMiddleAndNothingAtTheEnds)
{
    part_sums sums(attune::items_in_turn(10, 2), 0, 1);
    const std::vector<std::int8_t> rows{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    sums.add(rows.data(), 2, 10);
    const conditional_sem found = conditional_sem_lord(sums);
    EXPECT_EQ(found.id, "csem_lord");
    EXPECT_EQ(found.method, "binomial, 10 steps from 0 to 10");
    ASSERT_EQ(found.levels.size(), 11U);
    EXPECT_NEAR(found.levels[5].value, std::sqrt(25.0 / 9), 1e-15);
    EXPECT_EQ(found.levels[0].value, 0);
    EXPECT_EQ(found.levels[10].value, 0);
    EXPECT_NEAR(found.levels[3].value, found.levels[7].value, 1e-15);
}

TEST(BinomialSem, OfKeatsHasTheMeanVarianceThatTheReliabilitySays)
{
    for (const double reliability : {0.3, 0.8, 1.0}) {
        const conditional_sem found = conditional_sem_keats(reference_sums("answers", 2), reliability);
        EXPECT_EQ(found.id, "csem_keats");
        double n = 0;
        double total = 0;
        double total_2 = 0;
        double errors = 0;
        for (const level_error& level : found.levels) {
            const auto weight = static_cast<double>(level.n_persons);
            n += weight;
            total += weight * static_cast<double>(level.lowest);
            total_2 += weight * static_cast<double>(level.lowest * level.lowest);
            errors += weight * level.value * level.value;
        }
        const double variance = (total_2 - total * total / n) / (n - 1);
        // Of 150 people with divisor n - 1 the two differ by a term of order 1 / n.
        EXPECT_NEAR(errors / n, (1 - reliability) * variance, 0.01 * variance) << reliability;
    }
    EXPECT_EQ(conditional_sem_keats(reference_sums("yes_no", 2), 0.8).method,
              "binomial, 8 steps from 0 to 8, brought to a reliability of 0.8000");
    EXPECT_EQ(conditional_sem_keats(reference_sums("yes_no", 2), std::nan("")).method,
              "binomial, 8 steps from 0 to 8, brought to a reliability");
}

TEST(BinomialSem, SaysWhyThereAreNoLevels)
{
    using enum estimate_status;
    const auto expect_refusal = [](const conditional_sem& found, estimate_status status, const char* message) {
        EXPECT_EQ(found.status, status);
        EXPECT_EQ(found.message, message);
        EXPECT_TRUE(found.levels.empty());
    };
    expect_refusal(conditional_sem_lord(two_items({})), too_few_persons, "nobody answered every item");
    expect_refusal(conditional_sem_keats(two_items({0, 1}), 0.5), too_few_persons,
                   "a reliability needs 2 people who answered every item");
    expect_refusal(conditional_sem_keats(two_items({0, 1, 1, 1}), std::numeric_limits<double>::quiet_NaN()), not_known,
                   "the reliability is not known");
    expect_refusal(conditional_sem_keats(two_items({0, 1, 1, 1}), -0.2), not_defined,
                   "a reliability lies in 0..1, but this is -0.2");
    expect_refusal(conditional_sem_keats(two_items({0, 1, 1, 0}), 0.5), no_variance, "all scores are the same");
    expect_refusal(conditional_sem_keats(two_items({0, 0, 1, 1}), 0.5), not_defined,
                   "all scores are the lowest or the highest");
}
