#pragma once

#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/check_moderate.hpp"
#include "attune/core/estimate.hpp"
#include "attune/stats/detail/distributions.hpp"
#include "attune/stats/reliability/detail/coefficient.hpp"

namespace attune::inline v0 {

/// Mean and spread of the scores of a group; NaN is not known.
struct group_figures {
    double mean = std::numeric_limits<double>::quiet_NaN();
    double sd = std::numeric_limits<double>::quiet_NaN();  ///< >= 0 [score units]
};

/// Places between two groups of people: those who seek help, and those who do not.
struct cut_offs {
    estimate a;                ///< id "cutoff_a": two standard deviations from the mean of the clinical group
    estimate b;                ///< id "cutoff_b": within two standard deviations of the mean of the functional group
    estimate c;                ///< id "cutoff_c": as far from either mean in its own standard deviations
    estimate misclassified_c;  ///< id "misclassified_c": share of either group on the other's side of c, 0..0.5
};

/// The cut-offs of Jacobson and Truax, with M1, S1 of the clinical and M0, S0 of the functional group:
///
///     a = M1 + d 2 S1,   b = M0 - d 2 S0,   c = (S0 M1 + S1 M0) / (S0 + S1),   d = sign(M0 - M1)
///
/// b takes the functional group's own standard deviation. c errs as often about one group as about the other,
/// Phi(-|M1 - M0| / (S0 + S1)) if both are normal; it is the midpoint only for equal standard deviations.
///
/// @param clinical,functional  of scores of the same form, range and mode of one questionnaire (not checked here).
/// @return     in score units, the share dimensionless. NaN with `not_known` when a figure that it needs is not known,
///             `not_defined` when the two means are equal, `no_variance` for c when neither group varies.
/// @throws std::invalid_argument  a mean or standard deviation is infinite or above 1e150, or a standard deviation
///                                negative.
/// @note       A cut-off tells two samples apart; it is no line between health and illness. Of the package
///             clinicalsignificance 3.0.0 a and c agree; its b takes the standard deviation of the clinical group.
/// @see        Jacobson & Truax (1991), Journal of Consulting and Clinical Psychology 59, 12-19. Agrees with
///             CECPfuns::getCSC.
[[nodiscard]] inline cut_offs cut_offs_of(const group_figures& clinical, const group_figures& functional)
{
    for (const group_figures& group : {clinical, functional}) {
        check_moderate("cut_offs_of", "mean", group.mean);
        check_moderate("cut_offs_of", "sd", group.sd);
        if (group.sd < 0)
            fail_argument("cut_offs_of", "sd", "not be negative", fmt::format("{}", group.sd));
    }
    cut_offs made{detail::unknown_estimate("cutoff_a", "mean of the clinical group and 2 of its sd", {}),
                  detail::unknown_estimate("cutoff_b", "mean of the functional group and 2 of its sd", {}),
                  detail::unknown_estimate("cutoff_c", "equally far from both means in their sd", {}),
                  detail::unknown_estimate("misclassified_c", "normal distributions", {})};
    const double distance = functional.mean - clinical.mean;
    for (estimate* figure : {&made.a, &made.b, &made.c, &made.misclassified_c}) {
        const bool needs_clinical_sd = figure != &made.b;
        const bool needs_functional_sd = figure != &made.a;
        if (std::isnan(distance) || (needs_clinical_sd && std::isnan(clinical.sd)) ||
            (needs_functional_sd && std::isnan(functional.sd)))
            *figure = detail::without_value(std::move(*figure), estimate_status::not_known,
                                            "a mean or standard deviation of the two groups is not known");
        else if (distance == 0)
            *figure = detail::without_value(std::move(*figure), estimate_status::not_defined,
                                            "the two groups have the same mean: nothing lies between them");
        else if (needs_clinical_sd && needs_functional_sd && clinical.sd + functional.sd == 0)
            *figure = detail::without_value(std::move(*figure), estimate_status::no_variance,
                                            "neither of the two groups varies");
    }
    const double towards_functional = distance > 0 ? 1 : -1;
    const double sd_of_both = clinical.sd + functional.sd;
    if (made.a.status == estimate_status::ok)
        made.a.value = clinical.mean + towards_functional * 2 * clinical.sd;
    if (made.b.status == estimate_status::ok)
        made.b.value = functional.mean - towards_functional * 2 * functional.sd;
    if (made.c.status == estimate_status::ok) {
        made.c.value = clinical.mean * (functional.sd / sd_of_both) + functional.mean * (clinical.sd / sd_of_both);
        made.misclassified_c.value = cdf(detail::normal_distribution(0, 1), -std::abs(distance) / sd_of_both);
    }
    return made;
}

/// The cut-offs of true scores by Hageman & Arrindell: those of Jacobson and Truax from standard deviations
/// S sqrt(reliability), which are free of error and so put the cut-offs closer to the means.
///
/// @param clinical,functional  mean and standard deviation of either group.
/// @param reliability          of the scores in either group, 0..1.
/// @return     as `cut_offs_of()`; all `not_known` when the reliability is NaN or outside 0..1.
/// @throws std::invalid_argument  as `cut_offs_of()`.
/// @see        Hageman & Arrindell (1999), Behaviour Research and Therapy 37, 1169-1193.
[[nodiscard]] inline cut_offs true_score_cut_offs_of(group_figures clinical, group_figures functional,
                                                     double reliability)
{
    const bool is_reliability = reliability >= 0 && reliability <= 1;
    for (group_figures* group : {&clinical, &functional})
        group->sd *= is_reliability ? std::sqrt(reliability) : std::numeric_limits<double>::quiet_NaN();
    return cut_offs_of(clinical, functional);
}

/// On which side of a cut-off two scores of a person lie.
enum class crossing {
    unknown,  ///< a score or the cut-off is not known
    none,     ///< both on one side; exactly at the cut-off is the side of the clinical group
    towards_functional,
    towards_clinical,
};

/// Whether a person crossed a cut-off between two occasions.
///
/// @param pre,post             the earlier and the later score; NaN is not known.
/// @param cut                  a value of `cut_offs_of()`.
/// @param is_lower_functional  true when the functional group has the lower mean.
[[nodiscard]] inline crossing crossing_of(double pre, double post, double cut, bool is_lower_functional)
{
    if (std::isnan(pre) || std::isnan(post) || std::isnan(cut))
        return crossing::unknown;
    const auto is_functional = [&](double score) { return is_lower_functional ? score < cut : score > cut; };
    if (is_functional(pre) == is_functional(post))
        return crossing::none;
    return is_functional(post) ? crossing::towards_functional : crossing::towards_clinical;
}

/// How far a later score lies beyond a cut-off in standard errors of an estimated true score (Hageman & Arrindell):
///
///     (M2 + (x2 - M2) r2 - cut) / (sqrt(r2) SEM),   r2 = (S2^2 - SEM^2) / S2^2
///
/// @param post  the later score, x2.
/// @param cut   a cut-off of true scores, see `true_score_cut_offs_of()`.
/// @param later mean and standard deviation of the later scores, M2 and S2.
/// @param sem   standard error of measurement, > 0.
/// @return      positive above the cut-off; NaN when a figure is, or when the later scores vary no more than error.
[[nodiscard]] inline double hageman_arrindell_standing(double post, double cut, const group_figures& later, double sem)
{
    const double r = 1 - sem * sem / (later.sd * later.sd);
    if (!(r > 0) || !(sem > 0))
        return std::numeric_limits<double>::quiet_NaN();
    return (later.mean + (post - later.mean) * r - cut) / (std::sqrt(r) * sem);
}

}  // namespace attune::inline v0
