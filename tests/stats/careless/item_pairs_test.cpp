#include "attune/stats/careless/item_pairs.hpp"

#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "support/careless_reference.hpp"
#include "support/expect_message.hpp"
#include "support/numbers.hpp"

using attune::item_pair;
using numbers = std::vector<double>;
using attune_test::unknown;

namespace {

std::vector<item_pair> pairs_in(const nlohmann::json& json)
{
    std::vector<item_pair> pairs;
    for (const nlohmann::json& pair : json)
        pairs.emplace_back(pair.at(0).get<std::size_t>(), pair.at(1).get<std::size_t>());
    return pairs;
}

}  // namespace

TEST(ItemPairs, AreThoseBeyondTheCriticalCorrelation)
{
    attune::matrix r(4, 4);
    r << 1, 0.7, -0.8, 0.6, 0.7, 1, unknown, 0.61, -0.8, unknown, 1, -0.6, 0.6, 0.61, -0.6, 1;
    EXPECT_EQ(attune::psychometric_synonyms(r), (std::vector<item_pair>{{0, 1}, {1, 3}}));
    EXPECT_EQ(attune::psychometric_antonyms(r), (std::vector<item_pair>{{0, 2}}));
    EXPECT_EQ(attune::psychometric_antonyms(r, 0.5), (std::vector<item_pair>{{0, 2}, {2, 3}}));
}

TEST(ItemPairs, CorrelateThePersonsAnswers)
{
    const std::vector<item_pair> pairs{{0, 1}, {2, 3}, {4, 5}};
    EXPECT_NEAR(attune::pair_consistency(numbers{1, 2, 2, 3, 5, 6}, pairs), 1, 1e-14);
    EXPECT_NEAR(attune::pair_consistency(numbers{1, 7, 2, 6, 3, 5}, pairs), -1, 1e-14);
    EXPECT_NEAR(attune::pair_consistency(numbers{1, 1, 2, 3, 3, 2}, pairs), 0.5, 1e-14);
}

TEST(ItemPairs, NeedThreePairsThatDiffer)
{
    const std::vector<item_pair> pairs{{0, 1}, {2, 3}, {4, 5}};
    EXPECT_TRUE(std::isnan(attune::pair_consistency(numbers{1, 2, 2, 3, 5, unknown}, pairs)));
    EXPECT_TRUE(std::isnan(attune::pair_consistency(numbers{4, 2, 4, 3, 4, 6}, pairs)));
    EXPECT_TRUE(std::isnan(attune::pair_consistency(numbers{1, 2}, {})));
}

TEST(ItemPairs, RefuseWhatMakesNoSense)
{
    using attune_test::throws_message;
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] {
            static_cast<void>(attune::pair_consistency(numbers{1, 2}, {{0, 2}}));
        },
        "pair_consistency: pairs must name items of the person, but is past their end"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { static_cast<void>(attune::psychometric_synonyms(attune::matrix::Identity(2, 2), 1.5)); },
        "psychometric_synonyms: critical must lie in 0..1, but is 1.5"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { static_cast<void>(attune::psychometric_antonyms(attune::matrix(2, 3))); },
        "psychometric_synonyms: r must be square with at least 1 rows, but is 2 x 3"));
}

TEST(ItemPairs, AgreeWithR)
{
    const attune_test::careless_reference reference;
    const std::vector<item_pair> synonyms = pairs_in(reference.json.at("synonyms"));
    const std::vector<item_pair> antonyms = pairs_in(reference.json.at("antonyms"));
    for (std::size_t i = 0; i < reference.answers.size(); ++i) {
        reference.expect(i, "synonyms", attune::pair_consistency(reference.answers[i], synonyms));
        reference.expect(i, "antonyms", attune::pair_consistency(reference.answers[i], antonyms));
    }
}
