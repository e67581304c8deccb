#include "attune/stats/reliability/stratified_alpha.hpp"

#include <array>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "attune/stats/reliability/alpha.hpp"
#include "support/expect_message.hpp"
#include "support/reliability_reference.hpp"

using attune_test::covariances;
using attune_test::reference_answers;
using attune_test::throws_message;

TEST(StratifiedAlpha, AgreesWithR)
{
    const auto& values = attune_test::reliability_values()["stratified_alpha"];
    const auto stratum = values["stratum"].get<std::vector<int>>();
    const attune::estimate found = attune::stratified_alpha(covariances(reference_answers()), stratum, 150);
    const double expected = values["value"];
    EXPECT_EQ(found.id, "stratified_alpha");
    EXPECT_EQ(found.n_persons, 150);
    EXPECT_NEAR(found.value, expected, 1e-10 * expected);  // a closed form
}

TEST(StratifiedAlpha, OfOneStratumIsAlpha)
{
    const attune::matrix cov = covariances(reference_answers());
    const std::vector<int> stratum(8, -3);
    EXPECT_NEAR(attune::stratified_alpha(cov, stratum).value, attune::alpha_raw(cov).value, 1e-14);
}

// Two uncorrelated strata of parallel items, each with alpha a: the sum has it too, where alpha itself is lower.
TEST(StratifiedAlpha, DoesNotTakeDifferentThingsForErrors)
{
    attune::matrix cov = attune::matrix::Zero(6, 6);
    cov.topLeftCorner(3, 3) = attune_test::parallel_items(3, 0.5);
    cov.bottomRightCorner(3, 3) = attune_test::parallel_items(3, 0.5);
    const std::array stratum{1, 1, 1, 2, 2, 2};
    EXPECT_NEAR(attune::stratified_alpha(cov, stratum).value, 0.75, 1e-14);
    EXPECT_NEAR(attune::alpha_raw(cov).value, 0.6, 1e-14);
}

TEST(StratifiedAlpha, DoesNotDependOnOrderUnitOrNumbersOfStrata)
{
    const attune::matrix cov = covariances(reference_answers());
    const double expected = attune::stratified_alpha(cov, std::array{1, 1, 1, 1, 2, 2, 3, 3}).value;
    EXPECT_NEAR(attune::stratified_alpha(cov, std::array{9, 9, 9, 9, 0, 0, -5, -5}).value, expected, 1e-14);
    EXPECT_NEAR(attune::stratified_alpha(attune_test::reversed_items(cov), std::array{3, 3, 2, 2, 1, 1, 1, 1}).value,
                expected, 1e-14);
    EXPECT_NEAR(attune::stratified_alpha(1e6 * cov, std::array{1, 1, 1, 1, 2, 2, 3, 3}).value, expected, 1e-14);
}

TEST(StratifiedAlpha, AStratumWithoutVarianceAddsNothing)
{
    attune::matrix cov = attune::matrix::Zero(5, 5);
    cov.topLeftCorner(3, 3) = attune_test::parallel_items(3, 0.5);
    EXPECT_NEAR(attune::stratified_alpha(cov, std::array{1, 1, 1, 2, 2}).value, 0.75, 1e-14);
}

TEST(StratifiedAlpha, HasNoValueWithoutUsableCovariances)
{
    attune_test::expect_refusals_of_covariances([](const auto& cov) {
        return attune::stratified_alpha(cov, std::array{1, 1, 2, 2});
    });
}

TEST(StratifiedAlpha, RefusesACallersMistakes)
{
    const attune::matrix cov = attune_test::parallel_items(3, 0.5);
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] {
            static_cast<void>(attune::stratified_alpha(cov, std::array{1, 1}));
        },
        "stratified_alpha: stratum must have 3 elements, but is 2 long"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] {
            static_cast<void>(attune::stratified_alpha(cov, std::array{1, 7, 1}));
        },
        "stratified_alpha: stratum must name each stratum for two items or more, but is 7 for item 2 alone"));
    EXPECT_THROW(static_cast<void>(attune::stratified_alpha(attune::matrix::Zero(2, 3), std::array{1, 1})),
                 std::invalid_argument);
}
