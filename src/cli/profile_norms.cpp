#include "profile_norms.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/report/score_report.hpp"

namespace attune::cli {

profile_norms::profile_norms(const profile_options& options, const scoring_key& key)
{
    if (options.norms.empty())
        return;
    norms_.emplace(choose_norms(options.norms, key, options.input.mode, options.people, options.common));
    groups_.emplace(options.people, norms_->comparison);
    memo_.emplace(norms_->comparison);
    const norm_set& set = norms_->comparison.set();
    const auto lacks = [](const std::vector<std::string>& known, const std::string& wanted) {
        return !wanted.empty() && !known.empty() && std::find(known.begin(), known.end(), wanted) == known.end();
    };
    is_other_culture_ = lacks(set.languages, options.language) || lacks(set.countries, options.country);
}

person_groups profile_norms::groups_of(std::string_view gender, std::string_view age) const
{
    return norms_ ? groups_->of(gender, age) : person_groups{};
}

std::string profile_norms::json() const
{
    if (!norms_)
        return "null";
    const norm_set& set = norms_->comparison.set();
    return fmt::format("{{\"id\":{},\"version\":{},\"sha256\":{}}}", json_string(set.id), json_string(set.version),
                       json_string(set.sha256));
}

}  // namespace attune::cli
