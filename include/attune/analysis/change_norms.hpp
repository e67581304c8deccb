#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "attune/analysis/change.hpp"
#include "attune/instrument/norm_set.hpp"

namespace attune::inline v0 {

/// What a group of a norm set is to people whose change is looked at.
enum class change_role {
    none,        ///< not known: neither its type nor the group says whether its people seek help
    functional,  ///< people who do not seek help
    clinical,    ///< people who do
    untreated,   ///< people measured twice without treatment
};

[[nodiscard]] constexpr std::string_view to_string(change_role role)
{
    switch (role) {
    case change_role::none: return "none";
    case change_role::functional: return "functional";
    case change_role::clinical: return "clinical";
    case change_role::untreated: return "untreated";
    }
    return "none";
}

/// The role of a group: what the group itself says of its people stands before the type of the set.
[[nodiscard]] inline change_role change_role_of(const norm_set& of, const norm_group& group)
{
    if (of.type == norm_sample::untreated_retest)
        return change_role::untreated;
    if (group.clinical)
        return *group.clinical ? change_role::clinical : change_role::functional;
    switch (of.type) {
    case norm_sample::clinical: return change_role::clinical;
    case norm_sample::community:
    case norm_sample::students:
    case norm_sample::volunteers: return change_role::functional;
    case norm_sample::untreated_retest:
    case norm_sample::other: break;
    }
    return change_role::none;
}

/// A group of a norm set in the units of the scores (`norm_fit_of()`).
struct norm_group_of_set {
    norm_set set;
    std::size_t place = 0;  ///< of the group in the set

    [[nodiscard]] const norm_group& group() const { return set.groups.at(place); }

    /// Which people these are, for a report.
    [[nodiscard]] std::string name() const { return fmt::format("{} {}, {}", set.id, set.version, group().id); }
};

/// The norms that changes are judged by, one group a role.
struct change_norms {
    std::optional<norm_group_of_set> functional = {};
    std::optional<norm_group_of_set> clinical = {};
    std::optional<norm_group_of_set> untreated = {};
};

/// Why two norm sets give no cut-off between their people, or "" when they do: means of another form, range or mode
/// differ for reasons that have nothing to do with seeking help.
///
/// @param clinical,functional  norms of the people on either side.
/// @param mode                 how the people whose change is looked at were asked.
[[nodiscard]] inline std::string cut_off_refusal(const norm_set& clinical, const norm_set& functional,
                                                 std::string_view mode)
{
    if (clinical.instrument != functional.instrument || clinical.form != functional.form ||
        clinical.scoring_sha256 != functional.scoring_sha256)
        return fmt::format("cut-offs need norms of one form: {} is of {}, {}, and {} of {}, {}", clinical.id,
                           clinical.instrument, clinical.form, functional.id, functional.instrument, functional.form);
    if (clinical.min != functional.min || clinical.max != functional.max)
        return fmt::format("cut-offs need norms of one range of answers: {} has {}..{}, and {} {}..{}", clinical.id,
                           clinical.min, clinical.max, functional.id, functional.min, functional.max);
    for (const norm_set* set : {&clinical, &functional})
        if (set->mode != mode)
            return fmt::format("cut-offs need norms of one mode: {} was given by {}, and these answers by {}", set->id,
                               set->mode, mode);
    return {};
}

/// Fills in what norms know of one score and what is not known yet: the standard deviation and the reliability, both
/// of the first group that reports a reliability, functional before clinical before untreated; the figures of untreated
/// people; and those of the two groups that a cut-off lies between, when both have them.
///
/// @param figures  those that are known stay.
/// @param score    id of the score.
/// @param norms    what there is of each kind of people.
inline void add_norm_figures(change_figures& figures, std::string_view score, const change_norms& norms)
{
    const auto figures_of = [score](const std::optional<norm_group_of_set>& from) {
        return from ? from->group().find(score) : nullptr;
    };
    for (const auto* from : std::array{&norms.functional, &norms.clinical, &norms.untreated}) {
        const norm_figures* known = figures_of(*from);
        if (known == nullptr || !known->reliability)
            continue;
        if (std::isnan(figures.sd.value))
            figures.sd = {known->sd, "of " + (*from)->name()};
        if (std::isnan(figures.reliability.value))
            figures.reliability = {known->reliability->value, known->reliability->kind + " of " + (*from)->name()};
        break;
    }
    if (const norm_figures* known = figures_of(norms.untreated);
        known != nullptr && known->retest && !figures.untreated) {
        figures.untreated = change_sample{.mean_pre = known->mean,
                                          .sd_pre = known->sd,
                                          .mean_post = known->retest->mean,
                                          .sd_post = known->retest->sd,
                                          .retest_r = known->retest->r,
                                          .n_persons = norms.untreated->group().n_persons.value_or(0)};
        figures.untreated_source = norms.untreated->name();
    }
    const norm_figures* clinical = figures_of(norms.clinical);
    const norm_figures* functional = figures_of(norms.functional);
    if (clinical != nullptr && functional != nullptr && !figures.clinical && !figures.functional) {
        figures.clinical = group_figures{clinical->mean, clinical->sd};
        figures.clinical_source = norms.clinical->name();
        figures.functional = group_figures{functional->mean, functional->sd};
        figures.functional_source = norms.functional->name();
    }
}

}  // namespace attune::inline v0
