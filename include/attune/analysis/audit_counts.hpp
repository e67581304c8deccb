#pragma once

#include <map>
#include <span>
#include <string>
#include <utility>

#include "attune/analysis/answer_moments.hpp"
#include "attune/analysis/invalid_counts.hpp"
#include "attune/core/version.hpp"
#include "attune/scoring/key.hpp"
#include "attune/stats/moments/moments.hpp"

namespace attune::inline v0 {

/// All that an audit needs to know of any number of people: integers that add up, merge and subtract.
struct audit_counts {
    moments sums;
    invalid_counts invalid;

    explicit audit_counts(const scoring_key& key) : sums(layout_of(key)), invalid(key.n_columns()) {}
    audit_counts(moments of_answers, invalid_counts of_others)
        : sums(std::move(of_answers)), invalid(std::move(of_others))
    {
    }

    /// Adds the people of others.
    ///
    /// @throws std::invalid_argument  they were counted by another key.
    void merge(const audit_counts& other)
    {
        sums.merge(other.sums);
        invalid.merge(other.invalid);
    }

    /// Takes people away that were added before.
    ///
    /// @throws std::invalid_argument  they were counted by another key, or are not among these.
    void subtract(const audit_counts& other)
    {
        sums.subtract(other.sums);
        invalid.subtract(other.invalid);
    }
};

/// The counts of an audit by group, added row by row or block by block in any order.
class grouped_audit_counts {
public:
    explicit grouped_audit_counts(const scoring_key& key) : sums_(layout_of(key)), n_columns_(key.n_columns()) {}

    /// Adds one person to a group.
    void add(const std::string& group, std::span<const answer_code> codes)
    {
        sums_.add(group, codes);
        invalid_of(group).add(codes);
    }

    /// Adds the people of a block to one group.
    void add(const std::string& group, const code_block& block)
    {
        if (block.n_persons() == 0)
            return;
        sums_.add(group, block);
        invalid_of(group).add(block);
    }

    /// Adds the groups of another collection of the same key.
    void merge(grouped_audit_counts& other)
    {
        sums_.merge(other.sums_);
        for (const auto& [group, counts] : other.invalid_)
            invalid_of(group).merge(counts);
    }

    [[nodiscard]] std::size_t n_groups() const { return sums_.n_groups(); }

    /// The counts of each group, in the order of their names.
    [[nodiscard]] std::map<std::string, audit_counts> finish()
    {
        std::map<std::string, audit_counts> all;
        std::map<std::string, moments> sums = sums_.finish();
        for (auto& [group, of_group] : sums)
            all.emplace(group, audit_counts(std::move(of_group), std::move(invalid_of(group))));
        invalid_.clear();
        return all;
    }

private:
    invalid_counts& invalid_of(const std::string& group)
    {
        return invalid_.try_emplace(group, n_columns_).first->second;
    }

    grouped_moments sums_;
    std::size_t n_columns_;
    std::map<std::string, invalid_counts> invalid_;
};

}  // namespace attune::inline v0
