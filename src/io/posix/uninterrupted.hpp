#pragma once

#include <cerrno>

#include "attune/core/version.hpp"

namespace attune::inline v0::detail {

/// Makes a call of the system again for as long as signals interrupt it.
///
/// @param call  gives a negative number and sets errno when it fails.
template <typename Call>
auto uninterrupted(Call call)
{
    for (;;)
        if (const auto result = call(); result >= 0 || errno != EINTR)
            return result;
}

}  // namespace attune::inline v0::detail
