#include "attune/report/couples_report.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/report/estimate_json.hpp"
#include "attune/report/estimates_report.hpp"
#include "attune/report/score_report.hpp"
#include "attune/report/standing_report.hpp"
#include "attune/report/text_table.hpp"
#include "json.hpp"

namespace attune::inline v0 {

namespace {

using detail::ordered_json;

constexpr std::size_t most_couples_in_text = 10;

std::string name_or_null(const std::string& name)
{
    return name.empty() ? "null" : json_string(name);
}

std::string member_json(const couple_member& member, const couples_run& run)
{
    std::vector<std::string> scores;
    for (std::size_t s = 0; s < member.scores.size(); ++s) {
        const member_score& score = member.scores[s];
        std::vector<std::string> standings;
        for (const auto& standing : {score.everybody, score.like})
            if (standing)
                standings.push_back(standing_json(*standing));
        scores.push_back(fmt::format("{{\"id\":{},\"value\":{},\"status\":\"{}\",\"norms\":[{}]}}",
                                     json_string(run.scores[s]), number_json(score.value), to_string(score.status),
                                     fmt::join(standings, ",")));
    }
    return fmt::format("{{\"row\":{},\"id\":{},\"role\":{},\"norm_flag\":{},\"scores\":[{}]}}", member.row,
                       json_string(member.name), name_or_null(member.role), name_or_null(member.norm_flag),
                       fmt::join(scores, ","));
}

std::string couple_json(const couple& of, const couples_run& run)
{
    std::vector<std::string> members;
    for (const couple_member& member : of.members)
        members.push_back(member_json(member, run));
    return fmt::format("{{\"id\":{},\"members\":[{}]}}", json_string(of.name), fmt::join(members, ",\n"));
}

std::string similarity_json(const score_similarity& of)
{
    std::vector<std::string> roles;
    for (const role_correlation& pair : of.roles)
        roles.push_back(fmt::format("{{\"first\":{},\"second\":{},\"estimate\":{},\"t\":{},\"p\":{}}}",
                                    json_string(pair.first), json_string(pair.second), estimate_json(pair.found.r),
                                    number_json(pair.found.t), number_json(pair.found.p)));
    const auto& [figure, test] = of.members.icc;
    return fmt::format(
        "{{\"score\":{},\"n_dyads\":{},\"n_alone\":{},\"estimates\":[{},\n{}],"
        "\"f_test\":{{\"f\":{},\"df1\":{},\"df2\":{},\"p\":{}}},\"roles\":[{}]}}",
        json_string(of.score), of.members.n_groups, of.members.n_alone, estimate_json(figure),
        estimate_json(of.members.double_entry), number_json(test.f), number_json(test.df1), number_json(test.df2),
        number_json(test.p), fmt::join(roles, ",\n"));
}

std::string table_json(const actor_partner_table& table, const couples_run& run)
{
    std::vector<std::string> terms;
    for (const clustered_estimate& term : table.terms)
        terms.push_back(fmt::format("{{\"estimate\":{},\"t\":{},\"df\":{},\"p\":{}}}", estimate_json(term.figure),
                                    number_json(term.t), number_json(term.df), number_json(term.p)));
    return fmt::format(
        "{{\"n_persons\":{},\"n_dyads\":{},\"n_left_out\":{},\"n_larger_dyads\":{},\"roles\":{},\"status\":\"{}\","
        "\"message\":{},\"method\":\"least squares, CR2, Satterthwaite\",\"terms\":[\n{}]}}",
        table.n_persons, table.n_groups, table.n_left_out, table.n_larger_groups, ordered_json(run.roles).dump(),
        to_string(table.status), name_or_null(table.message), fmt::join(terms, ",\n"));
}

/// A place among 100 people, never 0 or 100 of them.
std::string place_among_100(double percentile)
{
    return std::isnan(percentile) ? "-" : fmt::format("{:.0f}", std::clamp(std::round(percentile), 1.0, 99.0));
}

/// The members of a couple side by side.
std::string side_by_side(const couple& of, const couples_run& run)
{
    std::vector<std::string> head{of.name};
    for (const couple_member& member : of.members)
        head.push_back(member.role.empty() ? member.name : fmt::format("{} ({})", member.name, member.role));
    text_table table(head, 1);
    const auto add = [&](std::string name, auto cell) {
        std::vector<std::string> cells{std::move(name)};
        for (const couple_member& member : of.members)
            cells.push_back(cell(member));
        table.add(std::move(cells));
    };
    for (std::size_t s = 0; s < run.scores.size(); ++s) {
        add("  " + run.scores[s], [&](const couple_member& member) {
            const member_score& score = member.scores[s];
            return is_refused(score.status) ? std::string(to_string(score.status)) : number_text(score.value);
        });
        if (run.norms.empty())
            continue;
        add("    place among 100 people", [&](const couple_member& member) {
            const auto& standing = member.scores[s].everybody;
            return standing ? place_among_100(standing->percentile.value) : std::string("-");
        });
        add("    answering again", [&](const couple_member& member) {
            const auto& standing = member.scores[s].everybody;
            return standing && standing->measured_percentile
                       ? fmt::format("{} to {}", place_among_100(standing->measured_percentile->lower),
                                     place_among_100(standing->measured_percentile->upper))
                       : std::string("-");
        });
    }
    return "\n" + table.text();
}

std::string likeness_sentence(const estimate& icc)
{
    if (icc.status != estimate_status::ok)
        return icc.message;
    if (icc.value <= 0)
        return fmt::format("Members are {} alike than people who do not belong together.",
                           icc.ci->upper < 0 ? "less" : "no more");
    return fmt::format("Of what differs between people, about {} of 100 parts are differences between couples.",
                       place_among_100(100 * icc.value));
}

std::string similarity_text(const score_similarity& of)
{
    text_table table({"", "value", "95 % interval", "test", "p"}, 1);
    const auto& [figure, test] = of.members.icc;
    table.add({figure.id, number_text(figure.value), interval_text(figure),
               std::isnan(test.f) ? "" : fmt::format("F({}, {}) = {}", test.df1, test.df2, number_text(test.f, 2)),
               std::isnan(test.p) ? "" : p_text(test.p)});
    table.add({of.members.double_entry.id, number_text(of.members.double_entry.value), "", "", ""});
    for (const role_correlation& pair : of.roles)
        table.add({fmt::format("r of {} and {}", pair.first, pair.second), number_text(pair.found.r.value),
                   interval_text(pair.found.r),
                   std::isnan(pair.found.t) ? ""
                                            : fmt::format("t({}) = {}", pair.found.r.n_persons.value_or(0) - 2,
                                                          number_text(pair.found.t, 2)),
                   std::isnan(pair.found.p) ? "" : p_text(pair.found.p)});
    std::string text = fmt::format("\n{}: how alike the members of {} {} are{}\n{}\n  {}\n", of.score,
                                   of.members.n_groups, of.members.n_groups == 1 ? "couple" : "couples",
                                   of.members.n_alone == 0 ? "" : fmt::format(" ({} left out)", of.members.n_alone),
                                   table.text("  "), likeness_sentence(figure));
    for (const role_correlation& pair : of.roles)
        if (pair.found.r.status != estimate_status::ok)
            text += fmt::format("  r of {} and {}: {}\n", pair.first, pair.second, pair.found.r.message);
    return text;
}

/// What an actor or partner effect says, in one sentence; nothing for other terms.
std::string effect_sentence(const estimate& figure, const couples_run& run)
{
    constexpr std::string_view actor = "actor_";
    constexpr std::string_view partner = "partner_";
    const std::string_view id = figure.id;
    const bool is_actor = id.starts_with(actor);
    if (!is_actor && !id.starts_with(partner))
        return "";
    return fmt::format("With each point more of {} {}, {} is {} {}, other things being equal.",
                       is_actor ? "one's own" : "the partner's", id.substr(is_actor ? actor.size() : partner.size()),
                       run.columns[3], number_text(std::abs(figure.value)), figure.value < 0 ? "lower" : "higher");
}

std::string table_text(const actor_partner_table& table, const couples_run& run)
{
    std::string text =
        fmt::format("\n{} on the scores of both: {} persons in {} couples{}\n", run.columns[3], table.n_persons,
                    table.n_groups, table.n_left_out == 0 ? "" : fmt::format(", {} left out", table.n_left_out));
    if (table.status != estimate_status::ok)
        return text + fmt::format("  no table: {}\n", table.message);
    text_table lines({"", "value", "std. error", "95 % interval", "t", "df", "p"}, 1);
    std::string sentences;
    for (const clustered_estimate& term : table.terms) {
        lines.add({term.figure.id, number_text(term.figure.value), number_text(term.figure.std_error.value_or(NAN)),
                   interval_text(term.figure), number_text(term.t, 2), number_text(term.df, 1),
                   std::isnan(term.p) ? "-" : p_text(term.p)});
        if (const std::string said = effect_sentence(term.figure, run); !said.empty())
            sentences += fmt::format("  {}: {}\n", term.figure.id, said);
    }
    text += lines.text("  ") + "\n" + sentences;
    if (run.roles.size() == 2)
        text += fmt::format("  role: {} less {}; effects above are means over both.\n", run.roles[1], run.roles[0]);
    if (table.n_larger_groups != 0)
        text += fmt::format("  In {} families of three and more the partner is the mean of the others.\n",
                            table.n_larger_groups);
    return text +
           "  Errors hold although partners are alike (CR2), with degrees of freedom by Satterthwaite (Bell and "
           "McCaffrey).\n  Who moves whom cannot be told from answers of one time.\n";
}

}  // namespace

std::string couples_json(const instrument_identity& identity, const couples_findings& found, const couples_run& run)
{
    std::vector<std::string> similarities;
    for (const score_similarity& one : found.similarities)
        similarities.push_back(similarity_json(one));
    std::vector<std::string> couples;
    for (const couple& one : found.couples)
        couples.push_back(couple_json(one, run));
    ordered_json options = ordered_json::object();
    for (const auto& [name, value] : run.options)
        options[name] = value;
    const ordered_json summary = {{"rows", run.input.n_rows},
                                  {"dyads", found.couples.size()},
                                  {"rows_without_dyad", run.n_without_couple},
                                  {"short_rows", run.input.n_short_rows},
                                  {"input", {{"name", run.input.name}, {"sha256", run.input.sha256}}},
                                  {"options", options},
                                  {"warnings", run.warnings}};
    return fmt::format(
        "{{{},\"dyad\":{},\"member\":{},\"role\":{},\"outcome\":{},\"norms\":{},\"similarity\":[\n{}],"
        "\"actor_partner\":{},\"dyads\":[\n{}],\"summary\":{}}}\n",
        json_head("couples", identity), json_string(run.columns[0]), json_string(run.columns[1]),
        name_or_null(run.columns[2]), name_or_null(run.columns[3]), run.norms.empty() ? "null" : run.norms,
        fmt::join(similarities, ",\n"), found.table ? table_json(*found.table, run) : "null", fmt::join(couples, ",\n"),
        summary.dump());
}

std::string couples_text(const instrument_identity& identity, const couples_findings& found, const couples_run& run)
{
    std::string text = fmt::format(
        "{} {}, form {}{}: {} rows, {} {} by {}\n", identity.id, identity.version, identity.form,
        identity.confidence == confidence::single_source ? " (key from a single source)" : "", run.input.n_rows,
        found.couples.size(), found.couples.size() == 1 ? "couple" : "couples", run.columns[0]);
    if (found.couples.size() <= most_couples_in_text)
        for (const couple& one : found.couples)
            text += side_by_side(one, run);
    else
        text += fmt::format("  More than {} couples are shown side by side by --json alone.\n", most_couples_in_text);
    for (const score_similarity& one : found.similarities)
        text += similarity_text(one);
    if (found.table)
        text += table_text(*found.table, run);
    return text;
}

}  // namespace attune::inline v0
