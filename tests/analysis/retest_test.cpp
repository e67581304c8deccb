#include "attune/analysis/retest.hpp"

#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune_test::throws_message;

namespace {

std::vector<std::string> ids_of(const attune::agreement& all)
{
    std::vector<std::string> ids;
    for (const attune::estimate& figure : all.estimates)
        ids.push_back(figure.id);
    return ids;
}

attune::matrix table(Eigen::Index n_columns)
{
    attune::matrix made(5, n_columns);
    for (Eigen::Index i = 0; i < made.size(); ++i)
        made(i) = std::sin(static_cast<double>(3 * i)) + static_cast<double>(i % 5);
    return made;
}

}  // namespace

TEST(AgreementOfRatings, HasLimitsForTwoRatersOnly)
{
    EXPECT_EQ(ids_of(attune::agreement_of_ratings(table(3))),
              (std::vector<std::string>{"icc_1_1", "icc_2_1", "icc_3_1", "icc_1_k", "icc_2_k", "icc_3_k",
                                        "sem_agreement", "sem_consistency", "sdc_agreement_individual",
                                        "sdc_agreement_group", "sdc_consistency_individual", "sdc_consistency_group"}));
    const auto two = ids_of(attune::agreement_of_ratings(table(2)));
    EXPECT_EQ(std::vector<std::string>(two.end() - 5, two.end()),
              (std::vector<std::string>{"test_retest_r", "bias", "sd_differences", "loa_lower", "loa_upper"}));
}

TEST(AgreementOfRatings, CountsWhoWasLeftOut)
{
    attune::matrix ratings = table(3);
    ratings(1, 2) = std::nan("");
    const auto all = attune::agreement_of_ratings(ratings);
    EXPECT_EQ(all.n_persons, 4);
    EXPECT_EQ(all.n_left_out, 1);
    EXPECT_EQ(all.n_raters, 3);
    EXPECT_EQ(all.f_tests.size(), 6U);
    EXPECT_EQ(all.estimates.front().n_persons, 4);
}

TEST(AgreementOfOccasions, ReportsWhatOneScoreIsWorth)
{
    const auto all = attune::agreement_of_occasions(table(2));
    EXPECT_EQ(ids_of(all),
              (std::vector<std::string>{"test_retest_r", "icc_2_1", "icc_3_1", "sem_agreement", "sem_consistency",
                                        "sdc_agreement_individual", "sdc_agreement_group", "sdc_consistency_individual",
                                        "sdc_consistency_group", "bias", "sd_differences", "loa_lower", "loa_upper"}));
    ASSERT_EQ(all.f_tests.size(), 2U);
    EXPECT_EQ(all.f_tests[1].id, "icc_3_1");
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([] { (void)attune::agreement_of_occasions(table(3)); },
                                              "agreement_of_occasions: occasions must have 2 columns, but is 3 wide"));
}
