#include "attune/stats/polychoric/polychoric.hpp"

#include <cmath>
#include <numbers>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/polychoric_reference.hpp"

using attune::empty_cells;
using attune::estimate_status;
using attune::polychoric;
using attune_test::polychoric_tables;
using attune_test::polychoric_values;
using attune_test::throws_message;

namespace {

using table = attune::pair_tables::table;

table table_of(Eigen::Index rows, Eigen::Index cols, std::initializer_list<std::int64_t> counts)
{
    table made(rows, cols);
    auto next = counts.begin();
    for (Eigen::Index i = 0; i < rows; ++i)
        for (Eigen::Index j = 0; j < cols; ++j)
            made(i, j) = *next++;
    return made;
}

void expect_refusal(const table& n, estimate_status status, const char* message,
                    const attune::polychoric_options& options = {})
{
    const attune::estimate found = polychoric(n, options);
    EXPECT_TRUE(std::isnan(found.value));
    EXPECT_FALSE(found.std_error.has_value());
    EXPECT_EQ(found.status, status);
    EXPECT_EQ(found.message, message);
}

}  // namespace

// Thresholds at the middle: a quarter of the plane holds 1/4 + asin(r) / (2 pi), so r = -cos(2 pi share).
TEST(Polychoric, OfHalvesIsSheppardsFormula)
{
    for (const std::int64_t n : {40, 20, 25, 31, 7}) {
        const attune::estimate found = polychoric(table_of(2, 2, {n, 50 - n, 50 - n, n}));
        EXPECT_NEAR(found.value, -std::cos(2 * std::numbers::pi * static_cast<double>(n) / 100), 1e-12) << n;
        // The influence of a person who falls into an even corner is pi cos(asin r) (1 - 2 share of even corners).
        const double even = static_cast<double>(n) / 50;
        EXPECT_NEAR(*found.std_error,
                    std::numbers::pi * std::sqrt((1 - found.value * found.value) * even * (1 - even) / 99), 1e-12);
    }
}

// A root to 1e-13 in R, with the probabilities of mvtnorm 1.1-3.
TEST(Polychoric, AgreesWithARootOfTheLikelihood)
{
    for (const char* name : {"answers", "yes_no"}) {
        const nlohmann::json& values = polychoric_values().at(name);
        const attune::pair_tables tables = polychoric_tables(name);
        for (std::size_t i = 0; i < tables.n_items(); ++i)
            for (std::size_t j = 0; j < i; ++j) {
                const attune::estimate found = polychoric(tables.of(i, j));
                EXPECT_EQ(found.status, estimate_status::ok);
                EXPECT_NEAR(found.value, values["r"][i][j].get<double>(), 1e-11) << name << i << j;
                // Derivatives in R are differences: 1e-8.
                EXPECT_NEAR(*found.std_error, values["std_error"][i][j].get<double>(), 1e-8) << name << i << j;
                const attune::estimate halves = polychoric(tables.of(i, j), {.rule = empty_cells::add_half});
                EXPECT_NEAR(halves.value, values["r_half_added"][i][j].get<double>(), 1e-11) << name << i << j;
            }
    }
}

TEST(Polychoric, AgreesWithLavaanAndPsych)
{
    for (const char* name : {"answers", "yes_no"}) {
        const nlohmann::json& values = polychoric_values().at(name);
        const attune::pair_tables tables = polychoric_tables(name);
        for (const nlohmann::json& pair : values["lavaan"]["pairs"]) {
            const auto i = pair["i"].get<std::size_t>() - 1;
            const auto j = pair["j"].get<std::size_t>() - 1;
            const attune::estimate found = polychoric(tables.of(i, j));
            EXPECT_NEAR(found.value, pair["r"].get<double>(), 1e-6);
            EXPECT_NEAR(*found.std_error, pair["std_error"].get<double>(), 1e-6);
            EXPECT_NEAR(found.value, values["psych"]["r"][i][j].get<double>(),
                        1e-4);  // the precision of its optimize()
        }
    }
}

TEST(Polychoric, MovesHalfAPersonIntoAnEmptyCellOfFour)
{
    const nlohmann::json& values = polychoric_values().at("empty_cell");
    const table n = table_of(2, 2, {20, 0, 5, 15});
    EXPECT_NEAR(polychoric(n).value, values["r"].get<double>(), 1e-11);
    EXPECT_NEAR(polychoric(n).value, values["lavaan"].get<double>(), 1e-6);
    // The same of seven categories of which two are in use.
    table wide = table::Zero(7, 7);
    wide(1, 2) = 20;
    wide(5, 2) = 5;
    wide(5, 3) = 15;
    EXPECT_NEAR(polychoric(wide).value, polychoric(n).value, 1e-14);
    EXPECT_NEAR(*polychoric(wide).std_error, *polychoric(n).std_error, 1e-14);
    expect_refusal(n, estimate_status::not_defined, "the answers fit a correlation of 1 best",
                   {.rule = empty_cells::as_counted});
}

TEST(Polychoric, DoesNotChangeWithUnusedCategoriesOrTheOrderOfItems)
{
    const table n = polychoric_tables("answers").of(1, 4);
    const attune::estimate found = polychoric(n);
    table wide = table::Zero(9, 10);
    wide.block(1, 2, 7, 3) = n.leftCols(3);
    wide.block(1, 6, 7, 4) = n.rightCols(4);
    EXPECT_NEAR(polychoric(wide).value, found.value, 1e-13);
    EXPECT_NEAR(*polychoric(wide).std_error, *found.std_error, 1e-13);
    EXPECT_NEAR(polychoric(n.transpose()).value, found.value, 1e-13);
    EXPECT_NEAR(*polychoric(n.transpose()).std_error, *found.std_error, 1e-13);
}

TEST(Polychoric, ChangesItsSignWhenAnItemIsTurned)
{
    const table n = polychoric_tables("answers").of(2, 0);
    const attune::estimate turned = polychoric(table(n.rowwise().reverse()));
    EXPECT_NEAR(turned.value, -polychoric(n).value, 1e-13);
    EXPECT_NEAR(*turned.std_error, *polychoric(n).std_error, 1e-13);
}

// One of 50,000 answers against all others: the probability of that cell is 1e-15 at the end, and no difference of
// shares has a digit of it.
TEST(Polychoric, IsFoundWithOneAnswerFarFromTheOthers)
{
    const table n = table_of(3, 3, {1500, 10, 1, 9, 46900, 11, 0, 12, 1557});
    const attune::estimate found = polychoric(n);
    EXPECT_EQ(found.status, estimate_status::ok);
    EXPECT_GT(found.value, 0.98);
    EXPECT_LT(found.value, 0.9999);
}

TEST(Polychoric, SaysWhatItRestsOn)
{
    const attune::estimate found = polychoric(polychoric_tables("answers").of(0, 1));
    EXPECT_EQ(found.id, "polychoric_r");
    EXPECT_EQ(found.method, "two-step maximum likelihood, empty cells: keep_margins");
    EXPECT_EQ(found.n_persons, 400);
    EXPECT_FALSE(found.ci.has_value());
    EXPECT_EQ(to_string(empty_cells::as_counted), "as_counted");
    EXPECT_EQ(to_string(empty_cells::add_half), "add_half");
}

TEST(Polychoric, HasNoValueWhereTheAnswersGiveNone)
{
    using enum estimate_status;
    expect_refusal(table::Zero(3, 3), never_answered_together, "nobody answered both items");
    expect_refusal(table_of(2, 3, {4, 9, 2, 0, 0, 0}), no_variance,
                   "all who answered both items chose the same category of one of them");
    expect_refusal(table_of(2, 2, {12, 0, 0, 9}), not_defined,
                   "of two categories each, the answers to one item follow from those to the other");
    expect_refusal(table_of(3, 3, {5, 0, 0, 0, 6, 0, 0, 0, 7}), not_defined, "the answers fit a correlation of 1 best");
    expect_refusal(table_of(3, 3, {0, 0, 5, 0, 6, 0, 7, 0, 0}), not_defined,
                   "the answers fit a correlation of -1 best");
    expect_refusal(polychoric_tables("answers").of(0, 1), not_converged, "the correlation was not found in 1 steps",
                   {.max_iterations = 1});
}

TEST(Polychoric, RefusesACallersMistakes)
{
    const auto expect_error = [](const table& n, const attune::polychoric_options& options, const char* message) {
        EXPECT_TRUE(throws_message<std::invalid_argument>([&] { static_cast<void>(polychoric(n, options)); }, message));
    };
    expect_error(table::Ones(1, 3), {}, "polychoric: n must have at least 2 rows and 2 columns, but is 1 x 3");
    expect_error(table_of(2, 2, {1, 2, -3, 4}), {}, "polychoric: n must hold no negative counts, but is -3");
    expect_error(table::Ones(2, 2), {.max_iterations = 0},
                 "polychoric: max_iterations must lie in 1..2147483647, but is 0");
    expect_error(table::Ones(2, 2), {.tolerance = 0}, "polychoric: tolerance must be above 0, but is 0");
}
