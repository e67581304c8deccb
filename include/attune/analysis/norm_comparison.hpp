#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attune/analysis/standing.hpp"
#include "attune/core/check.hpp"
#include "attune/instrument/norm_set.hpp"
#include "attune/scoring/key.hpp"

namespace attune::inline v0 {

/// Which groups a person is compared with.
struct person_groups {
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    std::size_t like = none;     ///< place of the group most like the person among those of the norm set
    std::string_view flag = {};  ///< what stands in the way; empty when nothing does
    bool is_outside = false;     ///< the person's age is not one of the norms: no figures at all
};

/// A norm set made ready for the scores of a key: everybody, the group most like a person, or groups by name.
class norm_comparison {
public:
    /// @param set    norms in the units of the scores: `norm_fit_of()`.
    /// @param key    whose scores are compared.
    /// @param named  ids of groups that everybody is compared with, besides `everybody`.
    /// @param by_person  whether each person is also compared with the group most like this person.
    /// @throws std::invalid_argument  the norm set has no such group.
    norm_comparison(norm_set set, const scoring_key& key, const std::vector<std::string>& named = {},
                    bool by_person = false)
        : set_(std::move(set)), is_by_person_(by_person)
    {
        for (const norm_group& group : set_.groups) {
            std::vector<norm_reference>& row = references_.emplace_back();
            for (const scored_output& output : key.outputs())
                row.emplace_back(set_, group, output);
        }
        everybody_ = place_of(everybody);
        for (const std::string& id : named) {
            if (id == everybody)
                continue;
            named_.push_back(place_of(id));
            if (named_.back() == person_groups::none)
                fail_argument("norm_comparison", "group", "be one of the norm set " + set_.id, "'" + id + "'");
        }
    }

    [[nodiscard]] const norm_set& set() const { return set_; }

    /// Whether people are compared with the group most like them, and not with groups by name.
    [[nodiscard]] bool is_by_person() const { return is_by_person_; }

    /// Place of the group that holds everybody; `person_groups::none` in a set without one.
    [[nodiscard]] std::size_t overall() const { return everybody_; }

    /// Places of the groups by name.
    [[nodiscard]] const std::vector<std::size_t>& named() const { return named_; }

    [[nodiscard]] std::size_t n_groups() const { return references_.size(); }
    [[nodiscard]] const norm_reference& reference(std::size_t group, std::size_t output) const
    {
        return references_[group][output];
    }

    /// What is asked for of each person: where it is not known, that is flagged.
    struct asked {
        bool gender = false;
        bool age = false;
    };

    /// Which groups a person belongs to.
    ///
    /// @param gender  word of the group; nothing when it is not known, or not asked for.
    /// @param age     in years; nothing likewise.
    /// @return     flag is the first that applies: "age_outside" (of the norms), "age_unknown", "gender_unknown",
    ///             "no_group" (like the person); empty when there is nothing to say.
    [[nodiscard]] person_groups groups_of(const std::optional<std::string>& gender, std::optional<int> age,
                                          asked of) const
    {
        person_groups groups;
        if (set_.age && age && !set_.age->contains(*age)) {
            groups.is_outside = true;
            groups.flag = "age_outside";
            return groups;
        }
        if (const norm_group* like = is_by_person_ ? group_like(set_, gender, age) : nullptr)
            groups.like = static_cast<std::size_t>(like - set_.groups.data());
        if (of.age && !age)
            groups.flag = "age_unknown";
        else if (is_by_person_ && of.gender && !gender)
            groups.flag = "gender_unknown";
        else if (is_by_person_ && (of.gender || of.age) && groups.like == person_groups::none)
            groups.flag = "no_group";
        return groups;
    }

private:
    [[nodiscard]] std::size_t place_of(std::string_view id) const
    {
        const norm_group* group = set_.find(id);
        return group == nullptr ? person_groups::none : static_cast<std::size_t>(group - set_.groups.data());
    }

    norm_set set_;
    bool is_by_person_;
    std::size_t everybody_ = person_groups::none;
    std::vector<std::size_t> named_;
    std::vector<std::vector<norm_reference>> references_;  ///< by group, by output
};

}  // namespace attune::inline v0
