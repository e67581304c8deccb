#include "attune/core/estimate.hpp"

#include <cmath>

#include <gtest/gtest.h>

TEST(Estimate, HasNoFigureUntilOneIsComputed)
{
    const attune::estimate made{};
    EXPECT_TRUE(std::isnan(made.value));
    EXPECT_FALSE(made.std_error.has_value());
    EXPECT_FALSE(made.ci.has_value());
    EXPECT_FALSE(made.n_persons.has_value());
    EXPECT_EQ(made.status, attune::estimate_status::ok);
    EXPECT_EQ(made.id, "");
}

TEST(Estimate, IntervalIsUnknownAtTheConventionalLevel)
{
    const attune::confidence_interval made{};
    EXPECT_TRUE(std::isnan(made.lower));
    EXPECT_TRUE(std::isnan(made.upper));
    EXPECT_EQ(made.level, 0.95);
}

TEST(Estimate, EveryStatusHasANameOfItsOwn)
{
    using enum attune::estimate_status;
    EXPECT_EQ(to_string(ok), "ok");
    EXPECT_EQ(to_string(no_variance), "no_variance");
    EXPECT_EQ(to_string(too_few_persons), "too_few_persons");
    EXPECT_EQ(to_string(too_few_raters), "too_few_raters");
    EXPECT_EQ(to_string(too_few_occasions), "too_few_occasions");
    EXPECT_EQ(to_string(not_converged), "not_converged");
    EXPECT_EQ(to_string(heywood), "heywood");
    EXPECT_EQ(to_string(not_positive_definite), "not_positive_definite");
    EXPECT_EQ(to_string(item_without_answers), "item_without_answers");
    EXPECT_EQ(to_string(never_answered_together), "never_answered_together");
    EXPECT_EQ(to_string(separated), "separated");
    EXPECT_EQ(to_string(not_defined), "not_defined");
    EXPECT_EQ(to_string(not_known), "not_known");
    EXPECT_EQ(to_string(static_cast<attune::estimate_status>(99)), "not_known");
}
