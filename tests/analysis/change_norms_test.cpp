#include "attune/analysis/change_norms.hpp"

#include <cmath>
#include <optional>

#include <gtest/gtest.h>

#include "support/sample_norms.hpp"

using attune::change_figures;
using attune::change_norms;
using attune::change_role;
using attune::norm_group_of_set;
using attune::norm_sample;
using attune::norm_set;

namespace {

norm_set set_of(norm_sample type, const std::string& id = "sample-norms")
{
    norm_set made = attune_test::sample_norms();
    made.type = type;
    made.id = id;
    return made;
}

norm_set retest_set()
{
    norm_set made = set_of(norm_sample::untreated_retest, "twice");
    made.groups[0].scores[0].retest = attune::norm_retest{3.4, 0.4, 0.8, 42};
    made.groups[0].scores[1].retest = attune::norm_retest{2.9, 1.1, 0.7, std::nullopt};
    return made;
}

}  // namespace

TEST(ChangeRole, FollowsTheTypeOfTheSet)
{
    const auto role = [](norm_sample type) {
        const norm_set of = set_of(type);
        return attune::change_role_of(of, of.groups[0]);
    };
    EXPECT_EQ(role(norm_sample::community), change_role::functional);
    EXPECT_EQ(role(norm_sample::students), change_role::functional);
    EXPECT_EQ(role(norm_sample::volunteers), change_role::functional);
    EXPECT_EQ(role(norm_sample::clinical), change_role::clinical);
    EXPECT_EQ(role(norm_sample::untreated_retest), change_role::untreated);
    EXPECT_EQ(role(norm_sample::other), change_role::none);
}

TEST(ChangeRole, FollowsTheGroupBeforeTheType)
{
    norm_set of = set_of(norm_sample::other);
    of.groups[0].clinical = true;
    EXPECT_EQ(attune::change_role_of(of, of.groups[0]), change_role::clinical);
    of.type = norm_sample::clinical;
    of.groups[0].clinical = false;
    EXPECT_EQ(attune::change_role_of(of, of.groups[0]), change_role::functional);
    of.type = norm_sample::untreated_retest;
    EXPECT_EQ(attune::change_role_of(of, of.groups[0]), change_role::untreated);
}

TEST(ChangeRole, HasNames)
{
    EXPECT_EQ(to_string(change_role::none), "none");
    EXPECT_EQ(to_string(change_role::functional), "functional");
    EXPECT_EQ(to_string(change_role::clinical), "clinical");
    EXPECT_EQ(to_string(change_role::untreated), "untreated");
}

TEST(CutOffRefusal, WantsOneFormOneRangeAndOneMode)
{
    const norm_set functional = set_of(norm_sample::community, "people");
    const auto refusal = [&](auto change) {
        norm_set clinical = set_of(norm_sample::clinical, "patients");
        change(clinical);
        return attune::cut_off_refusal(clinical, functional, "self_report");
    };
    EXPECT_EQ(refusal([](norm_set&) {}), "");
    EXPECT_EQ(refusal([](norm_set& of) { of.form = "short"; }),
              "cut-offs need norms of one form: patients is of sample, short, and people of sample, published");
    EXPECT_EQ(refusal([](norm_set& of) { of.max = 5; }),
              "cut-offs need norms of one range of answers: patients has 1..5, and people 1..7");
    EXPECT_EQ(refusal([](norm_set& of) { of.mode = "read_aloud"; }),
              "cut-offs need norms of one mode: patients was given by read_aloud, and these answers by self_report");
    EXPECT_EQ(attune::cut_off_refusal(functional, functional, "read_aloud"),
              "cut-offs need norms of one mode: people was given by self_report, and these answers by read_aloud");
}

TEST(ChangeNorms, GiveSdAndReliabilityOfTheFirstGroupThatReportsAReliability)
{
    change_norms norms{.functional = norm_group_of_set{set_of(norm_sample::community, "people"), 0},
                       .clinical = norm_group_of_set{set_of(norm_sample::clinical, "patients"), 1}};
    change_figures figures;
    attune::add_norm_figures(figures, "anxiety", norms);
    EXPECT_EQ(figures.sd.value, 0.3544406025041679);
    EXPECT_EQ(figures.sd.source, "of people 1.0.0, all");
    EXPECT_EQ(figures.reliability.value, 0.75);
    EXPECT_EQ(figures.reliability.source, "alpha_raw of people 1.0.0, all");

    norms.functional->set.groups[0].scores[0].reliability.reset();
    figures = {};
    attune::add_norm_figures(figures, "anxiety", norms);
    EXPECT_EQ(figures.sd.source, "of patients 1.0.0, women");
    EXPECT_EQ(figures.reliability.value, 0.84);

    figures = {};
    attune::add_norm_figures(figures, "avoidance", norms);  // of which no group reports a reliability
    EXPECT_TRUE(std::isnan(figures.sd.value));
    EXPECT_TRUE(std::isnan(figures.reliability.value));
}

TEST(ChangeNorms, LeaveWhatIsKnown)
{
    const change_norms norms{.functional = norm_group_of_set{set_of(norm_sample::community), 0},
                             .untreated = norm_group_of_set{retest_set(), 0}};
    change_figures figures{.sd = {1.5, "as given"}, .reliability = {}};
    figures.untreated = attune::change_sample{.mean_pre = 9};
    attune::add_norm_figures(figures, "anxiety", norms);
    EXPECT_EQ(figures.sd.value, 1.5);
    EXPECT_EQ(figures.sd.source, "as given");
    EXPECT_EQ(figures.reliability.value, 0.75);
    EXPECT_EQ(figures.untreated->mean_pre, 9);
    EXPECT_EQ(figures.untreated_source, "");
}

TEST(ChangeNorms, GiveBothOccasionsOfUntreatedPeople)
{
    change_norms norms{.untreated = norm_group_of_set{retest_set(), 0}};
    change_figures figures;
    attune::add_norm_figures(figures, "anxiety", norms);
    ASSERT_TRUE(figures.untreated);
    EXPECT_EQ(figures.untreated->mean_pre, 3.5);
    EXPECT_EQ(figures.untreated->sd_pre, 0.3544406025041679);
    EXPECT_EQ(figures.untreated->mean_post, 3.4);
    EXPECT_EQ(figures.untreated->sd_post, 0.4);
    EXPECT_EQ(figures.untreated->retest_r, 0.8);
    EXPECT_EQ(figures.untreated->n_persons, 200);
    EXPECT_EQ(figures.untreated_source, "twice 1.0.0, all");
    EXPECT_EQ(figures.reliability.value, 0.75);

    norms.untreated->set.groups[0].n_persons.reset();
    figures = {};
    attune::add_norm_figures(figures, "anxiety", norms);
    EXPECT_EQ(figures.untreated->n_persons, 0);
}

TEST(ChangeNorms, GiveCutOffsOnlyWithBothGroups)
{
    change_norms norms{.functional = norm_group_of_set{set_of(norm_sample::community, "people"), 0}};
    change_figures figures;
    attune::add_norm_figures(figures, "anxiety", norms);
    EXPECT_FALSE(figures.clinical || figures.functional);

    norms.clinical = norm_group_of_set{set_of(norm_sample::clinical, "patients"), 1};
    attune::add_norm_figures(figures, "anxiety", norms);
    ASSERT_TRUE(figures.clinical && figures.functional);
    EXPECT_EQ(figures.clinical->mean, 4);
    EXPECT_EQ(figures.clinical->sd, 1);
    EXPECT_EQ(figures.clinical_source, "patients 1.0.0, women");
    EXPECT_EQ(figures.functional->mean, 3.5);
    EXPECT_EQ(figures.functional_source, "people 1.0.0, all");

    figures = {};
    attune::add_norm_figures(figures, "avoidance", norms);  // of which the women have no figures
    EXPECT_FALSE(figures.clinical || figures.functional);
}
