#include "attune/stats/moments/em.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <limits>
#include <numbers>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <Eigen/LU>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "attune/core/positive_semidefinite.hpp"
#include "support/expect_message.hpp"
#include "support/numbers.hpp"
#include "support/reference_file.hpp"
#include "support/table.hpp"

using attune::em_covariance;
using attune::em_moments;
using attune::estimate_status;
using attune::missing_patterns;
using attune::missing_patterns_of;
using attune_test::gap;
using attune_test::throws_message;

namespace {

constexpr double rounding = 1e-12;  // of figures near 1 after some hundred operations

/// Answers 1..7 that share a factor, as a matrix; each is missing with the same chance.
attune::matrix made_answers(Eigen::Index n_persons, Eigen::Index n_items, double share_missing, unsigned seed)
{
    std::mt19937 generator(seed);
    std::normal_distribution<double> normal;
    std::bernoulli_distribution is_missing(share_missing);
    attune::matrix answers(n_persons, n_items);
    for (Eigen::Index person = 0; person < n_persons; ++person) {
        const double factor = normal(generator);
        for (Eigen::Index item = 0; item < n_items; ++item) {
            const double value = 4 + factor + normal(generator) + 0.1 * static_cast<double>(item);
            answers(person, item) = is_missing(generator) ? gap : std::clamp(std::round(value), 1.0, 7.0);
        }
    }
    return answers;
}

missing_patterns codes_of(const attune::matrix& answers)
{
    missing_patterns patterns(static_cast<std::size_t>(answers.cols()));
    std::vector<std::int8_t> row(patterns.n_items());
    for (Eigen::Index person = 0; person < answers.rows(); ++person) {
        for (Eigen::Index item = 0; item < answers.cols(); ++item)
            row[static_cast<std::size_t>(item)] =
                static_cast<std::int8_t>(std::isnan(answers(person, item)) ? -1 : answers(person, item));
        patterns.add_row(row);
    }
    return patterns;
}

/// The largest difference of a mean or a covariance, in standard deviations.
double distance(const em_moments& a, const em_moments& b)
{
    const Eigen::VectorXd sd = b.cov.diagonal().cwiseSqrt();
    const double of_means = (a.mean - b.mean).cwiseQuotient(sd).cwiseAbs().maxCoeff();
    const double of_covs = (a.cov - b.cov).cwiseQuotient(sd * sd.transpose()).cwiseAbs().maxCoeff();
    return std::max(of_means, of_covs);
}

std::vector<Eigen::Index> shuffled(Eigen::Index n, unsigned seed)
{
    std::vector<Eigen::Index> order(static_cast<std::size_t>(n));
    std::iota(order.begin(), order.end(), Eigen::Index{0});
    std::shuffle(order.begin(), order.end(), std::mt19937(seed));
    return order;
}

attune::matrix read_csv(const std::string& file)
{
    std::ifstream in(file);
    std::vector<double> values;
    Eigen::Index n_rows = 0;
    for (std::string line; std::getline(in, line); ++n_rows) {
        line += ',';
        for (std::size_t begin = 0; begin < line.size();) {
            const std::size_t end = line.find(',', begin);
            double value = gap;
            std::from_chars(line.data() + begin, line.data() + end, value);
            values.push_back(value);
            begin = end + 1;
        }
    }
    return Eigen::Map<Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(
        values.data(), n_rows, static_cast<Eigen::Index>(values.size()) / n_rows);
}

void expect_no_figures(const em_moments& found, Eigen::Index n_items)
{
    EXPECT_EQ(found.mean.size(), n_items);
    EXPECT_TRUE(found.mean.array().isNaN().all());
    EXPECT_EQ(found.cov.rows(), n_items);
    EXPECT_EQ(found.cov.cols(), n_items);
    EXPECT_TRUE(found.cov.array().isNaN().all());
}

}  // namespace

// Written by tests/reference/em/make_values.R, which names the versions.
class EmReference : public ::testing::TestWithParam<const char*> {};

TEST_P(EmReference, AgreesWithPlainEmInR)
{
    const std::string name = GetParam();
    const nlohmann::json values = attune_test::reference_file("em/values.json").at(name);
    const attune::matrix data = read_csv(ATTUNE_TEST_REFERENCE_DIR "/em/" + name + ".csv");
    em_moments expected;
    expected.mean = attune_test::table_of(nlohmann::json::array({values.at("mean")})).row(0).transpose();
    expected.cov = attune_test::table_of(values.at("cov"));

    std::vector<em_moments> both{em_covariance(missing_patterns_of(data))};
    if (name != "airquality")
        both.push_back(em_covariance(codes_of(data)));
    for (const em_moments& found : both) {
        ASSERT_EQ(found.status, estimate_status::ok) << found.message;
        EXPECT_EQ(found.n_persons, values.at("n_persons"));
        EXPECT_EQ(found.n_without_answers, values.at("n_without_answers"));
        EXPECT_EQ(found.n_patterns, values.at("n_patterns"));
        EXPECT_NEAR(found.log_likelihood, values.at("log_likelihood"), 1e-12 * std::abs(found.log_likelihood));
        EXPECT_LT(distance(found, expected), 1e-11);
    }
}
INSTANTIATE_TEST_SUITE_P(Em, EmReference,
                         ::testing::Values("answers_5_mcar_10", "answers_5_mcar_35", "answers_18_mcar_10",
                                           "answers_18_mcar_35", "airquality"));

// Complete answers: the maximum is the mean and the covariance with divisor n.
TEST(Em, IsTheClosedFormForCompleteAnswers)
{
    const attune::matrix answers = made_answers(200, 6, 0, 1);
    const Eigen::VectorXd mean = answers.colwise().mean();
    const attune::matrix centred = answers.rowwise() - mean.transpose();
    const attune::matrix cov = centred.transpose() * centred / 200;
    for (const em_moments& found : {em_covariance(codes_of(answers)), em_covariance(missing_patterns_of(answers))}) {
        EXPECT_EQ(found.status, estimate_status::ok);
        EXPECT_EQ(found.n_iterations, 0);
        EXPECT_EQ(found.n_patterns, 1u);
        EXPECT_TRUE(found.mean.isApprox(mean, rounding));
        EXPECT_TRUE(found.cov.isApprox(cov, rounding));
        EXPECT_TRUE(attune::unbiased_cov(found).isApprox(cov * 200 / 199, rounding));
        const double log_likelihood = -100 * (6 * std::log(2 * std::numbers::pi) + std::log(cov.determinant()) + 6);
        EXPECT_NEAR(found.log_likelihood, log_likelihood, 1e-12 * std::abs(log_likelihood));
    }
}

// Two variables, the second missing for some: the maximum is a regression (Anderson 1957, JASA 52, 200-203).
TEST(Em, IsAndersonsClosedFormForMonotoneMissingAnswers)
{
    attune::matrix answers = made_answers(120, 2, 0, 2);
    answers.col(1).tail(50).setConstant(gap);
    const Eigen::ArrayXd x = answers.col(0), complete_x = x.head(70), y = answers.col(1).head(70);
    const double var_x = (x - x.mean()).square().mean();
    const double complete_var = (complete_x - complete_x.mean()).square().mean();
    const double complete_cov = ((complete_x - complete_x.mean()) * (y - y.mean())).mean();
    const double slope = complete_cov / complete_var;
    const double residual = (y - y.mean()).square().mean() - slope * complete_cov;

    const em_moments found = em_covariance(codes_of(answers));
    ASSERT_EQ(found.status, estimate_status::ok);
    EXPECT_NEAR(found.mean[0], x.mean(), 1e-11);
    EXPECT_NEAR(found.mean[1], y.mean() + slope * (x.mean() - complete_x.mean()), 1e-11);
    EXPECT_NEAR(found.cov(0, 0), var_x, 1e-11);
    EXPECT_NEAR(found.cov(0, 1), slope * var_x, 1e-11);
    EXPECT_NEAR(found.cov(1, 1), residual + slope * slope * var_x, 1e-11);
}

TEST(Em, OneItemIsTheMeanAndVarianceOfWhoAnswered)
{
    attune::matrix answers(5, 1);
    answers << 1, gap, 2, 6, gap;
    const em_moments found = em_covariance(codes_of(answers));
    EXPECT_EQ(found.status, estimate_status::ok);
    EXPECT_EQ(found.n_persons, 3);
    EXPECT_EQ(found.n_without_answers, 2);
    EXPECT_NEAR(found.mean[0], 3, rounding);
    EXPECT_NEAR(found.cov(0, 0), 14.0 / 3, rounding);
    EXPECT_NEAR(found.log_likelihood, -1.5 * (std::log(2 * std::numbers::pi * 14 / 3) + 1), rounding);
}

TEST(Em, TheLikelihoodNeverDecreases)
{
    const missing_patterns patterns = codes_of(made_answers(200, 8, 0.4, 3));
    const em_moments end = em_covariance(patterns);
    ASSERT_EQ(end.status, estimate_status::ok);
    ASSERT_GT(end.n_iterations, 10);
    double before = -std::numeric_limits<double>::infinity();
    for (int n_iterations = 1; n_iterations < end.n_iterations; ++n_iterations) {
        const em_moments found = em_covariance(patterns, {.max_iterations = n_iterations});
        EXPECT_EQ(found.status, estimate_status::not_converged);
        EXPECT_EQ(found.n_iterations, n_iterations);
        EXPECT_GE(found.log_likelihood, before - 1e-12 * std::abs(before)) << n_iterations;
        before = found.log_likelihood;
    }
    EXPECT_GE(end.log_likelihood, before - 1e-12 * std::abs(before));
}

TEST(Em, NoNeighbourIsMoreLikely)
{
    const attune::matrix answers = made_answers(60, 4, 0.3, 4);
    const auto patterns = missing_patterns_of(answers);
    const em_moments found = em_covariance(patterns);
    const attune::detail::em_data data = attune::detail::em_data_of(patterns);
    ASSERT_EQ(data.n_items(), 4);
    attune::matrix best(4, 5);
    const attune::matrix units = data.scale.cwiseInverse().asDiagonal();
    best << units * (found.mean - data.centre), units * found.cov * units;
    const double highest = attune::detail::em_step_from(data, best).log_likelihood;
    EXPECT_NEAR(highest + data.log_units, found.log_likelihood, 1e-10);
    for (Eigen::Index row = 0; row < 4; ++row)
        for (Eigen::Index column = 0; column < 5; ++column)
            for (const double by : {-1e-3, 1e-3}) {
                attune::matrix moved = best;
                moved(row, column) += by;
                if (column > 0 && column - 1 != row)
                    moved(column - 1, row + 1) += by;
                EXPECT_LT(attune::detail::em_step_from(data, moved).log_likelihood, highest) << row << ", " << column;
            }
}

TEST(Em, StopsCloserThanASmallStepWould)
{
    const missing_patterns patterns = codes_of(made_answers(200, 6, 0.5, 5));
    const em_moments exact = em_covariance(patterns, {.tolerance = 1e-13});
    ASSERT_EQ(exact.status, estimate_status::ok);
    for (const double tolerance : {1e-4, 1e-6, 1e-8, 1e-10}) {
        const em_moments found = em_covariance(patterns, {.tolerance = tolerance});
        EXPECT_LT(distance(found, exact), tolerance);
        EXPECT_LT(found.n_iterations, exact.n_iterations);
    }
}

TEST(Em, TheOrderOfPeopleAndItemsChangesNothing)
{
    const attune::matrix answers = made_answers(150, 7, 0.3, 6);
    const em_moments found = em_covariance(codes_of(answers));
    const em_moments of_shuffled_people = em_covariance(codes_of(answers(shuffled(150, 7), Eigen::all)));
    EXPECT_EQ(of_shuffled_people.mean, found.mean);
    EXPECT_EQ(of_shuffled_people.cov, found.cov);
    const em_moments of_values = em_covariance(missing_patterns_of(answers(shuffled(150, 8), Eigen::all)));
    EXPECT_LT(distance(of_values, found), rounding);

    const auto order = shuffled(7, 9);
    em_moments of_shuffled_items = em_covariance(codes_of(answers(Eigen::all, order)));
    em_moments expected = found;
    expected.mean = found.mean(order);
    expected.cov = found.cov(order, order);
    EXPECT_LT(distance(of_shuffled_items, expected), rounding);
    EXPECT_NEAR(of_shuffled_items.log_likelihood, found.log_likelihood, 1e-12 * std::abs(found.log_likelihood));
}

TEST(Em, ShiftingAnItemShiftsItsMeanOnly)
{
    attune::matrix answers = made_answers(100, 5, 0.25, 10);
    const em_moments found = em_covariance(codes_of(answers));
    answers.col(2).array() += 60;
    em_moments of_shifted = em_covariance(codes_of(answers));
    EXPECT_EQ(of_shifted.mean[2], found.mean[2] + 60);
    EXPECT_EQ(of_shifted.cov, found.cov);
    EXPECT_EQ(of_shifted.log_likelihood, found.log_likelihood);

    answers.col(2).array() += 1e6;
    of_shifted = em_covariance(missing_patterns_of(answers));
    of_shifted.mean[2] -= 1e6 + 60;
    EXPECT_LT(distance(of_shifted, found), 1e-9);  // a mean of 1e6 carries an error of 1e-10
    EXPECT_TRUE(of_shifted.cov.isApprox(found.cov, rounding));
}

TEST(Em, ScalingAnItemScalesItsCovariances)
{
    const attune::matrix answers = made_answers(100, 4, 0.25, 11);
    const em_moments found = em_covariance(missing_patterns_of(answers));
    const Eigen::Vector4d units(1e-5, -1, 3, 1e7);
    em_moments expected = found;
    expected.mean = units.cwiseProduct(found.mean);
    expected.cov = units.asDiagonal() * found.cov * units.asDiagonal();
    EXPECT_LT(distance(em_covariance(missing_patterns_of(answers * units.asDiagonal())), expected), rounding);
}

TEST(Em, OfMergedPatternsIsThatOfOnePassBitForBit)
{
    const attune::matrix answers = made_answers(90, 5, 0.3, 12);
    missing_patterns merged = codes_of(answers.bottomRows(40));
    merged.merge(codes_of(answers.topRows(50)));
    const em_moments found = em_covariance(merged);
    const em_moments expected = em_covariance(codes_of(answers));
    EXPECT_EQ(found.mean, expected.mean);
    EXPECT_EQ(found.cov, expected.cov);
    EXPECT_EQ(found.log_likelihood, expected.log_likelihood);
    EXPECT_EQ(found.n_iterations, expected.n_iterations);
}

TEST(Em, CovariancesArePositiveSemidefinite)
{
    for (unsigned seed = 0; seed < 20; ++seed) {
        const em_moments found = em_covariance(codes_of(made_answers(200, 6, 0.4, seed)));
        ASSERT_EQ(found.status, estimate_status::ok) << seed;
        EXPECT_TRUE(attune::is_positive_semidefinite(found.cov)) << seed;
    }
}

// Everybody answered two of three items, and the pairs correlate .9, .9 and -.9: no covariance matrix does.
TEST(Em, PairsThatContradictEachOtherHaveNoMaximum)
{
    attune::matrix answers = attune::matrix::Constant(300, 3, gap);
    std::mt19937 generator(21);
    std::normal_distribution<double> normal;
    for (Eigen::Index person = 0; person < 300; ++person) {
        const double sign = person < 200 ? 1 : -1;
        const double value = normal(generator);
        answers(person, person < 100 ? 1 : 0) = value;
        answers(person, person < 100 || person >= 200 ? 2 : 1) = sign * 0.9 * value + 0.4 * normal(generator);
    }
    const em_moments found = em_covariance(missing_patterns_of(answers));
    EXPECT_EQ(found.status, estimate_status::not_positive_definite) << found.n_iterations;
    expect_no_figures(found, 3);
}

TEST(Em, ItemsWithoutVarianceAreNamedAndStandApart)
{
    attune::matrix answers = made_answers(100, 3, 0.2, 13);
    const em_moments without = em_covariance(codes_of(answers));
    attune::matrix more(100, 5);
    more << answers.leftCols(1), Eigen::VectorXd::Constant(100, 4), answers.rightCols(2),
        Eigen::VectorXd::Constant(100, 7);
    more.col(4).head(30).setConstant(gap);
    for (const em_moments& found : {em_covariance(codes_of(more)), em_covariance(missing_patterns_of(more))}) {
        ASSERT_EQ(found.status, estimate_status::ok);
        EXPECT_EQ(found.constant_items, (std::vector<std::size_t>{1, 4}));
        EXPECT_EQ(found.mean[1], 4);
        EXPECT_EQ(found.mean[4], 7);
        EXPECT_TRUE(found.cov.row(1).isZero(0) && found.cov.col(4).isZero(0));
        em_moments rest = found;
        rest.mean = found.mean(std::vector{0, 2, 3});
        rest.cov = found.cov(std::vector{0, 2, 3}, std::vector{0, 2, 3});
        EXPECT_NEAR(found.log_likelihood, without.log_likelihood, 1e-9);
        EXPECT_LT(distance(rest, without), 1e-11);
    }
}

TEST(Em, OnlyItemsWithoutVarianceGiveZeroCovariances)
{
    const em_moments found = em_covariance(codes_of(attune::matrix::Constant(5, 3, 2)));
    EXPECT_EQ(found.status, estimate_status::ok);
    EXPECT_EQ(found.constant_items.size(), 3u);
    EXPECT_EQ(found.mean, Eigen::Vector3d::Constant(2));
    EXPECT_TRUE(found.cov.isZero(0));
    EXPECT_EQ(found.log_likelihood, 0);
}

TEST(Em, CompleteDependentItemsHaveCovariancesButNoLikelihood)
{
    attune::matrix answers = made_answers(50, 3, 0, 14);
    answers.col(2) = answers.col(0);
    const em_moments found = em_covariance(codes_of(answers));
    EXPECT_EQ(found.status, estimate_status::ok);
    EXPECT_NEAR(found.cov(0, 2), found.cov(0, 0), rounding);
    EXPECT_TRUE(std::isnan(found.log_likelihood));
    EXPECT_EQ(found.message, "The items are linearly dependent, so there is no log likelihood.");
    EXPECT_TRUE(attune::is_positive_semidefinite(found.cov));
}

TEST(Em, IncompleteDependentItemsHaveNoMaximum)
{
    attune::matrix answers = made_answers(50, 3, 0.2, 15);
    answers.col(2) = answers.col(0);
    for (Eigen::Index person = 0; person < 10; ++person)
        answers(person, 2) = gap;
    const em_moments found = em_covariance(codes_of(answers));
    EXPECT_EQ(found.status, estimate_status::not_positive_definite);
    EXPECT_EQ(found.message,
              "The likelihood rises until the covariances are singular: no positive definite matrix is its maximum.");
    expect_no_figures(found, 3);
}

TEST(Em, FewerPeopleThanItemsHaveNoMaximum)
{
    const em_moments found = em_covariance(codes_of(made_answers(8, 12, 0.1, 16)));
    EXPECT_EQ(found.status, estimate_status::not_positive_definite);
    expect_no_figures(found, 12);
}

TEST(Em, AnItemWithoutAnswersIsNamed)
{
    attune::matrix answers = made_answers(30, 4, 0.1, 17);
    answers.col(2).setConstant(gap);
    em_moments found = em_covariance(codes_of(answers));
    EXPECT_EQ(found.status, estimate_status::item_without_answers);
    EXPECT_EQ(found.message, "Nobody answered item 3.");
    expect_no_figures(found, 4);
    answers.col(0).setConstant(gap);
    found = em_covariance(missing_patterns_of(answers));
    EXPECT_EQ(found.message, "Nobody answered items 1, 3.");
}

TEST(Em, APairNeverAnsweredTogetherIsNamed)
{
    attune::matrix answers = made_answers(60, 4, 0, 18);
    answers.col(1).head(30).setConstant(gap);
    answers.col(3).tail(30).setConstant(gap);
    em_moments found = em_covariance(codes_of(answers));
    EXPECT_EQ(found.status, estimate_status::never_answered_together);
    EXPECT_EQ(found.message, "Nobody answered both item 2 and item 4, so their covariance is not known.");
    expect_no_figures(found, 4);
    answers.col(2).tail(30).setConstant(gap);
    found = em_covariance(codes_of(answers));
    EXPECT_EQ(found.message,
              "Nobody answered both item 2 and item 3 (the first of 2 such pairs), so their covariance "
              "is not known.");
}

TEST(Em, FewerThanTwoPeopleAreTooFew)
{
    em_moments found = em_covariance(codes_of(attune::matrix::Constant(3, 2, gap)));
    EXPECT_EQ(found.status, estimate_status::too_few_persons);
    EXPECT_EQ(found.message, "Nobody answered an item; covariances need at least 2 people.");
    EXPECT_EQ(found.n_without_answers, 3);
    expect_no_figures(found, 2);
    found = em_covariance(codes_of(attune::matrix::Constant(1, 2, 3)));
    EXPECT_EQ(found.status, estimate_status::too_few_persons);
    EXPECT_EQ(found.message, "Only 1 person answered an item; covariances need at least 2 people.");
}

TEST(Em, TooFewIterationsAreSaid)
{
    const em_moments found = em_covariance(codes_of(made_answers(80, 5, 0.3, 19)), {.max_iterations = 3});
    EXPECT_EQ(found.status, estimate_status::not_converged);
    EXPECT_EQ(found.message, "EM did not reach the maximum of the likelihood in 3 iterations.");
    EXPECT_TRUE(std::isfinite(found.log_likelihood));
    expect_no_figures(found, 5);
}

TEST(Em, RefusesOptionsOutOfRange)
{
    const missing_patterns patterns = codes_of(made_answers(10, 2, 0, 20));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([&] { (void)em_covariance(patterns, {.max_iterations = 0}); },
                                              "em_covariance: max_iterations must lie in 1..2147483647, but is 0"));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([&] { (void)em_covariance(patterns, {.tolerance = -1}); },
                                              "em_covariance: tolerance must be above 0 and finite, but is -1"));
}
