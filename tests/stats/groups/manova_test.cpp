#include "attune/stats/groups/manova.hpp"

#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "attune/stats/groups/bivariate_distance.hpp"
#include "attune/stats/groups/one_way.hpp"
#include "support/expect_message.hpp"
#include "support/group_reference.hpp"

using attune::group_moments;
using attune_test::expect_f_test;
using attune_test::group_values;
using attune_test::people_of_group;
using attune_test::throws_message;

namespace {

std::vector<group_moments> first_groups(int n_groups)
{
    std::vector<group_moments> groups;
    for (int group = 0; group < n_groups; ++group) {
        const std::vector<double> anxiety = people_of_group("anxiety", group);
        const std::vector<double> avoidance = people_of_group("avoidance", group);
        attune::matrix scores(anxiety.size(), 2);
        for (std::size_t i = 0; i < anxiety.size(); ++i)
            scores.row(static_cast<Eigen::Index>(i)) << anxiety[i], avoidance[i];
        groups.push_back(attune::moments_of_group(scores));
    }
    return groups;
}

void expect_statistics(const attune::manova_test& found, const nlohmann::json& expected)
{
    EXPECT_EQ(found.status, attune::estimate_status::ok);
    for (const auto& [id, value, test] : found.statistics) {
        SCOPED_TRACE(id);
        const auto& line = expected[std::string(id)];
        EXPECT_NEAR(value, line["value"].get<double>(), 1e-10);
        expect_f_test(test, line, 1e-10);
    }
}

}  // namespace

TEST(Manova, IsThatOfR)
{
    expect_statistics(attune::manova(first_groups(3)), group_values()["manova"]);
    expect_statistics(attune::manova(first_groups(2)), group_values()["manova_two"]);
}

TEST(Manova, OfTwoGroupsIsHotellings)
{
    const auto groups = first_groups(2);
    const auto hotelling = attune::hotelling_two_groups(groups[0], groups[1]);
    for (const auto& statistic : attune::manova(groups).statistics) {
        EXPECT_NEAR(statistic.test.f, hotelling.test.f, 1e-10) << statistic.id;
        EXPECT_NEAR(statistic.test.p, hotelling.test.p, 1e-12) << statistic.id;
    }
}

TEST(Manova, OfOneScoreIsTheAnalysisOfVariance)
{
    std::vector<group_moments> groups;
    const std::vector<attune::group_summary> summaries = {{3.1, 1.0, 12}, {3.9, 1.2, 17}, {3.5, 0.9, 20}};
    for (const auto& [mean, sd, n] : summaries)
        groups.push_back({Eigen::VectorXd::Constant(1, mean), attune::matrix::Constant(1, 1, sd * sd), n});
    const auto anova = attune::one_way_from_summaries(summaries).test;
    for (const auto& statistic : attune::manova(groups).statistics) {
        EXPECT_NEAR(statistic.test.f, anova.f, 1e-10) << statistic.id;
        EXPECT_NEAR(statistic.test.df2, anova.df2, 1e-10) << statistic.id;
    }
}

TEST(Manova, SaysWhyThereIsNone)
{
    const auto flat = attune::moments_of_two({3, 1, 20}, {3, 1, 20}, 1);
    const auto found = attune::manova(std::vector{flat, flat, flat});
    EXPECT_EQ(found.status, attune::estimate_status::no_variance);
    EXPECT_EQ(found.message, "within the groups a score does not vary, or is a combination of the others");
    EXPECT_TRUE(std::isnan(found.statistics[0].value) && std::isnan(found.statistics[3].test.p));
    const auto single = attune::moments_of_two({3, 1, 1}, {3, 1, 1}, 0.1);
    EXPECT_EQ(attune::manova(std::vector{flat, single}).status, attune::estimate_status::too_few_persons);
    EXPECT_TRUE(throws_message<std::invalid_argument>([&] { (void)attune::manova(std::vector{flat}); },
                                                      "manova: groups must hold at least 2 groups, but is 1 long"));
}
