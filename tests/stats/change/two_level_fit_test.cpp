#include "attune/stats/change/two_level_fit.hpp"

#include <array>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include <Eigen/Cholesky>
#include <Eigen/LU>
#include <gtest/gtest.h>

#include "attune/core/philox.hpp"

namespace {

using attune::likelihood;
using attune::random_effects;

struct table {
    std::vector<std::size_t> person;
    attune::matrix fixed;
    Eigen::VectorXd time, outcome;

    [[nodiscard]] attune::repeated_measures measures(random_effects random) const
    {
        return {person, fixed, time, outcome, random};
    }
};

/// 30 people, 4 occasions each unless `is_unequal`; level and change differ between people.
table made_up(bool is_unequal)
{
    attune::philox_stream random(7, 0);
    const auto noise = [&] { return static_cast<double>(random.below(1001)) / 1000 - 0.5; };
    std::vector<std::array<double, 3>> rows;
    for (std::size_t person = 0; person < 30; ++person) {
        const double level = 3 + 2 * noise();
        const double slope = 0.1 + 0.4 * noise();
        for (int wave = 0; wave < (is_unequal ? 2 + static_cast<int>(person % 4) : 4); ++wave) {
            const double time = is_unequal ? wave + noise() / 2 : wave;
            rows.push_back({static_cast<double>(person), time, level + slope * time + noise()});
        }
    }
    table made;
    const auto n = static_cast<Eigen::Index>(rows.size());
    made.fixed.resize(n, 2);
    made.time.resize(n);
    made.outcome.resize(n);
    for (Eigen::Index i = 0; i < n; ++i) {
        const auto& row = rows[static_cast<std::size_t>(i)];
        made.person.push_back(static_cast<std::size_t>(row[0]));
        made.time(i) = row[1];
        made.outcome(i) = row[2];
        made.fixed.row(i) << 1, row[1];
    }
    return made;
}

/// -2 log likelihood written out with whole covariance matrices.
double criterion_in_full(const table& all, const attune::two_level_fit& fit, likelihood kind)
{
    const Eigen::Index n = all.outcome.size();
    attune::matrix v = fit.residual_variance * attune::matrix::Identity(n, n);
    for (Eigen::Index i = 0; i < n; ++i)
        for (Eigen::Index j = 0; j < n; ++j)
            if (all.person[static_cast<std::size_t>(i)] == all.person[static_cast<std::size_t>(j)])
                v(i, j) +=
                    Eigen::Vector2d(1, all.time(i)).transpose() * fit.random_cov * Eigen::Vector2d(1, all.time(j));
    const Eigen::LLT<attune::matrix> cholesky(v);
    const attune::matrix x_v_x = all.fixed.transpose() * cholesky.solve(all.fixed);
    const Eigen::VectorXd rest = all.outcome - all.fixed * fit.fixed;
    const double log_two_pi = std::log(2 * M_PI);
    const auto df = static_cast<double>(n - (kind == likelihood::restricted ? all.fixed.cols() : 0));
    return df * log_two_pi + 2 * cholesky.matrixLLT().diagonal().array().log().sum() + rest.dot(cholesky.solve(rest)) +
           (kind == likelihood::restricted ? std::log(x_v_x.determinant()) : 0);
}

}  // namespace

TEST(TwoLevelFit, MaximisesTheLikelihoodWrittenOutWithWholeMatrices)
{
    const table all = made_up(true);
    for (const likelihood kind : {likelihood::restricted, likelihood::full}) {
        const attune::two_level_fit fit =
            attune::fit_two_levels(all.measures(random_effects::intercept_and_slope), {.kind = kind});
        ASSERT_EQ(fit.status, attune::estimate_status::ok) << fit.message;
        EXPECT_FALSE(fit.is_boundary);
        EXPECT_LT(fit.gradient, 1e-8);
        EXPECT_NEAR(fit.criterion, criterion_in_full(all, fit, kind), 1e-9);  // numbers near 100
        for (const double step : {-1e-3, 1e-3})
            for (int what = 0; what < 4; ++what) {
                attune::two_level_fit moved = fit;
                if (what == 3)
                    moved.residual_variance *= 1 + step;
                else
                    moved.random_cov(what / 2, (what + 1) / 2) *= 1 + step;
                moved.random_cov(1, 0) = moved.random_cov(0, 1);
                EXPECT_GT(criterion_in_full(all, moved, kind), fit.criterion) << what << ' ' << step;
            }
    }
}

// Balanced random intercepts have a closed form: mean squares within people and of their means.
TEST(TwoLevelFit, GivesTheClosedFormOfABalancedDesign)
{
    const table all = made_up(false);
    const attune::two_level_fit fit = attune::fit_two_levels(all.measures(random_effects::intercept));
    Eigen::VectorXd means = Eigen::VectorXd::Zero(30);
    for (Eigen::Index i = 0; i < 120; ++i)
        means(i / 4) += all.outcome(i) / 4;
    double products = 0;
    double squares = 0;
    double within = 0;
    for (Eigen::Index i = 0; i < 120; ++i) {
        const double time = all.time(i) - 1.5;
        products += time * (all.outcome(i) - means(i / 4));
        squares += time * time;
        within += std::pow(all.outcome(i) - means(i / 4), 2);
    }
    const double slope = products / squares;
    const double residual = (within - slope * products) / (120 - 30 - 1);
    const double between = (means.array() - means.mean()).square().sum() / 29 - residual / 4;
    EXPECT_NEAR(fit.residual_variance, residual, 1e-13);
    EXPECT_NEAR(fit.random_cov(0, 0), between, 1e-12);
    EXPECT_NEAR(fit.fixed(1), slope, 1e-14);
    EXPECT_NEAR(fit.fixed(0), means.mean() - 1.5 * slope, 1e-14);
}

TEST(TwoLevelFit, DependsOnlyByUnitsOnTheUnitsOfTime)
{
    table all = made_up(true);
    const attune::two_level_fit weeks = attune::fit_two_levels(all.measures(random_effects::intercept_and_slope));
    all.time *= 7;
    all.fixed.col(1) *= 7;
    const attune::two_level_fit days = attune::fit_two_levels(all.measures(random_effects::intercept_and_slope));
    EXPECT_NEAR(days.random_cov(0, 0), weeks.random_cov(0, 0), 1e-10);
    EXPECT_NEAR(days.random_cov(1, 1) * 49, weeks.random_cov(1, 1), 1e-10);
    EXPECT_NEAR(days.random_cov(1, 0) * 7, weeks.random_cov(1, 0), 1e-10);
    EXPECT_NEAR(days.fixed(1) * 7, weeks.fixed(1), 1e-12);
}

TEST(TwoLevelFit, SaysThatPeopleDoNotDifferBeyondError)
{
    table all = made_up(false);
    for (Eigen::Index i = 0; i < 120; ++i)  // four scores a person whose means are equal
        all.outcome(i) = std::vector<double>{1, -1, -1, 1}[static_cast<std::size_t>(i % 4)] * (i / 4 % 2 == 0 ? 1 : -1);
    const attune::two_level_fit level = attune::fit_two_levels(all.measures(random_effects::intercept));
    EXPECT_EQ(level.status, attune::estimate_status::ok);
    EXPECT_TRUE(level.is_boundary);
    EXPECT_NEAR(level.random_cov(0, 0), 0, 1e-9);
    EXPECT_EQ(level.message, "Boundary: no differences between persons beyond error were found.");
    const attune::two_level_fit change = attune::fit_two_levels(all.measures(random_effects::intercept_and_slope));
    EXPECT_EQ(change.status, attune::estimate_status::ok);
    EXPECT_TRUE(change.is_boundary);
    EXPECT_NE(change.message.find("cannot both be told from error"), std::string::npos);
}

TEST(TwoLevelFit, IsNullWithItsReasonWhereNothingCanBeFitted)
{
    const auto fit_of = [](table all) {
        return attune::fit_two_levels(all.measures(random_effects::intercept_and_slope));
    };
    table all = made_up(false);
    all.fixed.col(1).setOnes();
    EXPECT_EQ(fit_of(all).status, attune::estimate_status::not_defined);
    EXPECT_EQ(fit_of(all).message, "The predictors depend on each other, so that their effects cannot be told apart.");
    EXPECT_TRUE(std::isnan(fit_of(all).fixed(0)));
    EXPECT_TRUE(std::isnan(fit_of(all).random_cov(1, 1)));

    all = made_up(false);
    all.outcome = 2 * all.time;
    EXPECT_EQ(fit_of(all).status, attune::estimate_status::no_variance);

    all = made_up(false);
    all.person.assign(all.person.size(), 0);
    EXPECT_EQ(fit_of(all).status, attune::estimate_status::too_few_persons);

    all = made_up(false);
    for (std::size_t i = 0; i < all.person.size(); ++i)
        all.person[i] = i;
    EXPECT_EQ(fit_of(all).status, attune::estimate_status::not_defined);
    EXPECT_EQ(fit_of(all).message,
              "Nobody has more than one occasion, so that differences between persons cannot be told from error.");
    EXPECT_EQ(attune::fit_two_levels(made_up(true).measures(random_effects::intercept_and_slope), {.max_iterations = 1})
                  .status,
              attune::estimate_status::not_converged);
}

TEST(TwoLevelFit, ShrinksAPersonsMeanTowardsThatOfAll)
{
    const table all = made_up(false);
    const attune::repeated_measures measures = all.measures(random_effects::intercept);
    const attune::two_level_fit fit = attune::fit_two_levels(measures);
    const double reliability = fit.random_cov(0, 0) / (fit.random_cov(0, 0) + fit.residual_variance / 4);
    const attune::person_effects first = attune::effects_of_person(measures, fit, 0);
    const double own = all.outcome.head(4).mean() - (fit.fixed(0) + 1.5 * fit.fixed(1));
    EXPECT_NEAR(first.effects(0), reliability * own, 1e-13);
    EXPECT_NEAR(first.cov(0, 0), fit.random_cov(0, 0) * (1 - reliability), 1e-13);
    EXPECT_THROW(static_cast<void>(attune::effects_of_person(measures, fit, 30)), std::invalid_argument);
    EXPECT_THROW(
        static_cast<void>(attune::effects_of_person(measures, {.status = attune::estimate_status::no_variance}, 0)),
        std::invalid_argument);
}
