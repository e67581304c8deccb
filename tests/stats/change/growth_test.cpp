#include "attune/stats/change/growth.hpp"

#include <cmath>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using attune::estimate_status;
using attune::likelihood;
using attune::random_effects;

constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

const nlohmann::json& reference()
{
    static const auto sets =
        nlohmann::json::parse(std::ifstream(ATTUNE_TEST_REFERENCE_DIR "/growth/values.json")).at("sets");
    return sets;
}

attune::growth_data data_of(const std::string& set)
{
    const nlohmann::json& data = reference().at(set).at("data");
    attune::growth_data made{data.at("person"), data.at("time"), data.at("outcome")};
    if (data.contains("predictor"))
        made.predictor = data.at("predictor").get<std::vector<double>>();
    return made;
}

std::vector<double> values_of(const std::vector<attune::estimate>& figures)
{
    std::vector<double> values;
    for (const attune::estimate& figure : figures)
        values.push_back(figure.value);
    return values;
}

void expect_near(const std::vector<double>& found, const std::vector<double>& expected, double relative)
{
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i)
        EXPECT_NEAR(found[i], expected[i], relative * std::abs(expected[i])) << i;
}

}  // namespace

// The optimum of lme4's sleepstudy in closed form: 18 people, ten days each (facts known to twelve digits).
TEST(Growth, GivesTheClosedFormOfSleepstudy)
{
    const attune::growth_model restricted = attune::growth(data_of("sleepstudy"));
    expect_near(values_of(restricted.fixed), {251.4051048485, 10.4672859596}, 1e-11);
    EXPECT_NEAR(*restricted.fixed[0].std_error, 6.824556532, 1e-8);
    EXPECT_NEAR(*restricted.fixed[1].std_error, 1.545788896, 1e-8);
    expect_near(values_of(restricted.variances),
                {612.089938663, 35.0716604983, 9.60433331674, 0.0655513197, 654.941027072}, 1e-8);
    EXPECT_EQ(restricted.criterion.id, "reml_criterion");
    EXPECT_NEAR(restricted.criterion.value, 1743.62827196, 1e-8);
    const attune::growth_model full = attune::growth(data_of("sleepstudy"), {.kind = likelihood::full});
    expect_near({full.variances[0].value, full.variances[1].value, full.variances[2].value, full.variances[4].value},
                {565.515366803, 32.6821971864, 11.0554290226, 654.941027072}, 1e-8);
    EXPECT_EQ(full.criterion.id, "deviance");
    EXPECT_NEAR(full.criterion.value, 1751.9393444632, 1e-10);

    const std::vector<std::vector<double>> effects{
        {2.25856555, 9.19897188}, {-40.39858022, -8.61970266}, {-38.96024903, -5.44887941}};
    for (std::size_t person = 0; person < 3; ++person) {
        EXPECT_NEAR(restricted.persons[person].intercept - restricted.fixed[0].value, effects[person][0], 2e-8);
        EXPECT_NEAR(restricted.persons[person].slope - restricted.fixed[1].value, effects[person][1], 2e-8);
    }
}

// lme4 goes down to about 1e-6 of the optimum; where the criterion differs ours is the lower one.
TEST(Growth, AgreesWithLme4)
{
    for (const auto& [name, set] : reference().items()) {
        SCOPED_TRACE(name);
        for (const char* kind : {"restricted", "full"}) {
            const nlohmann::json& expected = set.at(kind);
            const attune::growth_model model = attune::growth(
                data_of(name), {.kind = kind == std::string("full") ? likelihood::full : likelihood::restricted});
            expect_near(values_of(model.fixed), expected.at("fixed"), 1e-6);
            for (std::size_t i = 0; i < model.fixed.size(); ++i)
                EXPECT_NEAR(*model.fixed[i].std_error, expected.at("std_error")[i].get<double>(), 1e-6);
            const nlohmann::json& random = expected.at("random_cov");
            expect_near({model.variances[0].value, model.variances[1].value, model.variances[2].value,
                         model.variances[4].value},
                        {random[0][0], random[1][1], random[0][1], expected.at("residual_variance")}, 5e-6);
            EXPECT_NEAR(model.criterion.value, expected.at("criterion").get<double>(), 1e-8);
            EXPECT_LE(model.criterion.value, expected.at("criterion").get<double>() + 1e-10);
            ASSERT_EQ(model.persons.size(), expected.at("effects").size());
            EXPECT_NEAR(std::pow(model.persons[0].slope_std_error, 2),
                        expected.at("slope_variance_of_first").get<double>(), 1e-5 * model.variances[1].value);
            if (model.fixed.size() == 2) {
                for (std::size_t i = 0; i < model.persons.size(); ++i)
                    EXPECT_NEAR(model.persons[i].slope - model.fixed[1].value,
                                expected.at("effects")[i][1].get<double>(), 1e-5);
            }
        }
    }
}

// The same model as a latent growth curve, also with missing days; in hundreds of milliseconds. lavaan stops about 1e-6
// from the optimum.
TEST(Growth, AgreesWithLavaan)
{
    const auto values = nlohmann::json::parse(std::ifstream(ATTUNE_TEST_REFERENCE_DIR "/growth/lavaan.json"));
    for (const char* which : {"all", "some"}) {
        attune::growth_data data = data_of("sleepstudy");
        for (std::size_t row = 0; row < data.outcome.size(); ++row)
            data.outcome[row] =
                std::string(which) == "some" && (row + 1) % 7 == 0 ? not_known : data.outcome[row] / 100;
        const attune::growth_model model = attune::growth(data, {.kind = likelihood::full});
        const nlohmann::json& expected = values.at(which);
        expect_near(values_of(model.fixed), expected.at("fixed"), 1e-5);
        expect_near({model.variances[0].value, model.variances[1].value, model.variances[2].value},
                    expected.at("random_cov"), 1e-4);
        expect_near({model.variances[4].value}, {expected.at("residual_variance").get<double>()}, 1e-5);
        EXPECT_NEAR(model.criterion.value, expected.at("deviance").get<double>(), 1e-6);
        EXPECT_LE(model.criterion.value, expected.at("deviance").get<double>() + 1e-9);
    }
}

TEST(Growth, AnswersWhetherThoseWhoWishedToChangeDid)
{
    const attune::growth_model toy = attune::growth(data_of("toy"), {.random = random_effects::intercept});
    expect_near(values_of(toy.fixed), {3.5075, -0.0281666666667, 0.0723030303030, -0.0730909090909}, 1e-11);
    EXPECT_EQ(toy.fixed[3].id, "time_predictor");
    // Closed form of the balanced design: mean squares within persons, and of their means.
    EXPECT_NEAR(toy.variances[4].value, 0.0406838801054018, 1e-15);
    EXPECT_NEAR(toy.variances[0].value, 0.0920526785243741, 1e-13);
    EXPECT_NEAR(toy.criterion.value, 21.7343839202, 1e-10);
    const std::vector<double> errors{0.0985152310, 0.0184128306, 0.1188138390, 0.0222067093};
    for (std::size_t i = 0; i < 4; ++i)
        EXPECT_NEAR(*toy.fixed[i].std_error, errors[i], 3e-9);  // printed ones rest on a variance that is right to 3e-8
    EXPECT_NEAR(attune::icc_empty(data_of("toy")).value, 0.629306534951, 5e-8);  // as lme4 prints it
    ASSERT_TRUE(toy.fixed[3].ci);
    EXPECT_NEAR(toy.fixed[3].ci->upper - toy.fixed[3].value, 2.0128955989 * *toy.fixed[3].std_error, 1e-9);  // t, 46 df
    EXPECT_EQ(toy.fixed[3].ci->method, "t_satterthwaite");
}

TEST(Growth, ReportsABoundaryFitInsteadOfHidingIt)
{
    const attune::growth_model toy = attune::growth(data_of("toy"));
    EXPECT_EQ(toy.status, estimate_status::ok);
    EXPECT_TRUE(toy.is_boundary);
    EXPECT_NEAR(toy.criterion.value, 21.5658397531, 1e-9);
    EXPECT_NEAR(std::sqrt(toy.variances[1].value), 0.00836, 5e-6);
    EXPECT_NEAR(toy.variances[3].value, 1, 1e-6);
    EXPECT_NE(toy.message.find("Boundary: "), std::string::npos);

    const attune::likelihood_ratio test = attune::random_slope_test(data_of("toy"));
    EXPECT_NEAR(test.statistic.value, 21.7343839202 - 21.5658397531, 1e-9);
    // (P(chi2_1 > x) + P(chi2_2 > x)) / 2 by R's pchisq
    EXPECT_NEAR(test.p, (0.6814089 + 0.9191811) / 2, 1e-7);
}

TEST(Growth, CentresThePredictorAtItsMeanOverPersons)
{
    attune::growth_data moved = data_of("gaps");
    const attune::growth_model model = attune::growth(moved);
    for (double& wish : moved.predictor)
        wish += 10;
    const attune::growth_model again = attune::growth(moved);
    expect_near(values_of(again.fixed), values_of(model.fixed), 1e-8);
    EXPECT_NEAR(again.predictor_mean, model.predictor_mean + 10, 1e-12);
    const attune::growth_model uncentred = attune::growth(moved, {.centre_predictor = false});
    EXPECT_NEAR(uncentred.fixed[1].value, model.fixed[1].value - model.fixed[3].value * again.predictor_mean, 1e-8);
    EXPECT_NEAR(uncentred.persons[5].slope, model.persons[5].slope, 1e-8);
}

TEST(Growth, LeavesOutRowsThatLackSomethingAndCountsThem)
{
    attune::growth_data data = data_of("gaps");
    const attune::growth_model whole = attune::growth(data);
    EXPECT_EQ(whole.n_rows_left_out, 0);
    data.person.insert(data.person.begin(), {3, 3, 40, 40});
    data.time.insert(data.time.begin(), {not_known, 104, 100, 101});
    data.outcome.insert(data.outcome.begin(), {4, not_known, 3, 3});
    data.predictor.push_back(not_known);
    const attune::growth_model model = attune::growth(data);
    EXPECT_EQ(model.n_rows_left_out, 4);
    EXPECT_EQ(model.n_persons, whole.n_persons);
    EXPECT_EQ(model.n_observations, whole.n_observations);
    expect_near(values_of(model.fixed), values_of(whole.fixed), 1e-10);
    EXPECT_EQ(model.persons[3].person, 3U);
    EXPECT_EQ(model.persons[3].n_observations, whole.persons[3].n_observations);
}

TEST(Growth, GivesNoIntervalWithoutDegreesOfFreedom)
{
    const attune::growth_data two{{0, 0, 0, 1, 1, 1}, {0, 1, 2, 0, 1, 2}, {3, 3.1, 2.5, 4, 4.4, 4.1}, {-1, 1}};
    const attune::growth_model model = attune::growth(two, {.random = random_effects::intercept});
    EXPECT_EQ(model.status, estimate_status::ok);
    for (const attune::estimate& effect : model.fixed)
        EXPECT_FALSE(effect.ci) << effect.id;
}

TEST(Growth, IsNullWithItsReasonWithoutAFit)
{
    const attune::growth_model none = attune::growth({{0, 0}, {0, not_known}, {not_known, 1}});
    EXPECT_EQ(none.status, estimate_status::too_few_persons);
    EXPECT_EQ(none.message, "No row has a time and a score.");
    EXPECT_EQ(none.fixed.size(), 2U);
    EXPECT_TRUE(std::isnan(none.fixed[0].value));
    EXPECT_EQ(none.variances[4].status, estimate_status::too_few_persons);
    EXPECT_TRUE(none.persons.empty());
    EXPECT_EQ(attune::icc_empty({{0, 0}, {0, not_known}, {not_known, 1}}).status, estimate_status::too_few_persons);
    const attune::likelihood_ratio test = attune::random_slope_test({{0, 0}, {0, 1}, {3, 3}});
    EXPECT_EQ(test.statistic.status, estimate_status::too_few_persons);
    EXPECT_TRUE(std::isnan(test.p));
}

TEST(Growth, NamesTheCorrelationOfAVarianceOfZero)
{
    const attune::growth_model model = attune::growth(data_of("toy"), {.random = random_effects::intercept});
    EXPECT_EQ(model.variances[3].status, estimate_status::no_variance);
    EXPECT_EQ(model.variances[3].message,
              "Level or change does not vary between persons, so that they have no correlation.");
    EXPECT_EQ(model.variances[1].value, 0);
    EXPECT_EQ(model.persons[0].slope_std_error, 0);
}

TEST(Growth, RefusesArgumentsThatDoNotFit)
{
    EXPECT_THROW(static_cast<void>(attune::growth({{0}, {}, {1}})), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(attune::growth({{0, 1}, {0, 1}, {1, 1}, {2}})), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(attune::growth({{0}, {1}, {1}}, {.level = 1})), std::invalid_argument);
}
