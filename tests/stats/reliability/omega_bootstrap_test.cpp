#include "attune/stats/reliability/omega_bootstrap.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "attune/core/philox.hpp"
#include "support/expect_message.hpp"
#include "support/factor_reference.hpp"
#include "support/reliability_reference.hpp"

using attune::estimate_status;
using attune::omega_bootstrap;
using attune::one_factor_omegas;
using attune_test::answer_rows;
using attune_test::covariances;
using attune_test::reference_answers;
using attune_test::throws_message;

namespace {

/// Too few people for eight items: some samples have no factor.
answer_rows first_people(Eigen::Index n_persons)
{
    return reference_answers().topRows(n_persons);
}

}  // namespace

// R's boot with another random number generator, and the jackknife itself in place of its first order.
TEST(OmegaBootstrap, IsCloseToBoot)
{
    const one_factor_omegas found = omega_bootstrap(reference_answers(), {.n_replicates = 4000});
    const auto& expected = attune_test::factor_values()["bootstrap"];
    EXPECT_EQ(found.model.id, "omega_u");
    EXPECT_EQ(found.observed.id, "omega_u_obs");
    EXPECT_EQ(found.model.n_persons, 150);
    EXPECT_EQ(found.model.method, "one factor, implied variance; 4000 replicates, seed 1");
    // Two runs of 4,000 replicates differ by about 0.0004 in the standard error and 0.002 in a limit (sd of each).
    const auto expect_near = [](const attune::estimate& omega, const nlohmann::json& values) {
        ASSERT_TRUE(omega.ci) << omega.message;
        EXPECT_EQ(omega.ci->method, "bca");
        EXPECT_EQ(omega.ci->level, 0.95);
        EXPECT_NEAR(omega.std_error.value(), values["std_error"].get<double>(), 0.0015);
        EXPECT_NEAR(omega.ci->lower, values["ci_95"][0].get<double>(), 0.006);
        EXPECT_NEAR(omega.ci->upper, values["ci_95"][1].get<double>(), 0.004);
    };
    expect_near(found.model, expected["omega_u"]);
    expect_near(found.observed, expected["omega_u_obs"]);
}

TEST(OmegaBootstrap, ValuesAreThoseOfCovariances)
{
    const answer_rows answers = reference_answers();
    const attune::detail::omega_resampler resampler(answers);
    EXPECT_LT((resampler.covariances() - covariances(answers)).cwiseAbs().maxCoeff(), 1e-13);
    const one_factor_omegas found = omega_bootstrap(answers, {.n_replicates = 100});
    const one_factor_omegas expected = attune::omegas_of_one_factor(covariances(answers));
    EXPECT_NEAR(found.model.value, expected.model.value, 1e-12);
    EXPECT_NEAR(found.observed.value, expected.observed.value, 1e-12);
}

TEST(OmegaBootstrap, AReplicateIsOmegaOfThePeopleDrawn)
{
    const answer_rows answers = reference_answers();
    const attune::detail::omega_resampler resampler(answers);
    const attune::ml_factors of_all = attune::maximum_likelihood_factors(resampler.covariances(), 1);
    auto counts = resampler.counts();
    for (const std::uint64_t number : {0U, 1U, 77U}) {
        attune::philox_stream random(1998, number);
        answer_rows drawn(answers.rows(), answers.cols());
        for (Eigen::Index person = 0; person < drawn.rows(); ++person)
            drawn.row(person) = answers.row(random.below(150));
        const one_factor_omegas expected = attune::omegas_of_one_factor(covariances(drawn));
        const attune::detail::omega_pair found = resampler.replicate(1998, number, of_all, counts);
        EXPECT_NEAR(found.model, expected.model.value, 1e-9);  // from another start
        EXPECT_NEAR(found.observed, expected.observed.value, 1e-9);
    }
}

// Against differences of fits to covariances moved a little.
TEST(OmegaBootstrap, SlopesAreThoseOfOmega)
{
    const attune::matrix cov = covariances(reference_answers());
    const attune::detail::omega_slopes slopes(cov, attune::maximum_likelihood_factors(cov, 1));
    constexpr double step = 1e-5;
    for (const auto& [i, j] : {std::pair<Eigen::Index, Eigen::Index>{0, 0}, {2, 5}, {7, 1}, {4, 4}}) {
        attune::matrix change = attune::matrix::Zero(8, 8);
        change(i, j) += step;
        change(j, i) += step;
        const one_factor_omegas above = attune::omegas_of_one_factor(cov + change);
        const one_factor_omegas below = attune::omegas_of_one_factor(cov - change);
        EXPECT_NEAR((above.model.value - below.model.value) / 2, slopes.model.cwiseProduct(change).sum(), 1e-11);
        EXPECT_NEAR((above.observed.value - below.observed.value) / 2, slopes.observed.cwiseProduct(change).sum(),
                    1e-11);
    }
}

TEST(OmegaBootstrap, ChangesWithoutOneAreThoseOfTheJackknifeToFirstOrder)
{
    const answer_rows answers = reference_answers();
    const attune::detail::omega_resampler resampler(answers);
    const attune::ml_factors factor = attune::maximum_likelihood_factors(resampler.covariances(), 1);
    const attune::detail::omega_slopes slopes(resampler.covariances(), factor);
    const std::vector<double> found = resampler.changes_without_one(slopes.model);
    std::vector<double> expected;
    const double value = attune::omega_u(resampler.covariances()).value;
    for (Eigen::Index without = 0; without < 150; ++without) {
        answer_rows others(149, 8);
        others << answers.topRows(without), answers.bottomRows(149 - without);
        expected.push_back(149 * (attune::omega_u(covariances(others)).value - value));
    }
    for (std::size_t person = 0; person < 150; ++person)
        EXPECT_NEAR(found[person], expected[person], 0.1 * std::abs(expected[person]) + 0.02)
            << person;  // second order
    EXPECT_NEAR(attune::detail::jackknife_acceleration(found), attune::detail::jackknife_acceleration(expected), 0.003);
}

TEST(OmegaBootstrap, IsTheSameForAnyNumberOfThreads)
{
    const one_factor_omegas one = omega_bootstrap(reference_answers(), {.n_replicates = 200, .level = 0.9});
    const one_factor_omegas three =
        omega_bootstrap(reference_answers(), {.n_replicates = 200, .n_threads = 3, .level = 0.9});
    EXPECT_EQ(one.model.ci->lower, three.model.ci->lower);
    EXPECT_EQ(one.model.ci->upper, three.model.ci->upper);
    EXPECT_EQ(one.observed.ci->lower, three.observed.ci->lower);
    EXPECT_EQ(one.model.std_error, three.model.std_error);
    const one_factor_omegas other =
        omega_bootstrap(reference_answers(), {.n_replicates = 200, .seed = 2, .level = 0.9});
    EXPECT_NE(one.model.ci->lower, other.model.ci->lower);
}

TEST(OmegaBootstrap, HasNoIntervalWhereAReplicateHasNoFactor)
{
    const one_factor_omegas found = omega_bootstrap(first_people(10), {.n_replicates = 100});
    ASSERT_EQ(found.model.status, estimate_status::ok) << found.model.message;
    for (const attune::estimate& omega : {found.model, found.observed}) {
        EXPECT_FALSE(omega.ci);
        EXPECT_TRUE(omega.message.ends_with(" of 100 replicates have no factor: too few persons for an interval"))
            << omega.message;
    }
}

TEST(OmegaBootstrap, NeedsReplicatesForItsLevel)
{
    const one_factor_omegas found = omega_bootstrap(reference_answers(), {.n_replicates = 100, .level = 0.999});
    EXPECT_FALSE(found.model.ci);
    EXPECT_EQ(found.model.message, "100 replicates are too few for an interval at level 0.999");
    EXPECT_TRUE(found.model.std_error);
}

TEST(OmegaBootstrap, IsRefusedAsOmegaIs)
{
    const one_factor_omegas one = omega_bootstrap(reference_answers().topRows(1));
    EXPECT_EQ(one.model.status, estimate_status::too_few_persons);
    EXPECT_EQ(one.observed.message, "omega needs at least 2 persons");
    const one_factor_omegas pair = omega_bootstrap(reference_answers().leftCols(2));
    EXPECT_EQ(pair.model.status, estimate_status::not_defined);
    EXPECT_EQ(pair.model.message, "2 items are too few for 1 factor");
    const one_factor_omegas none = omega_bootstrap(answer_rows(0, 4));
    EXPECT_EQ(none.model.status, estimate_status::too_few_persons);
    answer_rows same = reference_answers();
    same.col(3) = same.col(5);
    EXPECT_EQ(omega_bootstrap(same).model.status, estimate_status::not_positive_definite);
}

TEST(OmegaBootstrap, RefusesArgumentsOutsideTheirRange)
{
    const auto run = [](const answer_rows& answers, const attune::omega_bootstrap_options& options) {
        static_cast<void>(omega_bootstrap(answers, options));
    };
    const answer_rows answers = reference_answers();
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { run(answers.leftCols(1), {}); },
                                                      "omega_bootstrap: number of items must lie in 2..327, but is 1"));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([&] { run(answers, {.n_replicates = 99}); },
                                              "omega_bootstrap: n_replicates must lie in 100..100000000, but is 99"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { run(answers, {.n_threads = 0}); },
                                                      "omega_bootstrap: n_threads must lie in 1..1024, but is 0"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { run(answers, {.level = 1}); },
                                                      "omega_bootstrap: level must lie between 0 and 1, but is 1"));
    answer_rows missing = answers;
    missing(2, 2) = -1;
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { run(missing, {}); },
                                                      "omega_bootstrap: answers must lie in 0..100, but is -1"));
}
