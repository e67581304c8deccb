#include "attune/analysis/quality_of_scale.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "attune/analysis/answer_moments.hpp"
#include "attune/io/instrument_search.hpp"
#include "support/exploratory_reference.hpp"
#include "support/reference_json.hpp"
#include "support/reversed_sample.hpp"
#include "support/sample_instruments.hpp"

using attune::estimate_status;
using attune::missing_handling;
using attune::scale_quality;

namespace {

/// Six items as one scale of the reference: mean score, second and fifth item reversed, range 1..7.
attune::instrument reference_instrument()
{
    attune::instrument of = attune_test::items_only(6);
    of.scales = {attune_test::mean_scale("anxiety", attune::dimension::anxiety, {1, 2, 3, 4, 5, 6}, {2, 5}, 5)};
    return of;
}

attune::moments moments_for(const attune::scoring_key& key)
{
    return attune_test::reference_moments(attune::layout_of(key));
}

const attune::estimate& figure(const scale_quality& quality, const std::string& id)
{
    return *std::find_if(quality.coefficients.begin(), quality.coefficients.end(),
                         [&](const attune::estimate& e) { return e.id == id; });
}

}  // namespace

TEST(QualityOfScale, HasMeanSdAndCoefficientsOfTheScore)
{
    const auto expected = attune_test::reference_json("scale_quality/values.json");
    const attune::scoring_key key(reference_instrument());
    const scale_quality found = attune::quality_of_scale(key, moments_for(key), 0);
    EXPECT_EQ(found.id, key.outputs().front().id);
    EXPECT_EQ(found.n_items, 6);
    EXPECT_EQ(found.n_persons, 240);
    EXPECT_EQ(found.n_complete, expected["n_complete"]);
    attune_test::expect_close(found.mean, expected["mean"], 1e-12);
    attune_test::expect_close(found.sd, expected["sd"], 1e-12);
    attune_test::expect_close(figure(found, "alpha_raw").value, expected["listwise"]["alpha_raw"], 1e-12);
    attune_test::expect_close(figure(found, "alpha_raw").ci->lower, expected["adf_lower"], 1e-12);
    attune_test::expect_close(figure(found, "alpha_std").value, expected["listwise"]["alpha_std"], 1e-10);
    attune_test::expect_close(figure(found, "inter_item_r_mean").value, expected["listwise"]["mean_r"], 1e-10);
    EXPECT_NEAR(figure(found, "sem").value, found.sd * std::sqrt(1 - figure(found, "alpha_raw").value), 1e-14);
    std::set<std::string> ids;
    for (const attune::estimate& each : found.coefficients) {
        EXPECT_TRUE(ids.insert(each.id).second) << each.id << " twice";
        // Three factors are many for six items.
        const bool is_of_three = each.id == "omega_total" || each.id == "omega_hierarchical" || each.id == "ecv";
        EXPECT_EQ(each.status, is_of_three ? estimate_status::heywood : estimate_status::ok) << each.id;
    }
    EXPECT_EQ(ids.size(), 21U);
}

TEST(QualityOfScale, HasTheOmegasOfThreeFactors)
{
    attune::instrument of = attune_test::items_only(12);
    of.scales = {
        attune_test::mean_scale("all", attune::dimension::other, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, {}, 10)};
    const attune::scoring_key key(of);
    attune::moments all(attune::layout_of(key));
    const auto answers = attune_test::exploratory_answers();
    all.add(answers.data(), static_cast<std::size_t>(answers.rows()), 12);
    const scale_quality found = attune::quality_of_scale(key, all, 0);
    const auto& expected = attune_test::exploratory_values()["omega"];
    EXPECT_NEAR(figure(found, "omega_total").value, expected["total"], 1e-6);
    EXPECT_NEAR(figure(found, "omega_hierarchical").value, expected["hierarchical"], 1e-6);
    EXPECT_NEAR(figure(found, "ecv").value, expected["ecv"], 1e-6);
    EXPECT_EQ(figure(found, "ecv").n_persons, 300);
}

TEST(QualityOfScale, KnowsEachItemByItsNumberAndDirection)
{
    const auto expected = attune_test::reference_json("scale_quality/values.json");
    const attune::scoring_key key(reference_instrument());
    const scale_quality found = attune::quality_of_scale(key, moments_for(key), 0);
    ASSERT_EQ(found.items.size(), 6U);
    for (std::size_t i = 0; i < 6; ++i) {
        EXPECT_EQ(found.items[i].number, static_cast<int>(i) + 1);
        EXPECT_EQ(found.items[i].id, "q" + std::to_string(i + 1));
        EXPECT_EQ(found.items[i].is_reversed, i == 1 || i == 4);
        attune_test::expect_close(found.items[i].answers.mean, expected["items"]["mean"][i], 1e-10);
        attune_test::expect_close(found.items[i].relations.item_rest_r, expected["item_rest_r"][i], 1e-10);
    }
}

TEST(QualityOfScale, PairwiseHasAlphaWithoutAnInterval)
{
    const auto expected = attune_test::reference_json("scale_quality/values.json");
    const attune::scoring_key key(reference_instrument());
    const scale_quality found =
        attune::quality_of_scale(key, moments_for(key), 0, {.missing = missing_handling::pairwise});
    const attune::estimate& alpha = figure(found, "alpha_raw");
    attune_test::expect_close(alpha.value, expected["pairwise"]["alpha_raw"], 1e-12);
    EXPECT_FALSE(alpha.ci);
    EXPECT_EQ(alpha.message,
              "no interval without complete answers: it would rest on a number of people that is not there");
    attune_test::expect_close(found.items[0].relations.alpha_if_dropped, expected["pairwise"]["alpha_if_dropped"][0],
                              1e-10);
}

TEST(QualityOfScale, HasOmegaAndTheFitOfItsFactor)
{
    const attune::scoring_key key(reference_instrument());
    const attune::moments all = moments_for(key);
    const attune::scale_covariances complete = attune::listwise_covariances(all, 0);
    const scale_quality found = attune::quality_of_scale(key, all, 0, {.level = 0.9});
    const attune::one_factor_omegas expected = attune::omegas_of_one_factor(complete.cov, complete.n_persons, 0.9);
    EXPECT_EQ(figure(found, "omega_u").value, expected.model.value);
    EXPECT_EQ(figure(found, "omega_u").ci->lower, expected.model.ci->lower);
    EXPECT_EQ(figure(found, "omega_u_obs").ci->upper, expected.observed.ci->upper);
    ASSERT_TRUE(found.fit);
    EXPECT_EQ(found.fit->n_persons, found.n_complete);
    EXPECT_EQ(found.fit->df, 9);
    EXPECT_EQ(found.fit->chi_square, static_cast<double>(found.n_complete) * expected.factor.discrepancy);
    const std::vector<double> without = omega_u_if_dropped(complete.cov, expected.factor);
    for (std::size_t p = 0; p < without.size(); ++p)
        EXPECT_EQ(found.items[p].omega_if_dropped, without[p]);
}

TEST(QualityOfScale, PairwiseHasOmegaWithoutAnIntervalAndATest)
{
    const attune::scoring_key key(reference_instrument());
    const attune::moments all = moments_for(key);
    const attune::scale_covariances pairs = attune::pairwise_covariances(all, 0);
    const scale_quality found = attune::quality_of_scale(key, all, 0, {.missing = missing_handling::pairwise});
    for (const char* id : {"omega_u", "omega_u_obs"}) {
        const attune::estimate& omega = figure(found, id);
        EXPECT_EQ(omega.status, estimate_status::ok);
        EXPECT_FALSE(omega.ci);
        EXPECT_EQ(omega.n_persons, pairs.n_persons);
        EXPECT_EQ(omega.message,
                  "no interval without complete answers: it would rest on a number of people that is not there");
    }
    EXPECT_EQ(figure(found, "omega_u").value, attune::omega_u(pairs.cov).value);
    EXPECT_EQ(found.fit->status, estimate_status::not_known);
    EXPECT_TRUE(std::isnan(found.fit->chi_square));
    EXPECT_GT(found.fit->srmr, 0);
}

TEST(QualityOfScale, TakesOtherIntervals)
{
    const attune::scoring_key key(reference_instrument());
    const attune::moments all = moments_for(key);
    using attune::alpha_interval_method;
    for (const auto& [method, name] : {std::pair{alpha_interval_method::adf, "adf"},
                                       {alpha_interval_method::feldt, "feldt"},
                                       {alpha_interval_method::van_zyl, "van_zyl"},
                                       {alpha_interval_method::bonett, "bonett"}}) {
        const scale_quality found = attune::quality_of_scale(key, all, 0, {.interval = method, .level = 0.9});
        ASSERT_TRUE(found.coefficients.front().ci) << name;
        EXPECT_TRUE(found.coefficients.front().ci->method.starts_with(std::string(name).substr(0, 3)))
            << found.coefficients.front().ci->method;
        EXPECT_EQ(found.coefficients.front().ci->level, 0.9);
    }
}

TEST(QualityOfScale, UsesGivenCovariancesForEm)
{
    const attune::scoring_key key(reference_instrument());
    const attune::moments all = moments_for(key);
    attune::matrix cov = attune::matrix::Constant(6, 6, 0.5);
    cov.diagonal().setOnes();
    const scale_quality found =
        attune::quality_of_scale(key, all, 0, {.missing = missing_handling::em}, {cov, 240, {}, {}});
    EXPECT_NEAR(figure(found, "alpha_raw").value, 6 * 0.5 / (1 + 5 * 0.5), 1e-14);
    EXPECT_EQ(figure(found, "alpha_raw").n_persons, 240);

    const scale_quality failed =
        attune::quality_of_scale(key, all, 0, {.missing = missing_handling::em},
                                 {{}, 240, estimate_status::not_converged, "it did not converge"});
    for (const attune::estimate& each : failed.coefficients) {
        EXPECT_TRUE(std::isnan(each.value)) << each.id;
        EXPECT_EQ(each.status, estimate_status::not_converged) << each.id;
        EXPECT_EQ(each.message, "it did not converge");
    }
    EXPECT_EQ(failed.fit->status, estimate_status::not_converged);
    EXPECT_EQ(failed.fit->message, "it did not converge");
}

TEST(QualityOfScale, OfNobodyIsNotKnownAndSaysWhy)
{
    const attune::scoring_key key(reference_instrument());
    const scale_quality found = attune::quality_of_scale(key, attune::moments(attune::layout_of(key)), 0);
    EXPECT_TRUE(std::isnan(found.mean));
    EXPECT_TRUE(std::isnan(found.sd));
    for (const attune::estimate& each : found.coefficients) {
        EXPECT_TRUE(std::isnan(each.value)) << each.id;
        EXPECT_NE(each.status, estimate_status::ok) << each.id;
        EXPECT_FALSE(each.message.empty()) << each.id;
    }
    EXPECT_EQ(found.fit->status, estimate_status::not_known);
}

// Every shipped questionnaire has a layout; scales of one item have no coefficients.
TEST(QualityOfScale, KnowsEveryScaleOfEveryShippedForm)
{
    for (const char* id : {"ecr", "ecr-r", "ecr-rs", "ecr-s", "raas", "rq", "saam", "maq", "rsq", "aas", "ecr-12"}) {
        const attune::scoring_key key(attune::load_instrument_by_id(id, {ATTUNE_TEST_DATA_DIR}));
        const attune::moments none(attune::layout_of(key));
        for (std::size_t s = 0; s < none.layout().scales.size(); ++s) {
            const scale_quality found = attune::quality_of_scale(key, none, s);
            EXPECT_EQ(found.items.size(), static_cast<std::size_t>(found.n_items)) << id;
            EXPECT_EQ(found.coefficients.empty(), found.n_items == 1) << id;
            EXPECT_EQ(found.fit.has_value(), found.n_items > 1) << id;
        }
    }
}
