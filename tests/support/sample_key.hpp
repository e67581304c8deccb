#pragma once

#include "attune/scoring/key.hpp"
#include "support/sample_instruments.hpp"

namespace attune_test {

/// The key of `two_scales()`, made once.
[[nodiscard]] inline const attune::scoring_key& two_scales_key()
{
    static const attune::scoring_key made(two_scales());
    return made;
}

}  // namespace attune_test
