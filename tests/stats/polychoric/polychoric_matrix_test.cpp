#include "attune/stats/polychoric/polychoric_matrix.hpp"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/polychoric_reference.hpp"

using attune::estimate_status;
using attune::polychoric_correlations;
using attune::polychoric_matrix;
using attune_test::expect_close;
using attune_test::polychoric_tables;
using attune_test::polychoric_values;
using attune_test::tables_of;
using attune_test::throws_message;

TEST(PolychoricMatrix, HoldsTheCorrelationOfEachPairAndTheThresholdsOfEachItem)
{
    for (const char* name : {"answers", "yes_no"}) {
        const polychoric_correlations found = polychoric_matrix(polychoric_tables(name));
        const nlohmann::json& values = polychoric_values().at(name);
        EXPECT_EQ(found.status, estimate_status::ok);
        expect_close(found.r, values["r"], 1e-11);
        expect_close(found.std_error, values["std_error"], 1e-8);  // derivatives in R are differences
        for (Eigen::Index i = 0; i < found.r.rows(); ++i)
            for (Eigen::Index c = 0; c < found.thresholds.cols(); ++c)
                EXPECT_NEAR(found.thresholds(i, c),
                            (name == std::string("answers")
                                 ? values["thresholds"][static_cast<std::size_t>(i)][static_cast<std::size_t>(c)]
                                 : values["thresholds"][0][static_cast<std::size_t>(i)])
                                .get<double>(),
                            1e-13);
    }
}

TEST(PolychoricMatrix, SaysWhatItRestsOn)
{
    const polychoric_correlations found = polychoric_matrix(polychoric_tables("answers"));
    EXPECT_EQ(found.n_persons, 400);
    EXPECT_EQ(found.n_empty_pairs, 15U);
    EXPECT_EQ(polychoric_matrix(polychoric_tables("yes_no")).n_empty_pairs, 0U);
    EXPECT_TRUE(found.is_positive_definite);
    EXPECT_GT(found.smallest_eigenvalue, 0.2);
    EXPECT_EQ(found.r.diagonal(), Eigen::VectorXd::Ones(6));
    EXPECT_EQ(found.std_error.diagonal(), Eigen::VectorXd::Zero(6));
}

TEST(PolychoricMatrix, TakesThresholdsFromAllWhoAnsweredAnItem)
{
    Eigen::MatrixXi answers = attune_test::reference_answers("polychoric/answers.csv");
    answers.col(3).head(150).setConstant(-1);
    const polychoric_correlations found = polychoric_matrix(tables_of(answers, 1, 7));
    const polychoric_correlations whole = polychoric_matrix(polychoric_tables("answers"));
    EXPECT_EQ(found.n_persons, 250);
    EXPECT_EQ(found.thresholds.row(0), whole.thresholds.row(0));
    EXPECT_NE(found.thresholds.row(3), whole.thresholds.row(3));
    EXPECT_EQ(found.r(0, 1), whole.r(0, 1));
    EXPECT_NEAR(found.r(0, 3), whole.r(0, 3), 0.1);
    EXPECT_GT(found.std_error(0, 3), whole.std_error(0, 3));
}

// Three pairs of three groups of people: r12 and r23 are near 1, r13 near -1, which no three variables have.
TEST(PolychoricMatrix, SaysWhenItIsNotPositiveDefiniteAndDoesNotMendIt)
{
    Eigen::MatrixXi answers(90, 3);
    for (int i = 0; i < 30; ++i) {
        const int x = 1 + i % 3;
        const int y = i < 28 ? x : 4 - x;
        answers.row(i) << x, y, -1;
        answers.row(30 + i) << -1, x, y;
        answers.row(60 + i) << x, -1, 4 - y;
    }
    const polychoric_correlations found = polychoric_matrix(tables_of(answers, 1, 3));
    EXPECT_EQ(found.status, estimate_status::ok);
    EXPECT_FALSE(found.is_positive_definite);
    EXPECT_LT(found.smallest_eigenvalue, -0.5);
    EXPECT_GT(found.r(0, 1), 0.8);
    EXPECT_LT(found.r(0, 2), -0.8);
}

TEST(PolychoricMatrix, NamesTheFirstPairWithoutACorrelation)
{
    Eigen::MatrixXi answers = attune_test::reference_answers("polychoric/answers.csv");
    answers.col(2).setConstant(4);
    const polychoric_correlations found = polychoric_matrix(tables_of(answers, 1, 7));
    EXPECT_EQ(found.status, estimate_status::no_variance);
    EXPECT_EQ(found.message,
              "items 1 and 3 have no correlation: all who answered both items chose the same category of "
              "one of them");
    EXPECT_TRUE(std::isnan(found.r(2, 0)));
    EXPECT_TRUE(std::isnan(found.std_error(0, 2)));
    EXPECT_FALSE(std::isnan(found.r(1, 0)));
    EXPECT_TRUE(std::isnan(found.smallest_eigenvalue));
    EXPECT_FALSE(found.is_positive_definite);
    const polychoric_correlations empty = polychoric_matrix(attune::pair_tables(3, 1, 5));
    EXPECT_EQ(empty.status, estimate_status::never_answered_together);
    EXPECT_EQ(empty.n_persons, 0);
}

TEST(PolychoricMatrix, RefusesACallersMistakes)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { static_cast<void>(polychoric_matrix(attune::pair_tables(1, 1, 5))); },
        "polychoric_matrix: n_items must lie in 2..1000, but is 1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { static_cast<void>(polychoric_matrix(attune::pair_tables(2, 1, 5), {.tolerance = -1})); },
        "polychoric_matrix: tolerance must be above 0, but is -1"));
}
