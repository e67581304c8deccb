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
constexpr std::array<std::string_view, 3> ways{"way", "way_2", "way_3"};
constexpr double mark_radius = 6;

/// Texts of a figure that shall not lie on each other.
class label_places {
public:
    /// @param corner,size  of what all labels stay within.
    label_places(svg_point corner, svg_point size) : whole_{corner, size} {}

    /// Keeps a place free of labels.
    void take(svg_point corner, svg_point size) { taken_.push_back({corner, size}); }

    /// Adds a label beside a mark: right or left of it, where nothing else is; higher or lower when it has to be.
    void add(pugi::xml_node figure, svg_point mark, const std::string& text)
    {
        const double width = width_of(text);
        for (const double shift : {0.0, -16.0, 16.0, -32.0, 32.0, -48.0, 48.0})
            for (const bool is_left : {false, true}) {
                const svg_point at{mark.x + (is_left ? -gap : gap), mark.y + baseline + shift};
                const box label{{is_left ? at.x - width : at.x, at.y - height}, {width, height + descent}};
                if (!is_within(label) || std::any_of(taken_.begin(), taken_.end(),
                                                     [&](const box& other) { return do_overlap(label, other); }))
                    continue;
                taken_.push_back(label);
                svg_add_text(figure, at, text, "name", is_left ? "end" : "start");
                return;
            }
        svg_add_text(figure, {mark.x + gap, mark.y + baseline}, text, "name");
    }

    /// About how wide a text is: bold letters of 13 units are 8 wide on average, and seldom more.
    [[nodiscard]] static double width_of(const std::string& text)
    {
        constexpr double letter = 8;
        return letter * static_cast<double>(std::count_if(text.begin(), text.end(), [](char c) {
                   return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;  // no further byte of a letter
               }));
    }

    static constexpr double height = 12;
    static constexpr double descent = 4;

private:
    struct box {
        svg_point corner;
        svg_point size;
    };

    static bool do_overlap(const box& a, const box& b)
    {
        return a.corner.x < b.corner.x + b.size.x && b.corner.x < a.corner.x + a.size.x &&
               a.corner.y < b.corner.y + b.size.y && b.corner.y < a.corner.y + a.size.y;
    }

    [[nodiscard]] bool is_within(const box& label) const
    {
        return label.corner.x >= whole_.corner.x && label.corner.y >= whole_.corner.y &&
               label.corner.x + label.size.x <= whole_.corner.x + whole_.size.x &&
               label.corner.y + label.size.y <= whole_.corner.y + whole_.size.y;
    }

    static constexpr double gap = 10;
    static constexpr double baseline = 5;

    box whole_;
    std::vector<box> taken_;
};

/// The way from the first mark of a relationship to the last, which is drawn apart. Older marks are smaller and paler,
/// but still seen.
void add_way(pugi::xml_node figure, const profile_course& course, const profile_point& point, std::size_t colour,
             const svg_scale& x, const svg_scale& y, label_places& labels)
{
    constexpr double palest = 0.55;
    constexpr double smallest = 4;
    const std::vector<double>& anxiety = course.person.scores[point.anxiety].values;
    const std::vector<double>& avoidance = course.person.scores[point.avoidance].values;
    std::vector<std::size_t> known;
    for (std::size_t i = 0; i < anxiety.size(); ++i)
        if (!std::isnan(anxiety[i]) && !std::isnan(avoidance[i]))
            known.push_back(i);
    for (std::size_t i = 0; i + 1 < known.size(); ++i) {
        const double age = static_cast<double>(i) / static_cast<double>(known.size() - 1);
        const svg_point from{x(anxiety[known[i]]), y(avoidance[known[i]])};
        const svg_point to{x(anxiety[known[i + 1]]), y(avoidance[known[i + 1]])};
        pugi::xml_node step = svg_add_group(figure, "");
        svg_fade(step, palest + (1 - palest) * age);
        svg_add_circle(step, from, smallest + (mark_radius - smallest) * age, marks[colour]);
        labels.take({from.x - mark_radius, from.y - mark_radius}, {2 * mark_radius, 2 * mark_radius});
        svg_add_arrow(step, from, to, mark_radius + 2, ways[colour], marks[colour]);
    }
}

}  // namespace

void add_bars(pugi::xml_node parent, std::string_view id, const std::vector<const profile_score*>& scores,
              const messages& say)
{
    constexpr double width = 440;  // of a phone or a little more, so that texts are not shrunk there
    constexpr double row = 44;
    constexpr double left = 12;
    constexpr double right = width - 12;
    const bool of_100 = std::all_of(scores.begin(), scores.end(), [](const auto* score) { return is_placed(*score); });
    const profile_score& first = *scores.front();
    const svg_scale scale{of_100 ? 0 : first.lowest, of_100 ? 100 : first.highest, left + 8, right - 8};
    const double bottom = row * static_cast<double>(scores.size()) + 8;
    std::string described;
    for (const profile_score* score : scores)
        described += (described.empty() ? "" : " ") + score_name(*score, say) + ".";
    const std::string group = "client." + std::string(message_group(first.step.output));
    const std::string name = say(group + ".name", {{"scale", first.step.output.base_id}});
    pugi::xml_node figure = svg_add_figure(parent, {width, bottom + 70, std::string(id), name, described}, false);
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
    svg_add_text(figure, {scale.start, bottom + 62}, say(group + ".low_end"), "label");
    svg_add_text(figure, {scale.end, bottom + 62}, say(group + ".high_end"), "label", "end");
}

void add_plane(pugi::xml_node parent, std::string_view id, const person_profile& profile, const messages& say)
{
    constexpr double size = 440;
    const profile_score& any = profile.scores[profile.points.front().anxiety];
    const profile_score& other = profile.scores[profile.points.front().avoidance];
    const svg_scale x{any.lowest, any.highest, 60, size - 12};
    const svg_scale y{other.lowest, other.highest, size - 56, 12};
    pugi::xml_node figure = svg_add_figure(
        parent,
        {size, size, std::string(id), say("client.plane.title"),
         profile.course ? say("client.plane.alt") + " " + say("client.change.path") : say("client.plane.alt")},
        false);
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
    label_places labels({x.start, y.end}, {x.end - x.start, y.start - y.end});
    const auto corner = [&](double at_x, double at_y, const char* words, std::string_view anchor) {
        const std::string text = say(std::string("client.plane.corner.") + words);
        const double width = label_places::width_of(text);
        labels.take({anchor == "end" ? at_x - width : at_x, at_y - label_places::height},
                    {width, label_places::height + label_places::descent});
        svg_add_text(figure, {at_x, at_y}, text, "corner", anchor);
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
        const std::size_t colour = std::min(i, marks.size() - 1);
        if (profile.course)
            add_way(figure, *profile.course, point, colour, x, y, labels);
        svg_add_circle(figure, {x(*anxiety), y(*avoidance)}, mark_radius, marks[colour]);
        labels.take({x(*anxiety) - mark_radius, y(*avoidance) - mark_radius}, {2 * mark_radius, 2 * mark_radius});
    }
    for (const profile_point& point : profile.points) {
        const auto& anxiety = profile.scores[point.anxiety].step.result.value;
        const auto& avoidance = profile.scores[point.avoidance].step.result.value;
        if (anxiety && avoidance && !point.target.empty())
            labels.add(figure, {x(*anxiety), y(*avoidance)},
                       target_name(profile.scores[point.anxiety].step.output, say));
    }
}

}  // namespace attune::inline v0::detail
