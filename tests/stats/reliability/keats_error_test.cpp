#include "attune/stats/reliability/keats_error.hpp"

#include <cmath>
#include <numeric>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "attune/stats/reliability/binomial_sem.hpp"
#include "support/expect_message.hpp"
#include "support/numbers.hpp"
#include "support/part_sums_reference.hpp"

using attune::csem_keats_at;
using attune::estimate;
using attune::estimate_status;
using attune::keats_scale;
using attune_test::unknown;

namespace {

/// 18 items of 1..7 as their mean, with reliability .91.
const keats_scale anxiety{.lowest = 1, .highest = 7, .mean = 3.5, .sd = 1.1, .sem = 1.1 * 0.3};

}  // namespace

// (x - 1)(7 - x) is 8 at 3 and 8.75 at the mean: .33 sqrt(8 / (8.75 - 1.21)).
TEST(KeatsError, FollowsItsFormula)
{
    const estimate found = csem_keats_at(3, anxiety);
    EXPECT_EQ(found.id, "csem_keats");
    EXPECT_EQ(found.status, estimate_status::ok);
    EXPECT_NEAR(found.value, 0.33 * std::sqrt(8 / 7.54), 1e-15);
}

TEST(KeatsError, IsWhatTheAnswersThemselvesGive)
{
    for (const char* name : {"answers", "yes_no"}) {
        const attune::part_sums sums = attune_test::reference_sums(name, 8);
        const attune::conditional_sem levels = attune::conditional_sem_keats(sums, 0.8);
        double n = 0;
        double total = 0;
        for (std::size_t i = 0; i < sums.levels().size(); ++i) {
            n += static_cast<double>(sums.levels()[i].n);
            total += static_cast<double>(sums.levels()[i].n) * static_cast<double>(i);
        }
        double squares = 0;
        for (std::size_t i = 0; i < sums.levels().size(); ++i)
            squares += static_cast<double>(sums.levels()[i].n) * std::pow(static_cast<double>(i) - total / n, 2);
        const double lowest = static_cast<double>(sums.lowest_sum());
        const double sd = std::sqrt(squares / (n - 1));
        const keats_scale of{.lowest = lowest,
                             .highest = static_cast<double>(sums.n_items()) * sums.max(),
                             .mean = lowest + total / n,
                             .sd = sd,
                             .sem = sd * std::sqrt(1 - 0.8)};
        for (const attune::level_error& level : levels.levels)
            EXPECT_NEAR(csem_keats_at(static_cast<double>(level.lowest), of).value, level.value, 1e-12 * sd) << name;
    }
}

TEST(KeatsError, HasTheErrorOfTheGroupAsItsMean)
{
    const std::vector<double> scores{1, 2, 2, 3, 5, 5, 6, 7};
    const auto n = static_cast<double>(scores.size());
    const double mean = std::accumulate(scores.begin(), scores.end(), 0.0) / n;
    double variance = 0;
    for (const double x : scores)
        variance += (x - mean) * (x - mean) / n;
    const keats_scale of{.lowest = 1, .highest = 7, .mean = mean, .sd = std::sqrt(variance), .sem = 0.6};
    double errors = 0;
    for (const double x : scores)
        errors += std::pow(csem_keats_at(x, of).value, 2) / n;
    EXPECT_NEAR(errors, 0.36, 1e-14);  // a few roundings of numbers near 1
}

TEST(KeatsError, IsTheSameInOtherUnits)
{
    const keats_scale sums{.lowest = 18, .highest = 126, .mean = 63, .sd = 19.8, .sem = 18 * 0.33};
    EXPECT_NEAR(csem_keats_at(54, sums).value, 18 * csem_keats_at(3, anxiety).value, 1e-12);
}

TEST(KeatsError, IsNothingAtTheEndsAndWidestInTheMiddle)
{
    EXPECT_EQ(csem_keats_at(1, anxiety).value, 0);
    EXPECT_EQ(csem_keats_at(7, anxiety).value, 0);
    EXPECT_GT(csem_keats_at(4, anxiety).value, csem_keats_at(3.9, anxiety).value);
    EXPECT_NEAR(csem_keats_at(2, anxiety).value, csem_keats_at(6, anxiety).value, 1e-15);
}

TEST(KeatsError, SaysWhyThereIsNone)
{
    const auto expect = [](const estimate& found, estimate_status status, const char* message) {
        EXPECT_TRUE(std::isnan(found.value));
        EXPECT_EQ(found.status, status);
        EXPECT_EQ(found.message, message);
    };
    const char* not_known = "the score, the scale or the error of the group is not known";
    expect(csem_keats_at(unknown, anxiety), estimate_status::not_known, not_known);
    keats_scale of = anxiety;
    of.sem = unknown;
    expect(csem_keats_at(3, of), estimate_status::not_known, not_known);
    expect(csem_keats_at(7.5, anxiety), estimate_status::not_defined, "a score lies in 1..7, but this is 7.5");
    of = anxiety;
    of.sd = 3;
    expect(csem_keats_at(3, of), estimate_status::not_defined,
           "the people of the group are at the two ends of the scale");
}

TEST(KeatsError, RefusesImpossibleFigures)
{
    keats_scale of = anxiety;
    of.sd = -1;
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [&] { (void)csem_keats_at(3, of); }, "csem_keats_at: sd and sem must not be negative, but is -1"));
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] { (void)csem_keats_at(1e200, anxiety); },
        "csem_keats_at: figures must hold numbers up to 1e150 in size, or NaN for missing, but is 1e+200"));
}
