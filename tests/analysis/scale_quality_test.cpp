#include "attune/analysis/scale_quality.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/sample_instruments.hpp"

TEST(ScaleQuality, KnowsNothingBeforeItIsComputed)
{
    const attune::scale_quality nothing;
    EXPECT_TRUE(std::isnan(nothing.mean));
    EXPECT_TRUE(std::isnan(nothing.sd));
    EXPECT_FALSE(nothing.fit);
    EXPECT_TRUE(std::isnan(attune::item_quality().omega_if_dropped));
    EXPECT_EQ(attune::quality_options().missing, attune::missing_handling::listwise);
    EXPECT_EQ(attune::quality_options().interval, attune::alpha_interval_method::adf);
}

TEST(ScaleQuality, IsOfScalesAndNotOfScoresDerivedFromThem)
{
    const attune::scoring_key key(attune_test::two_scales());
    std::vector<std::string> ids;
    for (const attune::scored_output* output : attune::detail::scale_outputs(key))
        ids.push_back(output->id);
    EXPECT_EQ(ids, (std::vector<std::string>{"anxiety", "avoidance"}));
}
