#include "attune/report/score_csv.hpp"

#include <random>

#include <gtest/gtest.h>

#include "attune/scoring/block.hpp"
#include "support/shipped.hpp"

using attune_test::shipped_key;

namespace {

/// The columns of people who answer at random, written by the table and by fmt.
void expect_texts_as_computed(const attune::scoring_key& key)
{
    const attune::score_csv csv(key);
    attune::code_block block(key.n_columns());
    std::mt19937 generator(5);
    std::uniform_int_distribution<int> answer(key.range().min - 1, key.range().max);
    for (int person = 0; person < 2000; ++person)
        for (attune::answer_code& code : block.append()) {
            const int drawn = answer(generator);
            code = drawn < key.range().min ? attune::code_of(attune::missing_reason::declined)
                                           : static_cast<attune::answer_code>(drawn);
        }
    attune::score_block scores(key.outputs().size());
    attune::score(key, block, scores);
    for (std::size_t person = 0; person < scores.n_persons(); ++person) {
        attune::text_buffer line;
        csv.append(line, scores.row(person));
        std::string expected;
        for (const attune::raw_score& score : scores.row(person))
            expected += fmt::format(",{},{},{}", is_refused(score.status) ? "" : fmt::format("{}", score.value()),
                                    score.n_answered, to_string(score.status));
        ASSERT_EQ(line.view(), expected);
    }
}

}  // namespace

TEST(ScoreCsv, NamesThreeColumnsPerScore)
{
    EXPECT_EQ(attune::score_csv(shipped_key("ecr-s"), "x_").columns(),
              (std::vector<std::string>{"x_anxiety", "x_anxiety_answered", "x_anxiety_status", "x_avoidance",
                                        "x_avoidance_answered", "x_avoidance_status"}));
}

TEST(ScoreCsv, WritesWhatTheKeyComputes)
{
    expect_texts_as_computed(shipped_key("ecr-r"));
    expect_texts_as_computed(shipped_key("rq"));
    expect_texts_as_computed(shipped_key("raas"));
    expect_texts_as_computed(shipped_key("ecr-rs"));
}

// A scale of 200 items of 0..100 has too many sums for a table of texts.
TEST(ScoreCsv, WritesScalesThatAreTooLargeForATable)
{
    attune::instrument large;
    large.id = "large";
    large.response = {0, 100, {}};
    attune::scale s{"all",     attune::dimension::other, attune::polarity::neither, attune::aggregation::mean, {}, {},
                    {160, "x"}};
    for (int number = 1; number <= 200; ++number) {
        large.items.push_back({number, fmt::format("i{}", number), std::nullopt});
        s.items.push_back(number);
    }
    large.scales.push_back(s);
    expect_texts_as_computed(attune::scoring_key(large));
}
