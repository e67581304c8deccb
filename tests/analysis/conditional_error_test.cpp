#include "attune/analysis/conditional_error.hpp"

#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "support/reference_json.hpp"

using attune::aggregation;
using attune::conditional_error;
using attune::conditional_error_of_scale;
using attune::scale_tallies;

namespace {

scale_tallies reference_tallies()
{
    const Eigen::MatrixXi answers = attune_test::reference_answers("polychoric/answers.csv");
    scale_tallies made(6, 1, 7, true);
    for (Eigen::Index i = 0; i < answers.rows(); ++i) {
        std::vector<std::int8_t> row;
        for (Eigen::Index j = 0; j < 6; ++j)
            row.push_back(static_cast<std::int8_t>(answers(i, j)));
        made.add(row);
    }
    made.finish();
    return made;
}

}  // namespace

TEST(ConditionalError, OfAMeanIsThatOfTheSumDividedByTheNumberOfItems)
{
    const scale_tallies tallies = reference_tallies();
    const conditional_error sums = conditional_error_of_scale("anxiety", tallies, aggregation::sum, 0.8);
    const conditional_error means = conditional_error_of_scale("anxiety", tallies, aggregation::mean, 0.8);
    EXPECT_EQ(means.metric, aggregation::mean);
    ASSERT_EQ(means.methods.size(), 5U);
    for (std::size_t m = 0; m < 5; ++m)
        for (std::size_t i = 0; i < sums.methods[m].levels.size(); ++i) {
            const attune::score_error& sum = sums.methods[m].levels[i];
            const attune::score_error& mean = means.methods[m].levels[i];
            EXPECT_DOUBLE_EQ(mean.lowest, sum.lowest / 6);
            EXPECT_DOUBLE_EQ(mean.highest, sum.highest / 6);
            EXPECT_DOUBLE_EQ(mean.sem, sum.sem / 6);
            EXPECT_EQ(mean.n_persons, sum.n_persons);
            EXPECT_GE(mean.lowest, 1);
            EXPECT_LE(mean.highest, 7);
        }
}

TEST(ConditionalError, NamesTheSplitTheDegreeAndTheReliability)
{
    const conditional_error found = conditional_error_of_scale("anxiety", reference_tallies(), aggregation::mean, 0.8);
    const char* ids[] = {"csem_thorndike", "csem_feldt", "csem_mollenkopf_feldt", "csem_keats", "csem_lord"};
    const char* methods[] = {
        "difference of 2 parts of 3 items", "6 parts of 1 item", "polynomial of degree 3, 6 parts of 1 item",
        "binomial, 36 steps from 6 to 42, brought to a reliability of 0.8000", "binomial, 36 steps from 6 to 42"};
    for (std::size_t m = 0; m < 5; ++m) {
        EXPECT_EQ(found.methods[m].id, ids[m]);
        EXPECT_EQ(found.methods[m].method, methods[m]);
    }
}

TEST(ConditionalError, OfASingleItemHasNoMethods)
{
    EXPECT_TRUE(
        conditional_error_of_scale("model", scale_tallies(1, 1, 7, true), aggregation::mean, 0.8).methods.empty());
}
