#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "attune/analysis/norm_sample.hpp"
#include "attune/instrument/norm_set.hpp"

namespace attune::inline v0::detail {

/// People of one gender and one year of age, by their place in the lattice of a score.
struct year_of_people {
    std::size_t gender = 0;
    int age = 0;
    std::vector<std::int64_t> counts;
    std::int64_t n_persons = 0;
};

/// People of all genders, or of some, year by year from the youngest.
///
/// @param genders  places among the sample's genders; empty: everybody, of unknown gender too.
[[nodiscard]] inline std::vector<year_of_people> years_of(const norm_sample_counts& sample, std::size_t output,
                                                          const std::vector<std::size_t>& genders)
{
    std::vector<year_of_people> years;
    for (int age = 0; age <= age_counts::oldest; ++age)
        for (std::size_t g = 0; g <= sample.genders().size(); ++g) {
            if (!genders.empty() && std::find(genders.begin(), genders.end(), g) == genders.end())
                continue;
            const std::span<const std::int64_t> counts = sample.by_age().at(g, age, output);
            std::int64_t n_persons = 0;
            for (const std::int64_t count : counts)
                n_persons += count;
            if (n_persons > 0)
                years.push_back({g, age, {counts.begin(), counts.end()}, n_persons});
        }
    return years;
}

/// Years put together from the youngest on until a group has 100 people; what is left over joins the last.
[[nodiscard]] inline std::vector<year_of_people> pooled(const std::vector<year_of_people>& years,
                                                        std::vector<double>& ages)
{
    std::vector<year_of_people> groups;
    ages.clear();
    bool is_open = false;
    for (std::size_t y = 0; y < years.size(); ++y) {
        if (!is_open && (y == 0 || years[y].age != years[y - 1].age)) {
            groups.push_back({years[y].gender, years[y].age, std::vector<std::int64_t>(years[y].counts.size()), 0});
            ages.push_back(0);
        }
        year_of_people& group = groups.back();
        for (std::size_t v = 0; v < group.counts.size(); ++v)
            group.counts[v] += years[y].counts[v];
        group.n_persons += years[y].n_persons;
        ages.back() += static_cast<double>(years[y].n_persons) * years[y].age;
        is_open = group.n_persons < few_norm_persons;
    }
    if (is_open && groups.size() > 1) {
        year_of_people& before = groups[groups.size() - 2];
        for (std::size_t v = 0; v < before.counts.size(); ++v)
            before.counts[v] += groups.back().counts[v];
        before.n_persons += groups.back().n_persons;
        ages[ages.size() - 2] += ages.back();
        groups.pop_back();
        ages.pop_back();
    }
    for (std::size_t g = 0; g < groups.size(); ++g)
        ages[g] /= static_cast<double>(groups[g].n_persons);
    return groups;
}

/// The scores at the places of a lattice.
[[nodiscard]] inline std::vector<double> values_of(const score_lattice& lattice)
{
    std::vector<double> values;
    for (std::size_t v = 0; v < lattice.n_values; ++v)
        values.push_back(lattice.first.value() + lattice.step.value() * static_cast<double>(v));
    return values;
}

}  // namespace attune::inline v0::detail
