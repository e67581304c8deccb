#include "attune/stats/dyads/actor_partner_table.hpp"

#include <gtest/gtest.h>

TEST(ActorPartnerTable, IsEmptyAtFirst)
{
    const attune::actor_partner_table none;
    EXPECT_TRUE(none.terms.empty());
    EXPECT_EQ(none.n_persons, 0);
    EXPECT_EQ(none.status, attune::estimate_status::ok);
}
