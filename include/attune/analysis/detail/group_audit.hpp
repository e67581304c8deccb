#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/math/special_functions/beta.hpp>
#include <fmt/format.h>

#include "attune/analysis/audit_counts.hpp"
#include "attune/analysis/audit_finding.hpp"
#include "attune/analysis/detail/key_fit.hpp"
#include "attune/analysis/detail/whole_audit.hpp"
#include "attune/core/detail/math_policy.hpp"

namespace attune::inline v0::detail {

/// Per scale of the key, columns that point against it in one group and not among the other people.
using turned_by_scale = std::vector<turned_items>;

/// P(X >= n_found) of a binomial variable.
[[nodiscard]] inline double binomial_tail(std::int64_t n_found, std::int64_t n, double share)
{
    if (n_found == 0)
        return 1;
    if (!(share < 1))
        return 1;
    return boost::math::ibeta(static_cast<double>(n_found), static_cast<double>(n - n_found + 1), share, math_policy());
}

/// Compares groups with all other people.
class group_audit {
public:
    group_audit(const scoring_key& key, const std::map<std::string, audit_counts>& groups, const judging& rule)
        : key_(key), groups_(groups), rule_(rule), strict_(rule), total_(key)
    {
        std::size_t n_judged = 0;
        for (const auto& [name, group] : groups_) {
            total_.merge(group);
            n_judged += is_judged(group) ? 1 : 0;
        }
        const std::size_t n_verdicts = n_judged * key_.n_columns();
        if (n_verdicts > 0)  // Bonferroni: all groups and items together are wrong as seldom as one
            strict_.level = 1 - (1 - rule_.level) / static_cast<double>(n_verdicts);
    }

    [[nodiscard]] const audit_counts& total() const { return total_; }

    /// Groups with an item that surely points against the others, while among the people outside the group it surely
    /// does not.
    ///
    /// @param scales  of the key, in the directions that are held for right.
    [[nodiscard]] std::map<std::string, turned_by_scale> deviating(const std::vector<keyed_columns>& scales) const
    {
        std::map<std::string, turned_by_scale> found;
        for (const auto& [name, group] : groups_) {
            if (!is_judged(group))
                continue;
            const column_covariances within = covariances_of_columns(group.sums);
            turned_by_scale turned;
            bool is_any = false;
            for (const keyed_columns& scale : scales) {
                turned.push_back(surely_turned(within, scale, strict_));
                is_any = is_any || !turned.back().columns.empty();
            }
            if (!is_any)
                continue;
            moments others = total_.sums;
            others.subtract(group.sums);
            const column_covariances outside = covariances_of_columns(others);
            is_any = false;
            for (std::size_t s = 0; s < scales.size(); ++s) {
                const std::set<std::size_t> confirmed = judge(outside, scales[s], rule_).confirmed();
                std::erase_if(turned[s].columns, [&](std::size_t column) { return !confirmed.contains(column); });
                is_any = is_any || !turned[s].columns.empty();
            }
            if (is_any)
                found.emplace(name, std::move(turned));
        }
        return found;
    }

    /// All people but those of some groups; everybody when too few would be left.
    [[nodiscard]] audit_counts without(const std::map<std::string, turned_by_scale>& left_out) const
    {
        audit_counts rest = total_;
        for (const auto& [name, turned] : left_out)
            rest.subtract(groups_.at(name));
        return rest.sums.n_persons() < rule_.min_persons ? total_ : rest;
    }

    void report_turned(const std::map<std::string, turned_by_scale>& groups, const std::vector<keyed_columns>& scales,
                       std::vector<audit_finding>& findings) const
    {
        for (const auto& [name, turned] : groups)
            for (std::size_t s = 0; s < scales.size(); ++s) {
                if (turned[s].columns.empty())
                    continue;
                const std::vector<int> numbers = item_numbers(key_, turned[s].columns);
                const bool is_one = numbers.size() == 1;
                findings.push_back({.code = audit_code::group_item_reversed,
                                    .scale = scales[s].id,
                                    .items = numbers,
                                    .group = name,
                                    .n_persons = groups_.at(name).sums.n_persons(),
                                    .message = fmt::format(
                                        "{} {} against the other items of the scale in this group and not among the "
                                        "other people: {} reversed there, or printed or worded differently",
                                        items_text(numbers), is_one ? "points" : "point",
                                        is_one ? "its column looks" : "their columns look")});
            }
    }

    /// Names groups in which more people than elsewhere gave answers that the form does not have; what is left is
    /// reported for everybody.
    void report_invalid(std::vector<audit_finding>& findings) const
    {
        invalid_counts rest = total_.invalid;
        if (groups_.size() > 1)
            for (const auto& [name, group] : groups_)
                if (is_judged(group) && has_more_invalid(group)) {
                    rest.subtract(group.invalid);
                    findings.push_back(
                        {.code = audit_code::group_out_of_range,
                         .items = items_with_invalid(group.invalid),
                         .group = name,
                         .n_persons = group.invalid.n_persons(),
                         .message = fmt::format("{} of {} people of this group gave {} answers that are not one of {} "
                                                "to {}, far more than elsewhere: look which answers were printed there",
                                                group.invalid.n_persons_concerned(), group.invalid.n_persons(),
                                                group.invalid.n_invalid(), key_.range().min, key_.range().max)});
                }
        if (rest.n_persons_concerned() == 0)
            return;
        findings.push_back(
            {.code = audit_code::out_of_range,
             .items = items_with_invalid(rest),
             .n_persons = rest.n_persons(),
             .message = fmt::format("{} answers of {} people are not one of {} to {}; a code for a missing answer is "
                                    "named by --missing-code, and another range by --form{}",
                                    rest.n_invalid(), rest.n_persons_concerned(), key_.range().min, key_.range().max,
                                    unused_end())});
    }

    void note_small_groups(std::vector<audit_finding>& findings) const
    {
        std::size_t n_small = 0;
        std::int64_t n_persons = 0;
        for (const auto& [name, group] : groups_)
            if (!is_judged(group)) {
                ++n_small;
                n_persons += group.sums.n_persons();
            }
        if (groups_.size() > 1 && n_small > 0)
            findings.push_back(
                {.code = audit_code::too_few_to_judge,
                 .n_persons = n_persons,
                 .message = fmt::format("{} of {} groups have fewer than {} people and were not compared "
                                        "with the others",
                                        n_small, groups_.size(), rule_.min_persons)});
    }

private:
    [[nodiscard]] bool is_judged(const audit_counts& group) const
    {
        return group.sums.n_persons() >= rule_.min_persons;
    }

    [[nodiscard]] bool has_more_invalid(const audit_counts& group) const
    {
        std::size_t n_judged = 0;
        for (const auto& [name, other] : groups_)
            n_judged += is_judged(other) ? 1 : 0;
        const double share =
            static_cast<double>(total_.invalid.n_persons_concerned()) / static_cast<double>(total_.invalid.n_persons());
        return binomial_tail(group.invalid.n_persons_concerned(), group.invalid.n_persons(), share) <
               (1 - rule_.level) / static_cast<double>(n_judged);
    }

    /// Answers beside one end of the range, and none at the other, are those of a form that is coded otherwise.
    [[nodiscard]] std::string unused_end() const
    {
        for (const int end : {key_.range().min, key_.range().max}) {
            std::int64_t n_chosen = 0;
            for (std::size_t c = 0; c < key_.n_columns(); ++c)
                n_chosen += total_.sums.n_chosen(c, end);
            if (n_chosen == 0 && total_.sums.n_persons() >= rule_.min_persons)
                return fmt::format("; nobody chose {}: the answers may be coded from another number on", end);
        }
        return "";
    }

    [[nodiscard]] std::vector<int> items_with_invalid(const invalid_counts& counts) const
    {
        std::set<std::size_t> columns;
        for (std::size_t c = 0; c < key_.n_columns(); ++c)
            if (counts.n_invalid(c) > 0)
                columns.insert(c);
        return item_numbers(key_, columns);
    }

    const scoring_key& key_;
    const std::map<std::string, audit_counts>& groups_;
    judging rule_;
    judging strict_;  ///< the same, corrected for the number of verdicts
    audit_counts total_;
};

}  // namespace attune::inline v0::detail
