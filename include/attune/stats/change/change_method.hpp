#pragma once

#include <array>
#include <string_view>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// A way to tell a change of one person from measurement error. Each compares the later score with the one that is
/// expected of somebody who did not change; `change_rule_of()` has the formulas.
enum class change_method {
    jacobson_truax,         ///< expects the earlier score; the default, as it needs no group to regress to
    gulliksen_lord_novick,  ///< expects regression to the mean of the earlier occasion
    hsu_linn_lord,          ///< expects regression, and the mean change of the group
    edwards_nunnally,       ///< expects the true score of the earlier occasion, with the error of one score
    nunnally_kotsch,        ///< the same, with the errors of both scores
    hageman_arrindell,    ///< weighs the observed change by the reliability of differences, the rest by the mean change
    chelune,              ///< expects the mean change of the group
    iverson,              ///< the same, with the errors of both occasions
    sd_of_differences,    ///< the same, with the observed spread of differences (Temkin, Maassen)
    srb_summary,          ///< expects what a regression on the earlier score predicts; error from summary figures
    srb_regression,       ///< the same, with the residual error of a regression on n - 2 degrees of freedom
    crawford_garthwaite,  ///< the same, with the error of a prediction, as t
};

inline constexpr std::size_t n_change_methods = 12;

/// All methods, in the order in which they are reported.
inline constexpr std::array<change_method, n_change_methods> change_methods{
    change_method::jacobson_truax,    change_method::gulliksen_lord_novick,
    change_method::hsu_linn_lord,     change_method::edwards_nunnally,
    change_method::nunnally_kotsch,   change_method::hageman_arrindell,
    change_method::chelune,           change_method::iverson,
    change_method::sd_of_differences, change_method::srb_summary,
    change_method::srb_regression,    change_method::crawford_garthwaite};

/// The id of a method in every output.
[[nodiscard]] constexpr std::string_view to_string(change_method method)
{
    constexpr std::array<std::string_view, n_change_methods> names{
        "jacobson_truax",    "gulliksen_lord_novick", "hsu_linn_lord",  "edwards_nunnally",
        "nunnally_kotsch",   "hageman_arrindell",     "chelune",        "iverson",
        "sd_of_differences", "srb_summary",           "srb_regression", "crawford_garthwaite"};
    return names[static_cast<std::size_t>(method)];
}

/// True of a method into which the mean change of a group goes. With the figures of untreated people that is what
/// practice and time do; with those of the treated themselves it is also what the treatment did, and then the method
/// says nothing about it.
[[nodiscard]] constexpr bool uses_mean_change(change_method method)
{
    return method == change_method::hsu_linn_lord || method >= change_method::hageman_arrindell;
}

}  // namespace attune::inline v0
