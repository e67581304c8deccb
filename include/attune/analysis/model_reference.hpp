#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "attune/analysis/fitted_people.hpp"
#include "attune/analysis/standing.hpp"
#include "attune/core/estimate.hpp"
#include "attune/instrument/norm_set.hpp"
#include "attune/scoring/key.hpp"

namespace attune::inline v0 {

/// What the people of one age of a curve are called, e.g. "regression.women.age.34"; without the gender where the curve
/// is of everybody.
[[nodiscard]] inline std::string curve_id(const norm_model& of, std::string_view gender, int age)
{
    const bool has_gender = !of.genders.empty() && !gender.empty();
    return fmt::format("{}.{}{}age.{}", to_string(of.method), has_gender ? gender : "", has_gender ? "." : "", age);
}

/// The people of one age and gender as a curve describes them, made ready for one score of a key: what
/// `norm_reference` is for a group.
class model_reference {
public:
    /// @param set      norms in the units of the scores: `norm_fit_of()`; outlives this.
    /// @param gender   empty when it is not known.
    /// @param age      in years.
    /// @param output   a score of the key.
    /// @param options  as of `norm_reference`.
    model_reference(const norm_set& set, std::string_view gender, int age, const scored_output& output,
                    const norm_reference_options& options = {})
        : n_items_(output.n_items), level_(options.level), limits_(options.limits)
    {
        const norm_model* model = set.model_of(output.id, gender);
        if (model == nullptr || !model->covers(age))
            return;
        id_ = curve_id(*model, gender, age);
        source_ = set.id + ":" + id_;
        people_.emplace(*model, gender, age);
        n_persons_ = model->n_persons;
        for (const norm_group& group : set.groups) {  // all ages of the gender, or else everybody
            const bool is_theirs = !group.gender || (!gender.empty() && *group.gender == gender);
            if (group.age || group.relationship || group.clinical || !is_theirs || (figures_ && !group.gender))
                continue;
            if (const norm_figures* figures = group.find(output.id); figures != nullptr && figures->reliability) {
                figures_ = *figures;
                error_source_ = fmt::format("{} of {}:{}", figures->reliability->kind, set.id, group.id);
            }
        }
    }

    /// (x - mean) / sd alone; NaN for a refused score, and without a curve.
    [[nodiscard]] double z_of(const raw_score& score) const
    {
        return people_ ? z_score(score.value(), people_->mean(), people_->sd())
                       : std::numeric_limits<double>::quiet_NaN();
    }

    /// Where a score stands. The standard error of measurement is that of the people of all ages: errors are taken as
    /// alike at every age, while scores scatter less within one.
    [[nodiscard]] score_standing standing(const raw_score& score) const
    {
        return standing_at(score.value(), score.n_answered,
                           is_refused(score.status) ? "the score was refused" : nullptr);
    }

    /// Where a number stands, as the score of somebody who answered every item.
    [[nodiscard]] score_standing standing(double x) const { return standing_at(x, n_items_, nullptr); }

private:
    [[nodiscard]] score_standing standing_at(double x, int n_answered, const char* unknown) const
    {
        if (unknown == nullptr && !people_)
            unknown = "the norms have no curve of this score at this age";
        const double nothing = std::numeric_limits<double>::quiet_NaN();
        const auto figure = [&](const char* id, double value, const char* otherwise) {
            estimate one{.id = id,
                         .value = unknown == nullptr ? value : std::numeric_limits<double>::quiet_NaN(),
                         .n_persons = n_persons_,
                         .method = source_};
            if (std::isnan(one.value)) {
                one.status = estimate_status::not_known;
                one.message = unknown != nullptr ? unknown : otherwise;
            }
            return one;
        };
        const double z = unknown == nullptr ? z_score(x, people_->mean(), people_->sd()) : nothing;
        const double percentile = unknown == nullptr ? people_->percentile_of(x) : nothing;
        const double equal = unknown == nullptr ? people_->percent_equal(x) : nothing;
        const char* no_counts = "a curve has no counts of scores";
        score_standing made;
        made.group = id_;
        made.n_persons = n_persons_;
        made.z = figure("z", z, "");
        made.t_linear = figure("t_linear", attune::t_linear(z), "");
        made.t_normalised = figure("t_normalised", attune::t_normalised(percentile), "the percentile is 0 or 100");
        made.sten = figure("sten", attune::sten(z), "");
        made.stanine = figure("stanine", attune::stanine(z), "");
        made.percentile = figure("percentile", percentile, "the curve has no percentile here");
        made.percent_below = figure("percent_below", percentile - equal / 2, no_counts);
        made.percent_equal = figure("percent_equal", equal, no_counts);
        made.measured = figure("score", nothing, "the norms report no reliability");
        made.kelley = figure("kelley", nothing, "the norms report no reliability");
        made.sem_conditional = figure("sem_conditional", nothing, "the norms report no reliability");
        const double share = std::isnan(limits_.lowest) ? nothing : attune::pomp(x, limits_.lowest, limits_.highest);
        made.pomp = figure("pomp", share, "the range of the score is not known");
        if (unknown != nullptr)
            return made;
        made.sd = people_->sd();
        made.percentile.ci = people_->interval_of(x, level_);
        if (figures_)
            describe_measurement(made, x, n_answered);
        return made;
    }

    void describe_measurement(score_standing& made, double x, int n_answered) const
    {
        const double r = stepped_reliability(figures_->reliability->value, std::max(n_answered, 1), n_items_);
        const double sem = figures_->sd * std::sqrt(1 - r);
        const double error = sem / people_->sd();
        const score_precision precision{people_->mean(), people_->sd(), std::max(1 - error * error, 0.0)};
        made.reliability = precision.reliability;
        const auto named = [&](estimate found) {
            found.method += ", " + error_source_;
            found.n_persons = n_persons_;
            return found;
        };
        made.measured = named(score_interval(x, precision, score_interval_method::observed, level_));
        made.kelley = named(score_interval(x, precision, score_interval_method::kelley, level_));
        made.sem_conditional = named(detail::sem_at(x, *figures_, sem, limits_));
        if (made.measured.ci)
            made.measured_percentile =
                confidence_interval{people_->percentile_of(made.measured.ci->lower),
                                    people_->percentile_of(made.measured.ci->upper), level_, "measurement_error"};
    }

    std::string id_;
    std::string source_;
    int n_items_;
    double level_;
    score_limits limits_;
    std::optional<std::int64_t> n_persons_;
    std::optional<fitted_people> people_;
    std::optional<norm_figures> figures_;  ///< of the people of all ages: what errors of measurement follow from
    std::string error_source_;
};

}  // namespace attune::inline v0
