#include "attune/analysis/prototype_figures.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "attune/io/instrument_search.hpp"

#include "support/numbers.hpp"

using attune::estimate_status;
using attune_test::unknown;

namespace {

attune::scoring_key key_of(const std::string& id, const std::string& form = "published")
{
    return attune::scoring_key(attune::load_instrument_by_id(id, {ATTUNE_TEST_DATA_DIR}), {.form = form});
}

}  // namespace

TEST(PrototypeFigures, TellAllFourPointsAndTheConvention)
{
    const auto found = attune::prototype_figures(1, -0.5);
    std::vector<std::string> ids;
    for (const auto& one : found) {
        ids.push_back(one.id);
        EXPECT_EQ(one.method, attune::prototype_convention);
        EXPECT_EQ(one.status, estimate_status::ok);
    }
    EXPECT_EQ(ids, (std::vector<std::string>{"distance_secure", "distance_preoccupied", "distance_dismissing",
                                             "distance_fearful", "similarity_secure", "similarity_preoccupied",
                                             "similarity_dismissing", "similarity_fearful"}));
    EXPECT_NEAR(found[1].value, 0.5, 1e-15);
    EXPECT_NEAR(found[5].value, .643914, 5e-7);
}

TEST(PrototypeFigures, AreUnknownWhenAScoreIs)
{
    for (const auto& one : attune::prototype_figures(unknown, 1)) {
        EXPECT_TRUE(std::isnan(one.value));
        EXPECT_EQ(one.status, estimate_status::not_known);
        EXPECT_EQ(one.message, "the score of anxiety or avoidance is not known");
    }
}

TEST(DiscriminantFigures, AreForThePublishedEcr)
{
    const auto found = attune::discriminant_figures(key_of("ecr"), 3.5, 3);
    ASSERT_EQ(found.size(), 4U);
    EXPECT_EQ(found[3].id, "posterior_fearful");
    EXPECT_NEAR(found[3].value, .390, 5e-4);
    EXPECT_EQ(found[3].method, attune::discriminant_note);
    EXPECT_EQ(attune::discriminant_figures(key_of("ecr"), unknown, 3)[0].status, estimate_status::not_known);
}

TEST(DiscriminantFigures, AreRefusedForEveryOtherForm)
{
    const auto expect_refusal = [](const attune::scoring_key& key, const std::string& scores) {
        for (const auto& one : attune::discriminant_figures(key, 3.5, 3)) {
            EXPECT_TRUE(std::isnan(one.value));
            EXPECT_EQ(one.status, estimate_status::not_defined);
            EXPECT_EQ(one.message,
                      "the discriminant functions of 1998 are for the published form of the ecr with answers 1..7, but "
                      "these are scores of " +
                          scores);
        }
    };
    expect_refusal(key_of("ecr", "open-psychometrics"), "ecr, form open-psychometrics, answers 1..5");
    expect_refusal(key_of("ecr-r"), "ecr-r, form published, answers 1..7");
}
