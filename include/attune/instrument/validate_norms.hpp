#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/core/diagnostic.hpp"
#include "attune/instrument/norm_set.hpp"
#include "attune/instrument/soundness.hpp"

namespace attune::inline v0 {

namespace detail {

/// Collects what contradicts itself in one norm set. Parts that were not read whole are skipped.
class norm_set_check {
public:
    norm_set_check(const norm_set& of, const soundness& is_sound) : of_(of), is_sound_(is_sound) {}

    [[nodiscard]] std::vector<diagnostic> run()
    {
        const bool has_range = is_sound_("/instrument/min") && is_sound_("/instrument/max");
        if (has_range && (of_.min < 0 || of_.min >= of_.max || of_.max > 100))
            report("/instrument/max", "range", "answers {}..{}; expected min < max within 0..100", of_.min, of_.max);
        if (of_.age && is_sound_("/age"))
            check_span("/age", *of_.age);
        if (is_sound_("/groups") && of_.groups.empty())
            report("/groups", "group.none", "no groups; expected at least 1");
        std::set<std::string> seen;
        for (std::size_t g = 0; g < of_.groups.size(); ++g) {
            const std::string at = fmt::format("/groups/{}", g);
            if (is_sound_(at + "/id") && !seen.insert(of_.groups[g].id).second)
                report(at + "/id", "group.duplicate_id", "duplicate id '{}'; expected an id of its own",
                       of_.groups[g].id);
            check_group(at, of_.groups[g]);
        }
        for (std::size_t m = 0; m < of_.models.size(); ++m)
            if (const std::string at = fmt::format("/models/{}", m); is_sound_(at))
                check_model(at, of_.models[m]);
        return std::move(found_);
    }

private:
    template <typename... Args>
    void report(std::string pointer, std::string_view code, fmt::format_string<Args...> text, Args&&... args)
    {
        report(severity::error, std::move(pointer), code, fmt::format(text, std::forward<Args>(args)...));
    }

    void report(severity level, std::string pointer, std::string_view code, std::string text)
    {
        found_.push_back({level, "norms." + std::string(code), std::move(text), {"", std::move(pointer), 0, 0}});
    }

    void check_span(const std::string& at, const age_span& age)
    {
        if (age.min && age.max && *age.min > *age.max)
            report(at, "age", "ages {}..{}; expected min <= max", *age.min, *age.max);
    }

    void check_group(const std::string& at, const norm_group& group)
    {
        if (group.age && is_sound_(at + "/age"))
            check_span(at + "/age", *group.age);
        if (group.n_persons && is_sound_(at + "/n_persons"))
            check_size(at + "/n_persons", *group.n_persons);
        if (group.n_persons && group.n_effective && *group.n_effective > static_cast<double>(*group.n_persons))
            report(at + "/n_effective", "group.n_effective", "{} of {} people; expected no more than there are",
                   *group.n_effective, *group.n_persons);
        if (is_sound_(at + "/scores") && group.scores.empty())
            report(at + "/scores", "score.none", "no scores; expected at least 1");
        std::set<std::string> seen;
        for (std::size_t s = 0; s < group.scores.size(); ++s) {
            const std::string place = fmt::format("{}/scores/{}", at, s);
            if (is_sound_(place + "/id") && !seen.insert(group.scores[s].score).second)
                report(place + "/id", "score.duplicate_id", "score '{}' twice; expected each score once",
                       group.scores[s].score);
            if (is_sound_(place))
                check_figures(place, group, group.scores[s]);
        }
    }

    void check_size(const std::string& at, std::int64_t n_persons)
    {
        if (n_persons < min_norm_persons)
            report(at, "group.too_few", "{} people; expected at least {}", n_persons, min_norm_persons);
        else if (n_persons < few_norm_persons)
            report(severity::warning, at, "group.few",
                   fmt::format("{} people; figures of fewer than {} are uncertain, and are shown with a warning",
                               n_persons, few_norm_persons));
    }

    void check_figures(const std::string& at, const norm_group& group, const norm_figures& figures)
    {
        if (!(figures.sd > 0))
            report(at + "/sd", "score.sd", "{}; expected a standard deviation above 0", figures.sd);
        if (figures.counts && is_sound_(at + "/counts"))
            check_counts(at + "/counts", group, figures);
        if (is_sound_("/type") && is_sound_(at + "/retest"))
            check_retest(at, figures);
    }

    void check_retest(const std::string& at, const norm_figures& figures)
    {
        const bool is_retest = of_.type == norm_sample::untreated_retest;
        if (is_retest && !figures.retest)
            report(at, "score.retest_missing",
                   "no 'retest'; expected one for every score of a set of type untreated_retest");
        else if (!is_retest && figures.retest)
            report(at + "/retest", "score.retest_type",
                   "in a set of type {}; expected it in one of type untreated_retest", to_string(of_.type));
        else if (figures.retest && !(figures.retest->sd > 0))
            report(at + "/retest/sd", "score.retest_sd", "{}; expected a standard deviation above 0",
                   figures.retest->sd);
    }

    void check_counts(const std::string& at, const norm_group& group, const norm_figures& figures)
    {
        const norm_counts& counts = *figures.counts;
        if (counts.step.numerator <= 0) {
            report(at + "/step", "counts.step", "{}; expected a step above 0", to_string(counts.step));
            return;
        }
        if (!counts.weights.empty() && counts.weights.size() != counts.persons.size()) {
            report(at + "/weights", "counts.weights", "{} weights; expected {}, one for each count",
                   counts.weights.size(), counts.persons.size());
            return;
        }
        const std::int64_t n_counted = std::accumulate(counts.persons.begin(), counts.persons.end(), std::int64_t{0});
        if (group.n_persons && n_counted != *group.n_persons)
            report(at + "/persons", "counts.total", "{} people in all; expected {}, as the group has", n_counted,
                   *group.n_persons);
        else if (n_counted > 1)
            check_moments(at, figures, n_counted, group.n_effective.value_or(static_cast<double>(n_counted)));
    }

    /// Mean and standard deviation as the counts, or their weights, have them.
    void check_moments(const std::string& at, const norm_figures& figures, std::int64_t n_counted, double n_effective)
    {
        const norm_counts& counts = *figures.counts;
        const auto weight = [&](std::size_t i) {
            return counts.weights.empty() ? static_cast<double>(counts.persons[i]) : counts.weights[i];
        };
        double total = 0;
        double mean_place = 0;
        for (std::size_t i = 0; i < counts.persons.size(); ++i) {
            total += weight(i);
            mean_place += weight(i) * static_cast<double>(i);
        }
        mean_place /= total;
        double squares = 0;
        for (std::size_t i = 0; i < counts.persons.size(); ++i)
            squares += weight(i) * (static_cast<double>(i) - mean_place) * (static_cast<double>(i) - mean_place);
        const double n = counts.weights.empty() ? static_cast<double>(n_counted) : n_effective;
        const double mean = counts.first.value() + counts.step.value() * mean_place;
        const double sd = counts.step.value() * std::sqrt(squares / total * n / (n - 1));
        constexpr double tolerance = 1e-6;  // of a scale point; figures are written in full
        if (std::abs(mean - figures.mean) > tolerance || std::abs(sd - figures.sd) > tolerance)
            report(at, "counts.moments", "the counts have mean {:.6f} and sd {:.6f}; expected {:.6f} and {:.6f}", mean,
                   sd, figures.mean, figures.sd);
    }

    void check_model(const std::string& at, const norm_model& model)
    {
        if (model.lowest_age >= model.highest_age)
            report(at + "/highest_age", "model.age", "ages {} to {}; expected the lowest below the highest",
                   model.lowest_age, model.highest_age);
        if (model.n_persons < few_norm_persons)
            report(at + "/n_persons", "model.too_few", "{} people; expected at least {}", model.n_persons,
                   few_norm_persons);
        if (model.method != of_.models.front().method)
            report(at + "/method", "model.method", "{}; expected {}, as all curves of a set are of one method",
                   to_string(model.method), to_string(of_.models.front().method));
        if (std::any_of(of_.models.data(), &model, [&](const norm_model& earlier) {
                return earlier.score == model.score && earlier.genders == model.genders;
            }))
            report(at + "/score", "model.duplicate", "a second curve of '{}' for the same people; expected one",
                   model.score);
        if (model.fit.n_falling != 0)
            report(at + "/fit/n_falling", "model.falls",
                   "the score falls in {} places as the rank rises; expected 0, as such a curve has no percentiles",
                   model.fit.n_falling);
        check_coefficients(at, model);
    }

    void check_coefficients(const std::string& at, const norm_model& model)
    {
        const bool is_distribution = model.method == norm_method::beta_binomial;
        if (is_distribution && (model.log_a.empty() || model.log_a.size() != model.log_b.size()))
            report(at + "/log_b", "model.coefficients", "{} coefficients; expected {}, as many as of log_a, at least 1",
                   model.log_b.size(), model.log_a.size());
        if (is_distribution && model.step.numerator <= 0)
            report(at + "/step", "model.coefficients", "{}; expected a step above 0", to_string(model.step));
        if (!is_distribution && model.terms.empty())
            report(at + "/terms", "model.coefficients", "no terms; expected at least 1");
        for (std::size_t t = 0; t < model.terms.size(); ++t)
            if (const std::string& gender = model.terms[t].gender; !gender.empty() && !model.is_for(gender))
                report(fmt::format("{}/terms/{}/gender", at, t), "model.coefficients",
                       "'{}'; expected one of the genders of the curve", gender);
        if (model.method == norm_method::regression && !(model.sigma > 0))
            report(at + "/sigma", "model.coefficients", "{}; expected a scatter above 0", model.sigma);
        if (model.method == norm_method::regression &&
            model.covariance.size() != model.terms.size() * model.terms.size())
            report(at + "/covariance", "model.coefficients", "{} numbers; expected {}, the square of the terms",
                   model.covariance.size(), model.terms.size() * model.terms.size());
    }

    const norm_set& of_;
    const soundness& is_sound_;
    std::vector<diagnostic> found_;
};

}  // namespace detail

/// Everything in a norm set that contradicts itself: groups of one name, fewer than 30 people, counts that do not add
/// up to the people, the mean and the standard deviation beside them, figures of a retest in a set of another type,
/// curves that fall or lack coefficients.
///
/// @param of        the norm set, complete or not.
/// @param is_sound  which parts were read without fault; checks that need another part are skipped.
/// @return          errors, and warnings for groups of fewer than 100, with JSON Pointers; source, line and column are
///                  added by the reader of the file. Empty for a valid norm set. Whether it belongs to a questionnaire
///                  is for `norm_fit_of()` to say.
[[nodiscard]] inline std::vector<diagnostic> validate(
    const norm_set& of, const soundness& is_sound = [](std::string_view) { return true; })
{
    return detail::norm_set_check(of, is_sound).run();
}

}  // namespace attune::inline v0
