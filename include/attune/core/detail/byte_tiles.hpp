#pragma once

#include "attune/core/detail/instruction_set.hpp"

#if ATTUNE_HAS_X86_DISPATCH && defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace attune::inline v0::detail {

/// Whether the processor has byte tiles and the system lets this process use them; asks for them once, for good. Linux
/// refuses where a signal stack is too small, and other systems are not asked.
[[nodiscard]] inline bool are_tiles_granted()
{
#if ATTUNE_HAS_X86_DISPATCH && defined(__linux__)
    constexpr long request_permission = 0x1023, tile_data = 18;  // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
    static const bool granted =
        is_supported(instruction_set::amx) && syscall(SYS_arch_prctl, request_permission, tile_data) == 0;
    return granted;
#else
    return false;
#endif
}

}  // namespace attune::inline v0::detail
