#include "attune/stats/factor/factor_fit.hpp"

#include <cmath>

#include <gtest/gtest.h>

TEST(FactorFit, KnowsNothingBeforeItIsComputed)
{
    const attune::factor_fit_statistics nothing;
    EXPECT_FALSE(nothing.n_persons);
    for (const double figure : {nothing.chi_square, nothing.p, nothing.baseline_chi_square, nothing.cfi, nothing.tli,
                                nothing.rmsea, nothing.srmr, nothing.rmsea_ci.lower, nothing.rmsea_ci.upper})
        EXPECT_TRUE(std::isnan(figure));
}

TEST(FactorFit, HasTheIntervalOfRmseaThatIsCustomary)
{
    EXPECT_EQ(attune::factor_fit_statistics().rmsea_ci.level, 0.9);
    EXPECT_EQ(attune::factor_fit_statistics().rmsea_ci.method, "noncentral_chi_square");
}
