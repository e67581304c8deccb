#include "attune/scoring/status.hpp"

#include <cstddef>
#include <set>
#include <string_view>

#include <gtest/gtest.h>

using attune::score_status;

TEST(ScoreStatus, StandsInFilesByItsName)
{
    EXPECT_EQ(to_string(score_status::ok), "ok");
    EXPECT_EQ(to_string(score_status::prorated), "prorated");
    EXPECT_EQ(to_string(score_status::target_missing), "target_missing");
    EXPECT_EQ(to_string(score_status::too_few_answers), "too_few_answers");
    EXPECT_EQ(to_string(score_status::no_answers), "no_answers");
    EXPECT_EQ(to_string(score_status::invalid_answer), "invalid_answer");
}

TEST(ScoreStatus, IsListedFromBestToWorst)
{
    for (std::size_t index = 0; index < attune::n_score_statuses; ++index)
        EXPECT_EQ(static_cast<std::size_t>(attune::score_statuses[index]), index);
    EXPECT_EQ(attune::score_statuses.front(), score_status::ok);
    EXPECT_EQ(attune::score_statuses.back(), score_status::invalid_answer);
}

TEST(ScoreStatus, EveryoneHasANameOfItsOwn)
{
    std::set<std::string_view> names;
    for (const score_status status : attune::score_statuses)
        names.insert(to_string(status));
    EXPECT_EQ(names.size(), attune::n_score_statuses);
}

// invalid_answer > no_answers > too_few_answers > target_missing > prorated > ok
TEST(ScoreStatus, WorseIsTheOneFurtherInTheList)
{
    for (const score_status left : attune::score_statuses)
        for (const score_status right : attune::score_statuses) {
            EXPECT_EQ(attune::worse(left, right), attune::worse(right, left));
            EXPECT_EQ(attune::worse(left, right), left < right ? right : left);
        }
}

TEST(ScoreStatus, OnlyOkAndProratedHaveAValue)
{
    for (const score_status status : attune::score_statuses)
        EXPECT_EQ(attune::is_refused(status), status != score_status::ok && status != score_status::prorated)
            << to_string(status);
}
