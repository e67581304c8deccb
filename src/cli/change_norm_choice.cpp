#include "change_norm_choice.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/instrument/norm_fit.hpp"
#include "norm_choice.hpp"

namespace attune::cli {

namespace {

norm_group_of_set group_of_choice(const std::string& choice, norm_set set, const std::vector<std::string>& groups)
{
    const std::string wanted = groups.empty() ? std::string(everybody) : groups.front();
    std::vector<std::string> known;
    for (const norm_group& group : set.groups)
        known.push_back(group.id);
    const auto place = std::find(known.begin(), known.end(), wanted);
    if (groups.size() > 1 || place == known.end())
        throw failure(exit_code::usage,
                      fmt::format("--norms {}: expected one group of {}", choice, fmt::join(known, ", ")));
    return {std::move(set), static_cast<std::size_t>(place - known.begin())};
}

}  // namespace

chosen_change_norms choose_change_norms(const std::vector<std::string>& choices, const scoring_key& key,
                                        const std::string& mode, const common_options& common)
{
    chosen_change_norms chosen;
    for (const std::string& choice : choices) {
        const auto [id, groups] = split_norm_choice(choice);
        norm_fit fit = norm_fit_of(load_norms(id, common), key.form(), key.identity(), mode);
        if (!fit.set)
            throw failure(exit_code::usage, fmt::format("--norms {}: {}", choice, fit.refusal));
        for (const std::string& flag : fit.flags)
            chosen.flags.push_back(fmt::format("{}: {}", id, flag));
        norm_group_of_set group = group_of_choice(choice, std::move(*fit.set), groups);
        const change_role role = change_role_of(group.set, group.group());
        if (role == change_role::none)
            throw failure(
                exit_code::usage,
                fmt::format("--norms {}: does not say whether its people seek help; expected a set whose type "
                            "or group says so",
                            choice));
        std::optional<norm_group_of_set>& place = role == change_role::functional ? chosen.norms.functional
                                                  : role == change_role::clinical ? chosen.norms.clinical
                                                                                  : chosen.norms.untreated;
        if (place)
            throw failure(exit_code::usage,
                          fmt::format("--norms {}: {} are {} people as well; expected one group of them", choice,
                                      place->name(), to_string(role)));
        place = std::move(group);
    }
    if (chosen.norms.clinical && chosen.norms.functional)
        if (const std::string refusal = cut_off_refusal(chosen.norms.clinical->set, chosen.norms.functional->set, mode);
            !refusal.empty())
            throw failure(exit_code::usage, "--norms: " + refusal);
    return chosen;
}

}  // namespace attune::cli
