#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_moderate.hpp"
#include "attune/core/check_probability.hpp"
#include "attune/core/estimate.hpp"
#include "attune/core/matrix.hpp"
#include "attune/stats/dyads/actor_partner_table.hpp"
#include "attune/stats/dyads/cluster_robust.hpp"

namespace attune::inline v0 {

/// People in couples or families, with their scores and an outcome.
struct actor_partner_data {
    std::vector<std::size_t> group;  ///< per person the couple or family, any number [index]
    matrix scores;                   ///< n x k, any units; NaN is missing
    std::vector<double> outcome;  ///< per person, any unit; NaN: the person's row is left out, the scores still count
    std::vector<int> role = {};   ///< per person 0, 1, or negative: not known, the row is left out; or none at all
};

/// What is asked of an actor-partner table.
struct actor_partner_options {
    std::vector<std::string> scores;  ///< ids, one a column of the scores
    double level = 0.95;              ///< of the intervals; the convention of the field's journals
};

namespace detail {

/// Persons whose rows a table can use, and the mean of the scores of those beside them.
struct actor_partner_rows {
    std::vector<Eigen::Index> persons;
    matrix partners;  ///< n x k, of all persons; only those of `persons` are known
    std::int64_t n_larger_groups = 0;
};

[[nodiscard]] inline actor_partner_rows usable_rows(const actor_partner_data& data)
{
    std::map<std::size_t, std::vector<Eigen::Index>> groups;
    for (std::size_t i = 0; i < data.group.size(); ++i)
        groups[data.group[i]].push_back(static_cast<Eigen::Index>(i));
    actor_partner_rows rows;
    rows.partners = matrix::Constant(data.scores.rows(), data.scores.cols(), std::nan(""));
    for (const auto& [number, members] : groups) {
        const bool is_complete = !data.scores(members, Eigen::all).hasNaN();
        if (members.size() < 2 || !is_complete)
            continue;
        const Eigen::VectorXd sum = data.scores(members, Eigen::all).colwise().sum();
        bool has_row = false;
        for (const Eigen::Index i : members) {
            const auto at = static_cast<std::size_t>(i);
            rows.partners.row(i) = (sum.transpose() - data.scores.row(i)) / static_cast<double>(members.size() - 1);
            if (std::isnan(data.outcome[at]) || (!data.role.empty() && data.role[at] < 0))
                continue;
            rows.persons.push_back(i);
            has_row = true;
        }
        rows.n_larger_groups += has_row && members.size() > 2 ? 1 : 0;
    }
    std::sort(rows.persons.begin(), rows.persons.end());
    return rows;
}

}  // namespace detail

/// Actor-partner interdependence model by pooled regression: does an outcome go with people's own scores, and with
/// those of their partners?
///
///     y_i = b0 + sum_j a_j (x_ij - m_j) + sum_j p_j (x_i'j - m_j)   [+ role_i (c + sum_j d_j (x_ij - m_j) + ...)]
///
/// x_i' are the scores of the partner, in a family of three and more the mean of all other members; m_j is the mean of
/// the scores used. With roles, role is -1/2 for 0 and 1/2 for 1: actor and partner effects are means over both roles,
/// the terms "role_x_..." how much they are larger for role 1.
///
/// @param data     one row a person. A person is used when there are others in the group, and the outcome, the role
///                 (where there are roles) and the scores of all members of the group are known.
/// @param options  names of the scores, and the level.
/// @return     "intercept", "actor_<score>" of every score, "partner_<score>" of every score, and with roles "role",
///             "role_x_actor_<score>", "role_x_partner_<score>", as `clustered_coefficient()` makes them, over couples.
///             No figures: `too_few_persons` with fewer than two groups or no more rows than terms, `no_variance` when
///             the outcome is the same for all, `not_defined` when a score does not vary, follows from others, or only
///             one role is there.
/// @throws std::invalid_argument  sizes that do not fit, a role above 1, a number that is infinite or above 1e150, or
///                                level not between 0 and 1.
/// @note       Supposes that couples are independent of each other. Effects are associations: of two partners who
///             answer at one time nobody knows who moves whom.
/// @see        Kenny, Kashy & Cook (2006), Dyadic Data Analysis; for the mean of the others Kenny & Garcia (2012),
///             Small Group Research 43, 468-496. Errors: `fit_clustered()`. Agrees with lm() and clubSandwich.
[[nodiscard]] inline actor_partner_table actor_partner(const actor_partner_data& data,
                                                       const actor_partner_options& options)
{
    const auto n = static_cast<std::size_t>(data.scores.rows());
    const auto k = data.scores.cols();
    check_probability("actor_partner", "level", options.level);
    check_count("actor_partner", "group", data.group.size(), n);
    check_count("actor_partner", "outcome", data.outcome.size(), n);
    check_count("actor_partner", "names of scores", options.scores.size(), static_cast<std::size_t>(k));
    if (!data.role.empty())
        check_count("actor_partner", "role", data.role.size(), n);
    for (const int role : data.role)
        check_within("actor_partner", "role", role, std::min(role, 0), 1);
    for (const double value : data.scores.reshaped())
        check_moderate("actor_partner", "scores", value);
    for (const double value : data.outcome)
        check_moderate("actor_partner", "outcome", value);

    const detail::actor_partner_rows rows = detail::usable_rows(data);
    const auto n_used = static_cast<Eigen::Index>(rows.persons.size());
    const bool has_roles = !data.role.empty();
    matrix own = data.scores(rows.persons, Eigen::all);
    matrix partners = rows.partners(rows.persons, Eigen::all);
    if (n_used > 0) {
        const Eigen::RowVectorXd mean = own.colwise().mean();
        own.rowwise() -= mean;
        partners.rowwise() -= mean;
    }
    matrix design(n_used, (1 + 2 * k) * (has_roles ? 2 : 1));
    design.col(0).setOnes();
    design.middleCols(1, k) = own;
    design.middleCols(1 + k, k) = partners;
    Eigen::VectorXd outcome(n_used);
    std::vector<std::size_t> group;
    for (Eigen::Index row = 0; row < n_used; ++row) {
        const auto person = static_cast<std::size_t>(rows.persons[static_cast<std::size_t>(row)]);
        outcome(row) = data.outcome[person];
        group.push_back(data.group[person]);
        if (has_roles)
            design.block(row, 1 + 2 * k, 1, 1 + 2 * k) = (data.role[person] - 0.5) * design.block(row, 0, 1, 1 + 2 * k);
    }

    clustered_fit fit = fit_clustered(design, outcome, group);
    if (fit.fit.status == estimate_status::ok && outcome.minCoeff() == outcome.maxCoeff()) {
        fit.fit.status = estimate_status::no_variance;
        fit.fit.message = "all persons have the same outcome";
    }
    actor_partner_table table;
    table.n_persons = n_used;
    table.n_groups = fit.n_groups;
    table.n_left_out = data.scores.rows() - n_used;
    table.n_larger_groups = rows.n_larger_groups;
    table.status = fit.fit.status;
    table.message = fit.fit.message;
    std::vector<std::string> ids{"intercept"};
    for (const char* side : {"actor", "partner"})
        for (const std::string& score : options.scores)
            ids.push_back(fmt::format("{}_{}", side, score));
    if (has_roles) {
        const std::vector<std::string> without(ids.begin() + 1, ids.end());
        ids.emplace_back("role");
        for (const std::string& id : without)
            ids.push_back("role_x_" + id);
    }
    for (std::size_t c = 0; c < ids.size(); ++c) {
        clustered_estimate term = clustered_coefficient(fit, static_cast<Eigen::Index>(c), ids[c], options.level);
        term.figure.n_persons = table.n_persons;
        table.terms.push_back(std::move(term));
    }
    return table;
}

}  // namespace attune::inline v0
