#include "attune/analysis/factor_analysis.hpp"

#include <cmath>

#include <gtest/gtest.h>

TEST(FactorAnalysis, NamesItsMethods)
{
    EXPECT_EQ(to_string(attune::factor_method::minres), "minres");
    EXPECT_EQ(to_string(attune::factor_method::ml), "ml");
}

TEST(FactorAnalysis, IsByMinimumResidualsAndObliminUnlessAskedOtherwise)
{
    const attune::factor_options options;
    EXPECT_EQ(options.missing, attune::missing_handling::listwise);
    EXPECT_EQ(options.method, attune::factor_method::minres);
    EXPECT_EQ(options.rotation.criterion, attune::rotation_criterion::oblimin);
    EXPECT_EQ(options.n_factors, 0);
    EXPECT_FALSE(options.is_permuted);
}

TEST(FactorAnalysis, HasNoFactorsBeforeItIsComputed)
{
    const attune::factor_analysis nothing;
    EXPECT_EQ(nothing.n_factors, 0);
    EXPECT_TRUE(nothing.names.empty());
    EXPECT_EQ(nothing.loadings.size(), 0);
    EXPECT_TRUE(std::isnan(nothing.gradient_norm));
}
