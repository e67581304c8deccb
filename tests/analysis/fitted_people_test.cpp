#include "attune/analysis/fitted_people.hpp"

#include <cmath>
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "support/norm_model_reference.hpp"
#include "support/sample_norm_models.hpp"

using attune::fitted_people;

namespace {

constexpr double fitted_rounding = 1e-10;
constexpr double no_score = std::numeric_limits<double>::quiet_NaN();

/// The curves of R as models; scores are the sums 0..24.
attune::norm_model model_of_r(attune::norm_method method)
{
    const nlohmann::json& r = attune_test::norm_model_values();
    attune::norm_model model;
    model.method = method;
    model.age_mean = r["age"]["mean"];
    model.age_sd = r["age"]["sd"];
    if (method == attune::norm_method::beta_binomial) {
        const nlohmann::json& c = r["beta_binomial"]["coefficients"];
        model.n_steps = 24;
        model.log_a = {c[0], c[1], c[2]};
        model.log_b = {c[3], c[4], c[5]};
        return model;
    }
    const nlohmann::json& found = r["regression"];
    model.genders = {"men", "women"};
    for (int j = 0; j < 4; ++j)
        model.terms.push_back({0, j, "", found["coefficients"][static_cast<std::size_t>(j)]});
    model.terms.push_back({0, 0, "women", found["coefficients"][4]});
    model.sigma = found["sigma"];
    model.df = found["df"];
    model.covariance = found["covariance"].get<std::vector<double>>();
    return model;
}

}  // namespace

TEST(FittedPeople, FollowTheEquationOfR)
{
    const nlohmann::json& r = attune_test::norm_model_values()["regression"];
    for (std::size_t i = 0; i < 3; ++i) {
        const std::string gender = r["genders"][i];
        const fitted_people people(model_of_r(attune::norm_method::regression), gender, r["ages"][i]);
        EXPECT_NEAR(people.mean(), r["predicted"][i], fitted_rounding);
        EXPECT_NEAR(people.mean_error(), r["se_fit"][i], fitted_rounding);
        EXPECT_NEAR(people.percentile_of(12), r["percentile_of_12"][i], 1e-8);
        EXPECT_TRUE(std::isnan(people.percent_equal(12)));
    }
}

TEST(FittedPeople, FollowTheDistributionOfR)
{
    const nlohmann::json& r = attune_test::norm_model_values()["beta_binomial"];
    const fitted_people people(model_of_r(attune::norm_method::beta_binomial), "", 40);
    EXPECT_NEAR(people.percentile_of(12), r["percentile_of_12_at_40"], fitted_rounding);
    EXPECT_NEAR(people.mean(), r["mean_at_40"], fitted_rounding);
    EXPECT_NEAR(people.sd(), r["sd_at_40"], fitted_rounding);
    EXPECT_FALSE(people.interval_of(12));
}

TEST(FittedPeople, CutASurfaceAtAnAge)
{
    const fitted_people people(attune_test::sample_surface(), "", 50);  // 3.5 + L
    EXPECT_NEAR(people.mean(), 3.5, 1e-12);
    EXPECT_NEAR(people.sd(), 1, 0.02) << "of 200 quantiles within 2.5 standard deviations";
    EXPECT_NEAR(people.percentile_of(3.5), 50, fitted_rounding);
    EXPECT_NEAR(people.percentile_of(4.5), 84.1344746068543, 1e-9);
    EXPECT_NEAR(people.percentile_of(100), people.percentile_of(6), fitted_rounding) << "the end of the data";
}

TEST(FittedPeople, HavePercentilesThatNeverFall)
{
    for (const attune::norm_model& model :
         {attune_test::sample_equation({}), attune_test::sample_surface(), attune_test::sample_distribution()})
        for (const double age : {18.0, 33.0, 60.0}) {
            const fitted_people people(model, "", age);
            double last = 0;
            for (int i = 0; i <= 120; ++i) {
                const double percentile = people.percentile_of(1 + i / 20.0);
                EXPECT_GE(percentile, last) << to_string(model.method) << " " << age << " " << i;
                last = percentile;
            }
            EXPECT_TRUE(std::isnan(people.percentile_of(no_score)));
        }
}

TEST(FittedPeople, CountAScoreBetweenTwoAsAboveTheLower)
{
    const fitted_people people(attune_test::sample_distribution(), "", 40);
    EXPECT_NEAR(people.mean(), 4, fitted_rounding);
    EXPECT_NEAR(people.percentile_of(4), 50, fitted_rounding);
    EXPECT_NEAR(people.percentile_of(4.0 + 1e-12), 50, fitted_rounding) << "a score that came out of arithmetic";
    EXPECT_NEAR(people.percentile_of(4.2), 50 + people.percent_equal(4) / 2, fitted_rounding);
    EXPECT_EQ(people.percent_equal(4.2), 0);
    EXPECT_EQ(people.percent_equal(8), 0);
    EXPECT_TRUE(std::isnan(people.percent_equal(no_score)));
}

// Without predictors the interval is that of Crawford & Garthwaite: (4.5; 3.56, 1.12, 100) 72.8924-85.6750.
TEST(FittedPeople, HaveTheIntervalOfASampleWhenAgeSaysNothing)
{
    attune::norm_model model;
    model.method = attune::norm_method::regression;
    model.terms = {{0, 0, "", 3.56}};
    model.sigma = 1.12;
    model.df = 99;
    model.covariance = {0.01};
    const fitted_people people(model, "", 30);
    EXPECT_NEAR(people.percentile_of(4.5), 79.7170, 5e-5);
    const auto ci = people.interval_of(4.5);
    ASSERT_TRUE(ci);
    EXPECT_NEAR(ci->lower, 72.8924, 5e-5);
    EXPECT_NEAR(ci->upper, 85.6750, 5e-5);
    EXPECT_EQ(ci->method, "noncentral_t");
}

TEST(FittedPeople, HaveNearlyTheSameIntervalWithManyPeople)
{
    attune::norm_model model = attune_test::sample_equation({});
    model.df = 4999;
    const auto exact = fitted_people(model, "", 30).interval_of(5);
    model.df = 5001;
    const auto approximate = fitted_people(model, "", 30).interval_of(5);
    EXPECT_NEAR(exact->lower, approximate->lower, 0.02);
    EXPECT_NEAR(exact->upper, approximate->upper, 0.02);
}
