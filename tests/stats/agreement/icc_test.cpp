#include "attune/stats/agreement/icc.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/reference_file.hpp"
#include "support/table.hpp"

using attune_test::table_of;

namespace {

attune::matrix shrout_fleiss()
{
    attune::matrix ratings(6, 4);
    ratings << 9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7;
    return ratings;
}

void expect_status(const attune::intraclass_correlations& result, attune::estimate_status status,
                   const std::string& message)
{
    for (const auto& coefficient : result.all) {
        EXPECT_TRUE(std::isnan(coefficient.figure.value)) << coefficient.figure.id;
        EXPECT_EQ(coefficient.figure.status, status) << coefficient.figure.id;
        EXPECT_EQ(coefficient.figure.message, message) << coefficient.figure.id;
        EXPECT_FALSE(coefficient.figure.ci.has_value()) << coefficient.figure.id;
    }
}

}  // namespace

TEST(Icc, IsThatOfShroutAndFleiss)
{
    const auto result = attune::icc(shrout_fleiss());
    const std::array published{.165741768, .289763780, .714840715, .442797134, .620050548, .909315542};
    for (std::size_t c = 0; c < published.size(); ++c)
        EXPECT_NEAR(result.all[c].figure.value, published[c], 5e-10) << result.all[c].figure.id;
    EXPECT_NEAR(result.all[0].figure.ci->lower, -.1329323, 5e-8);
    EXPECT_NEAR(result.all[0].figure.ci->upper, .7225601, 5e-8);
    EXPECT_NEAR(result.all[1].figure.ci->lower, .0187865, 5e-8);
    EXPECT_NEAR(result.all[1].figure.ci->upper, .7610844, 5e-8);
    EXPECT_NEAR(result.all[2].figure.ci->lower, .3424648, 5e-8);
    EXPECT_NEAR(result.all[2].figure.ci->upper, .9458583, 5e-8);
}

TEST(Icc, AgreesWithPsych)
{
    const auto tables = attune_test::reference_file("agreement/values.json").at("tables");
    for (const auto& table : tables) {
        const auto result = attune::icc(table_of(table.at("ratings")), table.at("level"));
        for (std::size_t c = 0; c < result.all.size(); ++c) {
            const auto& expected = table.at("icc").at(c);
            const auto& [figure, test] = result.all[c];
            const std::string name = table.at("id").get<std::string>() + " " + figure.id;
            ASSERT_EQ(figure.id, expected.at("id").get<std::string>());
            const auto expect_near = [&](double value, const char* field) {
                const double wanted = expected.at(field);
                EXPECT_NEAR(value, wanted, 1e-10 * std::max(1.0, std::abs(wanted))) << name << " " << field;
            };
            expect_near(figure.value, "value");
            expect_near(figure.ci->lower, "lower");
            expect_near(figure.ci->upper, "upper");
            expect_near(test.f, "f");
            expect_near(test.df1, "df1");
            expect_near(test.df2, "df2");
            expect_near(test.p, "p");
        }
    }
}

// The mean of k ratings is the Spearman-Brown formula on one of them, for models 1 and 3 and for model 2.
TEST(Icc, OfAMeanIsTheSteppedUpOne)
{
    const auto result = attune::icc(shrout_fleiss());
    for (std::size_t c = 0; c < 3; ++c) {
        const double one = result.all[c].figure.value;
        EXPECT_NEAR(result.all[c + 3].figure.value, 4 * one / (1 + 3 * one), 1e-14);
    }
}

TEST(Icc, DoesNotChangeWithTheUnitOrTheOrder)
{
    const attune::matrix ratings = shrout_fleiss();
    const auto before = attune::icc(ratings);
    const auto after = attune::icc((-2.5 * ratings.rowwise().reverse().colwise().reverse().array() + 40).matrix());
    for (std::size_t c = 0; c < before.all.size(); ++c)
        EXPECT_NEAR(after.all[c].figure.value, before.all[c].figure.value, 1e-14);
}

TEST(Icc, SeesALenientRaterInAgreementOnly)
{
    attune::matrix ratings(4, 2);
    ratings << 1, 3, 2, 4, 3, 5, 4, 6;  // the second is 2 above the first
    const auto result = attune::icc(ratings);
    EXPECT_EQ(result.all[2].figure.value, 1);
    EXPECT_EQ(result.all[2].test.f, std::numeric_limits<double>::infinity());
    EXPECT_EQ(result.all[2].test.p, 0);
    EXPECT_EQ(result.all[2].figure.ci->lower, 1);
    EXPECT_EQ(result.all[2].figure.ci->upper, 1);
    // MSP 10/3, MSR 8, MSE 0: (10/3) / (10/3 + 2 * 8 / 4)
    EXPECT_NEAR(result.all[1].figure.value, 10.0 / 22, 1e-15);
    ASSERT_TRUE(result.all[1].figure.ci.has_value());
    EXPECT_LT(result.all[1].figure.ci->lower, 10.0 / 22);
    EXPECT_GT(result.all[1].figure.ci->upper, 10.0 / 22);
}

TEST(Icc, OfIdenticalRatersIsOneWithAnInfiniteF)
{
    attune::matrix ratings(3, 3);
    ratings << 0.1, 0.1, 0.1, 2.7, 2.7, 2.7, 5.3, 5.3, 5.3;
    for (const auto& [figure, test] : attune::icc(ratings).all) {
        EXPECT_EQ(figure.value, 1) << figure.id;
        EXPECT_EQ(figure.status, attune::estimate_status::ok);
        EXPECT_EQ(figure.ci->lower, 1) << figure.id;
        EXPECT_EQ(figure.ci->upper, 1) << figure.id;
        EXPECT_EQ(test.f, std::numeric_limits<double>::infinity()) << figure.id;
        EXPECT_EQ(test.p, 0) << figure.id;
    }
}

TEST(Icc, IsLowestWhenAllPersonsHaveOneMean)
{
    attune::matrix ratings(3, 2);
    ratings << 1, 3, 2, 2, 3, 1;
    const auto result = attune::icc(ratings);
    EXPECT_EQ(result.all[0].figure.value, -1);
    EXPECT_EQ(result.all[2].figure.value, -1);
    EXPECT_EQ(result.all[0].test.f, 0);
    EXPECT_EQ(result.all[0].test.p, 1);
    for (const std::size_t c : {3U, 5U}) {
        EXPECT_TRUE(std::isnan(result.all[c].figure.value));
        EXPECT_EQ(result.all[c].figure.status, attune::estimate_status::no_variance);
        EXPECT_EQ(result.all[c].figure.message,
                  "Persons differ too little in their mean ratings: what this coefficient divides by is not positive.");
        EXPECT_FALSE(result.all[c].figure.ci.has_value());
    }
}

TEST(Icc, IsNotDefinedWhenNothingVaries)
{
    const auto result = attune::icc(attune::matrix::Constant(5, 3, 4.2));
    expect_status(result, attune::estimate_status::no_variance,
                  "All ratings are equal: there is nothing to tell persons apart by.");
    EXPECT_TRUE(std::isnan(result.all[0].test.f));
}

TEST(Icc, NeedsTwoRatersAndTwoCompletePersons)
{
    expect_status(attune::icc(attune::matrix::Ones(9, 1)), attune::estimate_status::too_few_raters,
                  "An intraclass correlation needs at least two ratings of each person.");
    attune::matrix ratings(2, 2);
    ratings << 1, 2, 3, std::nan("");
    const auto result = attune::icc(ratings);
    expect_status(result, attune::estimate_status::too_few_persons,
                  "An intraclass correlation needs at least two persons with all ratings.");
    EXPECT_EQ(result.n_left_out, 1);
    EXPECT_EQ(result.all[0].figure.n_persons, 1);
}

TEST(Icc, LeavesPersonsWithAMissingRatingOutAndCountsThem)
{
    attune::matrix ratings(8, 4);
    ratings.topRows(6) = shrout_fleiss();
    ratings.row(6) << 1, std::nan(""), 2, 3;
    ratings.row(7).setConstant(std::nan(""));
    const auto result = attune::icc(ratings);
    EXPECT_EQ(result.n_left_out, 2);
    EXPECT_EQ(result.all[1].figure.n_persons, 6);
    EXPECT_EQ(result.all[1].figure.value, attune::icc(shrout_fleiss()).all[1].figure.value);
}

TEST(Icc, RefusesALevelThatIsNoProbability)
{
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>([] { (void)attune::icc(shrout_fleiss(), 95); },
                                                                   "icc: level must lie between 0 and 1, but is 95"));
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] { (void)attune::icc(attune::matrix::Constant(2, 2, 1e200)); },
        "two_way: ratings must hold numbers up to 1e150 in size, or NaN for missing, but is 1e+200"));
}
