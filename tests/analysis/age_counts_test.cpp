#include "attune/analysis/age_counts.hpp"

#include <cstdint>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/sample_instruments.hpp"

namespace {

std::vector<std::int64_t> counts_at(const attune::age_counts& of, std::size_t gender, int age, std::size_t output)
{
    const auto found = of.at(gender, age, output);
    return {found.begin(), found.end()};
}

}  // namespace

TEST(AgeCounts, CountScoresByGenderAndYear)
{
    const attune::scoring_key key(attune_test::two_scales());
    const attune::norm_layout layout(key);
    attune::age_counts counts(layout, 2);
    EXPECT_FALSE(counts.ages());
    counts.add(0, 30, std::vector<std::size_t>{2, 12});
    counts.add(0, 30, std::vector<std::size_t>{2, 0});
    counts.add(1, 18, std::vector<std::size_t>{5, 6});
    counts.add(1, 151, std::vector<std::size_t>{5, 6});
    std::vector<std::int64_t> anxiety(13);
    anxiety[2] = 2;
    EXPECT_EQ(counts_at(counts, 0, 30, 0), anxiety);
    EXPECT_EQ(counts_at(counts, 0, 30, 1)[12], 1);
    EXPECT_TRUE(counts.at(0, 31, 0).empty());
    EXPECT_EQ(counts.ages(), std::pair(18, 30)) << "ages above 150 are none";
}

TEST(AgeCounts, AddUpInAnyOrder)
{
    const attune::scoring_key key(attune_test::two_scales());
    const attune::norm_layout layout(key);
    attune::age_counts whole(layout, 1);
    attune::age_counts first(layout, 1);
    attune::age_counts second(layout, 1);
    for (std::size_t i = 0; i < 40; ++i) {
        const std::vector<std::size_t> places{i % 13, i % 7};
        whole.add(0, static_cast<int>(18 + i % 5), places);
        (i % 3 == 0 ? first : second).add(0, static_cast<int>(18 + i % 5), places);
    }
    second.merge(first);
    for (int age = 18; age < 23; ++age)
        for (const std::size_t output : {0U, 1U})
            EXPECT_EQ(counts_at(second, 0, age, output), counts_at(whole, 0, age, output));
}
