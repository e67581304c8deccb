#include "attune/analysis/change_course.hpp"

#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"

using attune::change_plan;
using attune::dimension;
using attune::person_course;
using attune::polarity;
using attune::score_status;
using attune_test::unknown;

namespace {

change_plan plan(const char* id, dimension on, const char* target = "")
{
    return attune::plan_change({id, on, polarity::less_secure, target},
                               {.sd = {1, "as given"}, .reliability = {.82, "as given"}}, {});
}

std::vector<change_plan> two_scales()
{
    return {plan("anxiety", dimension::anxiety), plan("avoidance", dimension::avoidance)};
}

person_course person_with(std::vector<double> anxiety, std::vector<double> avoidance)
{
    person_course person;
    const std::vector<score_status> ok(anxiety.size(), score_status::ok);
    for (std::size_t i = 0; i < anxiety.size(); ++i) {
        person.occasions.push_back(i);
        person.times.push_back(static_cast<double>(2 * i));
    }
    person.scores = {{std::move(anxiety), ok}, {std::move(avoidance), ok}};
    return person;
}

}  // namespace

TEST(PlanesOf, PairsTheDimensionsOfEachRelationship)
{
    const std::vector<change_plan> plans{plan("mother_avoidance", dimension::avoidance, "mother"),
                                         plan("mother_anxiety", dimension::anxiety, "mother"),
                                         plan("father_anxiety", dimension::anxiety, "father"),
                                         plan("global_anxiety", dimension::anxiety),
                                         plan("global_avoidance", dimension::avoidance),
                                         plan("another_anxiety", dimension::anxiety),
                                         plan("rest", dimension::other)};
    const auto planes = attune::planes_of(plans);
    ASSERT_EQ(planes.size(), 2);
    EXPECT_EQ(planes[0].target, "mother");
    EXPECT_EQ(planes[0].scores, (std::array<std::size_t, 2>{1, 0}));
    EXPECT_EQ(planes[1].target, "");
    EXPECT_EQ(planes[1].scores, (std::array<std::size_t, 2>{3, 4}));
}

TEST(AddMovement, HasTrendsFromThreeOccasionsOn)
{
    const auto plans = two_scales();
    person_course two = person_with({5, 4}, {3, 3});
    attune::add_movement(two, plans);
    EXPECT_TRUE(two.scores[0].trends.empty());
    person_course three = person_with({5, 4, 3}, {3, unknown, 3});
    attune::add_movement(three, plans);
    ASSERT_EQ(three.scores[0].trends.size(), 3);
    EXPECT_EQ(three.scores[0].trends[0].id, "trend_ols");
    EXPECT_NEAR(three.scores[0].trends[0].value, -.5, 1e-15);
    EXPECT_EQ(three.scores[0].trends[1].id, "trend_measured");
    EXPECT_NEAR(three.scores[0].trends[1].std_error.value(), std::sqrt(.18) / std::sqrt(8.0), 1e-12);
    EXPECT_EQ(three.scores[0].trends[2].id, "trend_theil_sen");
    EXPECT_EQ(three.scores[1].trends[0].value, 0);
}

TEST(AddMovement, GoesFromTheFirstToTheLastOccasion)
{
    const auto plans = two_scales();
    person_course person = person_with({5, 9, 4.1}, {3, 9, 1.8});
    person.movements = attune::planes_of(plans);
    person.movements[0].goal = {-3, -4};
    attune::add_movement(person, plans);
    const attune::movement& found = person.movements[0].found;
    EXPECT_NEAR(found.distance.value, 1.5, 1e-14);
    EXPECT_NEAR(found.along_goal.value, 1.5, 1e-14);
    EXPECT_NEAR(found.along_goal.std_error.value(), std::sqrt(2 * .18), 1e-12);
    EXPECT_NEAR(found.off_goal.value, 0, 1e-14);
}

TEST(AddMovement, SaysNothingOfARefusedScore)
{
    const auto plans = two_scales();
    person_course person = person_with({5, unknown}, {3, 1.8});
    person.movements = attune::planes_of(plans);
    person.movements[0].goal = {-1, 0};
    attune::add_movement(person, plans);
    EXPECT_TRUE(std::isnan(person.movements[0].found.distance.value));
    EXPECT_TRUE(std::isnan(person.movements[0].found.along_goal.value));
}

TEST(AddMovement, RefusesAPersonOfOtherScores)
{
    const auto plans = two_scales();
    person_course person = person_with({5, 4}, {3, 2});
    person.scores.pop_back();
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [&] { attune::add_movement(person, plans); }, "add_movement: person must have 2 elements, but is 1 long"));
}
