#include "profile_words.hpp"

#include <algorithm>
#include <cmath>

namespace attune::inline v0::detail {

namespace {

/// "romantic partners in general" as part of an id.
std::string slug(std::string_view words)
{
    std::string made(words);
    std::replace(made.begin(), made.end(), ' ', '-');
    return made;
}

/// A phrase of the definition in the language of the page; as the definition has it where no message knows it.
std::string phrase(std::string_view kind, const std::string& words, const messages& say)
{
    const std::string id = std::string(kind) + "." + slug(words);
    return say.has(id) ? say(id) : words;
}

std::int64_t whole(double of_100)
{
    return static_cast<std::int64_t>(std::lround(of_100));
}

/// The sentence that says how many of 100 have a lower score: never 0 or 100 of them.
std::string place_sentence(const std::string& id, const score_standing& standing, message_values values,
                           const messages& say)
{
    const bool has_counts = !std::isnan(standing.percent_below.value);
    const double below = has_counts ? standing.percent_below.value : standing.percentile.value;
    const double equal = has_counts ? standing.percent_equal.value : 0;
    const std::int64_t ties = whole(below + equal) - whole(below);
    values.emplace_back("below", whole(below));
    values.emplace_back("ties", ties);
    if (below < 1)
        return say(id + "_few", values);
    return say(below > 99 ? id + "_most" : id, values);
}

}  // namespace

std::string_view message_group(const scored_output& output)
{
    return output.higher_means == polarity::less_secure ? to_string(output.on) : "other";
}

std::string target_name(const scored_output& output, const messages& say)
{
    const std::string target = output.origin == score_origin::global ? "global" : output.target;
    if (target.empty())
        return {};
    const std::string id = "client.target." + target;
    return say.has(id) ? say(id) : target;
}

std::string score_name(const profile_score& score, const messages& say)
{
    const scored_output& output = score.step.output;
    const std::string name = say("client." + std::string(message_group(output)) + ".name", {{"scale", output.base_id}});
    const std::string target = target_name(output, say);
    return target.empty() ? name : name + " (" + target + ")";
}

std::string reference_sentence(const person_profile& profile, const messages& say)
{
    return say("client.reference", {{"relationship", phrase("relationship", profile.reference.relationship, say)},
                                    {"timeframe", phrase("timeframe", profile.reference.timeframe, say)}});
}

std::string group_name(const norm_group& group, const messages& say)
{
    const auto gender = [&] {
        const std::string id = "group." + group.gender.value_or("");
        return say.has(id) ? say(id) : group.gender.value_or("");
    };
    if (!group.age)
        return group.gender ? gender() : group.name;
    const message_values ages{{"who", group.gender ? gender() : say("group.people")},
                              {"min", std::int64_t{group.age->min.value_or(0)}},
                              {"max", std::int64_t{group.age->max.value_or(0)}}};
    return say(!group.age->max                    ? "group.age_from"
               : !group.age->min                  ? "group.age_to"
               : group.age->min == group.age->max ? "group.age_one"
                                                  : "group.age",
               ages);
}

std::vector<std::string> score_sentences(const person_profile& profile, const profile_score& score, const messages& say)
{
    const scale_score& result = score.step.result;
    const message_values counts{{"n_items", std::int64_t{result.n_items}},
                                {"n_answered", std::int64_t{result.n_answered}},
                                {"n_missing", std::int64_t{result.n_items - result.n_answered}}};
    if (is_refused(result.status))
        return {say("client.refused." + std::string(to_string(result.status)), counts)};

    std::vector<std::string> said;
    const std::string name = score_name(score, say);
    const bool is_placed = score.everybody && !std::isnan(score.everybody->percentile.value);
    if (is_placed) {
        said.push_back(place_sentence("client.higher_than", *score.everybody, {{"dimension", name}}, say));
        if (const auto& range = score.everybody->measured_percentile)
            said.push_back(say("client.interval", {{"lower", std::clamp<std::int64_t>(whole(range->lower), 1, 99)},
                                                   {"upper", std::clamp<std::int64_t>(whole(range->upper), 1, 99)}}));
        if (score.like && profile.like != nullptr && !std::isnan(score.like->percentile.value))
            said.push_back(place_sentence("client.group_higher_than", *score.like,
                                          {{"group", group_name(*profile.like, say)}}, say));
    } else {
        said.push_back(
            say("client.average",
                {{"dimension", name}, {"value", *result.value}, {"min", score.lowest}, {"max", score.highest}}));
        if (score.everybody && score.everybody->measured.ci)
            said.push_back(say("client.average_interval", {{"lower", score.everybody->measured.ci->lower},
                                                           {"upper", score.everybody->measured.ci->upper}}));
    }
    if (result.status == score_status::prorated)
        said.push_back(say("client.prorated", counts));
    return said;
}

std::vector<std::string> goal_sentences(const person_profile& profile, const messages& say)
{
    std::vector<std::string> said;
    for (const profile_score& score : profile.scores)
        if (!std::isnan(score.goal))
            said.push_back(say(score.goal < 0   ? "client.goal.less"
                               : score.goal > 0 ? "client.goal.more"
                                                : "client.goal.same",
                               {{"dimension", score_name(score, say)}}));
    said.push_back(say(said.empty() ? "client.goal.none" : "client.goal.yours"));
    return said;
}

std::vector<std::string> change_sentences(const person_profile& profile, const messages& say)
{
    std::vector<std::string> said;
    if (!profile.course)
        return said;
    const profile_course& course = *profile.course;
    for (std::size_t i = 0; i < profile.scores.size(); ++i) {
        const score_course& values = course.person.scores[i];
        const message_values places{{"from", course.occasions.front()},
                                    {"to", course.occasions.back()},
                                    {"dimension", score_name(profile.scores[i], say)},
                                    {"pre", values.pre()},
                                    {"post", values.post()}};
        const change_result result = course.plans[i].result(change_method::jacobson_truax, values.pre(), values.post());
        if (std::isnan(values.pre()) || std::isnan(values.post()))
            said.push_back(say("client.change.refused", places));
        else if (result == change_result::unknown)
            said.push_back(say("client.change.error_not_known", places));
        else
            said.push_back(say("client.change." + std::string(to_string(result)), places));
    }
    for (const profile_point& point : profile.points) {
        const plane_movement* plane = course.movement_in(point.anxiety, point.avoidance);
        if (plane == nullptr || !plane->found.along_goal.ci)
            continue;
        const estimate& along = plane->found.along_goal;
        const std::string sentence = say(along.ci->lower > 0   ? "client.change.along_goal"
                                         : along.ci->upper < 0 ? "client.change.against_goal"
                                                               : "client.change.none_along_goal",
                                         {{"points", std::abs(along.value)}});
        const std::string target = target_name(profile.scores[point.anxiety].step.output, say);
        said.push_back(target.empty()
                           ? sentence
                           : say("client.change.of_relationship", {{"relationship", target}, {"sentence", sentence}}));
    }
    return said;
}

std::vector<std::string> comparison_sentences(const person_profile& profile, const messages& say)
{
    const bool is_compared = std::any_of(profile.scores.begin(), profile.scores.end(),
                                         [](const profile_score& score) { return score.everybody != nullptr; });
    std::vector<std::string> said;
    if (profile.norms == nullptr || !is_compared) {
        said.push_back(say("client.no_norm"));
    } else {
        const norm_set& norms = *profile.norms;
        said.push_back(norms.n_persons
                           ? say("client.comparison_group", {{"population", norms.population}, {"n", *norms.n_persons}})
                           : say("client.comparison_group_unknown_size", {{"population", norms.population}}));
        said.push_back(say("client.not_everyone"));
        if (profile.is_other_culture)
            said.push_back(say("client.other_country"));
        if (norms.mode != profile.mode)
            said.push_back(say("client.read_aloud"));
    }
    for (const std::string& flag : profile.flags)
        if (const std::string id = "client.flag." + flag; say.has(id))
            said.push_back(say(id));
    return said;
}

}  // namespace attune::inline v0::detail
