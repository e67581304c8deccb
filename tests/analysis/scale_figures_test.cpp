#include "attune/analysis/scale_figures.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "attune/analysis/answer_moments.hpp"
#include "attune/analysis/quality_of_scale.hpp"
#include "support/sample_instruments.hpp"

namespace {

attune::moments some_people(const attune::scoring_key& key)
{
    attune::moments sums(attune::layout_of(key));
    const std::int8_t rows[] = {1, 2, 7, 4, 3, 5, 4, 1, 6, 6, 2, 7, 2, 1, 5, -1};
    sums.add(rows, 4, 4);
    return sums;
}

}  // namespace

TEST(ScaleFigures, AreThoseOfTheWholeAnalysis)
{
    for (const attune::instrument& of : {attune_test::two_scales(), attune_test::with_sum_score()}) {
        const attune::scoring_key key(of);
        const attune::moments sums = some_people(key);
        const auto figures = attune::figures_of_scales(key, sums);
        ASSERT_EQ(figures.size(), of.scales.size());
        for (std::size_t s = 0; s < figures.size(); ++s) {
            const attune::scale_quality whole = attune::quality_of_scale(key, sums, s);
            EXPECT_EQ(figures[s].id, whole.id);
            EXPECT_EQ(figures[s].n_complete, whole.n_complete);
            EXPECT_EQ(figures[s].mean, whole.mean);
            EXPECT_EQ(figures[s].sd, whole.sd);
            EXPECT_EQ(figures[s].alpha, whole.coefficients.front().value);
        }
    }
}

TEST(ScaleFigures, AreNotKnownWithoutPeople)
{
    const attune::scoring_key key(attune_test::two_scales());
    const auto figures = attune::figures_of_scales(key, attune::moments(attune::layout_of(key)));
    EXPECT_EQ(figures[0].n_complete, 0);
    EXPECT_TRUE(std::isnan(figures[0].mean));
    EXPECT_TRUE(std::isnan(figures[0].sd));
    EXPECT_TRUE(std::isnan(figures[0].alpha));
}
