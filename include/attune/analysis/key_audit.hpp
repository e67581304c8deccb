#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "attune/analysis/audit_counts.hpp"
#include "attune/analysis/audit_finding.hpp"
#include "attune/analysis/detail/group_audit.hpp"
#include "attune/analysis/detail/known_keys.hpp"
#include "attune/analysis/detail/whole_audit.hpp"
#include "attune/analysis/scale_figures.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/instrument/instrument.hpp"

namespace attune::inline v0 {

/// When an audit judges.
struct audit_options {
    std::int64_t min_persons = 50;  ///< fewer are not judged: the limits of a correlation are then too far apart
    double level = 0.99;            ///< of the intervals of item-rest correlations: a false alarm costs an afternoon
};

/// Whether answers fit a key, from sums alone.
///
/// An item points against its scale when the upper limit (Fisher's z, `options.level`) of its correlation with the sum
/// of the other items is below 0. That is explained, in this order: by columns that were reversed before
/// (`already_keyed`), another form (`wrong_form`), a sibling (`sibling_key`), exchanged columns (`scales_swapped`),
/// and else by the smallest set of items to turn round (`item_reversed`). A known key that differs in one or two items
/// only is taken for those items. Further: answers that use part of the range only, scales that the catalogue knows
/// under each other's name, answers outside the range.
///
/// With several groups each is compared with all other people at a level that is divided by the number of groups and
/// columns (Bonferroni); the groups that differ are named and left out of the verdict about the key.
///
/// @param of         definition that the key is of; its `published` figures are compared as information.
/// @param key        of one of its forms.
/// @param groups     counts by the value of a grouping column; one group for none.
/// @param catalogue  definitions to compare with: siblings, and others with as many items.
/// @param options    how many people it takes, and the level.
/// @throws std::invalid_argument  counts of another key, fewer than 4 persons to judge by, a level outside 0..1.
/// @note   A scale of which all items are turned round looks like one of which none is: no correlation within it tells.
///         `published` holds a remark then, if there is a published mean.
[[nodiscard]] audit_result audit(const instrument& of, const scoring_key& key,
                                 const std::map<std::string, audit_counts>& groups,
                                 const std::vector<instrument>& catalogue, const audit_options& options = {});

namespace detail {

[[nodiscard]] inline std::string remark_on(const published_comparison& figures, const response_range& range)
{
    constexpr double notable = 0.5;  // sd: samples of other populations differ by less, see Cohen's "medium"
    if (!figures.mean_published || !(figures.sd > 0))
        return "";
    const double apart = std::abs(figures.mean - *figures.mean_published) / figures.sd;
    const double turned = std::abs(range.min + range.max - figures.mean - *figures.mean_published) / figures.sd;
    if (apart - turned > notable)
        return "turned round as a whole the scale would be nearer to it: look whether high answers mean what they "
               "should";
    return "";
}

[[nodiscard]] inline std::vector<published_comparison> compare_published(const instrument& of, const scoring_key& key,
                                                                         const moments& all)
{
    std::vector<published_comparison> compared;
    const std::vector<const scored_output*> outputs = scale_outputs(key);
    const std::vector<scale_figures> here = figures_of_scales(key, all);
    for (std::size_t s = 0; s < outputs.size(); ++s)
        for (const published_figure& figure : of.published) {
            if (figure.form != key.form().id || figure.score != outputs[s]->base_id)
                continue;
            published_comparison made{here[s].id,   figure.sample, figure.source, figure.n_persons,
                                      figure.mean,  figure.sd,     figure.alpha,  here[s].n_complete,
                                      here[s].mean, here[s].sd,    here[s].alpha};
            if (is_mean_of_items(key, *outputs[s]))
                made.remark = remark_on(made, key.range());
            compared.push_back(std::move(made));
        }
    return compared;
}

}  // namespace detail

inline audit_result audit(const instrument& of, const scoring_key& key,
                          const std::map<std::string, audit_counts>& groups, const std::vector<instrument>& catalogue,
                          const audit_options& options)
{
    check_within<std::int64_t>("audit", "min_persons", options.min_persons, 4, 1'000'000'000);
    check_probability("audit", "level", options.level);
    const detail::judging rule{options.min_persons, options.level};
    const detail::group_audit by_group(key, groups, rule);
    const std::vector<detail::known_key> known = detail::known_keys(of, key, catalogue);
    const bool has_groups = groups.size() > 1;

    std::map<std::string, detail::turned_by_scale> deviating;
    if (has_groups)
        deviating = by_group.deviating(detail::scales_of(key));
    const audit_counts people = by_group.without(deviating);
    detail::whole_audit whole(key, known, people, rule);
    audit_result result;
    result.n_persons = by_group.total().sums.n_persons();
    result.is_judged = people.sums.n_persons() >= options.min_persons;
    by_group.report_invalid(result.findings);
    std::vector<audit_finding> about_all = whole.run();
    result.findings.insert(result.findings.end(), about_all.begin(), about_all.end());
    if (has_groups && whole.directed())
        by_group.report_turned(by_group.deviating(*whole.directed()), *whole.directed(), result.findings);
    by_group.note_small_groups(result.findings);
    std::stable_partition(result.findings.begin(), result.findings.end(),
                          [](const audit_finding& finding) { return !is_information(finding.code); });
    result.published = detail::compare_published(of, key, by_group.total().sums);
    if (result.has_findings())  // the figures are those of a key or of data with a fault
        for (published_comparison& figures : result.published)
            figures.remark.clear();
    return result;
}

}  // namespace attune::inline v0
