#include "attune/analysis/standing_memo.hpp"

#include <gtest/gtest.h>

#include "support/sample_instruments.hpp"
#include "support/sample_norms.hpp"

using attune::raw_score;
using attune::score_status;

namespace {

raw_score score_of(std::int64_t numerator, std::int32_t n_answered, score_status status = score_status::ok)
{
    return {{numerator, 2}, numerator, n_answered, status};
}

}  // namespace

TEST(StandingMemo, SaysWhatTheReferenceSays)
{
    const attune::instrument of = attune_test::two_scales();
    const attune::scoring_key key(of);
    const attune::norm_comparison norms(attune_test::sample_norms(), key);
    attune::standing_memo memo(norms);
    for (const std::int64_t numerator : {6, 7, 8, 9})
        for (int round = 0; round < 2; ++round) {
            const auto found = memo.of(0, 0, score_of(numerator, 2));
            const attune::score_standing expected = norms.standing(0, 0, score_of(numerator, 2));
            EXPECT_EQ(found->percentile.value, expected.percentile.value);
            EXPECT_EQ(found->measured.value, expected.measured.value);
            EXPECT_EQ(found->group, "all");
        }
}

TEST(StandingMemo, SharesWhatIsTheSameAndTellsApartWhatIsNot)
{
    const attune::instrument of = attune_test::two_scales();
    const attune::scoring_key key(of);
    const attune::norm_comparison norms(attune_test::sample_norms(), key);
    attune::standing_memo memo(norms);
    const auto first = memo.of(0, 0, score_of(7, 2));
    EXPECT_EQ(memo.of(0, 0, score_of(7, 2)), first);
    EXPECT_NE(memo.of(1, 0, score_of(7, 2)), first);
    EXPECT_NE(memo.of(0, 1, score_of(7, 2)), first);
    EXPECT_NE(memo.of(0, 0, score_of(7, 1)), first);  // whose error is larger
    EXPECT_GT(memo.of(0, 0, score_of(7, 1))->measured.std_error, first->measured.std_error);
    EXPECT_NE(memo.of(0, 0, score_of(7, 2, score_status::too_few_answers)), first);
}
