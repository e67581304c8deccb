#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attune/analysis/score_lattice.hpp"
#include "attune/core/estimate.hpp"
#include "attune/instrument/norm_set.hpp"
#include "attune/scoring/key.hpp"
#include "attune/stats/norms/joint_region.hpp"
#include "attune/stats/norms/percentile.hpp"
#include "attune/stats/norms/percentile_from_moments.hpp"
#include "attune/stats/norms/score_interval.hpp"
#include "attune/stats/norms/standard_scores.hpp"
#include "attune/stats/reliability/keats_error.hpp"

namespace attune::inline v0 {

/// Where one score stands among the people of one group of a norm set. Of a refused score every figure is unknown.
///
/// What the norm set does not report makes the figures that need it NaN, each with a status and a sentence: without n
/// no percentile, without counts no normalised T, without a reliability no interval of measurement.
struct score_standing {
    std::string group;                      ///< id of the group
    std::optional<std::int64_t> n_persons;  ///< in it
    estimate z;                             ///< (x - mean) / sd
    estimate t_linear;                      ///< 50 + 10 z
    estimate t_normalised;                  ///< from the mid-rank; needs counts
    estimate sten;                          ///< 1..10, a boundary belongs to the upper one
    estimate stanine;                       ///< 1..9, likewise
    estimate percentile;                    ///< 0..100; its ci is the sampling error of the norm
    estimate percent_below;                 ///< of the group with a lower score; needs counts
    estimate percent_equal;                 ///< with the same score; needs counts
    estimate measured;                      ///< the score; std_error: of measurement; ci: observed +- z SEM
    estimate kelley;                        ///< the true score if the person belongs to the group
    estimate pomp;                          ///< percent of maximum possible; needs no norms
    estimate sem_conditional;               ///< standard error of measurement at this score; needs a reliability
    double sd = std::numeric_limits<double>::quiet_NaN();           ///< of the group; NaN when it has no figures
    double reliability = std::numeric_limits<double>::quiet_NaN();  ///< of the score, stepped to what was answered
    std::optional<confidence_interval> measured_percentile;         ///< percentiles at the ends of `measured`
    std::optional<confidence_interval> percentile_jeffreys;         ///< conservative under ties; only when asked for
    std::optional<confidence_interval> percentile_ties;             ///< including tie order; likewise
};

/// The range of a score.
struct score_limits {
    double lowest = std::numeric_limits<double>::quiet_NaN();  ///< NaN: not known
    double highest = std::numeric_limits<double>::quiet_NaN();
};

/// How a score is placed.
struct norm_reference_options {
    double level = 0.95;       ///< of every interval, between 0 and 1
    score_limits limits = {};  ///< of the score: what is told of its range needs them
};

namespace detail {

/// The standard error of measurement at a score, see `csem_keats_at()`, as a standing names it.
///
/// @param figures  of the group that `sem` is of.
[[nodiscard]] inline estimate sem_at(double x, const norm_figures& figures, double sem, const score_limits& limits)
{
    estimate made = csem_keats_at(
        x, {.lowest = limits.lowest, .highest = limits.highest, .mean = figures.mean, .sd = figures.sd, .sem = sem});
    made.id = "sem_conditional";
    return made;
}

}  // namespace detail

/// One group of a norm set, made ready for one score of a key.
class norm_reference {
public:
    /// @param set      norms in the units of the scores: `norm_fit_of()`.
    /// @param group    one of its groups.
    /// @param output   a score of the key.
    /// @param options  how a score is placed.
    norm_reference(const norm_set& set, const norm_group& group, const scored_output& output,
                   const norm_reference_options& options = {})
        : group_(group.id),
          source_(set.id + ":" + group.id),
          n_items_(output.n_items),
          level_(options.level),
          limits_(options.limits)
    {
        n_persons_ = group.n_persons;
        n_effective_ = group.n_effective;
        const norm_figures* figures = group.find(output.id);
        if (figures == nullptr)
            return;
        figures_ = *figures;
        if (!figures->counts)
            return;
        const norm_counts& counts = *figures->counts;
        lattice_ = {counts.first, counts.step, counts.persons.size()};
        up_to_.push_back(0);
        for (std::size_t i = 0; i < counts.persons.size(); ++i)
            up_to_.push_back(up_to_.back() +
                             (counts.weights.empty() ? static_cast<double>(counts.persons[i]) : counts.weights[i]));
    }

    /// (x - mean) / sd alone; NaN for a refused score, and without figures.
    [[nodiscard]] double z_of(const raw_score& score) const
    {
        return figures_ ? z_score(score.value(), figures_->mean, figures_->sd)
                        : std::numeric_limits<double>::quiet_NaN();
    }

    /// Where a score stands.
    ///
    /// @param score    of one person; a refused one stands nowhere.
    /// @param has_all  with the further intervals of the percentile, from counts; among many ties they take time.
    [[nodiscard]] score_standing standing(const raw_score& score, bool has_all = false) const
    {
        if (is_refused(score.status))
            return unknown_standing("the score was refused");
        const score_place place = up_to_.empty() ? score_place{} : place_at(lattice_.of(score.exact));
        score_standing made = standing_at(score.value(), place, score.n_answered);
        if (has_all && !up_to_.empty()) {
            const auto interval = [&](percentile_interval_method method) {
                return attune::percentile(place, {.interval = method, .level = level_}).ci;
            };
            made.percentile_jeffreys = interval(percentile_interval_method::jeffreys);
            made.percentile_ties = interval(percentile_interval_method::tie_mixture);
        }
        return made;
    }

    /// Where a number stands, as the score of somebody who answered every item.
    ///
    /// @param x  finite; within a billionth of a step it is the value of the scale beside it.
    [[nodiscard]] score_standing standing(double x) const
    {
        return standing_at(x, up_to_.empty() ? score_place{} : place_of(x), n_items_);
    }

    /// The percentile of any value on the scale, as the ends of an interval need it; NaN when it is not known.
    [[nodiscard]] double percentile_at(double x) const
    {
        if (!up_to_.empty())
            return 100 * share_of(place_of(x));
        if (!n_persons_ || *n_persons_ < 2 || !figures_)
            return std::numeric_limits<double>::quiet_NaN();
        const auto n = static_cast<double>(*n_persons_);
        const double t = z_score(x, figures_->mean, figures_->sd) / std::sqrt((n + 1) / n);
        return 100 * cdf(detail::t_distribution(n - 1), t);
    }

private:
    using named_figure = std::pair<estimate*, const char*>;

    [[nodiscard]] score_standing unknown_standing(const char* reason) const
    {
        score_standing made;
        made.group = group_;
        made.n_persons = n_persons_;
        for (auto& [figure, id] : figures_of(made))
            *figure = without_value(id, reason);
        return made;
    }

    [[nodiscard]] score_standing standing_at(double x, const score_place& place, int n_answered) const
    {
        if (!figures_)
            return unknown_standing("the norm group has no figures of this score");
        score_standing made;
        made.group = group_;
        made.n_persons = n_persons_;
        const double z = z_score(x, figures_->mean, figures_->sd);
        made.sd = figures_->sd;
        made.z = with_value("z", z);
        made.t_linear = with_value("t_linear", attune::t_linear(z));
        made.sten = with_value("sten", attune::sten(z));
        made.stanine = with_value("stanine", attune::stanine(z));
        made.pomp = std::isnan(limits_.lowest) ? without_value("pomp", "the range of the score is not known")
                                               : with_value("pomp", attune::pomp(x, limits_.lowest, limits_.highest));
        describe_place(made, x, place);
        describe_measurement(made, x, n_answered);
        return made;
    }

    static std::vector<named_figure> figures_of(score_standing& of)
    {
        return {{&of.z, "z"},
                {&of.t_linear, "t_linear"},
                {&of.t_normalised, "t_normalised"},
                {&of.sten, "sten"},
                {&of.stanine, "stanine"},
                {&of.percentile, "percentile"},
                {&of.percent_below, "percent_below"},
                {&of.percent_equal, "percent_equal"},
                {&of.measured, "score"},
                {&of.kelley, "kelley"},
                {&of.pomp, "pomp"},
                {&of.sem_conditional, "sem_conditional"}};
    }

    [[nodiscard]] estimate with_value(const char* id, double value) const
    {
        estimate made{.id = id, .value = value, .n_persons = n_persons_, .method = source_};
        if (std::isnan(value))
            return without_value(id, "the norm group has no spread");
        return made;
    }

    [[nodiscard]] estimate without_value(const char* id, const char* message) const
    {
        estimate made{.id = id, .n_persons = n_persons_, .method = source_};
        made.status = estimate_status::not_known;
        made.message = message;
        return made;
    }

    [[nodiscard]] score_place place_at(const score_lattice::place& at) const
    {
        const double equal = at.is_on ? up_to_[at.n_below + 1] - up_to_[at.n_below] : 0;
        const score_place place{up_to_[at.n_below], equal, up_to_.back()};
        return n_effective_ ? rescaled(place, *n_effective_) : place;
    }

    /// Of a value that came out of arithmetic: one within a billionth of a step is on it.
    [[nodiscard]] score_place place_of(double x) const
    {
        constexpr double rounding = 1e-9;
        const double steps = (x - lattice_.first.value()) / lattice_.step.value();
        const double nearest = std::round(steps);
        const bool is_on = std::abs(steps - nearest) < rounding;
        const double below =
            std::clamp(is_on ? nearest : std::ceil(steps), 0.0, static_cast<double>(lattice_.n_values));
        const auto n_below = static_cast<std::size_t>(below);
        return place_at({n_below, is_on && nearest >= 0 && n_below < lattice_.n_values});
    }

    [[nodiscard]] static double share_of(const score_place& place)
    {
        return (place.n_below + place.n_equal / 2) / place.n_persons;
    }

    void describe_place(score_standing& made, double x, const score_place& place) const
    {
        if (up_to_.empty()) {
            made.percentile = percentile_from_moments(x, {figures_->mean, figures_->sd, n_persons_}, level_).percentile;
            made.percentile.method += ", " + source_;
            const char* no_counts = "the norm set has no counts of scores";
            made.t_normalised = without_value("t_normalised", no_counts);
            made.percent_below = without_value("percent_below", no_counts);
            made.percent_equal = without_value("percent_equal", no_counts);
            return;
        }
        made.percentile = attune::percentile(place, {.level = level_});
        made.percentile.method += ", " + source_;
        made.percentile.n_persons = n_persons_;
        const double t = attune::t_normalised(made.percentile.value);
        made.t_normalised = std::isnan(t)
                                ? without_value("t_normalised", "nobody in the group scores on this side of it")
                                : with_value("t_normalised", t);
        made.percent_below = with_value("percent_below", 100 * place.n_below / place.n_persons);
        made.percent_equal = with_value("percent_equal", 100 * place.n_equal / place.n_persons);
    }

    void describe_measurement(score_standing& made, double x, int n_answered) const
    {
        if (!figures_->reliability) {
            made.measured = without_value("score", "the norm group reports no reliability");
            made.kelley = without_value("kelley", "the norm group reports no reliability");
            made.sem_conditional = without_value("sem_conditional", "the norm group reports no reliability");
            return;
        }
        const double r = stepped_reliability(figures_->reliability->value, std::max(n_answered, 1), n_items_);
        made.reliability = r;
        const score_precision precision{figures_->mean, figures_->sd, r};
        const auto named = [&](estimate found) {
            found.method += fmt::format(", {} of {}", figures_->reliability->kind, source_);
            found.n_persons = n_persons_;
            return found;
        };
        made.measured = named(score_interval(x, precision, score_interval_method::observed, level_));
        made.kelley = named(score_interval(x, precision, score_interval_method::kelley, level_));
        made.sem_conditional =
            named(detail::sem_at(x, *figures_, made.measured.std_error.value_or(std::nan("")), limits_));
        if (!made.measured.ci)
            return;
        const double lower = percentile_at(made.measured.ci->lower);
        const double upper = percentile_at(made.measured.ci->upper);
        if (!std::isnan(lower) && !std::isnan(upper))
            made.measured_percentile = confidence_interval{lower, upper, level_, "measurement_error"};
    }

    std::string group_;
    std::string source_;
    int n_items_;
    double level_;
    score_limits limits_;
    std::optional<std::int64_t> n_persons_;
    std::optional<double> n_effective_;
    std::optional<norm_figures> figures_;
    score_lattice lattice_;
    std::vector<double> up_to_;  ///< people below each value of the lattice, and below none of the rest
};

/// The 95 % region of two scores in the plane, from their standings in one group. The errors are not correlated, as
/// the scales share no item.
///
/// @return  `not_known` when a score, or its standard error of measurement, is.
[[nodiscard]] inline joint_region region_of(const score_standing& anxiety, const score_standing& avoidance)
{
    const double unknown = std::numeric_limits<double>::quiet_NaN();
    const auto measured = [unknown](const score_standing& of) {
        return measured_score{of.measured.value, of.measured.std_error.value_or(unknown)};
    };
    return joint_region_of(measured(anxiety), measured(avoidance));
}

/// The group of a norm set that is most like a person: of those whose gender and ages are all known of the person and
/// fit, the one that states most; gender before age. Never the group of everybody.
///
/// @param of      the norm set.
/// @param gender  the word of the group, e.g. "women"; nothing when it is not known.
/// @param age     in years; nothing when it is not known.
/// @return        null when no group fits: then the comparison with everybody stands alone.
[[nodiscard]] inline const norm_group* group_like(const norm_set& of, const std::optional<std::string>& gender,
                                                  std::optional<int> age)
{
    const norm_group* best = nullptr;
    int best_weight = 0;
    for (const norm_group& group : of.groups) {
        const bool fits =
            (!group.gender || group.gender == gender) && (!group.age || (age && group.age->contains(*age)));
        const bool is_of_others = group.relationship || group.clinical;  // which is not known of the person
        const int weight = (group.gender ? 2 : 0) + (group.age ? 1 : 0);
        if (fits && !is_of_others && weight > best_weight) {
            best = &group;
            best_weight = weight;
        }
    }
    return best;
}

}  // namespace attune::inline v0
