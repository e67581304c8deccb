#include "attune/stats/items/item_statistics.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "attune/stats/moments/covariance.hpp"
#include "support/expect_message.hpp"
#include "support/numbers.hpp"
#include "support/reference_json.hpp"
#include "support/reversed_sample.hpp"

using attune_test::closed_form;
using attune_test::expect_close;

TEST(ItemStatistics, AgreeWithPsych)
{
    const auto expected = attune_test::reference_json("scale_quality/values.json");
    const attune::moments all = attune_test::reference_moments();
    const auto relations = attune::relations_of_items(attune::listwise_covariances(all, 0).cov);
    for (std::size_t i = 0; i < 6; ++i) {
        const attune::item_distribution found = attune::distribution_of(all, 0, i);
        EXPECT_EQ(found.n_answered, expected["items"]["n"][i]);
        expect_close(found.mean, expected["items"]["mean"][i], closed_form);
        expect_close(found.sd, expected["items"]["sd"][i], closed_form);
        expect_close(found.skew, expected["items"]["skew"][i], closed_form);
        expect_close(found.kurtosis, expected["items"]["kurtosis"][i], closed_form);
        expect_close(relations[i].item_total_r, expected["item_total_r"][i], closed_form);
        expect_close(relations[i].item_rest_r, expected["item_rest_r"][i], closed_form);
        expect_close(relations[i].item_corrected_r, expected["item_corrected_r"][i], closed_form);
        expect_close(relations[i].alpha_if_dropped, expected["listwise"]["alpha_if_dropped"][i], closed_form);
    }
}

TEST(ItemStatistics, CountKeyedAnswers)
{
    attune::moments all({1, 1, 5, {{{0}, {true}}, {{0}, {false}}}});
    const std::vector<std::int8_t> rows{5, 5, 4, 1, -1};
    all.add(rows.data(), 5, 1);
    const attune::item_distribution reversed = attune::distribution_of(all, 0, 0);
    EXPECT_EQ(reversed.n_answered, 4);
    EXPECT_EQ(reversed.n_chosen, (std::vector<std::int64_t>{2, 1, 0, 0, 1}));
    EXPECT_EQ(reversed.mean, 9 / 4.0);
    EXPECT_EQ(reversed.floor, 0.5);
    EXPECT_EQ(reversed.ceiling, 0.25);
    const attune::item_distribution plain = attune::distribution_of(all, 1, 0);
    EXPECT_EQ(plain.mean, 15 / 4.0);
    EXPECT_EQ(plain.floor, 0.25);
    EXPECT_DOUBLE_EQ(plain.sd, reversed.sd);
    EXPECT_DOUBLE_EQ(plain.skew, -reversed.skew);
    EXPECT_DOUBLE_EQ(plain.kurtosis, reversed.kurtosis);
}

TEST(ItemStatistics, AreNotKnownWithoutAnswersOrVariance)
{
    attune::moments all({1, 1, 5, {{{0}, {false}}}});
    EXPECT_TRUE(std::isnan(attune::distribution_of(all, 0, 0).mean));
    const std::vector<std::int8_t> rows{3, 3};
    all.add(rows.data(), 1, 1);
    EXPECT_EQ(attune::distribution_of(all, 0, 0).mean, 3);
    EXPECT_TRUE(std::isnan(attune::distribution_of(all, 0, 0).sd));
    all.add(rows.data(), 1, 1);
    EXPECT_EQ(attune::distribution_of(all, 0, 0).sd, 0);
    EXPECT_TRUE(std::isnan(attune::distribution_of(all, 0, 0).skew));
}

// k parallel items with correlation r: the rest is a sum of k - 1 of them.
TEST(ItemStatistics, RelationsOfParallelItemsHaveAClosedForm)
{
    constexpr double r = 0.3;
    constexpr double k = 5;
    attune::matrix cov = attune::matrix::Constant(5, 5, r);
    cov.diagonal().setOnes();
    for (const attune::item_relations& item : attune::relations_of_items(cov)) {
        EXPECT_NEAR(item.item_total_r, std::sqrt((1 + (k - 1) * r) / k), 1e-14);
        EXPECT_NEAR(item.item_rest_r, (k - 1) * r / std::sqrt((k - 1) * (1 + (k - 2) * r)), 1e-14);
        EXPECT_NEAR(item.alpha_if_dropped, (k - 1) * r / (1 + (k - 2) * r), 1e-14);
    }
}

TEST(ItemStatistics, RelationsDoNotDependOnTheUnit)
{
    const attune::matrix cov = attune::listwise_covariances(attune_test::reference_moments(), 0).cov;
    const auto one = attune::relations_of_items(cov);
    const auto other = attune::relations_of_items(attune::matrix(cov * 9));
    for (std::size_t i = 0; i < one.size(); ++i) {
        EXPECT_NEAR(one[i].item_total_r, other[i].item_total_r, 1e-14);
        EXPECT_NEAR(one[i].item_corrected_r, other[i].item_corrected_r, 1e-14);
        EXPECT_NEAR(one[i].alpha_if_dropped, other[i].alpha_if_dropped, 1e-14);
    }
}

TEST(ItemStatistics, RelationsAreNotKnownWithoutVariance)
{
    attune::matrix cov = attune::matrix::Identity(3, 3);
    cov(1, 1) = 0;
    const auto found = attune::relations_of_items(cov);
    EXPECT_TRUE(std::isnan(found[1].item_total_r));
    EXPECT_TRUE(std::isnan(found[1].item_rest_r));
    EXPECT_TRUE(std::isnan(found[0].item_corrected_r));
    EXPECT_EQ(found[1].alpha_if_dropped, 0);
    EXPECT_TRUE(std::isnan(attune::relations_of_items(attune::matrix::Identity(2, 2))[0].alpha_if_dropped));
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] { static_cast<void>(attune::relations_of_items(attune::matrix::Identity(1, 1))); },
        "relations_of_items: cov must be square with at least 2 rows, but is 1 x 1"));
}
