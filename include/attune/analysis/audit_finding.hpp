#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// What an audit can find.
enum class audit_code {
    already_keyed,        ///< columns look reversed before, or are not although that was said
    item_reversed,        ///< items point against the other items of their scale
    wrong_form,           ///< another form of the questionnaire fits
    sibling_key,          ///< another questionnaire fits
    scales_swapped,       ///< one scale holds what belongs to another
    out_of_range,         ///< answers that the form does not have
    group_item_reversed,  ///< items point against their scale in one group only
    group_out_of_range,   ///< answers that the form does not have, in one group above all
    too_few_to_judge,     ///< information: too few people, or answers without variance
};

/// The code as it stands in JSON.
[[nodiscard]] constexpr std::string_view to_string(audit_code code)
{
    switch (code) {
    case audit_code::already_keyed: return "already_keyed";
    case audit_code::item_reversed: return "item_reversed";
    case audit_code::wrong_form: return "wrong_form";
    case audit_code::sibling_key: return "sibling_key";
    case audit_code::scales_swapped: return "scales_swapped";
    case audit_code::out_of_range: return "out_of_range";
    case audit_code::group_item_reversed: return "group_item_reversed";
    case audit_code::group_out_of_range: return "group_out_of_range";
    case audit_code::too_few_to_judge: return "too_few_to_judge";
    }
    return "too_few_to_judge";
}

/// Whether nothing is wrong by it.
[[nodiscard]] constexpr bool is_information(audit_code code)
{
    return code == audit_code::too_few_to_judge;
}

/// A key by the names that `attune score` takes.
struct key_name {
    std::string instrument;
    std::string form;

    friend bool operator==(const key_name&, const key_name&) = default;
};

/// One thing that an audit found.
struct audit_finding {
    audit_code code = audit_code::too_few_to_judge;
    std::optional<std::string> scale = {};  ///< id of the score; nothing when the questionnaire as a whole is meant
    std::vector<int> items = {};            ///< numbers as printed on the form, sorted
    std::optional<std::string> group = {};  ///< value of the grouping column
    std::int64_t n_persons = 0;             ///< that the finding rests on
    std::optional<key_name> fits = {};      ///< the key that fits, where one is known
    std::string message;                    ///< what was seen, and what to do; holds no answer of a person
};

/// A published figure beside that of the data: information, never a finding.
struct published_comparison {
    std::string scale;
    std::string sample;
    std::string source;
    std::optional<int> n_published;
    std::optional<double> mean_published, sd_published, alpha_published;
    std::int64_t n_complete = 0;  ///< people who answered every item of the scale
    double mean = std::numeric_limits<double>::quiet_NaN();
    double sd = std::numeric_limits<double>::quiet_NaN();
    double alpha = std::numeric_limits<double>::quiet_NaN();
    std::string remark = {};  ///< empty, or what is worth a look
};

/// What an audit says.
struct audit_result {
    std::vector<audit_finding> findings;
    std::vector<published_comparison> published;
    std::int64_t n_persons = 0;
    bool is_judged = false;  ///< there were enough people to say anything about the key

    /// Whether anything is wrong.
    [[nodiscard]] bool has_findings() const
    {
        for (const audit_finding& finding : findings)
            if (!is_information(finding.code))
                return true;
        return false;
    }
};

}  // namespace attune::inline v0
