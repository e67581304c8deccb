#include "attune/stats/polychoric/ordinal_alpha.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

#include "attune/stats/polychoric/polychoric_matrix.hpp"
#include "attune/stats/reliability/alpha.hpp"
#include "support/expect_message.hpp"
#include "support/polychoric_reference.hpp"
#include "support/reliability_reference.hpp"

using attune::ordinal_alpha;

TEST(OrdinalAlpha, IsTheSpearmanBrownFormulaOfEqualCorrelations)
{
    EXPECT_NEAR(ordinal_alpha(attune_test::parallel_items(6, 0.4)).value, 6 * 0.4 / (1 + 5 * 0.4), 1e-14);
}

TEST(OrdinalAlpha, AgreesWithPsych)
{
    for (const char* name : {"answers", "yes_no"}) {
        const attune::matrix r = attune::polychoric_matrix(attune_test::polychoric_tables(name)).r;
        EXPECT_NEAR(ordinal_alpha(r).value, attune_test::polychoric_values()[name]["psych"]["alpha"].get<double>(),
                    1e-11);
        EXPECT_NEAR(ordinal_alpha(attune_test::reversed_items(r)).value, ordinal_alpha(r).value, 1e-14);
    }
}

TEST(OrdinalAlpha, SaysThatItIsHypothetical)
{
    const attune::estimate found = ordinal_alpha(attune_test::parallel_items(3, 0.5), 120);
    EXPECT_EQ(found.id, "ordinal_alpha");
    EXPECT_EQ(found.method, "polychoric correlations");
    EXPECT_EQ(found.n_persons, 120);
    EXPECT_EQ(found.message,
              "hypothetical: of continuous responses behind the answers, which nobody gave; not of the score");
}

TEST(OrdinalAlpha, HasNoValueWhereTheCorrelationsGiveNone)
{
    attune_test::expect_refusals_of_covariances([](const attune::matrix& r) { return ordinal_alpha(r); });
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] { static_cast<void>(ordinal_alpha(attune::matrix::Identity(1, 1))); },
        "ordinal_alpha: cov must be square with at least 2 rows, but is 1 x 1"));
}
