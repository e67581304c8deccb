#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/instrument/identity.hpp"
#include "attune/instrument/norm_set.hpp"
#include "attune/instrument/resolve.hpp"

namespace attune::inline v0 {

/// What a norm set is worth for scores of one form: its figures in the units of these scores, or why it has none.
struct norm_fit {
    std::optional<norm_set> set;     ///< nothing when it is refused
    std::string refusal;             ///< a sentence; empty when it fits
    std::vector<std::string> flags;  ///< what to say aloud beside every figure, a sentence each
};

namespace detail {

[[nodiscard]] inline std::string refusal_of(const norm_set& of, const resolved_form& form,
                                            const instrument_identity& key)
{
    if (of.instrument != key.id)
        return fmt::format("is of {}; expected a norm set of {}", of.instrument, key.id);
    if (of.form != key.form)
        return fmt::format("is of the form {}; expected one of the form {}, as norms do not carry over between forms",
                           of.form, key.form);
    if (of.min != form.response.min || of.max != form.response.max)
        return fmt::format("is of answers {}..{}; expected one of answers {}..{}", of.min, of.max, form.response.min,
                           form.response.max);
    if (of.scoring_sha256 != key.scoring_sha256)
        return fmt::format("was made by another key of {}: scoring_sha256 {}; expected {}", key.id, of.scoring_sha256,
                           key.scoring_sha256);
    const std::vector<std::string> ids = score_ids(form);
    for (const norm_group& group : of.groups)
        for (const norm_figures& figures : group.scores)
            if (std::find(ids.begin(), ids.end(), figures.score) == ids.end())
                return fmt::format("has figures of a score '{}'; expected one of {}", figures.score,
                                   fmt::join(ids, ", "));
    for (const norm_model& model : of.models)
        if (std::find(ids.begin(), ids.end(), model.score) == ids.end())
            return fmt::format("has a curve of a score '{}'; expected one of {}", model.score, fmt::join(ids, ", "));
    return {};
}

/// The scale that a score is, or is the mean over targets of; null for a derived score.
[[nodiscard]] inline const scale* scale_of(std::string_view score, const resolved_form& form)
{
    for (const scale& s : form.scales) {
        if (score == s.id)
            return &s;
        for (const std::string& target : form.targets)
            if (score == target + "_" + s.id)
                return &s;
        if (!form.targets.empty() && score == "global_" + s.id)
            return &s;
    }
    return nullptr;
}

[[nodiscard]] inline aggregation aggregation_of(norm_metric metric)
{
    return metric == norm_metric::mean ? aggregation::mean : aggregation::sum;
}

/// Multiplies figures by k, or divides them by k.
inline void rescale(norm_figures& figures, std::int64_t k, bool to_sums)
{
    const auto factor = static_cast<double>(k);
    figures.mean = to_sums ? figures.mean * factor : figures.mean / factor;
    figures.sd = to_sums ? figures.sd * factor : figures.sd / factor;
    if (figures.retest)
        for (double* figure : {&figures.retest->mean, &figures.retest->sd})
            *figure = to_sums ? *figure * factor : *figure / factor;
    if (figures.counts)
        for (fraction* part : {&figures.counts->first, &figures.counts->step})
            *part = reduced(to_sums ? fraction{part->numerator * k, part->denominator}
                                    : fraction{part->numerator, part->denominator * k});
}

/// The same for a curve over age. The unscaled covariance has no units, and neither have the powers of a distribution.
inline void rescale(norm_model& model, std::int64_t k, bool to_sums)
{
    const auto scaled = [&](double number) {
        return to_sums ? number * static_cast<double>(k) : number / static_cast<double>(k);
    };
    for (norm_term& term : model.terms)
        term.coefficient = scaled(term.coefficient);
    model.sigma = scaled(model.sigma);
    model.fit.rmse = scaled(model.fit.rmse);
    for (fraction* part : {&model.first, &model.step})
        *part = reduced(to_sums ? fraction{part->numerator * k, part->denominator}
                                : fraction{part->numerator, part->denominator * k});
}

/// Puts all figures into the units of the scores, and says so.
inline void convert_metric(norm_fit& fit, const resolved_form& form)
{
    norm_set& set = *fit.set;
    std::vector<std::string> converted;
    std::vector<std::string> dropped;
    const auto note = [](std::vector<std::string>& list, const std::string& text) {
        if (std::find(list.begin(), list.end(), text) == list.end())
            list.push_back(text);
    };
    const bool has_other_scale = std::any_of(form.scales.begin(), form.scales.end(),
                                             [&](const scale& s) { return s.score != aggregation_of(set.metric); });
    for (norm_group& group : set.groups) {
        for (norm_figures& figures : group.scores) {
            const scale* s = scale_of(figures.score, form);
            if (s == nullptr || s->score == aggregation_of(set.metric))
                continue;
            rescale(figures, static_cast<std::int64_t>(s->items.size()), s->score == aggregation::sum);
            note(converted, fmt::format("{} {} by {}", figures.score,
                                        s->score == aggregation::sum ? "multiplied" : "divided", s->items.size()));
        }
        std::erase_if(group.scores, [&](const norm_figures& figures) {
            const bool is_lost = has_other_scale && scale_of(figures.score, form) == nullptr;
            if (is_lost)
                note(dropped, figures.score);
            return is_lost;
        });
    }
    for (norm_model& model : set.models) {
        const scale* s = scale_of(model.score, form);
        if (s != nullptr && s->score != aggregation_of(set.metric))
            rescale(model, static_cast<std::int64_t>(s->items.size()), s->score == aggregation::sum);
    }
    std::erase_if(set.models,
                  [&](const norm_model& model) { return has_other_scale && scale_of(model.score, form) == nullptr; });
    if (!converted.empty())
        fit.flags.push_back(fmt::format("the norms are {}s of items: mean and SD of {}, which is exact",
                                        to_string(set.metric), fmt::join(converted, ", ")));
    for (const std::string& score : dropped)
        fit.flags.push_back(fmt::format("the norms of {} are left out: they have no exact conversion", score));
}

}  // namespace detail

/// Whether a norm set belongs to a form, and what to say about it.
///
/// Refused is a set of another questionnaire, form, range or key (`scoring_sha256`), or with figures of scores that the
/// form has not. Sums are divided by the number of items where the form scores means, and means multiplied where it
/// scores sums; derived scores have no such conversion and are left out.
///
/// @param of    a valid norm set.
/// @param form  the form that was scored.
/// @param key   its identity.
/// @param mode  how the questionnaire was given, e.g. "self_report".
[[nodiscard]] inline norm_fit norm_fit_of(const norm_set& of, const resolved_form& form, const instrument_identity& key,
                                          std::string_view mode)
{
    norm_fit fit;
    fit.refusal = detail::refusal_of(of, form, key);
    if (!fit.refusal.empty())
        return fit;
    fit.set = of;
    if (of.mode != mode)
        fit.flags.push_back(fmt::format("norms of {} are used for answers given by {}", of.mode, mode));
    if (!of.age)
        fit.flags.emplace_back("the norms do not record ages: whether they suit a person's age cannot be checked");
    if (of.evidence == norm_evidence::secondary)
        fit.flags.emplace_back("the norms were read in a secondary source");
    if (!of.invariance_tested)
        fit.flags.emplace_back("that scores mean the same in all groups of the norms was not tested");
    detail::convert_metric(fit, form);
    for (const norm_group& group : of.groups)
        if (group.n_persons && *group.n_persons < few_norm_persons)
            fit.flags.push_back(fmt::format("the group {} has only {} people", group.id, *group.n_persons));
    return fit;
}

}  // namespace attune::inline v0
