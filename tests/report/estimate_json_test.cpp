#include "attune/report/estimate_json.hpp"

#include <limits>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST(EstimateJson, StatesAFigureWithAllThatBelongsToIt)
{
    const attune::estimate figure{.id = "alpha_raw",
                                  .value = 0.9379,
                                  .std_error = 0.0004,
                                  .ci = attune::confidence_interval{0.9371, 0.9387, 0.95, "adf"},
                                  .n_persons = 48757};
    EXPECT_EQ(attune::estimate_json(figure),
              R"({"id":"alpha_raw","value":0.9379,"std_error":0.0004,)"
              R"("ci":{"lower":0.9371,"upper":0.9387,"level":0.95,"method":"adf"},"n_persons":48757,"status":"ok"})");
}

TEST(EstimateJson, IsNullWhereNothingIsKnown)
{
    EXPECT_EQ(attune::estimate_json({.id = "omega_u"}),
              R"({"id":"omega_u","value":null,"std_error":null,"ci":null,"n_persons":null,"status":"ok"})");
}

TEST(EstimateJson, SaysWhyThereIsNoFigure)
{
    const attune::estimate figure{.id = "icc_2_1",
                                  .n_persons = 1,
                                  .status = attune::estimate_status::too_few_persons,
                                  .message = "one \"person\""};
    EXPECT_EQ(attune::estimate_json(figure), R"({"id":"icc_2_1","value":null,"std_error":null,"ci":null,"n_persons":1,)"
                                             R"("status":"too_few_persons","message":"one \"person\""})");
}

TEST(EstimateJson, KeepsNumbersThatAreNotFiniteOut)
{
    const double infinite = std::numeric_limits<double>::infinity();
    const auto json = nlohmann::json::parse(
        attune::estimate_json({.id = "f",
                               .value = infinite,
                               .std_error = no_number,
                               .ci = attune::confidence_interval{-infinite, no_number, 0.9, ""}}));
    EXPECT_TRUE(json.at("value").is_null());
    EXPECT_TRUE(json.at("std_error").is_null());
    EXPECT_TRUE(json.at("ci").at("lower").is_null());
    EXPECT_TRUE(json.at("ci").at("upper").is_null());
    EXPECT_EQ(json.at("ci").at("level"), 0.9);
}

TEST(EstimateJson, ReadsBackToTheSameDouble)
{
    for (const double number : {0.1, 1.0 / 3, 6.02214076e23, -5e-324, 0.0, 1e300, 123456789.0})
        EXPECT_EQ(nlohmann::json::parse(attune::number_json(number)).get<double>(), number);
    EXPECT_EQ(attune::number_json(no_number), "null");
}
