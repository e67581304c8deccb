#include "attune/report/audit_report.hpp"

#include <optional>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/report/estimate_json.hpp"
#include "attune/report/score_report.hpp"
#include "attune/report/text_table.hpp"
#include "counts.hpp"
#include "json.hpp"

namespace attune::inline v0 {

namespace {

using detail::ordered_json;

/// null for what is not known, and for a number that is not finite.
ordered_json number_or_null(const std::optional<double>& number)
{
    return ordered_json::parse(number ? number_json(*number) : "null");
}

ordered_json finding_json(const audit_finding& finding, const std::string& by)
{
    ordered_json group = ordered_json::object();
    if (finding.group)
        group[by] = *finding.group;
    return {{"code", to_string(finding.code)},
            {"scale", finding.scale ? ordered_json(*finding.scale) : ordered_json()},
            {"items", finding.items},
            {"by", group},
            {"n_persons", finding.n_persons},
            {"fits", finding.fits ? ordered_json{{"id", finding.fits->instrument}, {"form", finding.fits->form}}
                                  : ordered_json()},
            {"message", finding.message}};
}

ordered_json published_json(const published_comparison& figures)
{
    return {{"scale", figures.scale},
            {"sample", figures.sample},
            {"source", figures.source},
            {"n_persons", figures.n_published ? ordered_json(*figures.n_published) : ordered_json()},
            {"mean", number_or_null(figures.mean_published)},
            {"sd", number_or_null(figures.sd_published)},
            {"alpha", number_or_null(figures.alpha_published)},
            {"here",
             {{"n_complete", figures.n_complete},
              {"mean", number_or_null(figures.mean)},
              {"sd", number_or_null(figures.sd)},
              {"alpha", number_or_null(figures.alpha)}}},
            {"remark", figures.remark.empty() ? ordered_json() : ordered_json(figures.remark)}};
}

/// Both as a reader compares them: "3.03 | 3.10".
std::string beside(const std::optional<double>& published, double here, int places)
{
    return fmt::format("{} | {}", published ? number_text(*published, places) : "-", number_text(here, places));
}

std::string published_text(const audit_result& result)
{
    text_table table({"scale", "sample", "mean", "sd", "alpha"}, 2);
    std::string remarks;
    for (const published_comparison& figures : result.published) {
        table.add({figures.scale, figures.sample, beside(figures.mean_published, figures.mean, 2),
                   beside(figures.sd_published, figures.sd, 2), beside(figures.alpha_published, figures.alpha, 3)});
        if (!figures.remark.empty())
            remarks += fmt::format("  {}: {}\n", figures.scale, figures.remark);
    }
    return fmt::format("\nPublished | here, for information:\n\n{}{}{}", table.text("  "), remarks.empty() ? "" : "\n",
                       remarks);
}

}  // namespace

std::string audit_json(const scoring_key& key, const audit_result& result, const audit_run& run)
{
    ordered_json findings = ordered_json::array();
    for (const audit_finding& finding : result.findings)
        findings.push_back(finding_json(finding, run.by));
    ordered_json published = ordered_json::array();
    for (const published_comparison& figures : result.published)
        published.push_back(published_json(figures));
    const ordered_json summary = {{"rows", run.n_rows},
                                  {"short_rows", run.n_short_rows},
                                  {"input", run.input_name},
                                  {"input_sha256", run.input_sha256},
                                  {"warnings", run.warnings}};
    return fmt::format("{{{},\"findings\":{},\"published\":{},\"summary\":{}}}\n", json_head("audit", key.identity()),
                       findings.dump(), published.dump(), summary.dump());
}

std::string audit_text(const scoring_key& key, const audit_result& result, const audit_run& run)
{
    const instrument_identity& identity = key.identity();
    std::string text =
        fmt::format("{}, form {}{}: {} people\n", identity.id, identity.form,
                    identity.confidence == confidence::single_source ? "; its key rests on a single source" : "",
                    detail::grouped(result.n_persons));
    text += result.has_findings() ? "The answers and the key contradict each other.\n"
            : result.is_judged    ? "Nothing in the answers contradicts the key.\n"
                                  : "There are too few people to say whether the answers fit the key.\n";
    for (const audit_finding& finding : result.findings) {
        text += fmt::format("\n{}", to_string(finding.code));
        if (finding.group)
            text += fmt::format(", {} {}", run.by, finding.group->empty() ? "(empty)" : *finding.group);
        if (finding.scale)
            text += fmt::format(", {}", *finding.scale);
        text += fmt::format(" ({} people)\n  {}\n", detail::grouped(finding.n_persons), finding.message);
    }
    if (!result.published.empty())
        text += published_text(result);
    return text;
}

}  // namespace attune::inline v0
