#include "profile_figures.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "profile_words.hpp"
#include "svg.hpp"

namespace attune::inline v0::detail {

namespace {

bool is_placed(const profile_score& score)
{
    return score.everybody && !std::isnan(score.everybody->percentile.value);
}

constexpr std::array<std::string_view, 3> marks{"mark", "mark_2", "mark_3"};

}  // namespace

void add_bars(pugi::xml_node parent, std::string_view id, const std::vector<const profile_score*>& scores,
              const messages& say)
{
    constexpr double row = 44;
    constexpr double left = 12;
    constexpr double right = 628;
    const bool of_100 = std::all_of(scores.begin(), scores.end(), [](const auto* score) { return is_placed(*score); });
    const profile_score& first = *scores.front();
    const svg_scale scale{of_100 ? 0 : first.lowest, of_100 ? 100 : first.highest, left + 8, right - 8};
    const double bottom = row * static_cast<double>(scores.size()) + 8;
    std::string described;
    for (const profile_score* score : scores)
        described += (described.empty() ? "" : " ") + score_name(*score, say) + ".";
    const std::string group = "client." + std::string(message_group(first.step.output));
    const std::string name = say(group + ".name", {{"scale", first.step.output.base_id}});
    pugi::xml_node figure = svg_add_figure(parent, {640, bottom + 62, std::string(id), name, described}, false);
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const profile_score& score = *scores[i];
        const double y = 30 + row * static_cast<double>(i);
        if (const std::string target = target_name(score.step.output, say); !target.empty())
            svg_add_text(figure, {left + 8, y - 12}, target, "label");
        svg_add_line(figure, {scale.start, y}, {scale.end, y}, "track");
        const double value = of_100 ? score.everybody->percentile.value : *score.step.result.value;
        double lower = value;
        double upper = value;
        if (of_100 && score.everybody->measured_percentile) {
            lower = score.everybody->measured_percentile->lower;
            upper = score.everybody->measured_percentile->upper;
        } else if (!of_100 && score.everybody && score.everybody->measured.ci) {
            lower = std::max(score.everybody->measured.ci->lower, scale.from);
            upper = std::min(score.everybody->measured.ci->upper, scale.to);
        }
        if (upper > lower)
            svg_add_rectangle(figure, {scale(lower), y - 7}, {scale(upper) - scale(lower), 14}, "band");
        svg_add_circle(figure, {scale(value), y}, 6, "mark");
    }
    svg_add_bottom_axis(figure, scale, bottom, svg_ticks(scale.from, scale.to),
                        say(of_100 ? "client.axis.of_100" : "client.axis.value"));
    svg_add_text(figure, {scale.start, bottom + 54}, say(group + ".low_end"), "label");
    svg_add_text(figure, {scale.end, bottom + 54}, say(group + ".high_end"), "label", "end");
}

void add_plane(pugi::xml_node parent, const person_profile& profile, const messages& say)
{
    constexpr double size = 520;
    const profile_score& any = profile.scores[profile.points.front().anxiety];
    const profile_score& other = profile.scores[profile.points.front().avoidance];
    const svg_scale x{any.lowest, any.highest, 76, size - 16};
    const svg_scale y{other.lowest, other.highest, size - 60, 16};
    pugi::xml_node figure =
        svg_add_figure(parent, {size, size, "plane", say("client.plane.title"), say("client.plane.alt")}, false);
    const auto polygon = [&](const joint_region& region) {
        const matrix edge = region.points(96);
        std::vector<svg_point> points;
        for (Eigen::Index i = 0; i < edge.rows(); ++i)
            points.push_back({x(std::clamp(edge(i, 0), x.from, x.to)), y(std::clamp(edge(i, 1), y.from, y.to))});
        return svg_polygon_path(points);
    };
    if (profile.norms != nullptr)
        if (const norm_group* all = profile.norms->find(everybody); all != nullptr && all->r_anxiety_avoidance) {
            const norm_figures* anxiety = all->find(any.step.output.id);
            const norm_figures* avoidance = all->find(other.step.output.id);
            if (anxiety != nullptr && avoidance != nullptr)
                for (const double share : {0.95, 0.8, 0.5})
                    svg_add_path(figure,
                                 polygon(joint_region_of({anxiety->mean, anxiety->sd}, {avoidance->mean, avoidance->sd},
                                                         {.level = share, .error_r = *all->r_anxiety_avoidance})),
                                 "ring");
        }
    svg_add_bottom_axis(figure, x, y.start, svg_ticks(x.from, x.to), say("client.anxiety.name"));
    svg_add_left_axis(figure, y, x.start, x.start, svg_ticks(y.from, y.to), say("client.avoidance.name"));
    const auto corner = [&](double at_x, double at_y, const char* id, const char* anchor) {
        svg_add_text(figure, {at_x, at_y}, say(std::string("client.plane.corner.") + id), "corner", anchor);
    };
    corner(x.start + 8, y.start - 10, "low_low", "start");
    corner(x.end - 8, y.start - 10, "high_anxiety", "end");
    corner(x.start + 8, y.end + 18, "high_avoidance", "start");
    corner(x.end - 8, y.end + 18, "high_high", "end");
    for (std::size_t i = 0; i < profile.points.size(); ++i) {
        const profile_point& point = profile.points[i];
        const auto& anxiety = profile.scores[point.anxiety].step.result.value;
        const auto& avoidance = profile.scores[point.avoidance].step.result.value;
        if (!anxiety || !avoidance)
            continue;
        if (point.region.status == estimate_status::ok)
            svg_add_path(figure, polygon(point.region), "band");
        svg_add_circle(figure, {x(*anxiety), y(*avoidance)}, 6, marks[std::min(i, marks.size() - 1)]);
        if (!point.target.empty())
            svg_add_text(figure, {x(*anxiety) + 10, y(*avoidance) + 5},
                         target_name(profile.scores[point.anxiety].step.output, say), "name");
    }
}

}  // namespace attune::inline v0::detail
