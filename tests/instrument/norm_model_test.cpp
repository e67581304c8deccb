#include "attune/instrument/norm_model.hpp"

#include <gtest/gtest.h>

#include "attune/instrument/norm_set.hpp"

using attune::norm_model;

TEST(NormModel, IsForEverybodyOrForTheGendersItNames)
{
    norm_model model;
    EXPECT_TRUE(model.is_for(""));
    EXPECT_TRUE(model.is_for("women"));
    model.genders = {"men", "women"};
    EXPECT_TRUE(model.is_for("women"));
    EXPECT_FALSE(model.is_for("other"));
    EXPECT_FALSE(model.is_for("")) << "not known";
}

TEST(NormModel, CoversTheAgesOfItsPeople)
{
    norm_model model;
    model.lowest_age = 18;
    model.highest_age = 65;
    EXPECT_FALSE(model.covers(17));
    EXPECT_TRUE(model.covers(18));
    EXPECT_TRUE(model.covers(65));
    EXPECT_FALSE(model.covers(66));
}

TEST(NormModel, IsNamedByItsMethod)
{
    EXPECT_EQ(to_string(attune::norm_method::regression), "regression");
    EXPECT_EQ(to_string(attune::norm_method::continuous), "continuous");
    EXPECT_EQ(to_string(attune::norm_method::beta_binomial), "beta_binomial");
}

TEST(NormSetModels, PreferThePersonsGender)
{
    attune::norm_set set;
    EXPECT_EQ(set.model_of("anxiety", "women"), nullptr);
    for (const char* const score : {"avoidance", "anxiety"})
        for (const std::vector<std::string>& genders : {std::vector<std::string>{}, {"women"}}) {
            norm_model model;
            model.score = score;
            model.genders = genders;
            set.models.push_back(model);
        }
    EXPECT_EQ(set.model_of("anxiety", "women"), &set.models[3]);
    EXPECT_EQ(set.model_of("anxiety", "men"), &set.models[2]);
    EXPECT_EQ(set.model_of("anxiety", ""), &set.models[2]);
    EXPECT_EQ(set.model_of("security", ""), nullptr);
}
