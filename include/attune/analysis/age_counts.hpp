#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "attune/analysis/norm_sums.hpp"

namespace attune::inline v0 {

/// Complete people counted by gender, single year of age and score: what curves over age are fitted to. Integers, so
/// that they add up in any order.
class age_counts {
public:
    static constexpr int oldest = 150;  ///< of the ages that are counted

    /// @param layout     of the scores that are counted.
    /// @param n_genders  "not known" included.
    age_counts(const norm_layout& layout, std::size_t n_genders) : cells_(n_genders * (oldest + 1)), offsets_{0}
    {
        for (std::size_t i = 0; i < layout.key().outputs().size(); ++i)
            offsets_.push_back(offsets_.back() + (layout.is_counted(i) ? layout.lattice(i).n_values : 0));
    }

    /// Adds a person, unless the age is above `oldest`.
    ///
    /// @param gender  place of the gender.
    /// @param age     in years, at least 0.
    /// @param places  per output of the key the place of the score in its lattice.
    void add(std::size_t gender, int age, std::span<const std::size_t> places)
    {
        if (age > oldest)
            return;
        std::vector<std::int64_t>& cell = cells_[cell_of(gender, age)];
        cell.resize(offsets_.back());
        for (std::size_t i = 0; i < places.size(); ++i)
            if (offsets_[i + 1] > offsets_[i])
                ++cell[offsets_[i] + places[i]];
    }

    void merge(const age_counts& other)
    {
        for (std::size_t c = 0; c < cells_.size(); ++c) {
            if (other.cells_[c].empty())
                continue;
            cells_[c].resize(offsets_.back());
            for (std::size_t i = 0; i < cells_[c].size(); ++i)
                cells_[c][i] += other.cells_[c][i];
        }
    }

    /// People of a gender and an age, by their place in the lattice of a score; empty when there are none.
    [[nodiscard]] std::span<const std::int64_t> at(std::size_t gender, int age, std::size_t output) const
    {
        const std::vector<std::int64_t>& cell = cells_[cell_of(gender, age)];
        if (cell.empty())
            return {};
        return std::span(cell).subspan(offsets_[output], offsets_[output + 1] - offsets_[output]);
    }

    /// Ages of the youngest and the oldest that were added; nothing without people.
    [[nodiscard]] std::optional<std::pair<int, int>> ages() const
    {
        std::optional<std::pair<int, int>> found;
        for (std::size_t c = 0; c < cells_.size(); ++c)
            if (const int age = static_cast<int>(c % (oldest + 1)); !cells_[c].empty())
                found =
                    found ? std::pair(std::min(found->first, age), std::max(found->second, age)) : std::pair(age, age);
        return found;
    }

private:
    [[nodiscard]] static std::size_t cell_of(std::size_t gender, int age)
    {
        return gender * (oldest + 1) + static_cast<std::size_t>(age);
    }

    std::vector<std::vector<std::int64_t>> cells_;  ///< by gender, by age; empty without people
    std::vector<std::size_t> offsets_;              ///< of each output in a cell
};

}  // namespace attune::inline v0
