#include "attune/stats/agreement/anova.hpp"

#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/reference_file.hpp"
#include "support/table.hpp"

using attune_test::log_relative_error;
using attune_test::table_of;
using attune_test::throws_message;

namespace {

using groups = std::vector<std::vector<double>>;

/// The sets of Simon & Lesage (1989): nine treatments; 10 * offset and tenths are whole, so that the division makes the
/// double nearest to the decimal.
groups nist_strd_test(double offset, int n_replicates)
{
    groups made;
    for (const int tenths : {14, 13, 15, 13, 15, 13, 15, 13, 15}) {
        made.emplace_back();
        for (int r = 0; r < n_replicates; ++r)
            made.back().push_back((10 * offset + tenths + (r == 0 ? 0 : r % 2 == 1 ? -1 : 1)) / 10);
    }
    return made;
}

/// Certified digits of F, printed as NIST asks, and held against a floor; the sums of squares against exact arithmetic.
void expect_certified(const std::string& id, const groups& values, double f, double floor)
{
    const attune::one_way_anova table = attune::one_way(values);
    const double digits = log_relative_error(table.test.f, f);
    fmt::print("NIST StRD {}: log relative error of F {:.1f}\n", id, digits);
    ::testing::Test::RecordProperty("f_" + id, fmt::format("{:.1f}", digits));
    EXPECT_GE(digits, floor) << id;
    const auto exact = attune_test::reference_file("nist_strd/exact.json").at("anova").at(id);
    EXPECT_NEAR(table.test.f / exact.at("f").get<double>(), 1, 1e-14) << id;
    EXPECT_NEAR(table.between.sum_of_squares / exact.at("between").get<double>(), 1, 1e-14) << id;
    EXPECT_NEAR(table.within.sum_of_squares / exact.at("within").get<double>(), 1, 1e-14) << id;
}

}  // namespace

// Floors are what exact arithmetic on the doubles nearest to the decimals gives: tests/reference/nist_strd/exact.json.
TEST(OneWayAnova, HasAllDigitsOfNistThatDoublesAllow)
{
    const auto sets = attune_test::reference_file("nist_strd/values.json").at("anova");
    for (const auto& set : sets)
        expect_certified(set.at("id"), set.at("groups"), set.at("f"), set.at("id") == "SiRstv" ? 13 : 10.1);
    expect_certified("SmLs01", nist_strd_test(0, 21), 21, 14.5);
    expect_certified("SmLs02", nist_strd_test(0, 201), 201, 14.5);
    expect_certified("SmLs03", nist_strd_test(0, 2001), 2001, 14.5);
    expect_certified("SmLs04", nist_strd_test(1e6, 21), 21, 10.4);
    expect_certified("SmLs05", nist_strd_test(1e6, 201), 201, 10.2);
    expect_certified("SmLs06", nist_strd_test(1e6, 2001), 2001, 10.1);
    expect_certified("SmLs07", nist_strd_test(1e12, 21), 21, 4.4);
    expect_certified("SmLs08", nist_strd_test(1e12, 201), 201, 4.1);
    expect_certified("SmLs09", nist_strd_test(1e12, 2001), 2001, 4.1);
}

TEST(OneWayAnova, TestsGroupsAgainstTheSpreadWithinThem)
{
    const attune::one_way_anova table = attune::one_way({{1, 2, 3}, {2, 4}, {9}});
    EXPECT_EQ(table.between.df, 2);
    EXPECT_EQ(table.within.df, 3);
    EXPECT_DOUBLE_EQ(table.within.sum_of_squares, 4);
    EXPECT_DOUBLE_EQ(table.between.sum_of_squares, 37.5);
    EXPECT_DOUBLE_EQ(table.test.f, 18.75 / (4.0 / 3));
    EXPECT_NEAR(table.test.p, std::pow(3.0 / (3 + 2 * table.test.f), 1.5), 1e-15);  // closed form for df1 = 2
}

TEST(OneWayAnova, HasNoRatioWithoutSpreadWithin)
{
    const attune::one_way_anova apart = attune::one_way({{1, 1}, {2, 2}});
    EXPECT_EQ(apart.test.f, std::numeric_limits<double>::infinity());
    EXPECT_EQ(apart.test.p, 0);
    EXPECT_TRUE(std::isnan(attune::one_way({{1, 1}, {1, 1}}).test.f));
    const attune::one_way_anova single = attune::one_way({{1}, {2}});
    EXPECT_TRUE(std::isnan(single.within.mean_square));
    EXPECT_TRUE(std::isnan(single.test.f));
    EXPECT_TRUE(std::isnan(single.test.p));
}

TEST(OneWayAnova, RefusesWhatIsNoGroup)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::one_way({{1, 2}});
        },
        "one_way: groups must hold at least 2 groups, but is 1 long"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::one_way({{1, 2}, {}});
        },
        "one_way: groups must hold no empty group, but is one with an empty group"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            (void)attune::one_way({{1, 2}, {std::nan("")}});
        },
        "one_way: groups must hold no missing value, but is NaN in one place"));
}

TEST(TwoWayAnova, AgreesWithR)
{
    const auto tables = attune_test::reference_file("agreement/values.json").at("tables");
    for (const auto& table : tables) {
        const attune::two_way_anova anova = attune::two_way(table_of(table.at("ratings")));
        const auto expect_near = [&](double value, const char* source) {
            EXPECT_NEAR(value / table.at("anova").at(source).get<double>(), 1, 1e-10) << table.at("id") << source;
        };
        expect_near(anova.persons.sum_of_squares, "persons");
        expect_near(anova.raters.sum_of_squares, "raters");
        expect_near(anova.residual.sum_of_squares, "residual");
        EXPECT_NEAR(anova.within.sum_of_squares, anova.raters.sum_of_squares + anova.residual.sum_of_squares,
                    1e-13 * anova.within.sum_of_squares);
        EXPECT_EQ(anova.residual.df, (anova.n_persons - 1) * (anova.n_raters - 1));
    }
}

TEST(TwoWayAnova, KeepsItsDigitsWhenAllRatingsMoveByAMillion)
{
    std::mt19937 random(3);
    attune::matrix ratings(20, 3);
    for (Eigen::Index i = 0; i < ratings.size(); ++i)
        ratings(i) = static_cast<double>(random() % 64) / 8;  // eighths: exact at both places
    const attune::two_way_anova near = attune::two_way(ratings);
    const attune::two_way_anova far = attune::two_way((ratings.array() + 1048576).matrix());
    EXPECT_NEAR(far.persons.mean_square / near.persons.mean_square, 1, 1e-14);
    EXPECT_NEAR(far.raters.mean_square / near.raters.mean_square, 1, 1e-14);
    EXPECT_NEAR(far.residual.mean_square / near.residual.mean_square, 1, 1e-14);
}

TEST(TwoWayAnova, KeepsEveryBitInAnyOrderOfPersons)
{
    attune::matrix ratings(4, 2);
    ratings << 0.1, 0.7, 1.0 / 3, 2.2, 4.4, 0.9, 3.3, 1.7;
    attune::matrix turned = ratings.colwise().reverse();
    EXPECT_EQ(attune::two_way(ratings).persons.mean_square, attune::two_way(turned).persons.mean_square);
    EXPECT_EQ(attune::two_way(ratings).residual.mean_square, attune::two_way(turned).residual.mean_square);
}

TEST(TwoWayAnova, TakesNoRoundingForADifference)
{
    attune::matrix ratings(2, 2);
    ratings << 0.1, 0.3, 0.2, 0.2;  // means of .2 that differ by a bit
    EXPECT_EQ(attune::two_way(ratings).persons.sum_of_squares, 0);
}

TEST(TwoWayAnova, HasNoMeanSquareWithoutDegreesOfFreedom)
{
    const attune::two_way_anova one = attune::two_way(attune::matrix::Ones(1, 1));
    for (const attune::variance_source& source : {one.persons, one.raters, one.residual, one.within})
        EXPECT_TRUE(std::isnan(source.mean_square));
}

TEST(TwoWayAnova, RefusesIncompleteTables)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)attune::two_way(attune::matrix(0, 3)); },
        "two_way: ratings must have at least one row and one column, but is 0 x 3"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)attune::two_way(attune::matrix::Constant(2, 2, std::nan(""))); },
        "two_way: ratings must hold no missing value, but is NaN in one place"));
}

TEST(CompleteRows, KeepsThePersonsWithoutAGapInTheirOrder)
{
    attune::matrix ratings(3, 2);
    ratings << 1, 2, std::nan(""), 4, 5, 6;
    attune::matrix complete(2, 2);
    complete << 1, 2, 5, 6;
    EXPECT_EQ(attune::complete_rows(ratings), complete);
    EXPECT_EQ(attune::complete_rows(attune::matrix(0, 2)).rows(), 0);
}
