#include "attune/stats/reliability/alpha_bootstrap.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "attune/core/philox.hpp"
#include "attune/stats/reliability/alpha.hpp"
#include "support/expect_message.hpp"
#include "support/reliability_reference.hpp"

using attune_test::answer_rows;
using attune_test::covariances;
using attune_test::reference_answers;
using attune_test::throws_message;

namespace {

const nlohmann::json& values()
{
    return attune_test::reliability_values()["bca"];
}

void expect_no_interval(const attune::estimate& found, const char* message)
{
    EXPECT_FALSE(std::isnan(found.value));
    EXPECT_EQ(found.status, attune::estimate_status::ok);
    EXPECT_FALSE(found.ci.has_value());
    EXPECT_EQ(found.message, message);
}

}  // namespace

// Other random numbers, so only as close as 20,000 replicates of each allow: an end scatters by about .0005.
TEST(AlphaBootstrap, IsCloseToBoot)
{
    const attune::estimate found = attune::alpha_bootstrap(reference_answers(), {.n_replicates = 20'000});
    const auto& expected = values()["many"];
    EXPECT_EQ(found.id, "alpha_raw");
    EXPECT_EQ(found.n_persons, 150);
    EXPECT_EQ(found.method, "covariances; 20000 replicates, seed 1");
    EXPECT_EQ(found.ci->method, "bca");
    EXPECT_EQ(found.ci->level, 0.95);
    EXPECT_NEAR(found.std_error.value(), expected["std_error"].get<double>(), 0.0006);
    EXPECT_NEAR(found.ci->lower, expected["ci_95"][0].get<double>(), 0.003);
    EXPECT_NEAR(found.ci->upper, expected["ci_95"][1].get<double>(), 0.002);
}

TEST(AlphaBootstrap, ValueAndJackknifeAreThoseOfCovariances)
{
    const answer_rows answers = reference_answers();
    const attune::detail::alpha_resampler resampler(answers);
    EXPECT_NEAR(resampler.value(), attune::alpha_raw(covariances(answers)).value, 1e-13);
    const auto expected = values()["without_one"].get<std::vector<double>>();
    const std::vector<double> found = resampler.values_without_one(answers);
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t person = 0; person < found.size(); ++person)
        ASSERT_NEAR(found[person], expected[person], 1e-12) << person;
}

TEST(AlphaBootstrap, AReplicateIsAlphaOfThePeopleDrawn)
{
    const answer_rows answers = reference_answers();
    const attune::detail::alpha_resampler resampler(answers);
    auto counts = resampler.counts();
    for (const std::uint64_t number : {0U, 1U, 77U}) {
        attune::philox_stream random(1998, number);
        answer_rows drawn(answers.rows(), answers.cols());
        for (Eigen::Index person = 0; person < drawn.rows(); ++person)
            drawn.row(person) = answers.row(random.below(150));
        EXPECT_NEAR(resampler.replicate(1998, number, counts), attune::alpha_raw(covariances(drawn)).value, 1e-13);
    }
}

TEST(AlphaBootstrap, SumsAreTheSameByAnyInstructions)
{
    attune::philox_stream random(3, 0);
    std::vector<std::int16_t> weights(192);
    std::vector<std::int16_t> values(192);
    std::int64_t expected = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        weights[i] = static_cast<std::int16_t>(random.below(12));
        values[i] = static_cast<std::int16_t>(random.below(32'768));
        expected += weights[i] * values[i];
    }
    EXPECT_EQ(attune::detail::weighted_sum(weights.data(), values.data(), 192), expected);
    EXPECT_EQ(attune::detail::weighted_sum_body(weights.data(), values.data(), 192), expected);
}

TEST(AlphaBootstrap, SplitColumnsHoldNumbersOf30Bits)
{
    attune::detail::split_column column(64);
    std::vector<std::int16_t> weights(64, 0);
    column.set(0, (1 << 30) - 1);
    column.set(1, 32'768);
    column.set(2, 5);
    weights[0] = 3;
    weights[1] = 1;
    weights[2] = 2;
    EXPECT_EQ(column[0], (1 << 30) - 1);
    EXPECT_EQ(column.weighted(weights), 3 * ((std::int64_t{1} << 30) - 1) + 32'768 + 10);
}

TEST(AlphaBootstrap, IsTheSameForAnyNumberOfThreads)
{
    const attune::estimate one = attune::alpha_bootstrap(reference_answers(), {.n_replicates = 500});
    for (const int n_threads : {2, 5, 1024}) {
        const attune::estimate many =
            attune::alpha_bootstrap(reference_answers(), {.n_replicates = 500, .n_threads = n_threads});
        EXPECT_EQ(one.ci->lower, many.ci->lower) << n_threads;
        EXPECT_EQ(one.ci->upper, many.ci->upper) << n_threads;
        EXPECT_EQ(one.std_error, many.std_error) << n_threads;
    }
}

TEST(AlphaBootstrap, AnotherSeedGivesAnotherInterval)
{
    const attune::estimate one = attune::alpha_bootstrap(reference_answers(), {.n_replicates = 500, .seed = 1});
    const attune::estimate other = attune::alpha_bootstrap(reference_answers(), {.n_replicates = 500, .seed = 2});
    EXPECT_NE(one.ci->lower, other.ci->lower);
    EXPECT_NEAR(one.ci->lower, other.ci->lower, 0.02);
}

TEST(AlphaBootstrap, DoesNotDependOnShiftedItemsOrPaddedRows)
{
    const answer_rows answers = reference_answers();
    const attune::estimate plain = attune::alpha_bootstrap(answers, {.n_replicates = 200});
    answer_rows padded = answer_rows::Constant(answers.rows(), 16, -1);
    padded.leftCols(8) = answers;
    EXPECT_EQ(attune::alpha_bootstrap(padded.leftCols(8), {.n_replicates = 200}).ci->lower, plain.ci->lower);
    answer_rows shifted = answers;
    shifted.col(2).array() += 90;
    EXPECT_NEAR(attune::alpha_bootstrap(shifted, {.n_replicates = 200}).ci->lower, plain.ci->lower, 1e-12);
}

TEST(AlphaBootstrap, TakesTheLargestAnswersOfTheLongestScale)
{
    attune::philox_stream random(5, 0);
    answer_rows answers(70, attune::detail::alpha_resampler::max_items);
    for (Eigen::Index person = 0; person < answers.rows(); ++person)
        answers.row(person).setConstant(person < 35 ? std::int8_t{0} : std::int8_t{100});
    for (Eigen::Index person = 0; person < answers.rows(); ++person)
        answers(person, 0) = static_cast<std::int8_t>(random.below(101));
    EXPECT_NEAR(attune::detail::alpha_resampler(answers).value(), attune::alpha_raw(covariances(answers)).value, 1e-12);
}

TEST(AlphaBootstrap, NeedsTwoPersonsWhoDiffer)
{
    for (const Eigen::Index n_persons : {0, 1}) {
        const attune::estimate found = attune::alpha_bootstrap(answer_rows(reference_answers().topRows(n_persons)));
        EXPECT_TRUE(std::isnan(found.value));
        EXPECT_EQ(found.status, attune::estimate_status::too_few_persons);
        EXPECT_EQ(found.message, "alpha needs at least 2 persons");
    }
    const attune::estimate alike = attune::alpha_bootstrap(answer_rows::Constant(20, 5, 3));
    EXPECT_TRUE(std::isnan(alike.value));
    EXPECT_EQ(alike.status, attune::estimate_status::no_variance);
    EXPECT_EQ(alike.message, "the sum score has no variance");
}

TEST(AlphaBootstrap, SaysWhyThereIsNoInterval)
{
    answer_rows two(2, 3);
    two << 1, 2, 1, 5, 4, 7;
    const attune::estimate few = attune::alpha_bootstrap(two, {.n_replicates = 100});
    EXPECT_FALSE(few.ci.has_value());
    EXPECT_TRUE(few.message.ends_with("of 100 replicates have no variance: too few persons for an interval"));

    answer_rows twins(40, 2);  // alpha is 1 whoever is drawn
    for (Eigen::Index person = 0; person < 40; ++person)
        twins.row(person).setConstant(static_cast<std::int8_t>(person));
    expect_no_interval(attune::alpha_bootstrap(twins, {.n_replicates = 100}),
                       "alpha does not vary to both sides over the replicates: no interval");

    expect_no_interval(attune::alpha_bootstrap(reference_answers(), {.n_replicates = 100, .level = 0.999}),
                       "100 replicates are too few for an interval at level 0.999");
}

TEST(AlphaBootstrap, RefusesACallersMistakes)
{
    const auto refusal = [](const answer_rows& answers, const attune::alpha_bootstrap_options& options,
                            const char* message) {
        EXPECT_TRUE(throws_message<std::invalid_argument>(
            [&] { static_cast<void>(attune::alpha_bootstrap(answers, options)); }, message));
    };
    answer_rows answers = reference_answers();
    refusal(answers.leftCols(1), {}, "alpha_bootstrap: number of items must lie in 2..327, but is 1");
    refusal(answers, {.n_replicates = 99}, "alpha_bootstrap: n_replicates must lie in 100..100000000, but is 99");
    refusal(answers, {.n_threads = 0}, "alpha_bootstrap: n_threads must lie in 1..1024, but is 0");
    refusal(answers, {.level = 1}, "alpha_bootstrap: level must lie between 0 and 1, but is 1");
    answers(7, 3) = -1;
    refusal(answers, {}, "alpha_bootstrap: answers must lie in 0..100, but is -1");
    answers(7, 3) = 101;
    refusal(answers, {}, "alpha_bootstrap: answers must lie in 0..100, but is 101");
}
