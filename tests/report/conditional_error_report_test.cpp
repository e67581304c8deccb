#include "attune/report/conditional_error_report.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/numbers.hpp"

using attune::aggregation;
using attune::conditional_error;
using attune::estimate_status;
using attune_test::unknown;

namespace {

conditional_error made_up()
{
    conditional_error made{"anxiety", aggregation::mean, {}};
    made.methods.push_back(
        {"csem_feldt", "4 parts of 1 item", {{1, 2.5, 30, 0.25}, {3, 5, 20, 0.5}}, estimate_status::ok, ""});
    made.methods.push_back({"csem_mollenkopf_feldt",
                            "polynomial of degree 3, 4 parts of 1 item",
                            {{1, 1, 2, unknown}, {5, 5, 0, 0.125}},
                            estimate_status::ok,
                            "the curve lies below 0 at some scores, which have no value"});
    return made;
}

}  // namespace

TEST(ConditionalErrorReport, HoldsEachMethodLevelByLevel)
{
    EXPECT_EQ(
        attune::conditional_error_json(made_up()),
        R"({"scale":"anxiety","metric":"mean","methods":[)"
        R"({"id":"csem_feldt","method":"4 parts of 1 item","status":"ok","levels":[)"
        R"({"lowest":1,"highest":2.5,"n_persons":30,"sem":0.25},{"lowest":3,"highest":5,"n_persons":20,"sem":0.5}]},)"
        R"({"id":"csem_mollenkopf_feldt","method":"polynomial of degree 3, 4 parts of 1 item","status":"ok",)"
        R"("message":"the curve lies below 0 at some scores, which have no value","levels":[)"
        R"({"lowest":1,"highest":1,"n_persons":2,"sem":null},{"lowest":5,"highest":5,"n_persons":0,"sem":0.125}]}]})");
}

TEST(ConditionalErrorReport, HasALineAScoreAndOneAMethod)
{
    const std::string text = attune::conditional_error_text(made_up());
    EXPECT_NE(text.find("mean score  csem_feldt  csem_mollenkopf_feldt"), std::string::npos) << text;
    EXPECT_NE(text.find("  1.00             0.250"), std::string::npos) << text;
    EXPECT_NE(text.find("  5.00             0.500                  0.125"), std::string::npos) << text;
    EXPECT_NE(text.find("  csem_feldt: 4 parts of 1 item\n"), std::string::npos) << text;
    EXPECT_NE(text.find("; the curve lies below 0 at some scores"), std::string::npos) << text;
}

TEST(ConditionalErrorReport, SaysWhyThereAreNoLevels)
{
    conditional_error none{"anxiety", aggregation::sum, {}};
    EXPECT_EQ(attune::conditional_error_text(none), "");
    none.methods.push_back(
        {"csem_lord", "binomial", {}, estimate_status::too_few_persons, "nobody answered every item"});
    EXPECT_EQ(attune::conditional_error_text(none), "  csem_lord: binomial; nobody answered every item\n");
    const auto json = nlohmann::json::parse(attune::conditional_error_json(none));
    EXPECT_EQ(json["metric"], "sum");
    EXPECT_EQ(json["methods"][0]["status"], "too_few_persons");
}
