#include "attune/stats/change/change_rule.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "attune/stats/agreement/test_retest.hpp"
#include "attune/stats/moments/univariate.hpp"
#include "support/expect_message.hpp"
#include "support/numbers.hpp"
#include "support/reference_file.hpp"
#include "support/table.hpp"

using attune::change_method;
using attune::change_rule;
using attune::change_rule_of;
using attune::change_sample;
using attune::change_sign;
using attune::estimate_status;
using enum attune::change_method;
using attune_test::unknown;

namespace {

change_sample sample_of(const attune::matrix& scores, double reliability, double reliability_post)
{
    const auto moments = [&](Eigen::Index occasion) {
        return attune::univariate({scores.col(occasion).data(), static_cast<std::size_t>(scores.rows())});
    };
    return {.mean_pre = moments(0).mean.value,
            .sd_pre = moments(0).sd.value,
            .mean_post = moments(1).mean.value,
            .sd_post = moments(1).sd.value,
            .reliability = reliability,
            .reliability_post = reliability_post,
            .retest_r = attune::test_retest_r(scores).value,
            .n_persons = scores.rows()};
}

/// Jacobson's 30 couples, before and after.
const attune::matrix& couples()
{
    static const attune::matrix scores =
        attune_test::table_of(attune_test::reference_file("change/values.json").at("samples").at(0).at("scores"));
    return scores;
}

/// How many of the couples rose, fell and did neither.
std::array<int, 3> counts(const change_rule& rule)
{
    std::array<int, 3> found{};
    for (Eigen::Index i = 0; i < couples().rows(); ++i) {
        const change_sign sign = rule.sign(couples()(i, 0), couples()(i, 1));
        ++found.at(sign == change_sign::increase ? 0 : sign == change_sign::decrease ? 1 : 2);
    }
    return found;
}

void expect_refused(const change_rule& rule, estimate_status status, const std::string& message)
{
    EXPECT_EQ(rule.status, status) << message;
    EXPECT_EQ(rule.message, message);
    for (const double figure : {rule.index(3, 4), rule.expected(3), rule.error_at(3), rule.threshold})
        EXPECT_TRUE(std::isnan(figure)) << message;
    EXPECT_EQ(rule.sign(3, 40), change_sign::unknown);
}

const change_sample two_wave_norm{.mean_pre = 3.56,
                                  .sd_pre = 1.12,
                                  .mean_post = 3.50,
                                  .sd_post = 1.10,
                                  .reliability = .85,
                                  .retest_r = .85,
                                  .n_persons = 120};

/// The same with occasions far enough apart for differences to be reliable, which hageman_arrindell needs.
change_sample later_norm()
{
    change_sample sample = two_wave_norm;
    sample.retest_r = .7;
    return sample;
}

}  // namespace

TEST(ChangeRule, IsThatOfEachArticleOnEverybodyOfTwoSamples)
{
    const auto reference = attune_test::reference_file("change/values.json");
    for (const auto& values : reference.at("samples")) {
        const attune::matrix scores = attune_test::table_of(values.at("scores"));
        const change_sample sample =
            sample_of(scores, values.at("reliability").get<double>(), values.at("reliability_post").get<double>());
        for (const change_method method : attune::change_methods) {
            const change_rule rule = change_rule_of(method, sample, values.at("level").get<double>());
            const std::string id(to_string(method));
            ASSERT_EQ(rule.status, estimate_status::ok) << id << rule.message;
            for (Eigen::Index i = 0; i < scores.rows(); ++i) {
                const double expected = values.at(id).at(static_cast<std::size_t>(i)).get<double>();
                EXPECT_NEAR(rule.index(scores(i, 0), scores(i, 1)), expected, 1e-11 * (1 + std::abs(expected))) << id;
            }
            const auto& thresholds = values.at("thresholds");
            EXPECT_NEAR(rule.threshold, thresholds.value(id, thresholds.at("normal").get<double>()), 1e-12) << id;
        }
    }
}

// Jacobson (1989); Jacobson & Truax (1991), with a reliability of .88.
TEST(ChangeRule, FindsTheChangesOfThirtyCouples)
{
    const change_sample sample = sample_of(couples(), .88, .88);
    EXPECT_NEAR(sample.mean_pre, 81.5833333333, 1e-10);
    EXPECT_NEAR(sample.sd_pre, 11.8256612656, 1e-10);
    EXPECT_NEAR(sample.sd_post, 19.2418142022, 1e-10);
    EXPECT_NEAR(sample.retest_r, .517721362632, 1e-12);
    const std::map<change_method, std::array<double, 3>> first_three{
        {jacobson_truax, {1.12197273, 8.63055945, .08630559}},
        {gulliksen_lord_novick, {1.34772380, 8.73973067, .41838189}},
        {hsu_linn_lord, {-1.58391670, 5.80809018, -2.51325860}},
        {edwards_nunnally, {1.84790577, 11.98331496, .57365635}},
        {nunnally_kotsch, {1.38724784, 8.99603652, .43065158}},
        {hageman_arrindell, {1.42211581, 8.45667124, .45183230}}};
    for (const auto& [method, expected] : first_three)
        for (std::size_t i = 0; i < expected.size(); ++i)
            EXPECT_NEAR(
                change_rule_of(method, sample)
                    .index(couples()(static_cast<Eigen::Index>(i), 0), couples()(static_cast<Eigen::Index>(i), 1)),
                expected[i], 6e-9)
                << to_string(method);
    const std::array<double, 5> regression{-.511013, 1.930210, -.807997, -.193427, .942438};
    for (std::size_t i = 0; i < regression.size(); ++i)
        EXPECT_NEAR(change_rule_of(srb_regression, sample)
                        .index(couples()(static_cast<Eigen::Index>(i), 0), couples()(static_cast<Eigen::Index>(i), 1)),
                    regression[i], 5e-7);
    const change_rule srb = change_rule_of(srb_regression, sample);
    EXPECT_NEAR(srb.slope, .842396720537, 1e-12);
    EXPECT_NEAR(srb.expected(0), 29.3244675495, 1e-9);
    EXPECT_NEAR(srb.error, 16.7537116398, 1e-10);
}

TEST(ChangeRule, CountsTheCouplesThatEachMethodCallsChanged)
{
    const change_sample sample = sample_of(couples(), .88, .88);
    const std::map<change_method, std::array<int, 3>> published{
        {jacobson_truax, {19, 1, 10}},  {gulliksen_lord_novick, {19, 2, 9}}, {hsu_linn_lord, {7, 8, 15}},
        {edwards_nunnally, {21, 2, 7}}, {nunnally_kotsch, {19, 2, 9}},       {hageman_arrindell, {20, 1, 9}}};
    for (const auto& [method, expected] : published)
        EXPECT_EQ(counts(change_rule_of(method, sample)), expected) << to_string(method);
}

// The methods disagree about 21 of the 30 couples, about 3 when the one that takes the mean change off is left out.
TEST(ChangeRule, DisagreesWithOtherMethods)
{
    const change_sample sample = sample_of(couples(), .88, .88);
    const auto n_disagreed = [&](const std::vector<change_method>& methods) {
        int n = 0;
        for (Eigen::Index i = 0; i < couples().rows(); ++i) {
            const auto sign_by = [&](change_method method) {
                return change_rule_of(method, sample).sign(couples()(i, 0), couples()(i, 1));
            };
            for (const change_method method : methods)
                if (sign_by(method) != sign_by(methods.front())) {
                    ++n;
                    break;
                }
        }
        return n;
    };
    EXPECT_EQ(n_disagreed({jacobson_truax, gulliksen_lord_novick, hsu_linn_lord, edwards_nunnally, nunnally_kotsch,
                           hageman_arrindell}),
              21);
    EXPECT_EQ(
        n_disagreed({jacobson_truax, gulliksen_lord_novick, edwards_nunnally, nunnally_kotsch, hageman_arrindell}), 3);
}

TEST(ChangeRule, TakesPracticeOffByTheFiguresOfPeopleMeasuredTwice)
{
    const std::map<change_method, double> expected{{jacobson_truax, -1.46711399}, {chelune, -1.36930639},
                                                   {iverson, -1.38158642},        {sd_of_differences, -1.38095149},
                                                   {srb_summary, -1.18167089},    {crawford_garthwaite, -1.16839847}};
    for (const auto& [method, index] : expected)
        EXPECT_NEAR(change_rule_of(method, two_wave_norm).index(4.5, 3.6), index, 6e-9) << to_string(method);
    const change_rule crawford = change_rule_of(crawford_garthwaite, two_wave_norm);
    EXPECT_NEAR(crawford.slope, .83482143, 6e-9);
    EXPECT_NEAR(crawford.expected(0), .52803571, 6e-9);
    EXPECT_NEAR(crawford.expected(4.5), 4.28473214, 6e-9);
    EXPECT_NEAR(crawford.error, .58191112, 6e-9);
    EXPECT_NEAR(crawford.error_at(4.5), .58604334, 6e-9);
    EXPECT_EQ(crawford.df, 118);
    EXPECT_NEAR(crawford.percentile(crawford.index(4.5, 3.6)), 12.25006, 6e-6);

    change_sample smaller = two_wave_norm;
    smaller.n_persons = 60;
    const change_rule of_sixty = change_rule_of(crawford_garthwaite, smaller);
    EXPECT_NEAR(of_sixty.expected(5), 4.70214286, 6e-9);
    EXPECT_NEAR(of_sixty.error, .58443496, 6e-9);
    EXPECT_NEAR(of_sixty.error_at(5), .59734990, 6e-9);
    EXPECT_NEAR(of_sixty.index(5, 4.8), .16381880, 6e-9);
    EXPECT_NEAR(of_sixty.percentile(of_sixty.index(5, 4.8)), 56.47783, 6e-6);
}

// The public function that centres the interval of Edwards and Nunnally on r (x1 - M1) + x1 is off by x1 - M1.
TEST(ChangeRule, RegressesToTheMeanAndNotToTheScore)
{
    const change_sample sample{.mean_pre = 40, .sd_pre = 7.5, .reliability = .8};
    const change_rule rule = change_rule_of(edwards_nunnally, sample);
    EXPECT_NEAR(rule.expected(32.5), 40 - .8 * 7.5, 1e-13);
    EXPECT_NEAR(rule.expected(40), 40, 1e-13);
}

TEST(ChangeRule, FindsNothingWhereNothingChangedUnderJacobsonTruaxOnly)
{
    for (const change_method method : attune::change_methods) {
        const double index = change_rule_of(method, later_norm()).index(4.5, 4.5);
        if (method == jacobson_truax)
            EXPECT_EQ(index, 0);
        else
            EXPECT_NE(index, 0) << to_string(method);
    }
}

TEST(ChangeRule, IsTheSameInOtherUnits)
{
    change_sample other = later_norm();
    for (double* mean : {&other.mean_pre, &other.mean_post})
        *mean = 10 * *mean + 50;
    for (double* sd : {&other.sd_pre, &other.sd_post})
        *sd *= 10;
    for (const change_method method : attune::change_methods)
        EXPECT_NEAR(change_rule_of(method, other).index(95, 86), change_rule_of(method, later_norm()).index(4.5, 3.6),
                    1e-12)
            << to_string(method);
}

TEST(ChangeRule, CountsAChangeOfExactlyTheThresholdAsNone)
{
    change_rule rule = change_rule_of(jacobson_truax, {.sd_pre = 1, .reliability = .5});
    rule.error = 1;
    rule.threshold = 2;
    EXPECT_EQ(rule.sign(1, 3), change_sign::none);
    EXPECT_EQ(rule.sign(3, 1), change_sign::none);
    EXPECT_EQ(rule.sign(1, 3.001), change_sign::increase);
    EXPECT_EQ(rule.sign(3.001, 1), change_sign::decrease);
    EXPECT_EQ(rule.sign(unknown, 1), change_sign::unknown);
}

TEST(ChangeRule, TakesAsManyUnchangedPeopleForChangedAsTheLevelSays)
{
    const change_rule normal = change_rule_of(jacobson_truax, two_wave_norm, .9);
    EXPECT_NEAR(normal.percentile(normal.threshold), 95, 1e-9);
    const change_rule t = change_rule_of(crawford_garthwaite, two_wave_norm, .9);
    EXPECT_NEAR(t.percentile(-t.threshold), 5, 1e-9);
    EXPECT_TRUE(std::isnan(t.percentile(unknown)));
    EXPECT_EQ(change_rule_of(hageman_arrindell, later_norm(), .3).threshold, 0);
}

TEST(ChangeRule, SaysWhichFigureItLacks)
{
    const auto without = [](double change_sample::*figure) {
        change_sample sample = two_wave_norm;
        sample.*figure = unknown;
        return sample;
    };
    expect_refused(change_rule_of(jacobson_truax, without(&change_sample::sd_pre)), estimate_status::not_known,
                   "the standard deviation of the earlier scores is not known");
    expect_refused(change_rule_of(jacobson_truax, without(&change_sample::reliability)), estimate_status::not_known,
                   "the reliability is not known");
    expect_refused(change_rule_of(edwards_nunnally, without(&change_sample::mean_pre)), estimate_status::not_known,
                   "the mean of the earlier scores is not known");
    expect_refused(change_rule_of(chelune, without(&change_sample::mean_post)), estimate_status::not_known,
                   "the mean of the later scores is not known");
    expect_refused(change_rule_of(iverson, without(&change_sample::sd_post)), estimate_status::not_known,
                   "the standard deviation of the later scores is not known");
    expect_refused(change_rule_of(srb_summary, without(&change_sample::retest_r)), estimate_status::not_known,
                   "the correlation of the two occasions is not known");
    change_sample nobody = two_wave_norm;
    nobody.n_persons = 0;
    expect_refused(change_rule_of(crawford_garthwaite, nobody), estimate_status::not_known,
                   "the number of persons is not known");
}

TEST(ChangeRule, NeedsNoFigureThatItsFormulaDoesNotHave)
{
    EXPECT_EQ(change_rule_of(jacobson_truax, {.sd_pre = 1, .reliability = .8}).status, estimate_status::ok);
    EXPECT_EQ(change_rule_of(nunnally_kotsch, {.mean_pre = 3, .sd_pre = 1, .reliability = .8}).status,
              estimate_status::ok);
    EXPECT_EQ(change_rule_of(chelune, {.mean_pre = 3, .sd_pre = 1, .mean_post = 2, .reliability = .8}).status,
              estimate_status::ok);
    EXPECT_EQ(
        change_rule_of(srb_summary, {.mean_pre = 3, .sd_pre = 1, .mean_post = 2, .sd_post = 1, .retest_r = .6}).status,
        estimate_status::ok);
}

TEST(ChangeRule, RefusesFiguresThatNoGroupHas)
{
    const auto with = [](double change_sample::*figure, double value) {
        change_sample sample = two_wave_norm;
        sample.*figure = value;
        return sample;
    };
    expect_refused(change_rule_of(jacobson_truax, with(&change_sample::reliability, 1.2)), estimate_status::not_defined,
                   "a reliability lies in 0..1, but this is 1.2");
    expect_refused(change_rule_of(iverson, with(&change_sample::reliability_post, -.1)), estimate_status::not_defined,
                   "a reliability lies in 0..1, but this is -0.1");
    expect_refused(change_rule_of(srb_summary, with(&change_sample::retest_r, 1.5)), estimate_status::not_defined,
                   "a correlation lies in -1..1, but this is 1.5");
    expect_refused(change_rule_of(hageman_arrindell, with(&change_sample::retest_r, .95)), estimate_status::not_defined,
                   "differences between the occasions have no reliability");
    const std::string no_error = "the error is 0: nothing varies, or nothing is error";
    expect_refused(change_rule_of(jacobson_truax, with(&change_sample::reliability, 1)), estimate_status::no_variance,
                   no_error);
    expect_refused(change_rule_of(jacobson_truax, with(&change_sample::sd_pre, 0)), estimate_status::no_variance,
                   no_error);
    expect_refused(change_rule_of(srb_summary, with(&change_sample::sd_pre, 0)), estimate_status::no_variance,
                   no_error);
    expect_refused(change_rule_of(srb_summary, with(&change_sample::retest_r, 1 - 1e-16)), estimate_status::no_variance,
                   no_error);
    change_sample two = two_wave_norm;
    two.n_persons = 2;
    expect_refused(change_rule_of(srb_regression, two), estimate_status::too_few_persons,
                   "a regression with an error needs at least 3 persons, and there are 2");
}

TEST(ChangeRule, RefusesWhatIsNoFigure)
{
    using attune_test::throws_message;
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)change_rule_of(jacobson_truax, {.sd_pre = -1, .reliability = .8}); },
        "change_rule_of: sd_pre must not be negative, but is -1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)change_rule_of(jacobson_truax, {.sd_pre = 1, .sd_post = -2, .reliability = .8}); },
        "change_rule_of: sd_post must not be negative, but is -2"));
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [] { (void)change_rule_of(jacobson_truax, {.mean_pre = std::numeric_limits<double>::infinity()}); },
        "change_rule_of: mean_pre must hold numbers up to 1e150 in size, or NaN for missing, but is inf"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)change_rule_of(jacobson_truax, {.n_persons = -1}); },
                                                      "change_rule_of: n_persons must lie in 0..9223372036854775807, "
                                                      "but is -1"));
    EXPECT_TRUE(throws_message<std::invalid_argument>([] { (void)change_rule_of(jacobson_truax, two_wave_norm, 1); },
                                                      "change_rule_of: level must lie between 0 and 1, but is 1"));
}
