#pragma once

#include <array>
#include <cstdlib>
#include <string_view>

#include "attune/core/version.hpp"

// GCC for Windows does not align the stack for vectors of 32 bytes and more (its bug 54412).
#if defined(__SSE2__) && defined(__GNUC__) && !defined(_WIN32)
#define ATTUNE_HAS_X86_DISPATCH 1
#include <cpuid.h>
#else
#define ATTUNE_HAS_X86_DISPATCH 0
#endif

namespace attune::inline v0::detail {

/// What the inner loops are specialised for, in the order of preference. Every one yields the same bits.
enum class instruction_set {
    portable,
    sse2,    ///< every x86-64 processor
    avx2,    ///< Intel from 2013, AMD from 2015
    avx512,  ///< with VBMI2 and VNNI: Intel from 2019 (servers), AMD from 2022
    amx,     ///< and tiles of bytes, which a process has to ask for: Intel from 2023 (servers)
};

inline constexpr std::array instruction_sets{instruction_set::portable, instruction_set::sse2, instruction_set::avx2,
                                             instruction_set::avx512, instruction_set::amx};

[[nodiscard]] constexpr std::string_view to_string(instruction_set set)
{
    switch (set) {
    case instruction_set::portable: return "portable";
    case instruction_set::sse2: return "sse2";
    case instruction_set::avx2: return "avx2";
    case instruction_set::avx512: return "avx512";
    case instruction_set::amx: return "amx";
    }
    return "portable";
}

#if ATTUNE_HAS_X86_DISPATCH
/// Asks the processor once: in a virtual machine each question takes microseconds.
[[nodiscard]] inline bool has_byte_tiles()
{
    static const bool has_them = [] {
        unsigned a = 0, b = 0, c = 0, d = 0;
        constexpr unsigned amx_tile = 1U << 24U, amx_int8 = 1U << 25U;
        return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (d & amx_tile) != 0 && (d & amx_int8) != 0;
    }();
    return has_them;
}
#endif

/// Whether this processor and operating system can run a set; tiles have to be granted as well (see
/// `are_tiles_granted()`).
[[nodiscard]] inline bool is_supported(instruction_set set)
{
#if ATTUNE_HAS_X86_DISPATCH
    switch (set) {
    case instruction_set::portable:
    case instruction_set::sse2: return true;
    case instruction_set::avx2: return __builtin_cpu_supports("avx2") != 0;
    case instruction_set::avx512:
        return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
               __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
               __builtin_cpu_supports("avx512vbmi") != 0 && __builtin_cpu_supports("avx512vbmi2") != 0 &&
               __builtin_cpu_supports("avx512vnni") != 0 && __builtin_cpu_supports("avx512bitalg") != 0 &&
               __builtin_cpu_supports("gfni") != 0 && __builtin_cpu_supports("bmi2") != 0;
    case instruction_set::amx: return is_supported(instruction_set::avx512) && has_byte_tiles();
    }
#endif
    return set == instruction_set::portable;
}

/// The best set that this processor can run, and at most the one that the environment variable
/// ATTUNE_INSTRUCTION_SET names (to measure, and to test all of them on one machine). Found once.
[[nodiscard]] inline instruction_set best_instruction_set()
{
    static const instruction_set best = [] {
        const char* limit = std::getenv("ATTUNE_INSTRUCTION_SET");
        instruction_set found = instruction_set::portable;
        for (const instruction_set set : instruction_sets) {
            if (is_supported(set))
                found = set;
            if (limit != nullptr && to_string(set) == limit)
                break;
        }
        return found;
    }();
    return best;
}

}  // namespace attune::inline v0::detail
