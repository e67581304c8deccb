#include "attune/report/plane_report.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "attune/analysis/prototype_figures.hpp"
#include "csv_numbers.hpp"
#include "json.hpp"

namespace attune::inline v0 {

namespace {

using detail::ordered_json;

ordered_json finite_or_null(double number)
{
    return std::isfinite(number) ? ordered_json(number) : ordered_json();
}

ordered_json region_json(const joint_region& region)
{
    if (region.status != estimate_status::ok)
        return {};
    return {{"x", region.x},
            {"y", region.y},
            {"semi_major", region.semi_major},
            {"semi_minor", region.semi_minor},
            {"angle", region.angle},
            {"level", region.options.level},
            {"error_r", region.options.error_r}};
}

ordered_json difference_json(const score_difference& of, std::string_view first, std::string_view second,
                             std::string_view group, std::string_view units)
{
    ordered_json json = {{"first", first},
                         {"second", second},
                         {"group", group},
                         {"units", units},
                         {"value", finite_or_null(of.difference.value)},
                         {"std_error", finite_or_null(of.difference.std_error.value_or(std::nan("")))}};
    json["ci"] = ordered_json();
    if (of.difference.ci)
        json["ci"] = {{"lower", of.difference.ci->lower},
                      {"upper", of.difference.ci->upper},
                      {"level", of.difference.ci->level},
                      {"method", of.difference.ci->method}};
    json["p"] = finite_or_null(of.p);
    return json;
}

/// By the name of each reference point, what stands behind `what`_ in the ids of the figures.
ordered_json by_point(const std::vector<estimate>& figures, std::string_view what)
{
    ordered_json json = ordered_json::object();
    for (const estimate& figure : figures)
        if (figure.id.starts_with(what))
            json[figure.id.substr(what.size())] = finite_or_null(figure.value);
    return json;
}

constexpr std::array<std::string_view, 10> plane_figures{
    "region_semi_major",      "region_semi_minor",    "region_angle",     "difference",
    "difference_std_error",   "difference_lower",     "difference_upper", "difference_p",
    "difference_reliability", "difference_percentile"};

void append_plane(std::string& text, const plane_standing& of)
{
    const confidence_interval ci = of.difference.difference.ci.value_or(confidence_interval{});
    for (const double figure :
         {of.region.semi_major, of.region.semi_minor, of.region.angle, of.difference.difference.value,
          of.difference.difference.std_error.value_or(std::nan("")), ci.lower, ci.upper, of.difference.p,
          of.difference_reliability.value, of.difference_percentile})
        detail::append_csv_number(text, figure);
}

std::string relationship(const score_plane& plane)
{
    return plane.target.empty() ? "" : plane.target + "_";
}

}  // namespace

plane_report::plane_report(const scoring_key& key, const norm_comparison* comparison, plane_report_options options)
    : key_(&key),
      comparison_(comparison),
      options_(std::move(options)),
      planes_(planes_of(key.outputs())),
      why_no_posterior_(why_no_discriminant(key))
{
}

std::vector<std::string> plane_report::columns() const
{
    std::vector<std::string> names;
    const auto add = [&](const std::string& before, std::string_view what) {
        for (const reference_point& point : reference_points)
            names.push_back(fmt::format("{}{}{}_{}", options_.prefix, before, what, point.id));
    };
    const auto add_comparison = [&](const std::string& before) {
        if (options_.has_all)
            for (const std::string_view figure : plane_figures)
                names.push_back(fmt::format("{}{}{}", options_.prefix, before, figure));
        if (!options_.has_prototypes)
            return;
        add(before, "distance");
        add(before, "similarity");
    };
    for (const score_plane& plane : planes_) {
        if (comparison_ == nullptr)
            break;
        add_comparison(relationship(plane));
        if (comparison_->is_by_person())
            add_comparison(relationship(plane) + "same_");
        for (const std::size_t group : comparison_->named())
            add_comparison(relationship(plane) + comparison_->group(group).id + "_");
    }
    if (has_posterior())
        add("", "posterior");
    return names;
}

void plane_report::append_csv(text_buffer& line, std::span<const raw_score> scores, const person_groups& groups) const
{
    std::string text;
    for (const score_plane& plane : planes_) {
        if (comparison_ == nullptr || !(options_.has_all || options_.has_prototypes))
            break;
        for (const std::size_t group : comparison_->compared(groups)) {
            const bool is_known = group != person_groups::none && !groups.is_outside;
            if (options_.has_all)
                append_plane(text, is_known ? plane_in(group, plane, scores) : plane_standing_of({}, {}, {}));
            if (!options_.has_prototypes)
                continue;
            const double unknown = std::numeric_limits<double>::quiet_NaN();
            const auto z_of = [&](std::size_t output) {
                return is_known ? comparison_->z_of(group, output, scores[output]) : unknown;
            };
            const prototype_similarity found = prototype_similarities(z_of(plane.anxiety), z_of(plane.avoidance));
            for (const auto* figures : {&found.distances, &found.weights})
                for (const double figure : *figures)
                    detail::append_csv_number(text, figure);
        }
    }
    if (has_posterior()) {
        const score_plane& plane = planes_.front();
        const auto found = discriminant_posterior_of(scores[plane.anxiety].value(), scores[plane.avoidance].value());
        for (const double share : found.posterior)
            detail::append_csv_number(text, share);
    }
    line.append(std::string_view(text));
}

plane_standing plane_report::plane_in(std::size_t group, const score_plane& plane,
                                      std::span<const raw_score> scores) const
{
    const bool is_of_norms = plane.target.empty() || plane.target == "global";  // whose correlation a group holds
    return plane_standing_of(comparison_->standing(group, plane.anxiety, scores[plane.anxiety]),
                             comparison_->standing(group, plane.avoidance, scores[plane.avoidance]),
                             is_of_norms ? comparison_->group(group).r_anxiety_avoidance : std::optional<double>());
}

std::string plane_report::json(std::span<const raw_score> scores, const person_groups& groups) const
{
    ordered_json members = ordered_json::object();
    if (comparison_ != nullptr) {
        members["planes"] = ordered_json::array();
        members["differences"] = ordered_json::array();
    }
    for (const std::size_t group :
         comparison_ == nullptr ? std::vector<std::size_t>{} : comparison_->compared(groups)) {
        if (group == person_groups::none || groups.is_outside)
            continue;
        std::vector<score_standing> standings;
        for (std::size_t i = 0; i < scores.size(); ++i)
            standings.push_back(comparison_->standing(group, i, scores[i]));
        const norm_group& people = comparison_->group(group);
        const auto id = [&](std::size_t output) { return std::string_view(key_->outputs()[output].id); };
        for (const score_plane& plane : planes_) {
            const score_standing& anxiety = standings[plane.anxiety];
            const score_standing& avoidance = standings[plane.avoidance];
            if (is_refused(scores[plane.anxiety].status) || is_refused(scores[plane.avoidance].status))
                continue;
            const plane_standing both = plane_in(group, plane, scores);
            ordered_json entry = {{"anxiety", id(plane.anxiety)},
                                  {"avoidance", id(plane.avoidance)},
                                  {"group", people.id},
                                  {"region", region_json(both.region)}};
            if (both.region.status != estimate_status::ok)
                entry["because"] = both.region.message;
            if (options_.has_prototypes) {
                const std::vector<estimate> figures = prototype_figures(anxiety.z.value, avoidance.z.value);
                entry["distances"] = by_point(figures, "distance_");
                entry["similarities"] = by_point(figures, "similarity_");
            }
            members["planes"].push_back(std::move(entry));
            ordered_json difference =
                difference_json(both.difference, id(plane.anxiety), id(plane.avoidance), people.id, "z");
            difference["reliability"] = finite_or_null(both.difference_reliability.value);
            difference["percentile"] = finite_or_null(both.difference_percentile);
            if (both.difference_reliability.status != estimate_status::ok)
                difference["because"] = both.difference_reliability.message;
            members["differences"].push_back(std::move(difference));
        }
        for (const target_difference& of : target_differences(key_->outputs(), standings)) {
            if (is_refused(scores[of.first].status) || is_refused(scores[of.second].status))
                continue;
            ordered_json difference = difference_json(of.difference, id(of.first), id(of.second), people.id, "score");
            difference["reliability"] = ordered_json();
            difference["percentile"] = ordered_json();
            difference["because"] = "the norms do not hold correlations between relationships";
            members["differences"].push_back(std::move(difference));
        }
    }
    if (has_posterior()) {
        const score_plane& plane = planes_.front();
        members["posterior"] = by_point(
            discriminant_figures(*key_, scores[plane.anxiety].value(), scores[plane.avoidance].value()), "posterior_");
    }
    const std::string object = members.dump();
    return members.empty() ? std::string() : "," + object.substr(1, object.size() - 2);
}

std::string plane_report::prototypes_json() const
{
    ordered_json json = {{"exploratory", true}};
    json["convention"] = comparison_ == nullptr ? ordered_json() : ordered_json(prototype_convention);
    json["posterior"] = has_posterior() ? ordered_json(discriminant_note) : ordered_json();
    if (!has_posterior())
        json["because"] = why_no_posterior_;
    return json.dump();
}

std::string plane_report::prototypes_text() const
{
    std::string text;
    if (comparison_ != nullptr)
        text += fmt::format("distances and similarities: {}\n", prototype_convention);
    return text + (has_posterior() ? fmt::format("posterior: {}\n", discriminant_note)
                                   : fmt::format("no posterior: {}\n", why_no_posterior_));
}

}  // namespace attune::inline v0
