#include "attune/report/profile_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <pugixml.hpp>

#include "attune/report/estimate_json.hpp"
#include "attune/report/score_report.hpp"
#include "attune/report/text_table.hpp"
#include "html.hpp"
#include "profile_course_tables.hpp"
#include "profile_figures.hpp"
#include "profile_words.hpp"
#include "svg.hpp"

namespace attune::inline v0 {

namespace {

using detail::html_add;

bool is_refused_score(const profile_score& score)
{
    return is_refused(score.step.result.status);
}

/// The scores of one dimension, in the order of the key.
std::vector<const profile_score*> scores_of(const person_profile& profile, std::string_view group)
{
    std::vector<const profile_score*> found;
    for (const profile_score& score : profile.scores)
        if (detail::message_group(score.step.output) == group)
            found.push_back(&score);
    return found;
}

std::string range_of_100(const score_standing& standing)
{
    const auto& range = standing.measured_percentile;
    return range ? fmt::format("{:.0f} – {:.0f}", std::clamp(range->lower, 1.0, 99.0),
                               std::clamp(range->upper, 1.0, 99.0))
                 : "";
}

/// As the sentence beside it says it.
std::string place_of_100(const score_standing& standing)
{
    const bool has_counts = !std::isnan(standing.percent_below.value);
    const double below = has_counts ? standing.percent_below.value : standing.percentile.value;
    return std::isnan(below) ? "–" : below < 1 ? "< 1" : below > 99 ? "> 99" : fmt::format("{:.0f}", std::round(below));
}

void add_client_table(pugi::xml_node body, const person_profile& profile, const messages& say)
{
    std::vector<std::vector<std::string>> rows;
    for (const profile_score& score : profile.scores) {
        const auto& value = score.step.result.value;
        const bool is_compared = value && score.everybody;
        rows.push_back({detail::score_name(score, say), value ? number_text(*value, 2) : "–",
                        is_compared ? place_of_100(*score.everybody) : "–",
                        is_compared ? range_of_100(*score.everybody) : "–"});
    }
    detail::html_add_table(
        body, say("client.table.title"),
        {say("client.table.scale"), say("client.table.result"), say("client.table.of_100"), say("client.table.range")},
        rows);
}

/// One dimension of the client's page: what it is, the figure, what the answers say, both sides of it.
void add_dimension(pugi::xml_node body, const person_profile& profile, std::string_view group, const messages& say)
{
    const auto scores = scores_of(profile, group);
    if (scores.empty())
        return;
    const std::string prefix = "client." + std::string(group);
    std::vector<const profile_score*> shown;
    std::copy_if(scores.begin(), scores.end(), std::back_inserter(shown),
                 [](const profile_score* score) { return !is_refused_score(*score); });
    const bool is_other = group == "other";
    const auto add_figure = [&](const std::vector<const profile_score*>& of, const std::string& id) {
        if (!of.empty())
            detail::add_bars(body, id, of, say);
    };
    if (!is_other) {
        html_add(body, "h2", say(prefix + ".name"), "name");
        html_add(body, "p", say(prefix + ".about"));
        add_figure(shown, std::string(group));
    }
    for (const profile_score* score : scores) {
        if (is_other) {
            html_add(body, "h2", detail::score_name(*score, say), "name");
            html_add(body, "p", say(prefix + ".about"));
            if (!is_refused_score(*score))
                add_figure({score}, score->step.output.id);
        }
        std::string paragraph;
        for (const std::string& sentence : detail::score_sentences(profile, *score, say))
            paragraph += (paragraph.empty() ? "" : " ") + sentence;
        html_add(body, "p", paragraph);
    }
    if (!is_other && !shown.empty()) {
        html_add(body, "p", say(prefix + ".strength"), "note");
        html_add(body, "p", say(prefix + ".cost"), "note");
    }
}

/// Whether a mark stands in the plane.
bool has_place(const person_profile& profile)
{
    return std::any_of(profile.points.begin(), profile.points.end(), [&](const profile_point& point) {
        return !is_refused_score(profile.scores[point.anxiety]) && !is_refused_score(profile.scores[point.avoidance]);
    });
}

void add_client_page(pugi::xml_node body, const person_profile& profile, const messages& say, const profile_page& page)
{
    html_add(body, "h1", say("client.title"));
    if (!page.date.empty())
        html_add(body, "p", say("client.made_on", {{"date", page.date}}), "note");
    html_add(body, "p", say("client.intro"));
    html_add(body, "p", detail::reference_sentence(profile, say));
    html_add(body, "p", say("client.movable"));
    for (const char* group : {"anxiety", "avoidance", "other"})
        add_dimension(body, profile, group, say);
    const bool has_interval = std::any_of(profile.scores.begin(), profile.scores.end(), [](const profile_score& score) {
        return score.everybody && score.everybody->measured.ci;
    });
    if (has_interval)
        html_add(body, "p", say("client.interval_explained"), "note");
    if (has_place(profile)) {
        html_add(body, "h2", say("client.plane.title"));
        html_add(body, "p", say("client.plane.about"));
        detail::add_plane(body, "plane", profile, say);
        if (profile.norms != nullptr)
            html_add(body, "p", say("client.plane.contours"), "note");
        if (profile.course)
            html_add(body, "p", say("client.change.path"), "note");
    }
    add_client_table(body, profile, say);
    if (profile.course) {
        html_add(body, "h2", say("client.change.title"));
        for (const std::string& sentence : detail::change_sentences(profile, say))
            html_add(body, "p", sentence);
        detail::add_course_table(body, profile, say);
    }
    for (const std::string& sentence : detail::comparison_sentences(profile, say))
        html_add(body, "p", sentence, "note");
    html_add(body, "h2", say("client.goal.title"));
    for (const std::string& sentence : detail::goal_sentences(profile, say))
        html_add(body, "p", sentence);
    html_add(body, "p", say("client.disagree"));
    html_add(body, "div", {}, "line");
}

std::string figure_text(const estimate& figure, int places = 3)
{
    return figure.status == estimate_status::ok && !std::isnan(figure.value) ? number_text(figure.value, places) : "";
}

/// One comparison on the clinician's page: every figure with its interval, its method, or why there is none.
void add_standing(pugi::xml_node body, const profile_score& score, const score_standing& standing, const messages& say)
{
    std::vector<std::vector<std::string>> rows;
    std::vector<const estimate*> figures{&standing.measured, &standing.kelley,   &standing.percentile,
                                         &standing.z,        &standing.t_linear, &standing.t_normalised,
                                         &standing.sten,     &standing.stanine};
    if (score.everybody && &standing == score.everybody.get())
        figures.insert(figures.begin() + 2, &score.conditional);
    for (const estimate* figure : figures) {
        if (figure->status != estimate_status::ok) {
            rows.push_back({figure->id, "–", "", say("clinician.because", {{"reason", figure->message}})});
            continue;
        }
        std::string note = figure->method;
        if (figure->ci) {
            const bool is_named = note.starts_with(figure->ci->method);
            note = say(figure->id == "percentile" ? "clinician.sampling_interval" : "clinician.measurement_interval",
                       {{"level", fmt::format("{:g}", 100 * figure->ci->level)},
                        {"method", is_named ? note : figure->ci->method + "; " + note}});
        }
        rows.push_back({figure->id, figure_text(*figure), figure->ci ? interval_text(*figure) : "", note});
    }
    detail::html_add_table(
        body,
        score.step.output.id + ", " + standing.group +
            (standing.n_persons ? fmt::format(" (n {})", *standing.n_persons) : ""),
        {say("clinician.figure"), say("client.table.result"), say("clinician.interval"), say("clinician.method")},
        rows);
}

void add_norms(pugi::xml_node body, const person_profile& profile, const messages& say)
{
    if (profile.norms == nullptr)
        return;
    const norm_set& norms = *profile.norms;
    const auto joined = [](const std::vector<std::string>& words) {
        return words.empty() ? "–" : fmt::format("{}", fmt::join(words, ", "));
    };
    detail::html_add_table(body, say("clinician.norms"), {say("clinician.field"), say("clinician.value")},
                           {{"id", norms.id + " " + norms.version},
                            {"population", norms.population},
                            {"type", std::string(to_string(norms.type))},
                            {"countries", joined(norms.countries)},
                            {"languages", joined(norms.languages)},
                            {"year", norms.year},
                            {"mode", norms.mode},
                            {"sampling", norms.sampling},
                            {"source", norms.source},
                            {"sha256", norms.sha256}});
    if (norms.caveats.empty())
        return;
    html_add(body, "h2", say("clinician.caveats"));
    pugi::xml_node list = body.append_child("ul");
    for (const std::string& caveat : norms.caveats)
        html_add(list, "li", caveat);
}

void add_answers(pugi::xml_node body, const person_profile& profile, const messages& say)
{
    for (const profile_score& score : profile.scores) {
        if (score.step.answers.empty())
            continue;
        std::vector<std::vector<std::string>> rows;
        for (const explained_answer& answer : score.step.answers)
            rows.push_back({fmt::format("{}", answer.question.number), answer.question.topic.value_or(""),
                            answer.keyed ? fmt::format("{}", answer.code) : "–",
                            answer.is_reversed ? say("clinician.reversed") : "",
                            answer.keyed ? fmt::format("{}", *answer.keyed) : "–"});
        detail::html_add_table(body, score.step.output.id,
                               {say("clinician.item"), say("clinician.topic"), say("clinician.answer"),
                                say("clinician.key"), say("clinician.keyed")},
                               rows);
    }
}

void add_clinician_page(pugi::xml_node body, const person_profile& profile, const messages& say,
                        const profile_page& page)
{
    pugi::xml_node sheet = body.append_child("section");
    sheet.append_attribute("class").set_value("sheet");
    html_add(sheet, "h1", say("clinician.title"));
    if (profile.identity.confidence == confidence::single_source)
        html_add(sheet, "p", say("clinician.single_source"));
    html_add(sheet, "p", say("clinician.group_level"), "note");
    std::vector<std::vector<std::string>> rows;
    for (const profile_score& score : profile.scores) {
        const scale_score& result = score.step.result;
        rows.push_back({result.id, result.value ? number_text(*result.value) : "–",
                        fmt::format("{:g} – {:g}", score.lowest, score.highest),
                        fmt::format("{} / {}", result.n_answered, result.n_items),
                        std::string(to_string(result.status))});
    }
    detail::html_add_table(sheet, say("clinician.scores"),
                           {say("client.table.scale"), say("client.table.result"), say("clinician.possible"),
                            say("clinician.answered"), say("clinician.status")},
                           rows);
    if (std::any_of(profile.scores.begin(), profile.scores.end(), is_refused_score))
        html_add(sheet, "p", say("clinician.refused"), "note");
    for (const profile_score& score : profile.scores) {
        if (is_refused_score(score))
            continue;
        for (const auto* standing : {&score.everybody, &score.like})
            if (*standing)
                add_standing(sheet, score, **standing, say);
    }
    if (profile.course) {
        html_add(sheet, "h2", say("client.change.title"));
        if (has_place(profile)) {
            detail::add_plane(sheet, "path", profile, say);
            html_add(sheet, "p", say("client.change.path"), "note");
        }
        detail::add_course_sheet(sheet, profile, say);
    }
    add_norms(sheet, profile, say);
    html_add(sheet, "h2", say("clinician.answers"));
    add_answers(sheet, profile, say);
    const instrument_identity& of = profile.identity;
    detail::html_add_table(sheet, say("clinician.record"), {say("clinician.field"), say("clinician.value")},
                           {{"instrument", fmt::format("{} {}, {}", of.id, of.version, of.form)},
                            {"sha256", of.sha256},
                            {"scoring_sha256", of.scoring_sha256},
                            {"mode", profile.mode},
                            {"software", page.library}});
}

std::string profile_standing_json(const score_standing& standing)
{
    std::vector<std::string> figures;
    for (const estimate* figure :
         {&standing.z, &standing.t_linear, &standing.t_normalised, &standing.sten, &standing.stanine,
          &standing.percentile, &standing.percent_below, &standing.percent_equal, &standing.measured, &standing.kelley})
        figures.push_back(estimate_json(*figure));
    const auto& range = standing.measured_percentile;
    return fmt::format(R"({{"group":{},"n_persons":{},"figures":[{}],"measured_percentile":{}}})",
                       json_string(standing.group),
                       standing.n_persons ? fmt::format("{}", *standing.n_persons) : "null", fmt::join(figures, ","),
                       range ? fmt::format(R"({{"lower":{},"upper":{},"level":{}}})", number_json(range->lower),
                                           number_json(range->upper), number_json(range->level))
                             : "null");
}

}  // namespace

std::string profile_html(const person_profile& profile, const messages& say, const profile_page& page)
{
    pugi::xml_document document;
    pugi::xml_node body = detail::html_begin(document, say.language(), say("client.title"),
                                             std::string(detail::html_page_style()) + detail::svg_style());
    pugi::xml_node client = body.append_child("main");
    add_client_page(client, profile, say, page);
    if (page.has_clinician_page)
        add_clinician_page(client, profile, say, page);
    return detail::html_text(document);
}

std::string profile_text(const person_profile& profile, const messages& say, const profile_page& page)
{
    std::string text = say("client.title") + "\n";
    const auto add = [&](std::string_view sentence) { text += fmt::format("{}\n", sentence); };
    if (!page.date.empty())
        add(say("client.made_on", {{"date", page.date}}));
    add(say("client.intro"));
    add(detail::reference_sentence(profile, say));
    add(say("client.movable"));
    for (const char* group : {"anxiety", "avoidance", "other"}) {
        const auto scores = scores_of(profile, group);
        if (scores.empty())
            continue;
        const std::string prefix = "client." + std::string(group);
        if (group != std::string_view("other"))
            text += fmt::format("\n{}\n  {}\n", say(prefix + ".name"), say(prefix + ".about"));
        bool has_value = false;
        for (const profile_score* score : scores) {
            if (group == std::string_view("other"))
                text += fmt::format("\n{}\n  {}\n", detail::score_name(*score, say), say(prefix + ".about"));
            for (const std::string& sentence : detail::score_sentences(profile, *score, say))
                text += fmt::format("  {}\n", sentence);
            has_value |= !is_refused_score(*score);
        }
        if (has_value && group != std::string_view("other"))
            text += fmt::format("  {}\n  {}\n", say(prefix + ".strength"), say(prefix + ".cost"));
    }
    if (profile.course) {
        text += fmt::format("\n{}\n", say("client.change.title"));
        for (const std::string& sentence : detail::change_sentences(profile, say))
            text += fmt::format("  {}\n", sentence);
    }
    text += "\n";
    for (const std::string& sentence : detail::comparison_sentences(profile, say))
        add(sentence);
    for (const std::string& sentence : detail::goal_sentences(profile, say))
        add(sentence);
    return text;
}

const profile_json_writer::known_figures& profile_json_writer::figures_of(
    const profile_score& score, const std::shared_ptr<const score_standing>& standing)
{
    constexpr std::size_t most = 20'000;  // as `standing_memo` keeps
    if (const auto known = known_.find(standing); known != known_.end())
        return known->second;
    if (known_.size() == most)
        known_.clear();
    const bool is_of_all = standing == score.everybody;
    return known_
        .emplace(standing,
                 known_figures{profile_standing_json(*standing), is_of_all ? estimate_json(score.conditional) : "null"})
        .first->second;
}

void profile_json_writer::add(std::string& text, const person_profile& profile, std::size_t row)
{
    const auto to = std::back_inserter(text);
    fmt::format_to(to, R"({{"row":{},"scores":[)", row);
    for (const profile_score& score : profile.scores) {
        const scale_score& result = score.step.result;
        const scored_output& output = score.step.output;
        fmt::format_to(
            to,
            R"({}{{"id":{},"value":{},"sum":{},"n_items":{},"n_answered":{},"status":"{}","dimension":"{}","higher_means":"{}","target":{},"lowest":{},"highest":{},"goal":{},"conditional":)",
            &score == profile.scores.data() ? "" : ",", json_string(result.id),
            result.value ? number_json(*result.value) : "null", result.sum ? fmt::format("{}", *result.sum) : "null",
            result.n_items, result.n_answered, to_string(result.status), to_string(output.on),
            to_string(output.higher_means), output.target.empty() ? "null" : json_string(output.target), score.lowest,
            score.highest, number_json(score.goal));
        const bool has_value = result.value.has_value();
        const known_figures* all = has_value && score.everybody ? &figures_of(score, score.everybody) : nullptr;
        text += all != nullptr ? all->conditional : "null";
        text += ",\"standing\":{\"all\":";
        text += all != nullptr ? all->standing : "null";
        text += ",\"like\":";
        text += has_value && score.like ? figures_of(score, score.like).standing : "null";
        text += "}}";
    }
    text += "],\"points\":[";
    for (const profile_point& point : profile.points) {
        const joint_region& region = point.region;
        fmt::format_to(to, R"({}{{"target":{},"anxiety":{},"avoidance":{},"region":)",
                       &point == profile.points.data() ? "" : ",",
                       point.target.empty() ? "null" : json_string(point.target),
                       json_string(profile.scores[point.anxiety].step.output.id),
                       json_string(profile.scores[point.avoidance].step.output.id));
        if (region.status == estimate_status::ok)
            fmt::format_to(to,
                           R"({{"x":{},"y":{},"semi_major":{},"semi_minor":{},"angle":{},"level":{},"error_r":{}}}}})",
                           number_json(region.x), number_json(region.y), number_json(region.semi_major),
                           number_json(region.semi_minor), number_json(region.angle), number_json(region.options.level),
                           number_json(region.options.error_r));
        else
            text += "null}";
    }
    std::vector<std::string> flags;
    for (const std::string& flag : profile.flags)
        flags.push_back(json_string(flag));
    fmt::format_to(to, R"(],"course":{},"flags":[{}]}})", detail::course_of_profile_json(profile),
                   fmt::join(flags, ","));
}

std::string profile_json(const person_profile& profile, std::size_t row)
{
    std::string text;
    profile_json_writer().add(text, profile, row);
    return text;
}

}  // namespace attune::inline v0
