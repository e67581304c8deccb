#include "norm_choice.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/instrument/norm_fit.hpp"
#include "attune/io/norm_file.hpp"
#include "attune/io/norm_search.hpp"

namespace attune::cli {

norm_set load_norms(const std::string& name, const common_options& common)
{
    try {
        const bool is_file = name.ends_with(".json") || name.find('/') != std::string::npos;
        return is_file ? load_norm_set(name) : load_norm_set_by_id(name, common.path());
    } catch (const unknown_norm_set_error& nothing) {
        throw failure(exit_code::usage, nothing.what());
    } catch (const input_error& faults) {
        throw failure(exit_code::definition, faults.what());
    }
}

std::string norm_findings(const std::string& file, bool& is_valid)
{
    const outcome<norm_set> result = read_norm_set(file);
    std::string text;
    for (const diagnostic& finding : result.found)
        text += to_string(finding) + "\n";
    if (result.value)
        text += fmt::format("{}: norm set {} {}, sha256 {}: {}\n", file, result.value->id, result.value->version,
                            result.value->sha256, result.found.empty() ? "no findings" : "warnings only");
    is_valid = is_valid && result.value.has_value();
    return text;
}

std::vector<norm_set> norms_of(const std::string& instrument, const common_options& common)
{
    std::vector<norm_set> sets;
    for (const std::string& id : norm_set_ids(common.path()))
        if (norm_set of = load_norms(id, common); of.instrument == instrument)
            sets.push_back(std::move(of));
    return sets;
}

std::pair<std::string, std::vector<std::string>> split_norm_choice(const std::string& choice)
{
    const std::size_t colon = choice.rfind(':');
    if (colon == std::string::npos || choice.find_first_of("/\\", colon) != std::string::npos)
        return {choice, {}};
    std::vector<std::string> groups;
    for (std::size_t begin = colon + 1; begin <= choice.size();) {
        const std::size_t end = std::min(choice.find(',', begin), choice.size());
        groups.push_back(choice.substr(begin, end - begin));
        begin = end + 1;
    }
    return {choice.substr(0, colon), groups};
}

namespace {

std::vector<std::string> flags_of(norm_fit fit, const person_group_options& people, bool has_named)
{
    std::vector<std::string> flags = std::move(fit.flags);
    const norm_set& set = *fit.set;
    if (set.find(everybody) == nullptr)
        flags.emplace_back("the norms have no group of everybody: the overall comparison stays empty");
    const bool has_genders =
        std::any_of(set.groups.begin(), set.groups.end(), [](const norm_group& g) { return g.gender.has_value(); });
    if (has_genders && people.gender.empty() && !has_named)
        flags.emplace_back("the norms have groups by gender: give --gender to compare people with theirs as well");
    if (set.age && people.age.empty())
        flags.push_back(fmt::format("the norms are of people aged {} to {}: give --age to have ages checked",
                                    set.age->min.value_or(0), set.age->max.value_or(150)));
    return flags;
}

}  // namespace

chosen_norms choose_norms(const std::string& choice, const scoring_key& key, const std::string& mode,
                          const person_group_options& people, const common_options& common)
{
    const std::pair<std::string, std::vector<std::string>> split = split_norm_choice(choice);
    const std::string& id = split.first;
    const std::vector<std::string>& groups = split.second;
    norm_fit fit = norm_fit_of(load_norms(id, common), key.form(), key.identity(), mode);
    if (!fit.set)
        throw failure(exit_code::usage, fmt::format("--norms {}: {}", id, fit.refusal));
    const bool by_person = groups.empty() && (!people.gender.empty() || !people.age.empty());
    norm_comparison comparison = as_usage([&] { return norm_comparison(*fit.set, key, groups, by_person); });
    return {std::move(comparison), flags_of(std::move(fit), people, !groups.empty())};
}

}  // namespace attune::cli
