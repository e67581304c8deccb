#include "attune/analysis/norm_comparison.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/sample_instruments.hpp"
#include "support/sample_norms.hpp"

using attune::norm_comparison;
using attune::person_groups;

namespace {

const attune::scoring_key& key()
{
    static const attune::scoring_key made(attune_test::two_scales());
    return made;
}

constexpr norm_comparison::asked both{true, true};

}  // namespace

TEST(NormComparison, FindsEverybodyAndTheGroupMostLikeAPerson)
{
    const norm_comparison of(attune_test::sample_norms(), key(), {}, true);
    EXPECT_EQ(of.overall(), 0U);
    EXPECT_EQ(of.groups_of("women", 20, both).like, 2U);
    EXPECT_EQ(of.groups_of("women", 20, both).flag, "");
}

TEST(NormComparison, WorksWithoutAGender)
{
    const norm_comparison of(attune_test::sample_norms(), key(), {}, true);
    const person_groups groups = of.groups_of({}, 20, both);
    EXPECT_EQ(groups.like, person_groups::none);
    EXPECT_EQ(groups.flag, "gender_unknown");
    EXPECT_FALSE(groups.is_outside);
}

TEST(NormComparison, RefusesAgesOutsideTheNorms)
{
    const norm_comparison of(attune_test::sample_norms(), key(), {}, true);
    EXPECT_TRUE(of.groups_of("women", 61, both).is_outside);
    EXPECT_EQ(of.groups_of("women", 61, both).flag, "age_outside");
    EXPECT_FALSE(of.groups_of("women", 60, both).is_outside);
}

TEST(NormComparison, FlagsAnUnknownAgeAndAMissingGroup)
{
    const norm_comparison of(attune_test::sample_norms(), key(), {}, true);
    EXPECT_EQ(of.groups_of("women", {}, both).flag, "age_unknown");
    EXPECT_EQ(of.groups_of("women", {}, both).like, 1U);
    EXPECT_EQ(of.groups_of("other", 20, both).flag, "no_group");
    EXPECT_EQ(of.groups_of({}, {}, {}).flag, "");
}

TEST(NormComparison, TakesGroupsByName)
{
    const norm_comparison of(attune_test::sample_norms(), key(), {"all", "men"});
    EXPECT_FALSE(of.is_by_person());
    EXPECT_EQ(of.named(), (std::vector<std::size_t>{3}));
    EXPECT_EQ(of.reference(3, 0).group(), "men");
    EXPECT_TRUE(of.reference(3, 0).has_figures());
    EXPECT_FALSE(of.reference(3, 1).has_figures());
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] { norm_comparison(attune_test::sample_norms(), key(), {"sailors"}); },
        "norm_comparison: group must be one of the norm set sample-norms, but is 'sailors'"));
}

TEST(NormComparison, HasNoOverallGroupWhereTheNormsHaveNone)
{
    attune::norm_set set = attune_test::sample_norms();
    set.groups.erase(set.groups.begin());
    EXPECT_EQ(norm_comparison(set, key()).overall(), person_groups::none);
}
