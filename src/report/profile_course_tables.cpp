#include "profile_course_tables.hpp"

#include <cmath>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/report/estimate_json.hpp"
#include "attune/report/score_report.hpp"
#include "attune/report/text_table.hpp"
#include "html.hpp"
#include "profile_words.hpp"

namespace attune::inline v0::detail {

namespace {

using table_rows = std::vector<std::vector<std::string>>;

std::string known_number(double number, int places)
{
    return std::isnan(number) ? "–" : number_text(number, places);
}

std::string goal_text(double goal)
{
    return std::isnan(goal) ? "–" : fmt::format("{:g}", goal);
}

/// Rows as columns.
table_rows turned(const table_rows& table)
{
    table_rows made(table.front().size());
    for (const std::vector<std::string>& row : table)
        for (std::size_t i = 0; i < row.size(); ++i)
            made[i].push_back(row[i]);
    return made;
}

void add_changes(pugi::xml_node sheet, const person_profile& profile, const messages& say)
{
    const profile_course& course = *profile.course;
    table_rows rows;
    for (std::size_t i = 0; i < profile.scores.size(); ++i) {
        const change_plan& plan = course.plans[i];
        const score_course& values = course.person.scores[i];
        const change_rule& rule = plan.method(change_method::jacobson_truax).rule;
        const std::string_view result =
            to_string(plan.result(change_method::jacobson_truax, values.pre(), values.post()));
        rows.push_back(
            {plan.score.id, known_number(values.post() - values.pre(), 3),
             known_number(rule.index(values.pre(), values.post()), 2), known_number(rule.threshold, 2),
             !result.empty()         ? std::string(result)
             : !rule.message.empty() ? rule.message
                                     : "–",
             std::isnan(rule.error)
                 ? "–"
                 : fmt::format("sd {} {}; r {} {}", number_text(plan.figures.sd.value), plan.figures.sd.source,
                               number_text(plan.figures.reliability.value), plan.figures.reliability.source)});
    }
    html_add_table(sheet,
                   say("clinician.change", {{"from", course.occasions.front()}, {"to", course.occasions.back()}}),
                   {say("client.table.scale"), say("clinician.difference"), say("clinician.index"),
                    say("clinician.threshold"), say("client.table.result"), say("clinician.error_from")},
                   rows);
    html_add(sheet, "p", say("clinician.change_note", {{"level", 100 * course.plans.front().figures.level}}), "note");
}

void add_movements(pugi::xml_node sheet, const person_profile& profile, const messages& say)
{
    table_rows rows;
    for (const plane_movement& plane : profile.course->person.movements) {
        const std::string goal =
            fmt::format("{} {}, {} {}", profile.scores[plane.scores[0]].step.output.id, goal_text(plane.goal[0]),
                        profile.scores[plane.scores[1]].step.output.id, goal_text(plane.goal[1]));
        for (const estimate* figure : {&plane.found.distance, &plane.found.along_goal, &plane.found.off_goal})
            rows.push_back({figure->id, figure->status == estimate_status::ok ? number_text(figure->value) : "–",
                            figure->ci ? interval_text(*figure) : "",
                            figure->message.empty() ? goal : say("clinician.because", {{"reason", figure->message}})});
    }
    if (!rows.empty())
        html_add_table(
            sheet, say("clinician.movement"),
            {say("clinician.figure"), say("client.table.result"), say("clinician.interval"), say("clinician.goal")},
            rows);
}

std::string figure_json(const sourced_figure& figure)
{
    return fmt::format(R"({{"value":{},"source":{}}})", number_json(figure.value), json_string(figure.source));
}

}  // namespace

void add_course_table(pugi::xml_node body, const person_profile& profile, const messages& say)
{
    const profile_course& course = *profile.course;
    table_rows table{{say("client.change.occasion")}};  // a row an occasion, under the names of the scores
    for (const profile_score& score : profile.scores)
        table.front().push_back(score_name(score, say));
    for (std::size_t at = 0; at < course.occasions.size(); ++at) {
        std::vector<std::string>& row = table.emplace_back(std::vector{course.occasions[at]});
        for (const score_course& score : course.person.scores)
            row.push_back(known_number(score.values[at], 2));
    }
    if (profile.scores.size() > course.occasions.size())  // what there is less of goes across the paper
        table = turned(table);
    html_add_table(body, say("client.change.table"), table.front(), {table.begin() + 1, table.end()});
}

void add_course_sheet(pugi::xml_node sheet, const person_profile& profile, const messages& say)
{
    const profile_course& course = *profile.course;
    add_changes(sheet, profile, say);
    add_movements(sheet, profile, say);
    table_rows rows;
    for (std::size_t at = 0; at < course.occasions.size(); ++at)
        for (std::size_t i = 0; i < profile.scores.size(); ++i) {
            const score_course& score = course.person.scores[i];
            rows.push_back({course.occasions[at], profile.scores[i].step.output.id, known_number(score.values[at], 3),
                            std::string(to_string(score.statuses[at]))});
        }
    html_add_table(
        sheet, say("clinician.occasions"),
        {say("clinician.occasion"), say("client.table.scale"), say("client.table.result"), say("clinician.status")},
        rows);
}

std::string course_of_profile_json(const person_profile& profile)
{
    if (!profile.course)
        return "null";
    const profile_course& course = *profile.course;
    std::vector<std::string> occasions;
    for (const std::string& name : course.occasions)
        occasions.push_back(json_string(name));
    std::vector<std::string> changes;
    for (std::size_t i = 0; i < course.plans.size(); ++i) {
        const change_plan& plan = course.plans[i];
        const score_course& score = course.person.scores[i];
        std::vector<std::string> values;
        for (std::size_t at = 0; at < score.values.size(); ++at)
            values.push_back(fmt::format(R"({{"value":{},"status":"{}"}})", number_json(score.values[at]),
                                         to_string(score.statuses[at])));
        const change_rule& rule = plan.method(change_method::jacobson_truax).rule;
        const std::string_view result =
            to_string(plan.result(change_method::jacobson_truax, score.pre(), score.post()));
        changes.push_back(fmt::format(
            R"({{"id":{},"values":[{}],"change":{},"method":"jacobson_truax","value":{},"threshold":{},"result":{},"sd":{},"reliability":{}}})",
            json_string(plan.score.id), fmt::join(values, ","), number_json(score.post() - score.pre()),
            number_json(rule.index(score.pre(), score.post())), number_json(rule.threshold),
            result.empty() ? "null" : fmt::format("\"{}\"", result), figure_json(plan.figures.sd),
            figure_json(plan.figures.reliability)));
    }
    std::vector<std::string> movements;
    for (const plane_movement& plane : course.person.movements)
        movements.push_back(fmt::format(R"({{"target":{},"goal":{{{}:{},{}:{}}},"estimates":[{},{},{}]}})",
                                        plane.target.empty() ? "null" : json_string(plane.target),
                                        json_string(course.plans[plane.scores[0]].score.id), number_json(plane.goal[0]),
                                        json_string(course.plans[plane.scores[1]].score.id), number_json(plane.goal[1]),
                                        estimate_json(plane.found.distance), estimate_json(plane.found.along_goal),
                                        estimate_json(plane.found.off_goal)));
    return fmt::format(R"({{"occasions":[{}],"changes":[{}],"movements":[{}]}})", fmt::join(occasions, ","),
                       fmt::join(changes, ","), fmt::join(movements, ","));
}

}  // namespace attune::inline v0::detail
