#include "attune/analysis/factors.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/exploratory_reference.hpp"
#include "support/sample_instruments.hpp"

using attune::estimate_status;
using attune::factor_analysis;
using attune::factor_data;
using attune::factor_options;
using attune::factor_set;
using attune::factors_of;
using attune::matrix;

namespace {

/// The twelve items of the reference as three scales of four.
factor_set reference_set()
{
    attune::instrument of = attune_test::items_only(12);
    for (int s = 0; s < 3; ++s)
        of.scales.push_back(attune_test::mean_scale("scale_" + std::to_string(s), attune::dimension::other,
                                                    {4 * s + 1, 4 * s + 2, 4 * s + 3, 4 * s + 4}, {}, 4));
    return attune::factor_sets(attune::scoring_key(of), false).front();
}

factor_data reference_data()
{
    factor_data data;
    data.cov = attune_test::exploratory_covariances();
    data.n_persons = 310;
    data.n_used = data.n_complete = 300;
    const auto answers = attune_test::exploratory_answers();
    data.complete.assign(answers.data(), answers.data() + answers.size());
    return data;
}

double value_of(const factor_analysis& of, const std::string& id)
{
    return std::find_if(of.coefficients.begin(), of.coefficients.end(), [&](const auto& e) { return e.id == id; })
        ->value;
}

}  // namespace

TEST(Factors, AreThoseOfRWithTheNumberThatParallelAnalysisFinds)
{
    const auto& expected = attune_test::exploratory_values();
    const factor_analysis found = factors_of(reference_set(), reference_data(), {});
    ASSERT_EQ(found.status, estimate_status::ok) << found.message;
    EXPECT_EQ(found.n_parallel, 3);
    EXPECT_EQ(found.n_factors, 3);
    EXPECT_FALSE(found.is_asked);
    EXPECT_EQ(found.names, (std::vector<std::string>{"F1", "F2", "F3"}));
    const auto& oblimin = expected["rotations"]["oblimin"];
    EXPECT_LT(attune_test::largest_difference(found.loadings, attune_test::matrix_of(oblimin["loadings"])), 1e-6);
    EXPECT_LT(attune_test::largest_difference(found.correlations, attune_test::matrix_of(oblimin["correlations"])),
              1e-6);
    EXPECT_NEAR(value_of(found, "omega_total"), expected["omega"]["total"], 1e-6);
    EXPECT_NEAR(value_of(found, "omega_hierarchical"), expected["omega"]["hierarchical"], 1e-6);
    EXPECT_NEAR(value_of(found, "ecv"), expected["omega"]["ecv"], 1e-6);
    EXPECT_NEAR(found.adequacy.kmo.value, expected["kmo"]["all"], 1e-10);
    EXPECT_NEAR(found.explained.sum(), 12 - found.uniquenesses.sum(), 1e-8);
    EXPECT_EQ(found.n_persons, 310);
    EXPECT_EQ(found.coefficients.front().n_persons, 300);
    EXPECT_GE(found.complexity.minCoeff(), 1);
}

TEST(Factors, ByMaximumLikelihoodFitAsFactanalDoes)
{
    const auto& expected = attune_test::exploratory_values()["factanal"];
    const factor_analysis found =
        factors_of(reference_set(), reference_data(), {.method = attune::factor_method::ml, .n_factors = 3});
    ASSERT_EQ(found.status, estimate_status::ok) << found.message;
    EXPECT_TRUE(found.is_asked);
    attune_test::expect_close(found.fit.chi_square, expected["chi_square"], 1e-5);
    EXPECT_LT(attune_test::largest_difference(found.uniquenesses, attune_test::vector_of(expected["uniquenesses"])),
              1e-3);
    ASSERT_TRUE(found.likelihood);
    EXPECT_EQ(found.likelihood->n_persons, 300);
    EXPECT_EQ(found.likelihood->df, 33);
    const double weight = 299 - 29 / 6.0 - 2;  // Bartlett's, of which factanal's chi-square is
    EXPECT_NEAR(found.likelihood->chi_square, 300 * found.fit.chi_square / weight, 1e-9);
    EXPECT_GT(found.likelihood->cfi, 0.95);
}

TEST(Factors, HaveAFitByMaximumLikelihoodOnly)
{
    const auto fit = [](const factor_data& data, factor_options options) {
        options.method = attune::factor_method::ml;
        return factors_of(reference_set(), data, options).likelihood;
    };
    EXPECT_FALSE(factors_of(reference_set(), reference_data(), {.n_factors = 3}).likelihood);
    const auto pairwise = fit(reference_data(), {.missing = attune::missing_handling::pairwise, .n_factors = 3});
    EXPECT_EQ(pairwise->status, estimate_status::not_known);
    EXPECT_TRUE(std::isnan(pairwise->cfi));
    EXPECT_GT(pairwise->srmr, 0);
    factor_data data = reference_data();
    data.cov.col(11) = data.cov.col(0);
    data.cov.row(11) = data.cov.row(0);
    data.cov(11, 11) = data.cov(0, 0);
    const auto singular = fit(data, {.n_factors = 2});
    EXPECT_EQ(singular->status, estimate_status::not_positive_definite);
    EXPECT_TRUE(std::isnan(singular->chi_square) && std::isnan(singular->srmr));
}

TEST(Factors, OfATargetAreTheScalesOfTheKey)
{
    factor_options options;
    options.rotation.criterion = attune::rotation_criterion::target;
    const factor_analysis found = factors_of(reference_set(), reference_data(), options);
    ASSERT_EQ(found.status, estimate_status::ok) << found.message;
    EXPECT_EQ(found.names, (std::vector<std::string>{"scale_0", "scale_1", "scale_2"}));
    const auto& expected = attune_test::exploratory_values()["rotations"]["target"];
    EXPECT_LT(attune_test::largest_difference(found.loadings, attune_test::matrix_of(expected["loadings"])), 1e-6);
    options.n_factors = 2;
    const factor_analysis other = factors_of(reference_set(), reference_data(), options);
    EXPECT_EQ(other.status, estimate_status::not_defined);
    EXPECT_EQ(other.message, "a target from the key has a factor for each scale: 3, not 2");
}

TEST(Factors, CompareWithPermutedAnswersWhenAsked)
{
    factor_options options;
    options.is_permuted = true;
    const factor_analysis found = factors_of(reference_set(), reference_data(), options);
    EXPECT_EQ(found.n_parallel, 3);
    EXPECT_NE(found.chance.mean, factors_of(reference_set(), reference_data(), {}).chance.mean);
}

TEST(Factors, StandAfterAHeywoodCaseWithTheItemNamedAsOnTheForm)
{
    factor_set set = reference_set();
    set.items.resize(4);
    set.layout.items.resize(4);
    set.items[0].number = 17;
    factor_data data = reference_data();
    matrix r(4, 4);
    r << 1, 0.8, 0.8, 0.8, 0.8, 1, 0.6, 0.6, 0.8, 0.6, 1, 0.6, 0.8, 0.6, 0.6, 1;
    data.cov = r;
    const factor_analysis found = factors_of(set, data, {.n_factors = 1});
    EXPECT_EQ(found.status, estimate_status::heywood);
    EXPECT_EQ(found.message, "item 17 would have an error variance of 0 or less (a Heywood case)");
    EXPECT_TRUE(found.loadings.allFinite());
    for (const attune::estimate& figure : found.coefficients) {
        EXPECT_TRUE(std::isnan(figure.value)) << figure.id;
        EXPECT_EQ(figure.message, found.message);
    }
}

TEST(Factors, SayWhyThereAreNone)
{
    const auto reason = [](const factor_data& data, const factor_options& options = {}) {
        const factor_analysis found = factors_of(reference_set(), data, options);
        EXPECT_NE(found.status, estimate_status::ok);
        EXPECT_TRUE(found.names.empty());
        EXPECT_EQ(found.loadings.size(), 0);
        EXPECT_EQ(found.coefficients.size(), 3U);
        for (const attune::estimate& figure : found.coefficients)
            EXPECT_EQ(figure.message, found.message) << figure.id;
        return found.message;
    };
    factor_data data = reference_data();
    EXPECT_EQ(reason(data, {.n_factors = 12}), "12 items are too few for 12 factors");
    EXPECT_EQ(reason(data, {.n_factors = 9}), "12 items are too few for 9 factors");
    data.cov = matrix::Identity(12, 12);
    EXPECT_EQ(reason(data), "parallel analysis finds no factor: the items have no more in common than by chance");
    data.cov = attune_test::equicorrelated(Eigen::VectorXd::Ones(12), -0.2);
    EXPECT_EQ(reason(data),
              "the covariances are not those of one set of people: a weighted sum of items would have a negative "
              "variance");
    EXPECT_EQ(factors_of(reference_set(), data, {}).eigenvalues.size(), 0);
    data = reference_data();
    factor_options permuted;
    permuted.is_permuted = true;
    for (std::size_t i = 4; i < data.complete.size(); i += 12)
        data.complete[i] = 3;
    EXPECT_EQ(reason(data, permuted), "among the people whose answers are permuted an item has no variance");
    data.n_complete = 2;
    EXPECT_EQ(reason(data, permuted), "permuted answers need 3 complete people or more, and there are 2");
    data = reference_data();
    data.n_used = 2;
    EXPECT_EQ(reason(data), "factors need 3 people or more, and there are 2");
    data.status = estimate_status::not_converged;
    data.message = "EM did not converge";
    EXPECT_EQ(reason(data), "EM did not converge");
    factor_set pair = reference_set();
    pair.items.resize(2);
    EXPECT_EQ(factors_of(pair, reference_data(), {}).message, "factors need 3 items or more");
}

// A rotation with one step finds no optimum, and needs none for what the factors explain together.
TEST(Factors, KeepOmegaTotalWithoutARotation)
{
    factor_options options;
    options.n_factors = 3;
    options.rotation.max_iterations = 1;
    const factor_analysis found = factors_of(reference_set(), reference_data(), options);
    EXPECT_EQ(found.status, estimate_status::not_converged);
    EXPECT_NEAR(value_of(found, "omega_total"), attune_test::exploratory_values()["omega"]["total"], 1e-6);
    EXPECT_EQ(found.coefficients[1].status, estimate_status::not_converged);
    EXPECT_EQ(found.coefficients[2].message, found.message);
}

TEST(Factors, HaveNoOmegaOfASumWithoutVariance)
{
    factor_data data = reference_data();
    factor_set set = reference_set();
    set.items.resize(6);
    set.layout.items.resize(6);
    const Eigen::VectorXd sign{{1, 1, 1, -1, -1, -1}};
    const matrix positive = attune_test::equicorrelated(Eigen::VectorXd::Ones(6), 0.5);
    data.cov = sign.asDiagonal() * positive * sign.asDiagonal();  // half of the items keyed the wrong way
    data.cov -= matrix::Constant(6, 6, data.cov.sum() / 36);
    const factor_analysis found = factors_of(set, data, {.n_factors = 1});
    EXPECT_EQ(found.status, estimate_status::ok) << found.message;
    for (const attune::estimate& figure : found.coefficients)
        EXPECT_EQ(figure.status, figure.id == "ecv" ? estimate_status::ok : estimate_status::no_variance) << figure.id;
}

TEST(Factors, NameItemsByTheNumbersOfTheForm)
{
    factor_set set = reference_set();
    set.items[2].number = 30;
    set.items[6].number = 71;
    using attune::detail::in_numbers_of_form;
    EXPECT_EQ(in_numbers_of_form(set, "Nobody answered items 3, 7."), "Nobody answered items 30, 71.");
    EXPECT_EQ(in_numbers_of_form(set, "both item 3 and item 7 (the first of 3 such pairs)"),
              "both item 30 and item 71 (the first of 3 such pairs)");
    EXPECT_EQ(in_numbers_of_form(set, "12 items are too few for 3 factors"), "12 items are too few for 3 factors");
}
