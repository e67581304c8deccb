#include "scoring_hash.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace attune::inline v0::detail {

namespace {

std::string numbers(std::vector<int> list)
{
    std::sort(list.begin(), list.end());
    return fmt::format("[{}]", fmt::join(list, ","));
}

}  // namespace

// Names are sorted and ids need no escapes, so the text is canonical (RFC 8785) as it is written.
std::string scoring_form(const resolved_form& of)
{
    std::vector<std::string> scales;
    for (const scale& s : of.scales)
        scales.push_back(fmt::format(R"({{"id":"{}","items":{},"min_answered":{},"reversed":{},"score":"{}"}})", s.id,
                                     numbers(s.items), s.missing.min_answered, numbers(s.reversed),
                                     to_string(s.score)));
    std::vector<std::string> derived;
    for (const derived_score& d : of.derived) {
        std::vector<std::string> terms;
        for (const derived_term& term : d.terms)
            terms.push_back(fmt::format(R"({{"score":"{}","weight":"{}"}})", term.score, to_string(term.weight)));
        std::sort(terms.begin(), terms.end());
        derived.push_back(fmt::format(R"({{"constant":"{}","id":"{}","terms":[{}]}})", to_string(d.constant), d.id,
                                      fmt::join(terms, ",")));
    }
    std::vector<std::string> targets;
    for (const std::string& target : of.targets)
        targets.push_back('"' + target + '"');
    return fmt::format(
        R"({{"derived":[{}],"form":"{}","instrument":"{}","n_items":{},"response":{{"max":{},"min":{}}},)"
        R"("scales":[{}],"schema":"attune.scoring/1","targets":[{}],"unscored":{}}})",
        fmt::join(derived, ","), of.id, of.instrument_id, of.items.size(), of.response.max, of.response.min,
        fmt::join(scales, ","), fmt::join(targets, ","), numbers(of.unscored));
}

}  // namespace attune::inline v0::detail
