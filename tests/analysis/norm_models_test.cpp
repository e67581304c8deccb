#include "attune/analysis/norm_models.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "attune/scoring/block.hpp"
#include "support/expect_message.hpp"
#include "support/norm_model_reference.hpp"
#include "support/numbers.hpp"
#include "support/sample_instruments.hpp"

using attune::norm_method;
using attune::norm_model;
using attune_test::closed_form;

namespace {

/// The people of R as those of a sum score of four items 1..7, of which the last is reversed: 4 + steps.
class drawn_sample {
public:
    explicit drawn_sample(bool keeps_ages = true)
        : key_(attune_test::with_sum_score()),
          layout_(key_),
          grouping_{{{"men", "men"}, {"women", "women"}}, {}, {}, keeps_ages},
          counts_(layout_, grouping_)
    {
    }

    void add(int steps, const std::string& gender, int age, std::int64_t n_persons)
    {
        std::vector<int> answers;
        for (int rest = steps; answers.size() < 4; rest -= answers.back() - 1)
            answers.push_back(1 + std::min(rest, 6));
        answers.back() = 8 - answers.back();
        attune::code_block block(key_.n_columns());
        attune::encode(answers, 1, 7, block.append());
        attune::score_block scores(key_.outputs().size());
        attune::score(key_, block, scores);
        for (std::int64_t i = 0; i < n_persons; ++i)
            counts_.add(block.padded_row(0), scores.row(0), gender, std::to_string(age));
    }

    [[nodiscard]] std::vector<norm_model> models(norm_method method, int power = 3)
    {
        left_out_.clear();
        return attune::norm_models_of(counts_, layout_, {method, power}, left_out_);
    }

    [[nodiscard]] const std::vector<std::string>& left_out() const { return left_out_; }

private:
    attune::scoring_key key_;
    attune::norm_layout layout_;
    attune::norm_grouping grouping_;
    attune::norm_sample_counts counts_;
    std::vector<std::string> left_out_;
};

drawn_sample everybody_drawn()
{
    drawn_sample sample;
    for (const attune_test::drawn_people& some : attune_test::all_drawn_people())
        sample.add(some.score, some.gender, some.age, some.n_persons);
    return sample;
}

}  // namespace

TEST(NormModels, HaveTheEquationOfR)
{
    const nlohmann::json& r = attune_test::norm_model_values()["regression"];
    const auto models = everybody_drawn().models(norm_method::regression);
    ASSERT_EQ(models.size(), 2U);
    EXPECT_TRUE(models[0].genders.empty());
    EXPECT_EQ(models[0].terms.size(), 4U);
    const norm_model& model = models[1];
    EXPECT_EQ(model.genders, (std::vector<std::string>{"men", "women"}));
    EXPECT_EQ(model.score, "total");
    EXPECT_EQ(model.lowest_age, 18);
    EXPECT_EQ(model.highest_age, 65);
    ASSERT_EQ(model.terms.size(), 5U);
    for (std::size_t t = 0; t < 5; ++t)
        EXPECT_NEAR(model.terms[t].coefficient - (t == 0 ? 4 : 0), r["coefficients"][t], closed_form);
    EXPECT_EQ(model.terms[4].gender, "women");
    EXPECT_NEAR(model.sigma, r["sigma"], closed_form);
    EXPECT_EQ(model.df, r["df"]);
    EXPECT_NEAR(model.fit.r_squared, r["r_squared"], closed_form);
    for (std::size_t i = 0; i < 25; ++i)
        EXPECT_NEAR(model.covariance[i], r["covariance"][i], closed_form);
    EXPECT_GT(model.fit.largest_misfit, 1);
    EXPECT_LT(model.fit.largest_misfit, 15) << "groups of 100 people scatter by 5";
}

TEST(NormModels, HaveTheDistributionOfR)
{
    const nlohmann::json& r = attune_test::norm_model_values()["beta_binomial"]["coefficients"];
    const auto models = everybody_drawn().models(norm_method::beta_binomial, 2);
    ASSERT_EQ(models.size(), 3U) << "everybody, men, women";
    EXPECT_EQ(models[2].genders, std::vector<std::string>{"women"});
    EXPECT_EQ(models[0].n_persons, 900);
    EXPECT_EQ(models[1].n_persons + models[2].n_persons, 900);
    EXPECT_EQ(to_string(models[0].first), "4");
    EXPECT_EQ(models[0].n_steps, 24);
    for (std::size_t j = 0; j < 3; ++j) {
        EXPECT_NEAR(models[0].log_a[j], r[j], 1e-9);
        EXPECT_NEAR(models[0].log_b[j], r[3 + j], 1e-9);
    }
}

TEST(NormModels, HaveASurfaceThatRisesWithTheRank)
{
    const auto models = everybody_drawn().models(norm_method::continuous);
    ASSERT_EQ(models.size(), 3U);
    for (const norm_model& model : models) {
        EXPECT_EQ(model.fit.n_falling, 0);
        EXPECT_GT(model.fit.r_squared, 0.95);
        EXPECT_GT(model.lowest_age, 18) << "the middle of the youngest 100";
        EXPECT_LT(model.highest_age, 65);
        EXPECT_LT(model.fit.largest_misfit, 20);
    }
}

// The people of a norm have mean 0 and standard deviation 1 in z scores of their own equation.
TEST(NormModels, StandardiseTheirOwnPeople)
{
    const norm_model model = everybody_drawn().models(norm_method::regression)[1];
    double sum = 0;
    double squares = 0;
    for (const attune_test::drawn_people& some : attune_test::all_drawn_people()) {
        const attune::fitted_people people(model, some.gender, some.age);
        const double z = (4 + some.score - people.mean()) / people.sd();
        sum += static_cast<double>(some.n_persons) * z;
        squares += static_cast<double>(some.n_persons) * z * z;
    }
    EXPECT_NEAR(sum / 900, 0, 1e-10);
    EXPECT_NEAR(squares / model.df, 1, 1e-10);
}

TEST(NormModels, CountPeopleOfUnknownGenderAmongEverybody)
{
    drawn_sample sample = everybody_drawn();
    for (int age = 20; age < 60; ++age)
        sample.add(12, "?", age, 1);
    const auto models = sample.models(norm_method::regression);
    EXPECT_EQ(models[0].n_persons, 940);
    EXPECT_EQ(models[1].n_persons, 900);
}

TEST(NormModels, NeedPeopleOfSeveralAges)
{
    drawn_sample few;
    for (int i = 0; i < 99; ++i)
        few.add(i % 25, i % 2 == 0 ? "men" : "women", 20 + i % 30, 1);
    EXPECT_TRUE(few.models(norm_method::regression).empty());
    EXPECT_EQ(few.left_out(),
              (std::vector<std::string>{
                  "curve of total of everybody: 99 people with a stated age; a curve needs at least 100",
                  "curve of total of all genders: 99 people with a stated age; a curve needs at least 100"}));
    drawn_sample alike;
    for (int i = 0; i < 200; ++i)
        alike.add(i % 25, "men", 30, 1);
    EXPECT_TRUE(alike.models(norm_method::beta_binomial).empty());
    EXPECT_EQ(alike.left_out()[0], "curve of total of everybody: everybody has one age");
    EXPECT_EQ(alike.left_out()[2], "curve of total of women: 0 people with a stated age; a curve needs at least 100");
    drawn_sample small;
    for (int i = 0; i < 150; ++i)
        small.add(i % 25, "men", 20 + i % 30, 1);
    EXPECT_TRUE(small.models(norm_method::continuous).empty());
    EXPECT_EQ(small.left_out()[0],
              "curve of total of everybody: a surface needs 2 groups of 100 people of different "
              "ages");
}

TEST(NormModels, SayWhyACurveCannotBeFitted)
{
    drawn_sample flat;
    for (int i = 0; i < 200; ++i)
        flat.add(7, "men", 20 + i % 30, 1);
    EXPECT_TRUE(flat.models(norm_method::regression).empty());
    EXPECT_EQ(flat.left_out()[0], "curve of total of everybody: all scores are the same");
}

TEST(NormModels, RefuseWhatTheyCannotUse)
{
    drawn_sample sample = everybody_drawn();
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [&] { static_cast<void>(sample.models(norm_method::regression, 0)); },
        "norm_models_of: age_power must lie in 1..6, but is 0"));
    drawn_sample without(false);
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [&] { static_cast<void>(without.models(norm_method::regression)); },
        "norm_sample_counts::by_age: grouping must keep ages, but is without"));
}
