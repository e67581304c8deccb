#pragma once

#include <map>
#include <string>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// The shares that a population has of genders and age bands, by their words: what a sample is weighted towards.
struct norm_margins {
    std::string source;                    ///< where the shares come from
    std::map<std::string, double> gender;  ///< for example "women": 0.51; empty: not weighted by gender
    std::map<std::string, double> age;     ///< for example "18-24": 0.12, "65-and-over": 0.2; likewise
};

}  // namespace attune::inline v0
