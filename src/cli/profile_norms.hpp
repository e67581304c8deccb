#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/analysis/norm_comparison.hpp"
#include "attune/analysis/standing_memo.hpp"
#include "norm_choice.hpp"
#include "person_groups.hpp"
#include "profile_options.hpp"

namespace attune::cli {

/// The norms that people are compared with, and the groups that they belong to.
class profile_norms {
public:
    /// @throws failure  exit code 2 or 3.
    profile_norms(const profile_options& options, const scoring_key& key);

    [[nodiscard]] const norm_comparison* comparison() const { return norms_ ? &norms_->comparison : nullptr; }
    [[nodiscard]] standing_memo* memo() { return memo_ ? &*memo_ : nullptr; }
    [[nodiscard]] bool is_other_culture() const { return is_other_culture_; }
    [[nodiscard]] std::vector<std::string> flags() const { return norms_ ? norms_->flags : std::vector<std::string>{}; }

    [[nodiscard]] person_groups groups_of(std::string_view gender, std::string_view age) const;

    /// Which norms these are, as JSON; null without.
    [[nodiscard]] std::string json() const;

private:
    std::optional<chosen_norms> norms_;
    std::optional<person_group_table> groups_;
    std::optional<standing_memo> memo_;
    bool is_other_culture_ = false;
};

}  // namespace attune::cli
