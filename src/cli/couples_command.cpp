#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include "answer_input.hpp"
#include "attune/analysis/score_plane.hpp"
#include "attune/core/diagnostic.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/couples_report.hpp"
#include "attune/report/standing_report.hpp"
#include "attune/scoring/score.hpp"
#include "attune/stats/dyads/actor_partner.hpp"
#include "commands.hpp"
#include "norm_choice.hpp"
#include "number_text.hpp"
#include "person_groups.hpp"
#include "person_ids.hpp"
#include "scored_people.hpp"
#include "warnings.hpp"

namespace attune::cli {

namespace {

struct couples_options {
    common_options common;
    input_options input;
    person_group_options people;
    std::string dyad;
    std::string member;
    std::string role;
    std::string outcome;
    std::string norms;
    bool json = false;
};

/// Columns to carry along besides those of --id: those that say who is whose, each once.
std::vector<std::string> columns_of_couples(const couples_options& options)
{
    std::vector<std::string> columns;
    const auto has = [](const std::vector<std::string>& names, const std::string& column) {
        return std::find(names.begin(), names.end(), column) != names.end();
    };
    const auto add = [&](const std::string& column) {
        if (!column.empty() && !has(columns, column) && !has(options.input.id, column))
            columns.push_back(column);
    };
    for (const std::string& column : {options.dyad, options.member, options.role, options.outcome})
        add(column);
    for (const std::string& column : columns_of(options.people))
        add(column);
    return columns;
}

/// Couples and families, from the opened input to the report.
class couples_run_of {
public:
    explicit couples_run_of(const couples_options& options)
        : options_(options),
          input_(options.input, options.common, columns_of_couples(options), false),
          people_(score_everybody(input_, !options.norms.empty()))
    {
        if (options.norms.empty())
            return;
        norms_.emplace(choose_norms(options.norms, input_.key(), options.input.mode, options.people, options.common));
        table_.emplace(options.people, norms_->comparison);
    }

    exit_code run()
    {
        state_facts();
        find_couples();
        find_roles();
        for (const people_group& group : groups_.groups)
            found_.couples.push_back(side_by_side_of(group));
        for (std::size_t which = 0; which < people_.n_scores; ++which) {
            std::vector<double> values;
            for (std::size_t row = 0; row < people_.n_rows(); ++row)
                values.push_back(people_.score(row, which));
            found_.similarities.push_back(similarity_of_score(facts_.scores[which], values, groups_, roles_));
        }
        if (!options_.outcome.empty())
            explain_outcome();
        warn_of_couples();
        const instrument_identity& identity = input_.key().identity();
        output_file("-").write(options_.json ? couples_json(identity, found_, facts_)
                                             : couples_text(identity, found_, facts_));
        const bool has_findings = people_.n_refused_rows != 0 || !facts_.warnings.empty();
        return code_of(has_findings, options_.common);
    }

private:
    /// All cells of a carried column.
    [[nodiscard]] const std::vector<std::string>& cells(const std::string& column) const
    {
        const auto& names = input_.carried();
        const auto at = static_cast<std::size_t>(std::find(names.begin(), names.end(), column) - names.begin());
        const std::size_t n_ids = input_.n_id_columns();
        return at < n_ids ? people_.id_cells[at] : people_.others[at - n_ids];
    }

    void state_facts()
    {
        facts_.input = {input_.setup().input_name(), input_.sha256(), static_cast<std::int64_t>(people_.n_rows()),
                        people_.n_short_rows};
        for (const scored_output& output : input_.key().outputs())
            facts_.scores.push_back(output.id);
        facts_.columns = {options_.dyad, options_.member, options_.role, options_.outcome};
        facts_.options = input_.setup().in_force();
        for (const auto& [name, value] :
             std::initializer_list<std::pair<const char*, const std::string&>>{{"dyad", options_.dyad},
                                                                               {"member", options_.member},
                                                                               {"role", options_.role},
                                                                               {"outcome", options_.outcome},
                                                                               {"norms", options_.norms},
                                                                               {"gender", options_.people.gender},
                                                                               {"age", options_.people.age}})
            facts_.options.emplace_back(name, value);
        facts_.warnings = input_.setup().warnings();
        if (!norms_)
            return;
        facts_.norms = norms_json(norms_->comparison.set(), norms_->flags);
        facts_.warnings.insert(facts_.warnings.end(), norms_->flags.begin(), norms_->flags.end());
    }

    /// Rows of one couple belong together; a row without couple or member is nobody's.
    void find_couples()
    {
        const std::vector<std::string>& members = cells(options_.member);
        std::vector<std::string> names = cells(options_.dyad);
        for (std::size_t row = 0; row < names.size(); ++row)
            if (joined_id({&names[row], 1}).empty() || joined_id({&members[row], 1}).empty())
                names[row].clear();
        groups_ = group_people(names);
        facts_.n_without_couple = groups_.n_without_group;
        std::vector<diagnostic> faults;
        const auto add = [&](const char* code, std::string text) {
            if (faults.size() < max_diagnostics)
                faults.push_back({severity::error, code, std::move(text), {options_.input.input, "", 0, 0}});
        };
        for (const people_group& group : groups_.groups) {
            constexpr std::size_t most_members = 20;
            if (group.rows.size() > most_members) {
                add("couples.size",
                    fmt::format("row {} and {} more have one value of column '{}'; expected couples or families of up "
                                "to {}",
                                group.rows.front() + 1, group.rows.size() - 1, options_.dyad, most_members));
                continue;
            }
            std::map<std::string_view, std::size_t> first_rows;
            for (const std::size_t row : group.rows)
                if (const auto [place, is_new] = first_rows.emplace(members[row], row); !is_new)
                    add("couples.duplicate_member",
                        fmt::format("row {} has the couple and the member of row {}; expected one row a person",
                                    row + 1, place->second + 1));
        }
        if (!faults.empty())
            throw input_error(std::move(faults));
    }

    void find_roles()
    {
        if (options_.role.empty())
            return;
        roles_ = cells(options_.role);
        for (std::string& role : roles_)
            if (joined_id({&role, 1}).empty())
                role.clear();
        facts_.roles = distinct_roles(roles_);
        constexpr std::size_t most_roles = 6;  // 15 pairs of roles
        if (facts_.roles.size() > most_roles)
            throw failure(exit_code::usage, fmt::format("--role {}: has more than {} values; expected few roles",
                                                        options_.role, most_roles));
    }

    [[nodiscard]] couple side_by_side_of(const people_group& group) const
    {
        couple made{group.name, {}};
        for (const std::size_t row : group.rows) {
            couple_member member{row + 1, cells(options_.member)[row], roles_.empty() ? "" : roles_[row], {}, {}};
            for (std::size_t which = 0; which < people_.n_scores; ++which)
                member.scores.push_back({people_.score(row, which), people_.status(row, which), {}, {}});
            if (norms_)
                add_standings(member, row);
            made.members.push_back(std::move(member));
        }
        return made;
    }

    void add_standings(couple_member& member, std::size_t row) const
    {
        const scoring_key& key = input_.key();
        const std::vector<raw_score> raw =
            raw_scores(key, std::span(people_.codes).subspan(row * key.n_columns(), key.n_columns()));
        const auto cell = [&](const std::string& column) {
            return column.empty() ? std::string_view{} : std::string_view(cells(column)[row]);
        };
        const person_groups& own = table_->of(cell(options_.people.gender), cell(options_.people.age));
        member.norm_flag = own.flag;
        const norm_comparison& norms = norms_->comparison;
        for (std::size_t which = 0; which < raw.size(); ++which) {
            member_score& score = member.scores[which];
            if (is_refused(score.status) || own.is_outside)
                continue;
            if (norms.overall() != person_groups::none)
                score.everybody = norms.standing(norms.overall(), which, raw[which]);
            if (own.like != person_groups::none)
                score.like = norms.standing(own.like, which, raw[which]);
        }
    }

    /// The outcome on both dimensions of everybody and of their partners.
    void explain_outcome()
    {
        const std::optional<score_plane> plane = only_plane_of(input_.key().outputs());
        if (!plane) {
            facts_.warnings.emplace_back("--outcome: needs one score of anxiety and one of avoidance");
            return;
        }
        actor_partner_data data;
        const bool has_roles = facts_.roles.size() == 2;
        if (!options_.role.empty() && !has_roles)
            facts_.warnings.push_back(
                fmt::format("--role {}: has {} values; the actor-partner table leaves them out, as it needs two",
                            options_.role, facts_.roles.size()));
        std::vector<std::size_t> rows;
        for (std::size_t g = 0; g < groups_.groups.size(); ++g)
            for (const std::size_t row : groups_.groups[g].rows) {
                rows.push_back(row);
                data.group.push_back(g);
                data.outcome.push_back(outcome_of(row));
                if (has_roles)
                    data.role.push_back(roles_[row].empty() ? -1 : roles_[row] == facts_.roles[1] ? 1 : 0);
            }
        data.scores.resize(static_cast<Eigen::Index>(rows.size()), 2);
        for (std::size_t i = 0; i < rows.size(); ++i)
            data.scores.row(static_cast<Eigen::Index>(i)) << people_.score(rows[i], plane->anxiety),
                people_.score(rows[i], plane->avoidance);
        found_.table = actor_partner(data, {{facts_.scores[plane->anxiety], facts_.scores[plane->avoidance]}});
    }

    /// A person's outcome; unknown where the cell is empty, a missing code, or no number, which is counted.
    double outcome_of(std::size_t row)
    {
        std::string cell = cells(options_.outcome)[row];
        const auto is_code = [&](const std::string& code) { return cell == code.substr(0, code.find('=')); };
        const auto& codes = options_.input.missing_codes;
        if (joined_id({&cell, 1}).empty() || std::any_of(codes.begin(), codes.end(), is_code))
            return unknown;
        std::replace(cell.begin(), cell.end(), options_.input.decimal.front(), '.');
        const double number = number_or_unknown(cell);
        n_unreadable_ += std::isnan(number) ? 1 : 0;
        return number;
    }

    void warn_of_couples()
    {
        add_count(facts_.warnings, facts_.n_without_couple, "rows without a couple or a member");
        add_count(facts_.warnings,
                  std::count_if(groups_.groups.begin(), groups_.groups.end(),
                                [](const people_group& group) { return group.rows.size() == 1; }),
                  "couples of which only one member is there");
        add_count(facts_.warnings, n_unreadable_, "rows whose outcome is no number");
        add_count(facts_.warnings, facts_.input.n_short_rows, "short rows, whose end is not answered");
        print_warnings(facts_.warnings, options_.common);
    }

    const couples_options& options_;
    answer_input input_;
    scored_people people_;
    std::optional<chosen_norms> norms_;
    std::optional<person_group_table> table_;
    people_groups groups_;
    std::vector<std::string> roles_;  ///< per row, empty where it is not known; none without --role
    couples_findings found_;
    couples_run facts_;
    std::int64_t n_unreadable_ = 0;
};

exit_code compare_couples(const couples_options& options)
{
    if (options.dyad == options.member)
        throw failure(exit_code::usage, "--dyad and --member are one column; expected two");
    return couples_run_of(options).run();
}

}  // namespace

void add_couples(CLI::App& tool, action& chosen)
{
    auto options = std::make_shared<couples_options>();
    CLI::App& command =
        *tool.add_subcommand("couples", "Couples and families side by side: likeness, and what goes with an outcome");
    options->input.add_to(command);
    const auto add = [&command](const char* name, std::string& value, const char* text) {
        return command.add_option(name, value, text)->type_name("COL");
    };
    add("--dyad", options->dyad, "Column that names the couple or family of a person")->required();
    add("--member", options->member, "Column that tells the members of a couple apart")->required();
    add("--role", options->role, "Column of roles (wife, husband): correlations between them, effects by role");
    add("--outcome", options->outcome,
        "Column of numbers that one's own and the partner's anxiety and avoidance are to explain");
    command.add_option("--norms", options->norms, "Norm set to compare everybody with, by id or file")->type_name("ID");
    options->people.add_to(command, "--gender");
    command.add_flag("--json", options->json, "As JSON, with every couple");
    options->common.add_to(command);
    command.footer(
        "One row per person. A person with a refused score stands beside the partner and is left out of the figures;\n"
        "so is who is alone. Of a family of three and more the partner is the mean of the others.\n\n"
        "Example:\n"
        "  attune couples -i ecr-s --input couples.csv --columns 'q{n}' --dyad couple --member person \\\n"
        "    --role gender --outcome satisfaction");
    command.callback([options, &chosen] { chosen = [options] { return compare_couples(*options); }; });
}

}  // namespace attune::cli
