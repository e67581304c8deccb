#include "attune/analysis/norm_comparison.hpp"

#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/sample_instruments.hpp"
#include "support/sample_key.hpp"
#include "support/sample_norm_models.hpp"
#include "support/sample_norms.hpp"

using attune::norm_comparison;
using attune::person_groups;
using attune_test::two_scales_key;

namespace {

constexpr norm_comparison::asked both{true, true};

}  // namespace

TEST(NormComparison, FindsEverybodyAndTheGroupMostLikeAPerson)
{
    const norm_comparison of(attune_test::sample_norms(), two_scales_key(), {}, true);
    EXPECT_EQ(of.overall(), 0U);
    EXPECT_EQ(of.groups_of("women", 20, both).like, 2U);
    EXPECT_EQ(of.groups_of("women", 20, both).flag, "");
}

TEST(NormComparison, WorksWithoutAGender)
{
    const norm_comparison of(attune_test::sample_norms(), two_scales_key(), {}, true);
    const person_groups groups = of.groups_of({}, 20, both);
    EXPECT_EQ(groups.like, person_groups::none);
    EXPECT_EQ(groups.flag, "gender_unknown");
    EXPECT_FALSE(groups.is_outside);
}

TEST(NormComparison, RefusesAgesOutsideTheNorms)
{
    const norm_comparison of(attune_test::sample_norms(), two_scales_key(), {}, true);
    EXPECT_TRUE(of.groups_of("women", 61, both).is_outside);
    EXPECT_EQ(of.groups_of("women", 61, both).flag, "age_outside");
    EXPECT_FALSE(of.groups_of("women", 60, both).is_outside);
}

TEST(NormComparison, FlagsAnUnknownAgeAndAMissingGroup)
{
    const norm_comparison of(attune_test::sample_norms(), two_scales_key(), {}, true);
    EXPECT_EQ(of.groups_of("women", {}, both).flag, "age_unknown");
    EXPECT_EQ(of.groups_of("women", {}, both).like, 1U);
    EXPECT_EQ(of.groups_of("other", 20, both).flag, "no_group");
    EXPECT_EQ(of.groups_of({}, {}, {}).flag, "");
}

TEST(NormComparison, TakesGroupsByName)
{
    const norm_comparison of(attune_test::sample_norms(), two_scales_key(), {"all", "men"});
    EXPECT_FALSE(of.is_by_person());
    EXPECT_EQ(of.named(), (std::vector<std::size_t>{3}));
    EXPECT_EQ(of.group(3).id, "men");
    attune::raw_score five;
    five.exact = {5, 1};
    five.n_answered = 2;
    EXPECT_EQ(of.standing(3, 0, five).group, "men");
    EXPECT_EQ(of.z_of(3, 0, five), 1);
    EXPECT_TRUE(std::isnan(of.z_of(3, 1, five))) << "men have no figures of avoidance";
    EXPECT_NEAR(of.pomp_of(0, five), 100 * 4.0 / 6, 1e-12);
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] { norm_comparison(attune_test::sample_norms(), two_scales_key(), {"sailors"}); },
        "norm_comparison: group must be one of the norm set sample-norms, but is 'sailors'"));
}

TEST(NormComparison, HasNoOverallGroupWhereTheNormsHaveNone)
{
    attune::norm_set set = attune_test::sample_norms();
    set.groups.erase(set.groups.begin());
    EXPECT_EQ(norm_comparison(set, two_scales_key()).overall(), person_groups::none);
}

TEST(NormComparison, PutsThePeopleOfACurveInPlaceOfTheGroup)
{
    const norm_comparison of(attune_test::sample_curves(), two_scales_key(), {}, true);
    EXPECT_EQ(of.n_groups(), 4U + 3 * 43) << "4 groups, and everybody, men and women of 43 ages";
    const auto called = [&](const char* gender, int age) { return of.group(of.groups_of(gender, age, both).like).id; };
    EXPECT_EQ(called("women", 20), "regression.women.age.20");
    EXPECT_EQ(called("men", 60), "regression.men.age.60");
    EXPECT_EQ(called("other", 20), "regression.age.20");
    const person_groups unknown = of.groups_of({}, 20, both);
    EXPECT_EQ(of.group(unknown.like).id, "regression.age.20");
    EXPECT_EQ(unknown.flag, "gender_unknown");
    EXPECT_EQ(of.group(of.groups_of("women", {}, both).like).id, "women") << "without an age there is no curve";
    attune::raw_score five;
    five.exact = {5, 1};
    five.n_answered = 2;
    EXPECT_NEAR(of.z_of(of.groups_of("women", 50, both).like, 0, five), 1.25, 1e-12);
    EXPECT_NEAR(of.standing(of.groups_of("women", 50, both).like, 0, five).z.value, 1.25, 1e-12);
    EXPECT_EQ(of.compared(unknown), (std::vector<std::size_t>{0, unknown.like}));
}

TEST(NormComparison, SaysNothingBeyondTheAgesOfACurve)
{
    attune::norm_set set = attune_test::sample_curves();
    for (attune::norm_model& model : set.models)
        model.highest_age = 50;
    const norm_comparison of(set, two_scales_key(), {}, true);
    const person_groups groups = of.groups_of("women", 51, both);
    EXPECT_EQ(groups.like, person_groups::none);
    EXPECT_EQ(groups.flag, "age_outside_curve");
    EXPECT_FALSE(groups.is_outside) << "among everybody the person still has a place";
}

TEST(NormComparison, KeepsItsCurvesWhenItMoves)
{
    norm_comparison first(attune_test::sample_curves(), two_scales_key(), {}, true);
    const norm_comparison of = std::move(first);
    attune::raw_score five;
    five.exact = {5, 1};
    five.n_answered = 2;
    EXPECT_NEAR(of.z_of(of.groups_of("women", 50, both).like, 0, five), 1.25, 1e-12);
}
