#include "attune/stats/reliability/alpha_interval.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"
#include "support/reliability_reference.hpp"

using attune_test::closed_form;
using attune_test::covariances;
using attune_test::parallel_items;
using attune_test::reference_answers;
using attune_test::throws_message;
using attune_test::unknown;

namespace {

const nlohmann::json& intervals()
{
    return attune_test::reliability_values()["intervals"];
}

void expect_interval(const attune::estimate& found, const char* method, const nlohmann::json& expected)
{
    EXPECT_EQ(found.id, "alpha_raw");
    EXPECT_EQ(found.status, attune::estimate_status::ok);
    EXPECT_EQ(found.message, "");
    EXPECT_EQ(found.n_persons, 150);
    ASSERT_TRUE(found.ci.has_value()) << method;
    EXPECT_EQ(found.ci->method, method);
    EXPECT_NEAR(found.ci->lower, expected[0].get<double>(), closed_form);
    EXPECT_NEAR(found.ci->upper, expected[1].get<double>(), closed_form);
}

/// The three intervals of the same covariances.
std::vector<attune::estimate> all_intervals(const attune::matrix& cov, std::int64_t n_persons)
{
    return {attune::alpha_interval_feldt(cov, n_persons), attune::alpha_interval_van_zyl(cov, n_persons),
            attune::alpha_interval_bonett(cov, n_persons)};
}

}  // namespace

TEST(AlphaInterval, AgreesWithR)
{
    const attune::matrix cov = covariances(reference_answers());
    expect_interval(attune::alpha_interval_feldt(cov, 150), "feldt", intervals()["feldt_95"]);
    expect_interval(attune::alpha_interval_feldt(cov, 150, 0.90), "feldt", intervals()["feldt_90"]);
    expect_interval(attune::alpha_interval_bonett(cov, 150), "bonett", intervals()["bonett_95"]);
    const attune::estimate van_zyl = attune::alpha_interval_van_zyl(cov, 150);
    expect_interval(van_zyl, "van_zyl", intervals()["van_zyl_95"]);
    const double std_error = attune_test::reliability_values()["alpha_raw_ase"];
    EXPECT_NEAR(van_zyl.std_error.value(), std_error, closed_form * std_error);
    EXPECT_EQ(attune::alpha_interval_feldt(cov, 150, 0.90).ci->level, 0.90);
}

TEST(AlphaInterval, OfAPublishedAlphaIsThatOfItsCovariances)
{
    const attune::estimate alpha = attune::alpha_raw(parallel_items(6, 0.4));
    const attune::alpha_sample sample{alpha.value, 6, 80};
    EXPECT_EQ(attune::alpha_interval_feldt(sample).ci->lower,
              attune::alpha_interval_feldt(parallel_items(6, 0.4), 80).ci->lower);
    EXPECT_EQ(attune::alpha_interval_bonett(sample).ci->upper,
              attune::alpha_interval_bonett(parallel_items(6, 0.4), 80).ci->upper);
    EXPECT_EQ(attune::alpha_interval_bonett(sample).method, "as given");
    EXPECT_EQ(attune::alpha_interval_bonett(parallel_items(6, 0.4), 80).method, "covariances");
}

// Under parallelism the asymptotic variance is 2 k (1 - alpha)^2 / ((k - 1) n).
TEST(AlphaInterval, VanZylOfParallelItemsHasTheirClosedForm)
{
    const double alpha = attune::alpha_raw(parallel_items(6, 0.4)).value;
    EXPECT_NEAR(attune::alpha_interval_van_zyl(parallel_items(6, 0.4), 80).std_error.value(),
                (1 - alpha) * std::sqrt(12.0 / (5 * 80)), 1e-14);
}

TEST(AlphaInterval, HoldsAlphaShrinksWithPersonsAndDoesNotDependOnUnits)
{
    const attune::matrix cov = covariances(reference_answers());
    for (std::size_t method = 0; method < 3; ++method) {
        const attune::estimate few = all_intervals(cov, 50)[method];
        const attune::estimate many = all_intervals(cov, 500)[method];
        EXPECT_LT(few.ci->lower, many.ci->lower);
        EXPECT_LT(many.ci->lower, many.value);
        EXPECT_LT(many.value, many.ci->upper);
        EXPECT_LT(many.ci->upper, few.ci->upper);
        EXPECT_NEAR(all_intervals(1e6 * cov, 50)[method].ci->lower, few.ci->lower, 1e-13);
        EXPECT_NEAR(all_intervals(cov.reverse(), 50)[method].ci->upper, few.ci->upper, 1e-13);
    }
}

TEST(AlphaInterval, OfIdenticalItemsIsAPoint)
{
    for (const attune::estimate& found : all_intervals(attune::matrix::Constant(4, 4, 2.5), 20)) {
        EXPECT_NEAR(found.ci->lower, 1, 1e-7) << found.ci->method;
        EXPECT_NEAR(found.ci->upper, 1, 1e-7) << found.ci->method;
    }
}

TEST(AlphaInterval, TooFewPersonsLeaveAlphaWithoutAnInterval)
{
    const int needed[] = {2, 2, 3};
    for (std::size_t method = 0; method < 3; ++method) {
        for (int n_persons = 0; n_persons < needed[method]; ++n_persons) {
            const attune::estimate found = all_intervals(parallel_items(4, 0.5), n_persons)[method];
            EXPECT_NEAR(found.value, 0.8, 1e-14);
            EXPECT_EQ(found.status, attune::estimate_status::ok);
            EXPECT_FALSE(found.ci.has_value());
            EXPECT_FALSE(found.std_error.has_value());
            EXPECT_EQ(found.message, fmt::format("the interval needs at least {} persons, and there are {}",
                                                 needed[method], n_persons));
        }
        EXPECT_TRUE(all_intervals(parallel_items(4, 0.5), needed[method])[method].ci.has_value());
    }
}

// Covariances of different people can have an alpha above 1, which no set of people has.
TEST(AlphaInterval, AlphaAbove1HasNoInterval)
{
    for (const attune::estimate& found : all_intervals(parallel_items(4, 1.2), 100)) {
        EXPECT_GT(found.value, 1);
        EXPECT_FALSE(found.ci.has_value());
        EXPECT_EQ(found.message, "alpha exceeds 1, so the covariances are not those of one set of people: no interval");
    }
}

TEST(AlphaInterval, HasNoValueWithoutUsableCovariances)
{
    for (std::size_t method = 0; method < 3; ++method)
        attune_test::expect_refusals_of_covariances(
            [=](const attune::matrix& cov) { return all_intervals(cov, 100)[method]; });
    for (const attune::estimate& found : {attune::alpha_interval_feldt(attune::alpha_sample{unknown, 6, 100}),
                                          attune::alpha_interval_bonett(attune::alpha_sample{unknown, 6, 100})}) {
        EXPECT_EQ(found.status, attune::estimate_status::not_known);
        EXPECT_EQ(found.message, "alpha is not known");
    }
}

TEST(AlphaInterval, RefusesACallersMistakes)
{
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            static_cast<void>(attune::alpha_interval_feldt(attune::alpha_sample{0.8, 1, 100}));
        },
        "alpha_interval_feldt: n_items must lie in 2..9223372036854775807, but is 1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { static_cast<void>(attune::alpha_interval_bonett(parallel_items(4, 0.5), -1)); },
        "alpha_interval_bonett: n_persons must lie in 0..9223372036854775807, but is -1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { static_cast<void>(attune::alpha_interval_van_zyl(parallel_items(4, 0.5), 100, 95)); },
        "alpha_interval_van_zyl: level must lie between 0 and 1, but is 95"));
    EXPECT_THROW(static_cast<void>(attune::alpha_interval_feldt(attune::matrix::Zero(1, 1), 100)),
                 std::invalid_argument);
}
