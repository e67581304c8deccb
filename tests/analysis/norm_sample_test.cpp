#include "attune/analysis/norm_sample.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "attune/scoring/block.hpp"
#include "support/expect_message.hpp"
#include "support/sample_instruments.hpp"

using attune::norm_exclusion_reason;

namespace {

attune::norm_grouping by_gender_and_age()
{
    return {{{"1", "men"}, {"2", "women"}, {"f", "women"}}, {{18, 29}, {30, {}}}, attune::age_span{18, 90}};
}

class sample {
public:
    explicit sample(attune::norm_grouping by)
        : key_(attune_test::two_scales()), layout_(key_), by_(std::move(by)), counts_(layout_, by_)
    {
    }

    void add(const std::vector<int>& answers, std::string_view gender, std::string_view age, int times = 1)
    {
        attune::code_block block(key_.n_columns());
        attune::encode(answers, 1, 7, block.append());
        attune::score_block scores(key_.outputs().size());
        attune::score(key_, block, scores);
        for (int i = 0; i < times; ++i)
            counts_.add(block.padded_row(0), scores.row(0), gender, age);
    }

    [[nodiscard]] const attune::norm_sample_counts& counts() const { return counts_; }
    [[nodiscard]] attune::norm_sample_counts& counts() { return counts_; }
    [[nodiscard]] std::vector<attune::norm_group> groups(const std::vector<double>& weights = {})
    {
        left_out_.clear();
        return norm_groups_of(counts_, layout_, weights, left_out_);
    }
    [[nodiscard]] const std::vector<std::string>& left_out() const { return left_out_; }

private:
    attune::scoring_key key_;
    attune::norm_layout layout_;
    attune::norm_grouping by_;
    attune::norm_sample_counts counts_;
    std::vector<std::string> left_out_;
};

}  // namespace

TEST(ParseAge, TakesWholeYears)
{
    EXPECT_EQ(attune::parse_age("34"), 34);
    EXPECT_EQ(attune::parse_age(" 34.9 "), 34);
    EXPECT_EQ(attune::parse_age("34,5"), 34);
    EXPECT_EQ(attune::parse_age("3546789"), 3546789);
}

TEST(ParseAge, TakesNothingElse)
{
    for (const char* text : {"", " ", "-3", "young", "34 years", "99999999999", "3.5.1"})
        EXPECT_FALSE(attune::parse_age(text)) << text;
}

TEST(NormSample, CountsEveryoneWhoIsLeftOutByReason)
{
    sample of(by_gender_and_age());
    of.add({1, 2, 3, 4}, "1", "20");
    of.add({1, 9, 3, 4}, "1", "20");
    of.add({1, 2, attune::not_answered, 4}, "1", "20");
    of.add({1, 2, 3, 4}, "1", "");
    of.add({1, 2, 3, 4}, "1", "17");
    of.add({1, 2, 3, 4}, "1", "3546789", 2);
    EXPECT_EQ(of.counts().n_rows(), 7);
    EXPECT_EQ(of.counts().n_excluded(norm_exclusion_reason::invalid_answer), 1);
    EXPECT_EQ(of.counts().n_excluded(norm_exclusion_reason::incomplete), 1);
    EXPECT_EQ(of.counts().n_excluded(norm_exclusion_reason::age_not_stated), 1);
    EXPECT_EQ(of.counts().n_excluded(norm_exclusion_reason::too_young), 1);
    EXPECT_EQ(of.counts().n_excluded(norm_exclusion_reason::too_old), 2);
}

TEST(NormSample, KeepsAndCountsThoseWithOneAnswerThroughout)
{
    sample of({});
    of.add({4, 4, 4, 4}, "", "");
    of.add({4, 4, 4, 5}, "", "");
    EXPECT_EQ(of.counts().n_same_answers(), 1);
    EXPECT_EQ(of.counts().at(0, 0).n_persons(), 2);
}

TEST(NormSample, MakesGroupsOfEverybodyGendersBandsAndBoth)
{
    sample of(by_gender_and_age());
    of.add({1, 2, 3, 4}, "1", "20", 20);
    of.add({5, 2, 3, 1}, "1", "40", 20);
    of.add({1, 7, 3, 4}, "2", "20", 20);
    of.add({2, 1, 3, 4}, "f", "40", 30);
    of.add({2, 5, 6, 4}, "0", "40", 10);  // no gender: in all, and in the band
    const std::vector<attune::norm_group> groups = of.groups();
    std::string text;
    for (const attune::norm_group& group : groups)
        text += fmt::format("{} ({}) {}; ", group.id, group.name, *group.n_persons);
    EXPECT_EQ(text,
              "all (everybody) 100; men (men) 40; women (women) 50; age.18-29 (everybody, aged 18-29) 40; "
              "age.30-and-over (everybody, aged 30-and-over) 60; ");
    EXPECT_EQ(of.left_out(),
              (std::vector<std::string>{
                  "men.age.18-29: 20 people, fewer than 30", "men.age.30-and-over: 20 people, fewer than 30",
                  "women.age.18-29: 20 people, fewer than 30", "women.age.30-and-over: its people do not differ"}));
}

TEST(NormSample, LeavesOutCellsWithoutWeight)
{
    sample of(by_gender_and_age());
    of.add({1, 2, 3, 4}, "1", "20", 40);
    of.add({5, 2, 3, 1}, "2", "20", 60);
    of.add({5, 2, 7, 1}, "", "20", 60);
    const std::vector<attune::norm_group> groups = of.groups({1.25, 0, 0, 0.5, 0, 0, 0, 0, 0});
    EXPECT_EQ(groups[0].n_persons, 100);
    EXPECT_NEAR(groups[0].n_effective.value(), 80.0 * 80 / (40 * 1.5625 + 60 * 0.25), 1e-12);
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [&] { static_cast<void>(of.groups({1})); }, "norm_groups_of: weights must have 9 elements, but is 1 long"));
}

TEST(NormSample, AddsUpInAnyOrder)
{
    sample one(by_gender_and_age());
    one.add({1, 2, 3, 4}, "1", "20", 40);
    sample two(by_gender_and_age());
    two.add({5, 2, 3, 1}, "1", "20", 60);
    two.add({5, 2, 3, 9}, "1", "20");
    one.counts().merge(two.counts());
    EXPECT_EQ(one.counts().n_rows(), 101);
    EXPECT_EQ(one.counts().n_excluded(norm_exclusion_reason::invalid_answer), 1);
    EXPECT_EQ(one.groups()[0].n_persons, 100);
}

TEST(NormSample, RefusesBandsThatOverlap)
{
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] {
            sample of({{}, {{18, 30}, {30, {}}}, {}});
        },
        "norm_sample_counts: bands must not overlap, but is overlapping"));
}
