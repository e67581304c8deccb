#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "attune/core/check.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/dyads/similarity.hpp"
#include "attune/stats/groups/correlation.hpp"

namespace attune::inline v0 {

/// People who belong together: a couple, or a family.
struct people_group {
    std::string name;
    std::vector<std::size_t> rows;  ///< from 0, in their order
};

/// Everybody by couple or family.
struct people_groups {
    std::vector<people_group> groups;  ///< in the order in which they first stand
    std::int64_t n_without_group = 0;  ///< rows whose name is empty
};

/// Puts people together whose rows have the same name.
///
/// @param names  per row the name of the couple or family; an empty one belongs to nobody. Equal means equal as text.
[[nodiscard]] inline people_groups group_people(const std::vector<std::string>& names)
{
    people_groups made;
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t row = 0; row < names.size(); ++row) {
        if (names[row].empty()) {
            ++made.n_without_group;
            continue;
        }
        const auto [place, is_new] = places.emplace(names[row], made.groups.size());
        if (is_new)
            made.groups.push_back({names[row], {}});
        made.groups[place->second].rows.push_back(row);
    }
    return made;
}

/// The roles that people have, sorted; empty ones are none.
[[nodiscard]] inline std::vector<std::string> distinct_roles(const std::vector<std::string>& roles)
{
    std::vector<std::string> all;
    for (const std::string& role : roles)
        if (!role.empty())
            all.push_back(role);
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

/// How the scores of people in one role go with those of people in another, couple by couple.
struct role_correlation {
    std::string first;
    std::string second;
    correlation_test found;  ///< `n_persons` of its r counts couples
};

/// How alike the members of couples and families are in one score.
struct score_similarity {
    std::string score;  ///< id
    group_similarity members;
    std::vector<role_correlation> roles;  ///< of every two roles; empty without roles
};

/// The likeness of members in one score: the intraclass correlation, which nothing needs to tell members apart by, and
/// of every two roles the product-moment correlation over the couples and families that have one person in each.
///
/// @param score   id of the score.
/// @param values  per row the score, any unit; NaN where it is missing or refused.
/// @param groups  `group_people()` of as many rows.
/// @param roles   per row the role, empty where it is not known; or none at all.
/// @throws std::invalid_argument  sizes that do not fit, or a value that is infinite or above 1e150.
[[nodiscard]] inline score_similarity similarity_of_score(std::string score, std::span<const double> values,
                                                          const people_groups& groups,
                                                          const std::vector<std::string>& roles = {})
{
    if (!roles.empty())
        check_count("similarity_of_score", "roles", roles.size(), values.size());
    score_similarity made{std::move(score), {}, {}};
    std::vector<std::vector<double>> members;
    for (const people_group& group : groups.groups) {
        std::vector<double>& own = members.emplace_back();
        for (const std::size_t row : group.rows) {
            check_within<std::size_t>("similarity_of_score", "groups", row + 1, 1, values.size());
            own.push_back(values[row]);
        }
    }
    made.members = similarity(members);

    const std::vector<std::string> names = distinct_roles(roles);
    matrix by_role =
        matrix::Constant(static_cast<Eigen::Index>(groups.groups.size()), static_cast<Eigen::Index>(names.size()),
                         std::numeric_limits<double>::quiet_NaN());
    for (std::size_t g = 0; g < groups.groups.size(); ++g)
        for (std::size_t r = 0; r < names.size(); ++r) {
            std::optional<std::size_t> only;
            std::size_t n_in_role = 0;
            for (const std::size_t row : groups.groups[g].rows)
                if (roles[row] == names[r]) {
                    only = row;
                    ++n_in_role;
                }
            if (n_in_role == 1)
                by_role(static_cast<Eigen::Index>(g), static_cast<Eigen::Index>(r)) = values[*only];
        }
    for (std::size_t a = 0; a < names.size(); ++a)
        for (std::size_t b = a + 1; b < names.size(); ++b) {
            matrix both(by_role.rows(), 2);
            both << by_role.col(static_cast<Eigen::Index>(a)), by_role.col(static_cast<Eigen::Index>(b));
            role_correlation pair{names[a], names[b], correlation(both)};
            if (pair.found.r.status == estimate_status::too_few_persons)
                pair.found.r.message = "fewer than two couples or families have the score of one person in each role";
            made.roles.push_back(std::move(pair));
        }
    return made;
}

}  // namespace attune::inline v0
