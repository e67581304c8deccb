#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// Whether a figure could be computed, and if not, why. Facts about a sample, never exceptions.
enum class estimate_status {
    ok,
    no_variance,
    too_few_persons,
    too_few_raters,     ///< or occasions: each person has one score
    too_few_occasions,  ///< of one person
    not_converged,
    heywood,
    not_positive_definite,
    item_without_answers,     ///< nobody answered one of the items
    never_answered_together,  ///< nobody answered both items of a pair
    separated,                ///< predictors tell the outcomes of a logistic regression apart without fail
    not_defined,              ///< the formula has no value for these numbers
    not_known
};

/// The status as it stands in JSON.
[[nodiscard]] constexpr std::string_view to_string(estimate_status status)
{
    switch (status) {
    case estimate_status::ok: return "ok";
    case estimate_status::no_variance: return "no_variance";
    case estimate_status::too_few_persons: return "too_few_persons";
    case estimate_status::too_few_raters: return "too_few_raters";
    case estimate_status::too_few_occasions: return "too_few_occasions";
    case estimate_status::not_converged: return "not_converged";
    case estimate_status::heywood: return "heywood";
    case estimate_status::not_positive_definite: return "not_positive_definite";
    case estimate_status::item_without_answers: return "item_without_answers";
    case estimate_status::never_answered_together: return "never_answered_together";
    case estimate_status::separated: return "separated";
    case estimate_status::not_defined: return "not_defined";
    case estimate_status::not_known: return "not_known";
    }
    return "not_known";
}

/// An interval around a value, in the units of the value.
struct confidence_interval {
    double lower = std::numeric_limits<double>::quiet_NaN();
    double upper = std::numeric_limits<double>::quiet_NaN();
    double level = 0.95;      ///< the convention of the field's journals
    std::string method = {};  ///< for example "adf", "feldt", "measurement_error"
};

/// A figure derived from answers or scores, with all that belongs to it.
struct estimate {
    std::string id = {};                                      ///< from the dictionary of names, e.g. "alpha_raw"
    double value = std::numeric_limits<double>::quiet_NaN();  ///< NaN unless `status` is ok
    std::optional<double> std_error = {};                     ///< in the units of value
    std::optional<confidence_interval> ci = {};
    std::optional<std::int64_t> n_persons = {};  ///< how many people the figure rests on
    std::string method = {};                     ///< how it was computed; names the norm set if one was used
    estimate_status status = estimate_status::ok;
    std::string message = {};  ///< one sentence when `status` is not ok, or an interval has no value or a caveat
};

}  // namespace attune::inline v0
