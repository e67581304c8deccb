#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/core/check.hpp"

namespace attune::inline v0 {

/// Two rows of one person, counted from 0.
using row_pair = std::pair<std::size_t, std::size_t>;

/// The rows of two occasions, person by person.
struct pairing {
    std::vector<row_pair> pairs;    ///< row of the first and of the second occasion, in the order of the first
    std::int64_t n_only_first = 0;  ///< persons who are not on the second occasion
    std::int64_t n_only_second = 0;
    std::int64_t n_without_id = 0;  ///< rows whose id is empty, on either occasion
};

/// Rows that repeat the id of an earlier row; empty ids repeat nothing.
///
/// @return  the earlier row and the one that repeats it, in the order of the latter.
[[nodiscard]] inline std::vector<row_pair> repeated_ids(const std::vector<std::string>& ids)
{
    std::unordered_map<std::string_view, std::size_t> first_rows;
    std::vector<row_pair> repeated;
    for (std::size_t row = 0; row < ids.size(); ++row)
        if (!ids[row].empty())
            if (const auto [place, is_new] = first_rows.emplace(ids[row], row); !is_new)
                repeated.emplace_back(place->second, row);
    return repeated;
}

/// The rows of any number of occasions, person by person.
struct person_rows {
    /// Per person and occasion the row; persons in the order in which they first stand, occasion after occasion.
    std::vector<std::vector<std::optional<std::size_t>>> persons;
    std::int64_t n_without_id = 0;  ///< rows whose id is empty, on any occasion
};

/// Joins occasions by the ids of their rows; equal means equal as text.
///
/// @param occasions  per occasion one id a row; an empty one belongs to nobody.
/// @throws std::invalid_argument  an id stands twice on one occasion (see `repeated_ids()`).
[[nodiscard]] inline person_rows join_occasions(std::span<const std::vector<std::string>> occasions)
{
    person_rows joined;
    std::unordered_map<std::string_view, std::size_t> persons;
    for (std::size_t occasion = 0; occasion < occasions.size(); ++occasion) {
        const std::vector<std::string>& ids = occasions[occasion];
        if (!repeated_ids(ids).empty())
            fail_argument("join_occasions", "occasions", "hold each id once", "one with repetitions");
        joined.n_without_id += std::count(ids.begin(), ids.end(), std::string{});
        for (std::size_t row = 0; row < ids.size(); ++row) {
            if (ids[row].empty())
                continue;
            const auto [place, is_new] = persons.emplace(ids[row], joined.persons.size());
            if (is_new)
                joined.persons.emplace_back(occasions.size());
            joined.persons[place->second][occasion] = row;
        }
    }
    return joined;
}

/// Joins two occasions by the ids of their rows; see `join_occasions()`.
///
/// @throws std::invalid_argument  an id stands twice on one occasion.
[[nodiscard]] inline pairing pair_occasions(std::vector<std::string> first, std::vector<std::string> second)
{
    const std::array occasions{std::move(first), std::move(second)};
    const person_rows joined = join_occasions(occasions);
    pairing made;
    made.n_without_id = joined.n_without_id;
    for (const auto& rows : joined.persons) {
        if (rows[0] && rows[1])
            made.pairs.emplace_back(*rows[0], *rows[1]);
        else
            ++(rows[0] ? made.n_only_first : made.n_only_second);
    }
    return made;
}

}  // namespace attune::inline v0
