#include "attune/stats/agreement/test_retest.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/reference_file.hpp"
#include "support/table.hpp"

using attune_test::table_of;
using attune_test::throws_message;

namespace {

attune::matrix pairs(std::initializer_list<std::array<double, 2>> rows)
{
    attune::matrix made(static_cast<Eigen::Index>(rows.size()), 2);
    Eigen::Index i = 0;
    for (const auto& row : rows)
        made.row(i++) << row[0], row[1];
    return made;
}

}  // namespace

// Values of the unit tests of CECPfuns.
TEST(FisherInterval, IsThePublishedOne)
{
    const auto ten = attune::fisher_interval(0.7, 10);
    EXPECT_NEAR(ten.lower, .125833243162, 5e-13);
    EXPECT_NEAR(ten.upper, .922878359395, 5e-13);
    const auto hundred = attune::fisher_interval(0.7, 100);
    EXPECT_NEAR(hundred.lower, .583858098394, 5e-13);
    EXPECT_NEAR(hundred.upper, .788064953357, 5e-13);
    const auto ninety = attune::fisher_interval(0.7, 100, 0.9);
    EXPECT_NEAR(ninety.lower, .604552419247, 5e-13);
    EXPECT_NEAR(ninety.upper, .775631220333, 5e-13);
    EXPECT_EQ(ninety.method, "fisher_z");
    EXPECT_EQ(ninety.level, 0.9);
}

TEST(FisherInterval, IsAPointAtItsEnds)
{
    EXPECT_EQ(attune::fisher_interval(1, 10).lower, 1);
    EXPECT_EQ(attune::fisher_interval(-1, 10).upper, -1);
}

TEST(FisherInterval, RefusesWhatIsNoCorrelation)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)attune::fisher_interval(1.01, 10); },
                                                      "fisher_interval: r must lie in -1..1, but is 1.01"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)attune::fisher_interval(0.5, 3); },
                                                      "fisher_interval: n_persons must be at least 4, but is 3"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)attune::fisher_interval(0.5, 9, 1); },
                                                      "fisher_interval: level must lie between 0 and 1, but is 1"));
}

TEST(TestRetestR, AgreesWithR)
{
    const auto tables = attune_test::reference_file("agreement/values.json").at("tables");
    int n_checked = 0;
    for (const auto& table : tables) {
        if (!table.contains("retest") || table.at("n_persons") < 4)
            continue;
        ++n_checked;
        const auto r = attune::test_retest_r(table_of(table.at("ratings")), table.at("level"));
        EXPECT_NEAR(r.value, table.at("retest").at("r").get<double>(), 1e-10) << table.at("id");
        EXPECT_NEAR(r.ci->lower, table.at("retest").at("r_ci").at(0).get<double>(), 1e-10) << table.at("id");
        EXPECT_NEAR(r.ci->upper, table.at("retest").at("r_ci").at(1).get<double>(), 1e-10) << table.at("id");
        EXPECT_EQ(r.id, "test_retest_r");
    }
    EXPECT_EQ(n_checked, 3);
}

// Jacobson & Truax (1991), couples before and after: see tests/reference/agreement.
TEST(TestRetestR, IsThatOfTheCouples)
{
    const auto tables = attune_test::reference_file("agreement/values.json").at("tables");
    EXPECT_NEAR(attune::test_retest_r(table_of(tables.at(1).at("ratings"))).value, .517721362632, 5e-13);
}

TEST(TestRetestR, IsOneForALineAndDoesNotSeeAShift)
{
    const auto r = attune::test_retest_r(pairs({{1, 11}, {2, 12}, {3, 13}, {5, 15}}));
    EXPECT_EQ(r.value, 1);
    EXPECT_EQ(r.ci->lower, 1);
    EXPECT_EQ(attune::test_retest_r(pairs({{1, -1}, {2, -2}, {4, -4}})).value, -1);
}

TEST(TestRetestR, HasNoIntervalBelowFourPersons)
{
    const auto r = attune::test_retest_r(pairs({{1, 2}, {2, 1}, {3, 3}}));
    EXPECT_DOUBLE_EQ(r.value, 0.5);
    EXPECT_FALSE(r.ci.has_value());
}

TEST(TestRetestR, LeavesPersonsWithOneOccasionOut)
{
    const double missing = std::nan("");
    const auto r = attune::test_retest_r(pairs({{1, 2}, {9, missing}, {2, 1}, {missing, missing}, {3, 3}}));
    EXPECT_DOUBLE_EQ(r.value, 0.5);
    EXPECT_EQ(r.n_persons, 3);
}

TEST(TestRetestR, SaysWhyItIsNotDefined)
{
    const auto one = attune::test_retest_r(pairs({{1, 2}}));
    EXPECT_TRUE(std::isnan(one.value));
    EXPECT_EQ(one.status, attune::estimate_status::too_few_persons);
    EXPECT_EQ(one.message, "A correlation needs at least two persons with both occasions.");
    const auto flat = attune::test_retest_r(pairs({{0.1, 2}, {0.1, 3}, {0.1, 4}}));
    EXPECT_TRUE(std::isnan(flat.value));
    EXPECT_EQ(flat.status, attune::estimate_status::no_variance);
    EXPECT_EQ(flat.message, "All persons have the same score on one of the occasions.");
}

TEST(TestRetestR, RefusesMoreThanTwoOccasions)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)attune::test_retest_r(attune::matrix(5, 3)); },
                                                      "test_retest_r: occasions must have 2 columns, but is 3 wide"));
}
