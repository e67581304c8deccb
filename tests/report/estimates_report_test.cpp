#include "attune/report/estimates_report.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

const std::vector<attune::estimate> figures = {
    {.id = "cohen_d",
     .value = 0.3378794,
     .std_error = 0.14,
     .ci = attune::confidence_interval{0.0526, 0.6223},
     .method = "pooled sd"},
    {.id = "welch_p", .value = 0.00002},
    {.id = "cl", .status = attune::estimate_status::no_variance, .message = "nobody differs"},
    {.id = "u3", .status = attune::estimate_status::no_variance, .message = "nobody differs"}};

}  // namespace

TEST(EstimatesJson, IsAHeadAndTheEstimates)
{
    const auto json = nlohmann::ordered_json::parse(attune::estimates_json("compare", figures));
    std::vector<std::string> members;
    for (const auto& [name, value] : json.items())
        members.push_back(name);
    EXPECT_EQ(members, (std::vector<std::string>{"schema", "attune", "estimates"}));
    EXPECT_EQ(json["schema"], "attune.compare/1");
    EXPECT_EQ(json["estimates"].size(), 4U);
    EXPECT_EQ(json["estimates"][0]["value"], 0.3378794);
    EXPECT_EQ(json["estimates"][0]["method"], "pooled sd");
    EXPECT_TRUE(json["estimates"][2]["value"].is_null());
    EXPECT_EQ(json["estimates"][2]["message"], "nobody differs");
}

TEST(EstimatesText, IsATableAndTheReasonsBelow)
{
    EXPECT_EQ(attune::estimates_text(figures),
              "                        value        interval\n"
              "  cohen_d  pooled sd    0.338  0.053 to 0.622  95 %\n"
              "  welch_p             < 0.001\n"
              "  cl                        -\n"
              "  u3                        -\n"
              "\n"
              "  cl, u3: nobody differs\n");
}

TEST(PText, HasThreeDigits)
{
    EXPECT_EQ(attune::p_text(0.0499), "0.050");
    EXPECT_EQ(attune::p_text(0.0009), "< 0.001");
    EXPECT_EQ(attune::p_text(std::nan("")), "-");
}
