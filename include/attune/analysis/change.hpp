#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/instrument/scale.hpp"
#include "attune/stats/agreement/anova.hpp"
#include "attune/stats/agreement/detail/arguments.hpp"
#include "attune/stats/agreement/test_retest.hpp"
#include "attune/stats/change/change_rule.hpp"
#include "attune/stats/change/cut_offs.hpp"
#include "attune/stats/moments/univariate.hpp"
#include "attune/stats/reliability/measurement_error.hpp"

namespace attune::inline v0 {

/// What became of a score between two occasions. Words about security stand only where the questionnaire says which end
/// of the score is the secure one.
enum class change_result {
    unknown,  ///< a score was refused, or the method has no value
    reliable_toward_security,
    none_beyond_error,
    reliable_away_from_security,
    reliable_increase,  ///< of a score that says nothing about security
    reliable_decrease,
};

/// The result as it stands in every output; empty when it is unknown.
[[nodiscard]] constexpr std::string_view to_string(change_result result)
{
    switch (result) {
    case change_result::unknown: return "";
    case change_result::reliable_toward_security: return "reliable_toward_security";
    case change_result::none_beyond_error: return "none_beyond_error";
    case change_result::reliable_away_from_security: return "reliable_away_from_security";
    case change_result::reliable_increase: return "reliable_increase";
    case change_result::reliable_decrease: return "reliable_decrease";
    }
    return "";
}

/// Whether the figures of the people who are looked at go into a method, or those of others.
enum class change_evidence {
    usable,         ///< the mean change of nobody, or that of untreated people, was put in
    of_the_sample,  ///< the mean change of the people themselves was put in: not evidence about therapy
};

/// What a score means for a change in it.
struct changing_score {
    std::string id;
    dimension on = dimension::other;
    polarity higher_means = polarity::neither;
    std::string target = {};  ///< the relationship; empty without targets and for global scores

    /// A score of either dimension whose secure end is known; only there words about security are allowed.
    [[nodiscard]] bool is_about_security() const { return on != dimension::other && higher_means != polarity::neither; }

    /// The result of a change with this sign.
    [[nodiscard]] change_result result_of(change_sign sign) const
    {
        if (sign == change_sign::unknown)
            return change_result::unknown;
        if (sign == change_sign::none)
            return change_result::none_beyond_error;
        const bool is_increase = sign == change_sign::increase;
        if (!is_about_security())
            return is_increase ? change_result::reliable_increase : change_result::reliable_decrease;
        return is_increase == (higher_means == polarity::more_secure) ? change_result::reliable_toward_security
                                                                      : change_result::reliable_away_from_security;
    }
};

/// A figure with where it comes from, in words for a report.
struct sourced_figure {
    double value = std::numeric_limits<double>::quiet_NaN();
    std::string source = {};
};

/// The figures that changes of one score are judged by.
struct change_figures {
    sourced_figure sd;                             ///< of one occasion [score units]
    sourced_figure reliability;                    ///< 0..1
    std::optional<change_sample> untreated = {};   ///< people measured twice without treatment
    std::optional<group_figures> clinical = {};    ///< people who seek help
    std::optional<group_figures> functional = {};  ///< people who do not
    double level = 0.95;                           ///< the convention of the field's journals
    std::string untreated_source = {};             ///< where these people come from, in words for a report
    std::string clinical_source = {};
    std::string functional_source = {};
};

/// A method with the figures put in.
struct planned_method {
    change_rule rule;
    change_evidence evidence = change_evidence::usable;
};

/// How changes of one score are judged: made once, applied to everybody.
struct change_plan {
    changing_score score;
    change_figures figures;
    change_sample sample;                 ///< the people themselves, earlier and later
    std::vector<planned_method> methods;  ///< all of them, in the order of `change_methods`
    estimate sem;
    estimate sdc;
    std::optional<cut_offs> cuts = {};  ///< only with figures of both groups

    [[nodiscard]] const planned_method& method(change_method which) const
    {
        return methods.at(static_cast<std::size_t>(which));
    }

    /// The result of a change under one method.
    [[nodiscard]] change_result result(change_method which, double pre, double post) const
    {
        return score.result_of(method(which).rule.sign(pre, post));
    }

    /// Whether cut-off c was crossed; unknown without cut-offs.
    [[nodiscard]] crossing crossed(double pre, double post) const
    {
        if (!cuts)
            return crossing::unknown;
        return crossing_of(pre, post, cuts->c.value, figures.functional->mean < figures.clinical->mean);
    }
};

/// Means, spreads and correlation of the scores of the same people on two occasions.
///
/// @param occasions  persons x 2, NaN where the score was refused; persons with one score are left out.
/// @return           figures that cannot be computed are NaN; the reliability is not known from two scores.
/// @throws std::invalid_argument  there are not two columns, or a score is infinite or above 1e150.
[[nodiscard]] inline change_sample sample_of_occasions(const matrix_view& occasions)
{
    const matrix complete = complete_rows(occasions);
    const auto moments_of = [&](Eigen::Index occasion) {
        return univariate({complete.col(occasion).data(), static_cast<std::size_t>(complete.rows())});
    };
    change_sample sample;
    sample.retest_r = test_retest_r(occasions).value;
    const univariate_moments pre = moments_of(0);
    const univariate_moments post = moments_of(1);
    sample.mean_pre = pre.mean.value;
    sample.sd_pre = pre.sd.value;
    sample.mean_post = post.mean.value;
    sample.sd_post = post.sd.value;
    sample.n_persons = complete.rows();
    return sample;
}

/// Puts the figures of a score into all methods.
///
/// A method that uses a mean change takes all its figures but the reliability from untreated people; without them it
/// takes those of the people themselves and is marked, because it then removes what it should show. Other methods take
/// the standard deviation and reliability of `figures`, and the mean of the earlier scores from the people themselves.
///
/// @param score    what changes.
/// @param figures  what is known of it, each with its source.
/// @param sample   of the people themselves, see `sample_of_occasions()`.
/// @throws std::invalid_argument  a standard deviation is negative, a number infinite or above 1e150, or the level not
///                                between 0 and 1.
[[nodiscard]] inline change_plan plan_change(changing_score score, change_figures figures, const change_sample& sample)
{
    change_plan plan{.score = std::move(score),
                     .figures = std::move(figures),
                     .sample = sample,
                     .methods = {},
                     .sem = {},
                     .sdc = {}};
    const change_figures& given = plan.figures;
    change_sample own = sample;
    own.sd_pre = given.sd.value;
    own.reliability = given.reliability.value;
    change_sample paired = given.untreated.value_or(sample);
    paired.reliability = given.reliability.value;
    for (const change_method method : change_methods) {
        const bool is_paired = uses_mean_change(method);
        plan.methods.push_back(
            {change_rule_of(method, is_paired ? paired : own, given.level),
             is_paired && !given.untreated ? change_evidence::of_the_sample : change_evidence::usable});
    }
    plan.sem = sem(given.sd.value, given.reliability.value);
    plan.sdc = sdc(given.sd.value, given.reliability.value, given.level);
    if (given.clinical && given.functional)
        plan.cuts = cut_offs_of(*given.clinical, *given.functional);
    return plan;
}

/// How many people a method gives which result.
struct method_counts {
    change_method method = change_method::jacobson_truax;
    change_evidence evidence = change_evidence::usable;
    std::int64_t n_up = 0;       ///< toward security; of scores that say nothing about it, increases
    std::int64_t n_none = 0;     ///< no change beyond error
    std::int64_t n_down = 0;     ///< away from security, or decreases
    std::int64_t n_unknown = 0;  ///< without a value
    std::int64_t n_agree = 0;    ///< with the same result as the first method, both known
};

/// What all methods say about the same people.
struct method_comparison {
    std::vector<method_counts> methods;
    std::int64_t n_persons = 0;            ///< with both scores
    std::int64_t n_left_out = 0;           ///< with a refused score
    std::int64_t n_disagree = 0;           ///< about whom two methods differ
    std::int64_t n_disagree_evidence = 0;  ///< the same among the methods that are usable as evidence
    std::int64_t n_crossed_towards = 0;    ///< cut-off c, to the side of the functional group
    std::int64_t n_crossed_away = 0;       ///< and to that of the clinical group
};

/// Applies all methods of a plan to the same people.
///
/// @param plan       of the score.
/// @param occasions  persons x 2, NaN where the score was refused.
/// @throws std::invalid_argument  there are not two columns.
[[nodiscard]] inline method_comparison compare_methods(const change_plan& plan, const matrix_view& occasions)
{
    detail::check_two_occasions("compare_methods", occasions);
    method_comparison comparison;
    for (const planned_method& planned : plan.methods)
        comparison.methods.push_back({planned.rule.method, planned.evidence});
    for (Eigen::Index i = 0; i < occasions.rows(); ++i) {
        const double pre = occasions(i, 0);
        const double post = occasions(i, 1);
        if (std::isnan(pre) || std::isnan(post)) {
            ++comparison.n_left_out;
            continue;
        }
        ++comparison.n_persons;
        const crossing crossed = plan.crossed(pre, post);
        comparison.n_crossed_towards += crossed == crossing::towards_functional ? 1 : 0;
        comparison.n_crossed_away += crossed == crossing::towards_clinical ? 1 : 0;
        const change_result first = plan.result(plan.methods.front().rule.method, pre, post);
        std::optional<change_result> seen;
        std::optional<change_result> seen_evidence;
        bool is_disputed = false;
        bool is_disputed_evidence = false;
        for (method_counts& counts : comparison.methods) {
            const change_result result = plan.result(counts.method, pre, post);
            switch (result) {
            case change_result::unknown: ++counts.n_unknown; continue;
            case change_result::none_beyond_error: ++counts.n_none; break;
            case change_result::reliable_toward_security:
            case change_result::reliable_increase: ++counts.n_up; break;
            case change_result::reliable_away_from_security:
            case change_result::reliable_decrease: ++counts.n_down; break;
            }
            counts.n_agree += result == first ? 1 : 0;
            is_disputed |= seen.value_or(result) != result;
            seen = result;
            if (counts.evidence == change_evidence::usable) {
                is_disputed_evidence |= seen_evidence.value_or(result) != result;
                seen_evidence = result;
            }
        }
        comparison.n_disagree += is_disputed ? 1 : 0;
        comparison.n_disagree_evidence += is_disputed_evidence ? 1 : 0;
    }
    return comparison;
}

}  // namespace attune::inline v0
