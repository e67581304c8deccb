#include "score_norms.hpp"

#include <fmt/format.h>

#include "attune/analysis/prototype_figures.hpp"

namespace attune::cli {

score_norms::score_norms(const score_options& options, const scoring_key& key)
    : key_(&key), how_{options.has_prototypes, options.prefix, options.has_all_figures}
{
    if (!options.norms.empty()) {
        chosen_.emplace(choose_norms(options.norms, key, options.input.mode, options.people, options.common));
        groups_.emplace(options.people, chosen_->comparison);
    }
    if (!how_.has_prototypes)
        return;
    if (planes_of(key.outputs()).empty())
        throw failure(exit_code::usage, "--prototypes: expected a form with scores of anxiety and avoidance");
    const std::string reason = why_no_discriminant(key);
    if (!chosen_ && !reason.empty())
        throw failure(exit_code::usage,
                      "--prototypes: expected --norms, as distances are of standard scores; " + reason);
}

std::optional<standing_report> score_norms::standings(standing_format format) const
{
    if (!chosen_)
        return std::nullopt;
    return standing_report(*key_, chosen_->comparison, format, {how_.has_all, how_.prefix});
}

std::optional<plane_report> score_norms::planes() const
{
    if (!chosen_ && !how_.has_prototypes)
        return std::nullopt;
    return plane_report(*key_, chosen_ ? &chosen_->comparison : nullptr, how_);
}

const person_groups& score_norms::groups_of(std::string_view gender, std::string_view age) const
{
    static const person_groups without_norms;
    return groups_ ? groups_->of(gender, age) : without_norms;
}

std::vector<std::string> score_norms::columns() const
{
    std::vector<std::string> names;
    if (const auto report = standings(standing_format::csv))
        names = report->columns();
    if (const auto report = planes()) {
        const std::vector<std::string> more = report->columns();
        names.insert(names.end(), more.begin(), more.end());
    }
    return names;
}

std::string score_norms::head() const
{
    std::string members;
    if (chosen_)
        members += ",\"norms\":" + norms_json(chosen_->comparison.set(), chosen_->flags);
    if (how_.has_prototypes)
        members += ",\"prototypes\":" + planes()->prototypes_json();
    return members;
}

std::vector<std::string> score_norms::warnings() const
{
    std::vector<std::string> warnings;
    if (chosen_)
        for (const std::string& flag : chosen_->flags)
            warnings.push_back(chosen_->comparison.set().id + ": " + flag);
    return warnings;
}

std::string score_norms::notes() const
{
    return how_.has_prototypes ? planes()->prototypes_text() : std::string();
}

std::string person_members(std::optional<standing_report>& standings, const std::optional<plane_report>& planes,
                           std::span<const raw_score> scores, const person_groups& groups,
                           std::vector<std::string>& further)
{
    std::string members;
    if (standings) {
        further = standings->json(scores, groups);
        members = fmt::format(",\"norm_flag\":\"{}\"", groups.flag);
    }
    return planes ? members + planes->json(scores, groups) : members;
}

}  // namespace attune::cli
