#include "attune/analysis/quality_details.hpp"

#include <limits>

#include <gtest/gtest.h>

using attune::details_of_scale;
using attune::estimate_status;
using attune::matrix;
using attune::quality_details;
using attune::scale_quality;

namespace {

/// A scale of four items with these item-rest r.
scale_quality four_items(std::int64_t n_complete)
{
    scale_quality made;
    made.id = "anxiety";
    made.n_items = 4;
    made.n_complete = n_complete;
    for (const double r : {0.5, -0.2, std::numeric_limits<double>::quiet_NaN(), 1.0}) {
        attune::item_quality item;
        item.relations.item_rest_r = r;
        made.items.push_back(item);
    }
    return made;
}

matrix equal_covariances(Eigen::Index k)
{
    matrix cov = matrix::Constant(k, k, 0.5);
    cov.diagonal().setOnes();
    return cov;
}

}  // namespace

// tanh(atanh(.5) -+ 1.959963984540054 / 10), by hand.
TEST(QualityDetails, HaveFishersIntervalOfEachItemRestR)
{
    const quality_details found = details_of_scale(four_items(103), equal_covariances(4), {});
    EXPECT_EQ(found.scale, "anxiety");
    ASSERT_EQ(found.item_rest.size(), 4U);
    ASSERT_TRUE(found.item_rest[0]);
    EXPECT_NEAR(found.item_rest[0]->lower, 0.3393, 1e-4);
    EXPECT_NEAR(found.item_rest[0]->upper, 0.6323, 1e-4);
    EXPECT_EQ(found.item_rest[0]->method, "fisher_z");
    EXPECT_LT(found.item_rest[1]->upper, 0.01);
    EXPECT_FALSE(found.item_rest[2]);
    EXPECT_EQ(found.item_rest[3]->lower, 1);
    EXPECT_EQ(details_of_scale(four_items(103), equal_covariances(4), {.level = 0.9}).item_rest[0]->level, 0.9);
}

TEST(QualityDetails, HaveTheSplitsOfTheCovariances)
{
    const quality_details found = details_of_scale(four_items(103), equal_covariances(4), {});
    EXPECT_EQ(found.splits.n_splits, 3);
    const matrix nothing_known = matrix::Constant(4, 4, std::numeric_limits<double>::quiet_NaN());
    EXPECT_EQ(details_of_scale(four_items(103), nothing_known, {}).splits.status, estimate_status::not_known);
}

TEST(QualityDetails, HaveNoIntervalsWithoutCompletePeople)
{
    for (const attune::missing_handling missing : {attune::missing_handling::pairwise, attune::missing_handling::em}) {
        const quality_details found = details_of_scale(four_items(103), equal_covariances(4), {.missing = missing});
        for (const auto& interval : found.item_rest)
            EXPECT_FALSE(interval);
        EXPECT_EQ(found.splits.n_splits, 3);
    }
    EXPECT_FALSE(details_of_scale(four_items(3), equal_covariances(4), {}).item_rest[0]);
}

TEST(QualityDetails, OfOneItemSayThatItCannotBeSplit)
{
    scale_quality one = four_items(103);
    one.items.resize(1);
    const quality_details found = details_of_scale(one, matrix::Constant(1, 1, 1.0), {});
    EXPECT_EQ(found.splits.status, estimate_status::not_defined);
    EXPECT_EQ(found.splits.message, "one item cannot be split");
    EXPECT_FALSE(found.item_rest[0]);
}
