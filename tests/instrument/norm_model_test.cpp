#include "attune/instrument/norm_model.hpp"

#include <gtest/gtest.h>

#include "attune/instrument/norm_set.hpp"

using attune::norm_model;

// What a file leaves out is no figure that could be taken for one.
TEST(NormModel, HoldsNothingThatIsNotSaid)
{
    const norm_model model;
    EXPECT_EQ(model.lowest_age, 0);
    EXPECT_EQ(model.highest_age, 0);
    EXPECT_EQ(model.age_mean, 0);
    EXPECT_EQ(model.age_sd, 1) << "divides";
    EXPECT_EQ(model.n_persons, 0);
    EXPECT_EQ(model.fit.n_falling, 0);
    EXPECT_EQ(model.sigma, 0);
    EXPECT_EQ(model.df, 0);
    EXPECT_EQ(model.lowest_location, 0);
    EXPECT_EQ(model.highest_location, 0);
    EXPECT_EQ(model.step, (attune::fraction{1, 1}));
    EXPECT_EQ(model.n_steps, 0);
}

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
