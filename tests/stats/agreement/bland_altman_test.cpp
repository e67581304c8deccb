#include "attune/stats/agreement/bland_altman.hpp"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/reference_file.hpp"
#include "support/table.hpp"

using attune_test::table_of;
using attune_test::throws_message;

namespace {

attune::matrix ratings_of(const char* id)
{
    const auto tables = attune_test::reference_file("agreement/values.json").at("tables");
    for (const auto& table : tables)
        if (table.at("id") == id)
            return table_of(table.at("ratings"));
    throw std::runtime_error("no such table");
}

}  // namespace

// Bland & Altman (1986), two peak flow meters: differences are second less first, so that signs are turned.
TEST(BlandAltman, IsThatOfThePeakFlowMeters)
{
    const auto limits = attune::bland_altman(ratings_of("peak_flow_meters"), {.z = 2});
    EXPECT_NEAR(limits.bias.value, 2.11764706, 5e-9);
    EXPECT_NEAR(limits.sd_differences.value, 38.76512987, 5e-9);
    EXPECT_NEAR(limits.lower.value, -75.41261269, 5e-9);
    EXPECT_NEAR(limits.upper.value, 79.64790681, 5e-9);
}

TEST(BlandAltman, HasExactLimitsUnlessTheOldQuantileIsAskedFor)
{
    const attune::matrix couples = ratings_of("couples");
    const auto limits = attune::bland_altman(couples);
    EXPECT_NEAR(limits.bias.value, 16.4666666667, 5e-11);
    EXPECT_NEAR(limits.sd_differences.value, 16.5674865081, 5e-11);
    EXPECT_NEAR(limits.lower.value, -16.0050102, 5e-8);
    const auto old = attune::bland_altman(couples, {.z = 1.96});
    EXPECT_NEAR(old.lower.value, -16.0056068892, 5e-11);
    EXPECT_NEAR(old.upper.value, 48.9389402225, 5e-11);
}

TEST(BlandAltman, AgreesWithR)
{
    const auto tables = attune_test::reference_file("agreement/values.json").at("tables");
    int n_checked = 0;
    for (const auto& table : tables) {
        if (!table.contains("retest"))
            continue;
        ++n_checked;
        const double level = table.at("level");
        const auto limits = attune::bland_altman(table_of(table.at("ratings")), {.level = level, .coverage = level});
        const auto& expected = table.at("retest");
        const auto expect_near = [&](double value, const nlohmann::json& wanted) {
            EXPECT_NEAR(value, wanted.get<double>(), 1e-10 * std::max(1.0, std::abs(wanted.get<double>())))
                << table.at("id");
        };
        expect_near(limits.bias.value, expected.at("bias"));
        expect_near(limits.bias.ci->lower, expected.at("bias_ci").at(0));
        expect_near(limits.bias.ci->upper, expected.at("bias_ci").at(1));
        expect_near(limits.sd_differences.value, expected.at("sd"));
        expect_near(limits.lower.value, expected.at("limits").at(0));
        expect_near(limits.upper.value, expected.at("limits").at(1));
        expect_near(*limits.lower.std_error, expected.at("limit_error"));
        expect_near(limits.lower.ci->lower, expected.at("lower_ci").at(0));
        expect_near(limits.lower.ci->upper, expected.at("lower_ci").at(1));
        expect_near(limits.upper.ci->lower, expected.at("upper_ci").at(0));
        expect_near(limits.upper.ci->upper, expected.at("upper_ci").at(1));
    }
    EXPECT_EQ(n_checked, 3);
}

TEST(BlandAltman, TurnsItsSignsWithTheOccasions)
{
    const attune::matrix couples = ratings_of("couples");
    const auto forth = attune::bland_altman(couples);
    const auto back = attune::bland_altman(couples.rowwise().reverse());
    EXPECT_EQ(back.bias.value, -forth.bias.value);
    EXPECT_NEAR(back.lower.value, -forth.upper.value, 1e-13);
    EXPECT_EQ(back.sd_differences.value, forth.sd_differences.value);
}

TEST(BlandAltman, HasNoSpreadAmongEqualDifferences)
{
    attune::matrix scores(3, 2);
    scores << 1, 3, 2, 4, 5, 7;
    const auto limits = attune::bland_altman(scores);
    EXPECT_EQ(limits.bias.value, 2);
    EXPECT_EQ(limits.lower.value, 2);
    EXPECT_EQ(limits.upper.value, 2);
    EXPECT_EQ(limits.upper.std_error, 0);
}

TEST(BlandAltman, LeavesPersonsWithOneOccasionOutAndCountsThem)
{
    attune::matrix scores(3, 2);
    scores << 1, 3, 2, std::nan(""), 5, 8;
    const auto limits = attune::bland_altman(scores);
    EXPECT_EQ(limits.bias.value, 2.5);
    EXPECT_EQ(limits.bias.n_persons, 2);
    EXPECT_EQ(limits.n_left_out, 1);
}

TEST(BlandAltman, SaysWhatTooFewPersonsCannotGive)
{
    const auto one = attune::bland_altman(attune::matrix::Constant(1, 2, 3));
    EXPECT_EQ(one.bias.value, 0);
    EXPECT_FALSE(one.bias.ci.has_value());
    for (const auto* figure : {&one.sd_differences, &one.lower, &one.upper}) {
        EXPECT_TRUE(std::isnan(figure->value)) << figure->id;
        EXPECT_EQ(figure->status, attune::estimate_status::too_few_persons);
        EXPECT_EQ(figure->message, "Limits of agreement need at least two persons with both occasions.");
    }
    const auto none = attune::bland_altman(attune::matrix(0, 2));
    EXPECT_TRUE(std::isnan(none.bias.value));
    EXPECT_EQ(none.bias.message, "A difference needs at least one person with both occasions.");
}

TEST(BlandAltman, RefusesOptionsThatMeanNothing)
{
    const attune::matrix scores = attune::matrix::Ones(3, 2);
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { (void)attune::bland_altman(scores, {.coverage = 2}); },
                                                      "bland_altman: coverage must lie between 0 and 1, but is 2"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { (void)attune::bland_altman(scores, {.z = -1}); },
                                                      "bland_altman: z must be above 0, but is -1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)attune::bland_altman(attune::matrix(3, 1)); },
                                                      "bland_altman: occasions must have 2 columns, but is 1 wide"));
}
