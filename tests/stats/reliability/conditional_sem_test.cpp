#include "attune/stats/reliability/conditional_sem.hpp"

#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/part_sums_reference.hpp"

using attune::conditional_sem;
using attune::conditional_sem_feldt;
using attune::conditional_sem_mollenkopf_feldt;
using attune::conditional_sem_thorndike;
using attune::estimate_status;
using attune::part_sums;
using attune_test::expect_levels;
using attune_test::reference_sums;
using attune_test::throws_message;

namespace {

/// Two items of 1..9; in each row the answers of one person.
part_sums halves(const std::vector<std::int8_t>& rows)
{
    part_sums sums({0, 1}, 1, 9);
    sums.add(rows.data(), rows.size() / 2, 2);
    return sums;
}

void expect_refusal(const conditional_sem& found, const char* message)
{
    EXPECT_EQ(found.status, estimate_status::too_few_persons);
    EXPECT_EQ(found.message, message);
    EXPECT_TRUE(found.levels.empty());
}

}  // namespace

// All with the sum 10: differences -2, 0, 2, 4 have variance 20 / 3.
TEST(ConditionalSem, OfHalvesIsTheSpreadOfTheirDifference)
{
    const conditional_sem found = conditional_sem_thorndike(halves({4, 6, 5, 5, 6, 4, 7, 3}), 4);
    EXPECT_EQ(found.id, "csem_thorndike");
    EXPECT_EQ(found.method, "difference of 2 parts of 1 item");
    ASSERT_EQ(found.levels.size(), 1U);
    EXPECT_EQ(found.levels[0].lowest, 10);
    EXPECT_EQ(found.levels[0].highest, 10);
    EXPECT_EQ(found.levels[0].n_persons, 4);
    EXPECT_NEAR(found.levels[0].value, std::sqrt(20.0 / 3), 1e-14);
}

// Base R, person by person.
TEST(ConditionalSem, AgreesWithR)
{
    for (const char* name : {"answers", "yes_no"}) {
        const nlohmann::json values = attune_test::reference_json("conditional_sem/values.json").at(name);
        const part_sums two = reference_sums(name, 2);
        const part_sums eight = reference_sums(name, 8);
        expect_levels(conditional_sem_thorndike(two), values["thorndike"]);
        expect_levels(conditional_sem_feldt(two), values["feldt_2"]);
        expect_levels(conditional_sem_feldt(reference_sums(name, 4)), values["feldt_4"]);
        expect_levels(conditional_sem_feldt(eight, 30), values["feldt_8"]);
        expect_levels(conditional_sem_mollenkopf_feldt(two), values["mollenkopf_feldt_2_3"]);
        expect_levels(conditional_sem_mollenkopf_feldt(eight, 2), values["mollenkopf_feldt_8_2"]);
    }
}

TEST(ConditionalSem, OfTwoPartsIsTheSameForThorndikeAndFeldt)
{
    const conditional_sem thorndike = conditional_sem_thorndike(reference_sums("answers", 2));
    const conditional_sem feldt = conditional_sem_feldt(reference_sums("answers", 2));
    EXPECT_EQ(feldt.id, "csem_feldt");
    EXPECT_EQ(feldt.method, "2 parts of 4 items");
    for (std::size_t i = 0; i < feldt.levels.size(); ++i)
        EXPECT_NEAR(feldt.levels[i].value, thorndike.levels[i].value, 1e-13);
}

TEST(ConditionalSem, PoolsLevelsFromTheLowestUpAndTheRestIntoTheLast)
{
    const part_sums sums = halves({1, 1, 2, 1, 2, 1, 3, 3, 2, 4, 8, 8});
    const conditional_sem found = conditional_sem_feldt(sums, 2);
    ASSERT_EQ(found.levels.size(), 2U);
    EXPECT_EQ(found.levels[0].lowest, 2);
    EXPECT_EQ(found.levels[0].highest, 3);
    EXPECT_EQ(found.levels[0].n_persons, 3);
    EXPECT_EQ(found.levels[1].lowest, 6);
    EXPECT_EQ(found.levels[1].highest, 16);
    EXPECT_EQ(found.levels[1].n_persons, 3);
    expect_refusal(conditional_sem_feldt(sums, 7),
                   "a score level needs 7 people who answered every item, and there are 6");
    expect_refusal(conditional_sem_thorndike(halves({})),
                   "a score level needs 20 people who answered every item, and there are 0");
}

// Two people each at the sums 6, 8, 12, 14 with differences of 0, 2, 2, 0: squared, 16/3 - (X - 10)^2 / 3.
TEST(ConditionalSem, IsTheCurveOnWhichAllLevelsLie)
{
    const conditional_sem found =
        conditional_sem_mollenkopf_feldt(halves({3, 3, 3, 3, 3, 5, 5, 3, 5, 7, 7, 5, 7, 7, 7, 7}), 2);
    EXPECT_EQ(found.id, "csem_mollenkopf_feldt");
    EXPECT_EQ(found.method, "polynomial of degree 2, 2 parts of 1 item");
    ASSERT_EQ(found.levels.size(), 9U);
    EXPECT_EQ(found.levels[1].lowest, 7);
    EXPECT_EQ(found.levels[1].n_persons, 0);
    EXPECT_EQ(found.levels[2].n_persons, 2);
    for (const attune::level_error& level : found.levels) {
        const double distance = static_cast<double>(level.lowest) - 10;
        EXPECT_NEAR(level.value * level.value, 16.0 / 3 - distance * distance / 3, 1e-13);
    }
    EXPECT_EQ(found.message, "");
}

TEST(ConditionalSem, HasNoValueWhereTheCurveLiesBelowNothing)
{
    // Spread in the middle only; a parabola through it is negative at the ends.
    std::vector<std::int8_t> rows;
    for (int i = 0; i < 30; ++i)
        for (const int at : {1, 2, 3, 7, 8, 9})
            rows.insert(rows.end(), 2, static_cast<std::int8_t>(at));
    for (int i = 0; i < 60; ++i)
        rows.insert(rows.end(),
                    {static_cast<std::int8_t>(i % 2 == 0 ? 1 : 9), static_cast<std::int8_t>(i % 2 == 0 ? 9 : 1)});
    const conditional_sem found = conditional_sem_mollenkopf_feldt(halves(rows), 2);
    EXPECT_EQ(found.status, estimate_status::ok);
    EXPECT_EQ(found.message, "the curve lies below 0 at some scores, which have no value");
    EXPECT_TRUE(std::isnan(found.levels.front().value));
    EXPECT_GT(found.levels[8].value, 3);
}

TEST(ConditionalSem, NeedsMoreScoresThanACurveHasBends)
{
    expect_refusal(conditional_sem_mollenkopf_feldt(halves({1, 1, 2, 2, 3, 3, 4, 4})),
                   "a curve of degree 3 needs people with 5 different scores, and there are 4");
}

TEST(ConditionalSem, NamesPartsOfDifferentLength)
{
    part_sums sums(attune::items_in_turn(5, 2), 1, 9);
    EXPECT_EQ(conditional_sem_feldt(sums).method, "2 parts of 2 to 3 items");
}

TEST(ConditionalSem, RefusesACallersMistakes)
{
    const auto expect_error = [](auto call, const char* message) {
        EXPECT_TRUE(throws_message<std::invalid_argument>(call, message));
    };
    expect_error([] { static_cast<void>(conditional_sem_thorndike(reference_sums("answers", 4))); },
                 "csem_thorndike: n_parts must lie in 2..2, but is 4");
    expect_error([] { static_cast<void>(conditional_sem_feldt(halves({}), 1)); },
                 "csem_feldt: min_persons must lie in 2..9223372036854775807, but is 1");
    expect_error([] { static_cast<void>(conditional_sem_mollenkopf_feldt(halves({}), 7)); },
                 "csem_mollenkopf_feldt: degree must lie in 1..6, but is 7");
}
