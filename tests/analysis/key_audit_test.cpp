#include "attune/analysis/key_audit.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "attune/core/philox.hpp"
#include "support/expect_message.hpp"
#include "support/sample_instruments.hpp"

using attune::answer_code;
using attune::audit_code;
using attune::audit_finding;
using attune::audit_result;
using attune::dimension;
using attune::instrument;

namespace {

/// Twelve items from 1 to 7: anxiety the even ones (8 reversed), avoidance the odd ones (1, 5, 9 reversed).
instrument twelve_items(const std::string& id = "twelve", std::vector<int> anxiety_reversed = {8},
                        std::vector<int> avoidance_reversed = {1, 5, 9})
{
    instrument made = attune_test::items_only(12);
    made.id = id;
    made.scales = {
        attune_test::mean_scale("anxiety", dimension::anxiety, {2, 4, 6, 8, 10, 12}, std::move(anxiety_reversed), 5),
        attune_test::mean_scale("avoidance", dimension::avoidance, {1, 3, 5, 7, 9, 11}, std::move(avoidance_reversed),
                                5)};
    return made;
}

using row_change = std::function<void(std::vector<answer_code>&)>;

/// Adds made-up people who answer as `twelve_items()` is keyed, on 1 to `max`.
void add_people(attune::grouped_audit_counts& to, const std::string& group, int n_persons, int max = 7,
                const row_change& change = {})
{
    attune::philox_stream draw(1998, std::hash<std::string>{}(group) % 1000);
    const auto nearly_normal = [&] {
        double sum = -6;
        for (int i = 0; i < 12; ++i)
            sum += static_cast<double>(draw()) / 4294967296.0;
        return sum;
    };
    const instrument right = twelve_items();
    for (int person = 0; person < n_persons; ++person) {
        std::vector<answer_code> row(12);
        for (const attune::scale& scale : right.scales) {
            const double place = nearly_normal();
            for (const int number : scale.items) {
                const bool is_reversed =
                    std::find(scale.reversed.begin(), scale.reversed.end(), number) != scale.reversed.end();
                const double answer = 0.5 * (1 + max) + 0.2 * max * ((is_reversed ? -1 : 1) * place + nearly_normal());
                row[static_cast<std::size_t>(number) - 1] =
                    static_cast<answer_code>(std::clamp(static_cast<int>(answer + 0.5), 1, max));
            }
        }
        if (change)
            change(row);
        to.add(group, row);
    }
}

row_change turn(std::vector<int> numbers, int max = 7)
{
    return [numbers = std::move(numbers), max](std::vector<answer_code>& row) {
        for (const int number : numbers) {
            answer_code& answer = row[static_cast<std::size_t>(number) - 1];
            answer = static_cast<answer_code>(1 + max - answer);
        }
    };
}

audit_result audit_of(const instrument& of, const row_change& change = {}, int n_persons = 400,
                      const std::vector<instrument>& catalogue = {}, const attune::key_options& options = {})
{
    const attune::scoring_key key(of, options);
    attune::grouped_audit_counts counts(key);
    add_people(counts, "", n_persons, 7, change);
    return attune::audit(of, key, counts.finish(), catalogue);
}

audit_finding only_finding(const audit_result& result)
{
    EXPECT_EQ(result.findings.size(), 1U);
    return result.findings.empty() ? audit_finding{} : result.findings.front();
}

}  // namespace

TEST(KeyAudit, AcceptsTheRightKey)
{
    const audit_result result = audit_of(twelve_items());
    EXPECT_TRUE(result.findings.empty());
    EXPECT_EQ(result.n_persons, 400);
    EXPECT_TRUE(result.is_judged);
}

TEST(KeyAudit, JudgesNothingBelowFiftyPeople)
{
    const audit_result unjudged = audit_of(twelve_items("twelve", {}, {}), {}, 49);
    EXPECT_FALSE(unjudged.is_judged);
    const audit_finding few = only_finding(unjudged);
    EXPECT_EQ(few.code, audit_code::too_few_to_judge);
    EXPECT_EQ(few.n_persons, 49);
    EXPECT_EQ(few.message, "there are 49 people; from 50 on the key is judged");
    EXPECT_FALSE(audit_of(twelve_items("twelve", {2}, {1, 5, 9}), {}, 50).findings.empty());
}

TEST(KeyAudit, NamesAnItemThatIsNotReversed)
{
    const audit_finding found = only_finding(audit_of(twelve_items("twelve", {8}, {1, 9})));
    EXPECT_EQ(found.code, audit_code::item_reversed);
    EXPECT_EQ(found.scale, "avoidance");
    EXPECT_EQ(found.items, std::vector<int>{5});
    EXPECT_EQ(found.n_persons, 400);
    EXPECT_NE(found.message.find("item 5 points against the other 5 items of the scale"), std::string::npos);
}

TEST(KeyAudit, NamesTurnedColumnsOfBothScales)
{
    const audit_result result = audit_of(twelve_items(), turn({2, 7}));
    ASSERT_EQ(result.findings.size(), 2U);
    EXPECT_EQ(result.findings[0].scale, "anxiety");
    EXPECT_EQ(result.findings[0].items, std::vector<int>{2});
    EXPECT_EQ(result.findings[1].scale, "avoidance");
    EXPECT_EQ(result.findings[1].items, std::vector<int>{7});
}

TEST(KeyAudit, NamesHalfOfTheItemsWhenNoneIsReversed)
{
    const audit_result result = audit_of(twelve_items("twelve", {}, {}));
    ASSERT_EQ(result.findings.size(), 2U);
    EXPECT_EQ(result.findings[0].items, std::vector<int>{8});
    EXPECT_EQ(result.findings[1].items, (std::vector<int>{3, 7, 11})) << "the data cannot say which half";
    EXPECT_NE(result.findings[1].message.find("the other half of the items might as well"), std::string::npos);
}

TEST(KeyAudit, TakesTheHalfThatAKnownKeyReverses)
{
    const audit_result result = audit_of(twelve_items("typed", {}, {}), {}, 400, {twelve_items()});
    ASSERT_EQ(result.findings.size(), 2U);
    EXPECT_EQ(result.findings[1].code, audit_code::item_reversed);
    EXPECT_EQ(result.findings[1].items, (std::vector<int>{1, 5, 9}));
    EXPECT_NE(result.findings[1].message.find("the key of twelve, form published, fits"), std::string::npos);
}

TEST(KeyAudit, NoticesColumnsThatWereReversedBefore)
{
    const audit_finding found = only_finding(audit_of(twelve_items(), turn({1, 5, 8, 9})));
    EXPECT_EQ(found.code, audit_code::already_keyed);
    EXPECT_EQ(found.items, (std::vector<int>{1, 5, 8, 9}));
    EXPECT_FALSE(found.scale);
    EXPECT_NE(found.message.find("give --already-keyed"), std::string::npos);
}

TEST(KeyAudit, NoticesColumnsThatWereNotReversedBefore)
{
    const audit_finding found =
        only_finding(audit_of(twelve_items(), {}, 400, {}, {.form = "published", .already_keyed = true}));
    EXPECT_EQ(found.code, audit_code::already_keyed);
    EXPECT_NE(found.message.find("leave out --already-keyed"), std::string::npos);
}

TEST(KeyAudit, NamesASiblingThatFits)
{
    instrument wrong = twelve_items("other", {2, 4, 6}, {3});
    wrong.siblings = {{"twelve", "another key"}};
    const audit_finding found = only_finding(audit_of(wrong, {}, 400, {twelve_items()}));
    EXPECT_EQ(found.code, audit_code::sibling_key);
    ASSERT_TRUE(found.fits);
    EXPECT_EQ(found.fits->instrument, "twelve");
    EXPECT_EQ(found.items, (std::vector<int>{1, 2, 3, 4, 5, 6, 8, 9}));
}

TEST(KeyAudit, NamesTheQuestionnaireOfATypedKeyOfAnother)
{
    const instrument typed = twelve_items("typed", {2, 4, 6}, {3});
    const audit_finding found =
        only_finding(audit_of(typed, {}, 400, {twelve_items(), twelve_items("other", {2, 4, 6}, {3})}));
    EXPECT_EQ(found.code, audit_code::sibling_key);
    EXPECT_NE(found.message.find("the key in hand is that of other, form published"), std::string::npos);
}

TEST(KeyAudit, NamesAnotherFormThatFits)
{
    instrument blocked = twelve_items();
    blocked.scales = {attune_test::mean_scale("anxiety", dimension::anxiety, {1, 2, 3, 4, 5, 6}, {4}, 5),
                      attune_test::mean_scale("avoidance", dimension::avoidance, {7, 8, 9, 10, 11, 12}, {7, 9, 11}, 5)};
    attune::form alternating;
    alternating.id = "alternating";
    alternating.reordered = true;
    alternating.scales = twelve_items().scales;
    blocked.forms = {alternating};
    const audit_finding found = only_finding(audit_of(blocked));
    EXPECT_EQ(found.code, audit_code::wrong_form);
    EXPECT_EQ(found.fits, (attune::key_name{"twelve", "alternating"}));
    EXPECT_NE(found.message.find("give --form alternating"), std::string::npos);
}

TEST(KeyAudit, NoticesThatPartOfTheRangeIsNotInUse)
{
    instrument of = twelve_items();
    const attune::scoring_key key(of);
    attune::grouped_audit_counts counts(key);
    add_people(counts, "", 400, 5);
    const auto groups = counts.finish();
    const audit_finding unknown = only_finding(attune::audit(of, key, groups, {}));
    EXPECT_EQ(unknown.code, audit_code::wrong_form);
    EXPECT_FALSE(unknown.fits);
    EXPECT_NE(unknown.message.find("all answers lie in 1 to 5, though the form has 1 to 7"), std::string::npos);
    attune::form web;
    web.id = "web";
    web.response = attune::response_range{1, 5, {}};
    web.scales = of.scales;
    of.forms = {web};
    const audit_finding known = only_finding(attune::audit(of, attune::scoring_key(of), groups, {}));
    EXPECT_EQ(known.fits, (attune::key_name{"twelve", "web"}));
}

TEST(KeyAudit, NoticesNamesThatTheCatalogueHasTheOtherWayRound)
{
    instrument swapped = twelve_items("typed");
    std::swap(swapped.scales[0].id, swapped.scales[1].id);
    std::swap(swapped.scales[0].on, swapped.scales[1].on);
    const audit_finding found = only_finding(audit_of(swapped, {}, 400, {twelve_items()}));
    EXPECT_EQ(found.code, audit_code::scales_swapped);
    EXPECT_EQ(found.fits, (attune::key_name{"twelve", "published"}));
}

TEST(KeyAudit, NoticesExchangedColumns)
{
    const audit_finding found = only_finding(audit_of(twelve_items(), [](std::vector<answer_code>& row) {
        for (std::size_t odd = 0; odd < row.size(); odd += 2)
            std::swap(row[odd], row[odd + 1]);
    }));
    EXPECT_EQ(found.code, audit_code::scales_swapped);
    EXPECT_FALSE(found.fits);
}

TEST(KeyAudit, CountsAnswersOutOfRange)
{
    int n = 0;
    const audit_finding found = only_finding(audit_of(twelve_items(), [&](std::vector<answer_code>& row) {
        if (++n <= 3)
            row[3] = row[10] = attune::code_of(attune::invalid_answer::out_of_range);
    }));
    EXPECT_EQ(found.code, audit_code::out_of_range);
    EXPECT_EQ(found.items, (std::vector<int>{4, 11}));
    EXPECT_NE(found.message.find("6 answers of 3 people are not one of 1 to 7"), std::string::npos);
}

TEST(KeyAudit, NamesTheGroupThatDiffers)
{
    const instrument of = twelve_items();
    const attune::scoring_key key(of);
    attune::grouped_audit_counts counts(key);
    for (const char* const group : {"a", "b", "c", "large"})
        add_people(counts, group, group == std::string("large") ? 900 : 150, 7,
                   group == std::string("large") ? turn({11}) : row_change{});
    add_people(counts, "small", 20, 7, turn({1, 2, 3}));
    const audit_result result = attune::audit(of, key, counts.finish(), {});
    ASSERT_EQ(result.findings.size(), 2U);
    EXPECT_EQ(result.findings[0].code, audit_code::group_item_reversed);
    EXPECT_EQ(result.findings[0].group, "large") << "the largest, but the others agree with the key";
    EXPECT_EQ(result.findings[0].items, std::vector<int>{11});
    EXPECT_EQ(result.findings[1].code, audit_code::too_few_to_judge);
    EXPECT_EQ(result.findings[1].message,
              "1 of 5 groups have fewer than 50 people and were not compared with the others");
}

TEST(KeyAudit, BlamesTheKeyForWhatAllGroupsShare)
{
    const instrument of = twelve_items("twelve", {8}, {1, 5});
    const attune::scoring_key key(of);
    attune::grouped_audit_counts counts(key);
    for (const char* const group : {"a", "b", "c"})
        add_people(counts, group, 200);
    const audit_finding found = only_finding(attune::audit(of, key, counts.finish(), {}));
    EXPECT_EQ(found.code, audit_code::item_reversed);
    EXPECT_EQ(found.items, std::vector<int>{9});
}

TEST(KeyAudit, NamesTheGroupWithAnswersOutOfRange)
{
    const instrument of = twelve_items();
    const attune::scoring_key key(of);
    attune::grouped_audit_counts counts(key);
    add_people(counts, "a", 300);
    add_people(counts, "b", 300);
    int n = 0;
    add_people(counts, "c", 100, 7, [&](std::vector<answer_code>& row) {
        if (++n % 2 == 0)
            row[0] = attune::code_of(attune::invalid_answer::out_of_range);
    });
    const audit_finding found = only_finding(attune::audit(of, key, counts.finish(), {}));
    EXPECT_EQ(found.code, audit_code::group_out_of_range);
    EXPECT_EQ(found.group, "c");
    EXPECT_EQ(found.items, std::vector<int>{1});
    EXPECT_EQ(found.n_persons, 100);
}

TEST(KeyAudit, LeavesOutItemsThatNobodyAnsweredOrAllAlike)
{
    const audit_finding found = only_finding(audit_of(twelve_items(), [](std::vector<answer_code>& row) {
        row[4] = attune::code_of(attune::missing_reason::not_asked);
        row[6] = 3;
    }));
    EXPECT_EQ(found.code, audit_code::too_few_to_judge);
    EXPECT_EQ(found.items, (std::vector<int>{5, 7}));
    EXPECT_EQ(found.scale, "avoidance");
}

TEST(KeyAudit, SaysThatItemsWithNothingInCommonCannotBeJudged)
{
    attune::philox_stream draw(4, 0);
    const audit_result result = audit_of(twelve_items(), [&](std::vector<answer_code>& row) {
        for (answer_code& answer : row)
            answer = static_cast<answer_code>(1 + draw.below(7));
    });
    EXPECT_FALSE(result.has_findings());
    ASSERT_EQ(result.findings.size(), 2U);
    EXPECT_EQ(result.findings[0].scale, "anxiety");
    EXPECT_EQ(result.findings[0].items, (std::vector<int>{2, 4, 6, 8, 10, 12}));
    EXPECT_NE(result.findings[0].message.find("too little in common"), std::string::npos);
}

TEST(KeyAudit, NoticesAnswersThatAreCodedFromAnotherNumberOn)
{
    const audit_result result = audit_of(twelve_items(), [](std::vector<answer_code>& row) {
        for (answer_code& answer : row)
            answer = answer == 1 ? attune::code_of(attune::invalid_answer::out_of_range)
                                 : static_cast<answer_code>(answer - 1);
    });
    ASSERT_FALSE(result.findings.empty());
    EXPECT_EQ(result.findings[0].code, audit_code::out_of_range);
    EXPECT_NE(result.findings[0].message.find("nobody chose 7: the answers may be coded from another number on"),
              std::string::npos);
    EXPECT_EQ(std::count_if(result.findings.begin(), result.findings.end(),
                            [](const audit_finding& f) { return !is_information(f.code); }),
              1);
}

TEST(KeyAudit, ComparesPublishedFiguresOfTheFormAsInformation)
{
    instrument of = twelve_items();
    attune::published_figure figure;
    figure.score = "anxiety";
    figure.form = "published";
    figure.mean = 4;
    figure.alpha = 0.85;
    of.published = {figure, figure, figure};
    of.published[1].form = "another";
    of.published[2].mean = 6.9;
    const audit_result result = audit_of(of);
    EXPECT_FALSE(result.has_findings());
    ASSERT_EQ(result.published.size(), 2U);
    EXPECT_EQ(result.published[0].n_complete, 400);
    EXPECT_NEAR(result.published[0].alpha, 0.86, 0.04);
    EXPECT_NEAR(result.published[0].mean, 4, 0.2);
    EXPECT_EQ(result.published[0].remark, "");
    EXPECT_EQ(result.published[1].remark, "") << "turned round it is no nearer, as the mean is in the middle";
}

TEST(KeyAudit, RemarksThatAScaleTurnedRoundWouldBeNearerToAPublishedMean)
{
    instrument of = twelve_items();
    attune::published_figure figure;
    figure.score = "anxiety";
    figure.form = "published";
    figure.mean = 6;
    of.published = {figure};
    const audit_result result = audit_of(of, [](std::vector<answer_code>& row) {
        for (const std::size_t column : {1U, 3U, 5U, 9U, 11U})
            row[column] = static_cast<answer_code>(std::max(1, row[column] - 2));
        row[7] = static_cast<answer_code>(std::min(7, row[7] + 2));
    });
    EXPECT_FALSE(result.has_findings());
    ASSERT_EQ(result.published.size(), 1U);
    EXPECT_NE(result.published[0].remark.find("turned round as a whole"), std::string::npos);
}

TEST(KeyAudit, RefusesOptionsThatMakeNoSense)
{
    const instrument of = twelve_items();
    const attune::scoring_key key(of);
    const auto audit_with = [&](const attune::audit_options& options) {
        return [&of, &key, options] { static_cast<void>(attune::audit(of, key, {}, {}, options)); };
    };
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        audit_with({.min_persons = 3}), "audit: min_persons must lie in 4..1000000000, but is 3"));
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(audit_with({.level = 1}),
                                                                   "audit: level must lie between 0 and 1, but is 1"));
}
