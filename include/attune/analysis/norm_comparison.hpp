#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/analysis/model_reference.hpp"
#include "attune/analysis/score_lattice.hpp"
#include "attune/analysis/standing.hpp"
#include "attune/core/check.hpp"
#include "attune/instrument/norm_set.hpp"
#include "attune/scoring/key.hpp"

namespace attune::inline v0 {

/// Which groups a person is compared with.
struct person_groups {
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    std::size_t like = none;     ///< place of the group most like the person among those that are compared with
    std::string_view flag = {};  ///< what stands in the way; empty when nothing does
    bool is_outside = false;     ///< the person's age is not one of the norms: no figures at all
};

/// A norm set made ready for the scores of a key: everybody, the group most like a person, or groups by name. Where the
/// set has curves over age, the people of each age and gender are such groups, behind those of the set.
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
        for (const scored_output& output : key.outputs())
            limits_.push_back(options_of(key, output).limits);
        for (const norm_group& group : set_.groups) {
            std::vector<norm_reference>& row = references_.emplace_back();
            for (const scored_output& output : key.outputs())
                row.emplace_back(set_, group, output, options_of(key, output));
        }
        if (by_person)
            add_curves(key);
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

    [[nodiscard]] std::size_t n_groups() const { return references_.size() + curves_.size(); }

    /// One of the groups; of a curve it holds its name, gender and age, and no figures.
    [[nodiscard]] const norm_group& group(std::size_t place) const
    {
        return is_group(place) ? set_.groups[place] : curve_groups_[place - references_.size()];
    }

    /// Where a score stands in a group.
    ///
    /// @param group    its place.
    /// @param output   place of the score among those of the key.
    /// @param score    of one person.
    /// @param has_all  with the further intervals of the percentile: `norm_reference::standing()`.
    [[nodiscard]] score_standing standing(std::size_t group, std::size_t output, const raw_score& score,
                                          bool has_all = false) const
    {
        return is_group(group) ? references_[group][output].standing(score, has_all)
                               : curves_[group - references_.size()][output].standing(score);
    }

    /// Percent of maximum possible; NaN for a refused score.
    [[nodiscard]] double pomp_of(std::size_t output, const raw_score& score) const
    {
        const score_limits& limits = limits_[output];
        return std::isnan(limits.lowest) ? limits.lowest : pomp(score.value(), limits.lowest, limits.highest);
    }

    /// Its z score alone.
    [[nodiscard]] double z_of(std::size_t group, std::size_t output, const raw_score& score) const
    {
        return is_group(group) ? references_[group][output].z_of(score)
                               : curves_[group - references_.size()][output].z_of(score);
    }

    /// Everything a person is compared with: everybody, then the group most like the person, then those by name;
    /// `person_groups::none` where there is no such group.
    [[nodiscard]] std::vector<std::size_t> compared(const person_groups& groups) const
    {
        std::vector<std::size_t> all{everybody_};
        if (is_by_person_)
            all.push_back(groups.like);
        all.insert(all.end(), named_.begin(), named_.end());
        return all;
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
    /// @param of      what is asked for of each person.
    /// @return     flag is the first that applies: "age_outside" (of the norms), "age_outside_curve" (which says
    ///             nothing beyond its ages: the comparison with everybody stands alone), "age_unknown",
    ///             "gender_unknown", "no_group" (like the person); empty when there is nothing to say.
    [[nodiscard]] person_groups groups_of(const std::optional<std::string>& gender, std::optional<int> age,
                                          asked of) const
    {
        person_groups groups;
        if (set_.age && age && !set_.age->contains(*age)) {
            groups.is_outside = true;
            groups.flag = "age_outside";
            return groups;
        }
        if (is_by_person_ && age && !set_.models.empty()) {
            groups.like = place_of_curve(gender.value_or(""), *age);
            if (groups.like == person_groups::none) {
                groups.flag = "age_outside_curve";
                return groups;
            }
        } else if (const norm_group* like = is_by_person_ ? group_like(set_, gender, age) : nullptr) {
            groups.like = static_cast<std::size_t>(like - set_.groups.data());
        }
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

    [[nodiscard]] static norm_reference_options options_of(const scoring_key& key, const scored_output& output)
    {
        const score_lattice lattice = lattice_of(key.form(), output);
        const double lowest = lattice.first.value();
        if (lattice.n_values < 2)
            return {};
        return {.limits = {lowest, lowest + lattice.step.value() * static_cast<double>(lattice.n_values - 1)}};
    }

    [[nodiscard]] bool is_group(std::size_t place) const { return place < references_.size(); }

    /// The people of every age and gender that a curve covers.
    void add_curves(const scoring_key& key)
    {
        std::vector<std::string> genders{""};
        for (const norm_model& model : set_.models)
            for (const std::string& gender : model.genders)
                if (std::find(genders.begin(), genders.end(), gender) == genders.end())
                    genders.push_back(gender);
        for (const std::string& gender : genders)
            for (int age = 0; age <= oldest; ++age) {
                const auto covers = [&](const norm_model& model) {
                    return &model == set_.model_of(model.score, gender) && model.covers(age);
                };
                const auto model = std::find_if(set_.models.begin(), set_.models.end(), covers);
                if (model == set_.models.end())
                    continue;
                norm_group& people = curve_groups_.emplace_back();
                people.id = curve_id(*model, gender, age);
                people.name = fmt::format("{}, aged {}", gender.empty() ? "everybody" : gender, age);
                if (!gender.empty())
                    people.gender = gender;
                people.age = age_span{age, age};
                people.n_persons = model->n_persons;
                std::vector<model_reference>& row = curves_.emplace_back();
                for (const scored_output& output : key.outputs())
                    row.emplace_back(set_, gender, age, output, options_of(key, output));
                curve_places_[{gender, age}] = references_.size() + curves_.size() - 1;
            }
    }

    /// That of the gender, or where it has none that of everybody.
    [[nodiscard]] std::size_t place_of_curve(const std::string& gender, int age) const
    {
        for (const std::string& wanted : {gender, std::string()})
            if (const auto place = curve_places_.find({wanted, age}); place != curve_places_.end())
                return place->second;
        return person_groups::none;
    }

    static constexpr int oldest = 150;

    norm_set set_;
    bool is_by_person_;
    std::size_t everybody_ = person_groups::none;
    std::vector<std::size_t> named_;
    std::vector<score_limits> limits_;                     ///< by output
    std::vector<std::vector<norm_reference>> references_;  ///< by group, by output
    std::vector<std::vector<model_reference>> curves_;     ///< by gender and age, by output
    std::vector<norm_group> curve_groups_;
    std::map<std::pair<std::string, int>, std::size_t> curve_places_;  ///< behind the groups
};

}  // namespace attune::inline v0
