#include "attune/analysis/occasions.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

TEST(RepeatedIds, NamesTheEarlierRowAndDoesNotCountEmptyOnes)
{
    EXPECT_EQ(attune::repeated_ids({"a", "", "b", "a", "", "a"}), (std::vector<attune::row_pair>{{0, 3}, {0, 5}}));
    EXPECT_TRUE(attune::repeated_ids({}).empty());
}

TEST(PairOccasions, JoinsByIdWhateverTheOrder)
{
    const auto joined = attune::pair_occasions({"c", "a", "", "x"}, {"a", "b", "c", "y", "", ""});
    EXPECT_EQ(joined.pairs, (std::vector<attune::row_pair>{{0, 2}, {1, 0}}));
    EXPECT_EQ(joined.n_only_first, 1);
    EXPECT_EQ(joined.n_only_second, 2);
    EXPECT_EQ(joined.n_without_id, 3);
}

TEST(PairOccasions, NeverTakesSimilarIdsForOne)
{
    EXPECT_TRUE(attune::pair_occasions({"7", "a"}, {"07", "A", " a"}).pairs.empty());
}

TEST(PairOccasions, RefusesIdsThatStandTwice)
{
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] {
            (void)attune::pair_occasions({"a"}, {"b", "b"});
        },
        "join_occasions: occasions must hold each id once, but is one with repetitions"));
}

TEST(JoinOccasions, KeepsPersonsInTheOrderInWhichTheyFirstStand)
{
    const std::vector<std::vector<std::string>> occasions{{"b", "", "a"}, {"c", "a"}, {"a", "b", ""}};
    const attune::person_rows joined = attune::join_occasions(occasions);
    using rows = std::vector<std::optional<std::size_t>>;
    EXPECT_EQ(joined.persons, (std::vector<rows>{{0, std::nullopt, 1}, {2, 1, 0}, {std::nullopt, 0, std::nullopt}}));
    EXPECT_EQ(joined.n_without_id, 2);
    EXPECT_TRUE(attune::join_occasions({}).persons.empty());
}
