#include "attune/stats/groups/linear_model.hpp"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"

using attune::estimate_status;
using attune::matrix;
using attune_test::throws_message;
using attune_test::unknown;

namespace {

/// Regression-based norms: age, gender and score of 16 people.
matrix norm_people()
{
    matrix people(16, 3);
    people << 18, 0, 4.1, 20, 1, 3.6, 22, 0, 4.0, 25, 1, 3.5, 28, 0, 3.9, 30, 1, 3.4, 34, 0, 3.6, 38, 1, 3.1, 41, 0,
        3.4, 45, 1, 3.0, 50, 0, 3.1, 55, 1, 2.8, 60, 0, 2.9, 65, 1, 2.5, 70, 0, 2.7, 24, 1, 3.7;
    return people;
}

matrix with_intercept(const matrix& columns)
{
    matrix design(columns.rows(), columns.cols() + 1);
    design << Eigen::VectorXd::Ones(columns.rows()), columns;
    return design;
}

}  // namespace

TEST(LinearModel, HasThePublishedValues)
{
    const matrix people = norm_people();
    const auto fit = attune::fit_linear(with_intercept(people.leftCols(2)), people.col(2));
    EXPECT_NEAR(fit.coefficients[0], 4.5601904394, 5e-11);
    EXPECT_NEAR(fit.coefficients[1], -.0271873793, 5e-11);
    EXPECT_NEAR(fit.coefficients[2], -.3338668707, 5e-11);
    EXPECT_NEAR(std::sqrt(fit.variance), .0727766075, 5e-11);
    EXPECT_EQ(fit.df, 13);
    const auto none = attune::fit_linear(matrix::Ones(16, 1), people.col(2));
    EXPECT_NEAR(1 - fit.sum_of_squares / none.sum_of_squares, .9800676968, 5e-11);
    const Eigen::Vector3d person(1, 35, 1);
    EXPECT_NEAR(person.dot(fit.coefficients), 3.2747652931, 5e-11);
    EXPECT_NEAR(std::sqrt(fit.variance * person.dot(fit.unscaled_cov * person)), .0259147515, 5e-11);
}

TEST(LinearModel, TestsWhatALargerModelAdds)
{
    const matrix people = norm_people();
    const auto none = attune::fit_linear(matrix::Ones(16, 1), people.col(2));
    const auto all = attune::fit_linear(with_intercept(people.leftCols(2)), people.col(2));
    const auto test = attune::compare_fits(none, all);
    const double r2 = 1 - all.sum_of_squares / none.sum_of_squares;
    EXPECT_NEAR(test.f, r2 / 2 / ((1 - r2) / 13), 1e-9);
    EXPECT_EQ(test.df1, 2);
    EXPECT_EQ(test.df2, 13);
    EXPECT_LT(test.p, 1e-10);
    EXPECT_TRUE(std::isnan(attune::compare_fits(all, none).f));
}

TEST(LinearModel, DoesNotDependOnTheUnits)
{
    const matrix people = norm_people();
    matrix other = people;
    other.col(0) *= 1e8;
    other.col(1) *= 1e-8;
    const auto fit = attune::fit_linear(with_intercept(people.leftCols(2)), people.col(2));
    const auto same = attune::fit_linear(with_intercept(other.leftCols(2)), people.col(2));
    EXPECT_NEAR(fit.coefficients[1], same.coefficients[1] * 1e8, 1e-12);
    EXPECT_NEAR(fit.unscaled_cov(2, 2), same.unscaled_cov(2, 2) * 1e-16, 1e-12);
    EXPECT_NEAR(fit.sum_of_squares, same.sum_of_squares, 1e-12);
}

TEST(LinearModel, SaysWhyThereIsNone)
{
    const matrix people = norm_people();
    matrix twice(16, 3);
    twice << Eigen::VectorXd::Ones(16), people.col(0), 3 * people.col(0).array() + 1;
    for (const matrix& design : {twice, with_intercept(matrix::Zero(16, 1))}) {
        const auto fit = attune::fit_linear(design, people.col(2));
        EXPECT_EQ(fit.status, estimate_status::not_defined);
        EXPECT_EQ(fit.message, "a predictor does not vary, or is a combination of others");
        EXPECT_TRUE(std::isnan(fit.variance));
        EXPECT_EQ(fit.coefficients.size(), 0);
    }
    const auto few = attune::fit_linear(with_intercept(people.topLeftCorner(3, 2)), people.col(2).head(3));
    EXPECT_EQ(few.status, estimate_status::too_few_persons);
    EXPECT_EQ(few.message, "there are not more persons than coefficients");
    EXPECT_TRUE(std::isnan(attune::compare_fits(few, few).f));
}

TEST(LinearModel, RefusesWhatDoesNotFit)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)attune::fit_linear(matrix::Ones(4, 1), Eigen::VectorXd::Ones(3)); },
        "fit_linear: outcome must have 4 elements, but is 3 long"));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { (void)attune::fit_linear(matrix(4, 0), Eigen::VectorXd::Ones(4)); },
                                              "fit_linear: design must have at least one column, but is 0 wide"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] { (void)attune::fit_linear(matrix::Ones(4, 1), Eigen::VectorXd::Constant(4, unknown)); },
        "fit_linear: design and outcome must hold no missing value, but is NaN in one place"));
}
