#include "attune/analysis/profile_course.hpp"

#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/numbers.hpp"
#include "support/sample_instruments.hpp"
#include "support/sample_key.hpp"

using attune::change_figures;
using attune::change_result;
using attune::person_course;
using attune::profile_course;
using attune::score_status;
using attune_test::two_scales_key;
using attune_test::unknown;

namespace {

/// Anxiety from 5 to 2, avoidance from 3 to 3.5.
person_course person()
{
    person_course made;
    made.occasions = {0, 1};
    made.times = {0, 1};
    made.scores = {{{5, 2}, {score_status::ok, score_status::ok}}, {{3, 3.5}, {score_status::ok, score_status::ok}}};
    return made;
}

const std::vector<change_figures> figures(2, {.sd = {1.12, "as given"}, .reliability = {.85, "as given"}});

profile_course course(std::vector<double> goals)
{
    return attune::profile_course_of(two_scales_key(), {"May", "June"}, person(), figures, goals);
}

}  // namespace

TEST(ProfileCourse, JudgesEveryScore)
{
    const profile_course made = course({unknown, unknown});
    ASSERT_EQ(made.plans.size(), 2U);
    EXPECT_EQ(made.plans[0].score.id, "anxiety");
    EXPECT_EQ(made.plans[0].result(attune::change_method::jacobson_truax, 5, 2),
              change_result::reliable_toward_security);
    EXPECT_EQ(made.plans[1].result(attune::change_method::jacobson_truax, 3, 3.5), change_result::none_beyond_error);
    EXPECT_EQ(made.occasions, (std::vector<std::string>{"May", "June"}));
}

TEST(ProfileCourse, MeasuresTheMovementAlongTheGoal)
{
    const profile_course made = course({-1, 0});
    const attune::plane_movement* plane = made.movement_in(0, 1);
    ASSERT_NE(plane, nullptr);
    EXPECT_NEAR(plane->found.distance.value, std::hypot(3, 0.5), 1e-15);
    EXPECT_EQ(plane->found.along_goal.value, 3);
    EXPECT_EQ(made.movement_in(1, 0), nullptr);
}

TEST(ProfileCourse, CountsAGoalThatIsNotStatedAsNoneBesideOneThatIs)
{
    EXPECT_EQ(course({-1, unknown}).person.movements[0].goal, (std::array{-1.0, 0.0}));
    const profile_course none = course({unknown, unknown});
    EXPECT_TRUE(std::isnan(none.person.movements[0].goal[0]));
    EXPECT_EQ(none.person.movements[0].found.along_goal.status, attune::estimate_status::not_known);
}

TEST(ProfileCourse, RefusesWhatDoesNotFitTheKey)
{
    const auto message = [](const char* text, auto change) {
        std::vector<std::string> names{"May", "June"};
        person_course one = person();
        std::vector<change_figures> some = figures;
        std::vector<double> goals{0, 0};
        change(names, one, some, goals);
        EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
            [&] { (void)attune::profile_course_of(two_scales_key(), names, one, some, goals); }, text));
    };
    message("profile_course_of: person must have 2 elements, but is 1 long",
            [](auto&, person_course& one, auto&, auto&) { one.scores.pop_back(); });
    message("profile_course_of: figures must have 2 elements, but is 1 long",
            [](auto&, auto&, auto& some, auto&) { some.pop_back(); });
    message("profile_course_of: goals must have 2 elements, but is 1 long",
            [](auto&, auto&, auto&, auto& goals) { goals.pop_back(); });
    message("profile_course_of: occasions must be two or more, but is 1",
            [](auto& names, auto&, auto&, auto&) { names.pop_back(); });
    message("profile_course_of: times must have 2 elements, but is 1 long",
            [](auto&, person_course& one, auto&, auto&) { one.times.pop_back(); });
    message("profile_course_of: values must have 2 elements, but is 1 long",
            [](auto&, person_course& one, auto&, auto&) { one.scores[1].values.pop_back(); });
}
