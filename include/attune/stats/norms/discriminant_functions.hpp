#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string_view>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// One classification function of 1998: constant + avoidance * x + anxiety * y.
struct discriminant_function {
    std::string_view id;
    double avoidance = 0;
    double anxiety = 0;
    double constant = 0;
};

/// The linear discriminant functions that are handed down with the ECR, in the order of `reference_points`.
inline constexpr std::array<discriminant_function, 4> discriminant_functions = {
    {{"secure", 3.2893296, 5.4725318, -11.5307833},
     {"preoccupied", 3.9246754, 9.7102446, -28.4573220},
     {"dismissing", 7.3654621, 4.9392039, -22.2281088},
     {"fearful", 7.2371075, 8.1776448, -32.3553266}}};

/// What is in doubt about them, as it stands beside every result.
inline constexpr std::string_view discriminant_note =
    "discriminant functions of 1998 from copies in public code, not from the chapter; one digit is disputed (anxiety in "
    "the fearful function: 8.1776448 or 8.1776446, which moves it by at most 0.0000014); exploratory";

/// What the functions say of one person, in the order of `reference_points`.
struct discriminant_posterior {
    std::array<double, 4> functions{};  ///< values of the four functions
    std::array<double, 4> posterior{};  ///< exp(f_k) / sum exp(f_j): sums to 1
};

/// The four classification functions of Brennan, Clark & Shaver (1998) and their posterior with equal priors:
///
///     f_k = c_k + v_k avoidance + x_k anxiety,   posterior_k = exp(f_k) / sum_j exp(f_j)
///
/// Linear discriminant functions are log posteriors up to a constant that all four share.
///
/// @param anxiety,avoidance  means of the 18 items each of the published ECR, 1..7, never rounded; NaN when not known.
/// @return     functions and posterior; all NaN when a score is.
/// @throws std::invalid_argument  a score lies outside 1..7.
/// @note       For the published ECR with answers 1..7 only. They call (3.5, 3.0), below the midpoint on both scores,
///             fearful with a posterior of 0.39: one more reason to print all four and no label.
/// @see        Brennan, Clark & Shaver (1998), in Simpson & Rholes (eds.), Attachment theory and close relationships,
///             46-76.
[[nodiscard]] inline discriminant_posterior discriminant_posterior_of(double anxiety, double avoidance)
{
    for (const double score : {anxiety, avoidance})
        if (score < 1 || score > 7)
            fail_argument("discriminant_posterior_of", "scores", "lie in 1..7", fmt::format("{}", score));
    discriminant_posterior made;
    if (std::isnan(anxiety) || std::isnan(avoidance)) {
        made.functions.fill(std::numeric_limits<double>::quiet_NaN());
        made.posterior.fill(std::numeric_limits<double>::quiet_NaN());
        return made;
    }
    for (std::size_t k = 0; k < made.functions.size(); ++k) {
        const discriminant_function& f = discriminant_functions[k];
        made.functions[k] = f.constant + f.avoidance * avoidance + f.anxiety * anxiety;
    }
    const double largest = *std::max_element(made.functions.begin(), made.functions.end());
    double sum = 0;
    for (std::size_t k = 0; k < made.functions.size(); ++k)
        sum += made.posterior[k] = std::exp(made.functions[k] - largest);
    for (double& share : made.posterior)
        share /= sum;
    return made;
}

}  // namespace attune::inline v0
