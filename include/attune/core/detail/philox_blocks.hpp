#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "attune/core/detail/instruction_set.hpp"
#include "attune/core/version.hpp"

#if ATTUNE_HAS_X86_DISPATCH
#include <immintrin.h>
#endif

namespace attune::inline v0::detail {

using philox_words = std::array<std::uint32_t, 4>;
using philox_key = std::array<std::uint32_t, 2>;

inline constexpr int philox_rounds = 10;
inline constexpr philox_key philox_multipliers{0xD2511F53, 0xCD9E8D57};
inline constexpr philox_key philox_key_steps{0x9E3779B9, 0xBB67AE85};

/// Philox4x32-10 of one counter.
[[nodiscard]] constexpr philox_words philox_block(philox_words words, philox_key key)
{
    for (int round = 0; round < philox_rounds; ++round) {
        const std::uint64_t a = std::uint64_t{philox_multipliers[0]} * words[0];
        const std::uint64_t b = std::uint64_t{philox_multipliers[1]} * words[2];
        words = {static_cast<std::uint32_t>(b >> 32) ^ words[1] ^ key[0], static_cast<std::uint32_t>(b),
                 static_cast<std::uint32_t>(a >> 32) ^ words[3] ^ key[1], static_cast<std::uint32_t>(a)};
        key = {key[0] + philox_key_steps[0], key[1] + philox_key_steps[1]};
    }
    return words;
}

/// How many counters are turned into numbers at once.
inline constexpr std::size_t philox_run = 64;

/// The words of `philox_run` counters one after the other.
using philox_numbers = std::array<std::uint32_t, 4 * philox_run>;

/// The words for the counters {first, stream}, {first + 1, stream}, ..., each of two numbers of 64 bits.
inline void fill_portable(std::uint64_t first, std::uint64_t stream, philox_key key, philox_numbers& numbers)
{
    for (std::size_t i = 0; i < philox_run; ++i) {
        const std::uint64_t block = first + i;
        const philox_words words =
            philox_block({static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32),
                          static_cast<std::uint32_t>(stream), static_cast<std::uint32_t>(stream >> 32)},
                         key);
        for (std::size_t word = 0; word < words.size(); ++word)
            numbers[words.size() * i + word] = words[word];
    }
}

#if ATTUNE_HAS_X86_DISPATCH

/// Four counters: each word in the lower half of 64 bits; what gathers in the upper halves is not looked at.
struct philox_lanes {
    __m256i word0, word1, word2, word3;
};

[[gnu::target("avx2"), gnu::always_inline]] inline void start(philox_lanes& lanes, std::uint64_t first,
                                                              std::uint64_t stream)
{
    lanes.word0 = _mm256_add_epi64(_mm256_set1_epi64x(static_cast<long long>(first)), _mm256_set_epi64x(3, 2, 1, 0));
    lanes.word1 = _mm256_srli_epi64(lanes.word0, 32);
    lanes.word2 = _mm256_set1_epi64x(static_cast<long long>(stream));
    lanes.word3 = _mm256_srli_epi64(lanes.word2, 32);
}

[[gnu::target("avx2"), gnu::always_inline]] inline void one_round(philox_lanes& lanes, __m256i key0, __m256i key1)
{
    const __m256i a = _mm256_mul_epu32(lanes.word0, _mm256_set1_epi64x(philox_multipliers[0]));
    const __m256i b = _mm256_mul_epu32(lanes.word2, _mm256_set1_epi64x(philox_multipliers[1]));
    lanes.word0 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(b, 32), lanes.word1), key0);
    lanes.word2 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(a, 32), lanes.word3), key1);
    lanes.word1 = b;
    lanes.word3 = a;
}

[[gnu::target("avx2"), gnu::always_inline]] inline void store(const philox_lanes& lanes, std::uint32_t* numbers)
{
    const __m256i lower_half = _mm256_set1_epi64x(0xFFFFFFFF);
    const __m256i first_two =
        _mm256_or_si256(_mm256_and_si256(lanes.word0, lower_half), _mm256_slli_epi64(lanes.word1, 32));
    const __m256i last_two =
        _mm256_or_si256(_mm256_and_si256(lanes.word2, lower_half), _mm256_slli_epi64(lanes.word3, 32));
    const __m256i even = _mm256_unpacklo_epi64(first_two, last_two);
    const __m256i odd = _mm256_unpackhi_epi64(first_two, last_two);
    auto* to = reinterpret_cast<__m256i*>(numbers);  // NOLINT: vector store
    _mm256_storeu_si256(to, _mm256_permute2x128_si256(even, odd, 0x20));
    _mm256_storeu_si256(to + 1, _mm256_permute2x128_si256(even, odd, 0x31));
}

/// Eight counters at a time, in two chains that hide the latency of the multiplications.
[[gnu::target("avx2")]] inline void fill_avx2(std::uint64_t first, std::uint64_t stream, philox_key key,
                                              philox_numbers& numbers)
{
    for (std::size_t i = 0; i < philox_run; i += 8) {
        philox_lanes one;
        philox_lanes two;
        start(one, first + i, stream);
        start(two, first + i + 4, stream);
        philox_key round_key = key;
        for (int round = 0; round < philox_rounds; ++round) {
            const __m256i key0 = _mm256_set1_epi64x(round_key[0]);
            const __m256i key1 = _mm256_set1_epi64x(round_key[1]);
            one_round(one, key0, key1);
            one_round(two, key0, key1);
            round_key = {round_key[0] + philox_key_steps[0], round_key[1] + philox_key_steps[1]};
        }
        store(one, &numbers[4 * i]);
        store(two, &numbers[4 * i + 16]);
    }
    _mm256_zeroupper();  // or what follows, compiled for SSE, would be slow
}

#endif

/// `fill_portable()` by the fastest way that this processor has; all give the same numbers.
inline void fill_philox(std::uint64_t first, std::uint64_t stream, philox_key key, philox_numbers& numbers)
{
#if ATTUNE_HAS_X86_DISPATCH
    if (best_instruction_set() >= instruction_set::avx2)
        return fill_avx2(first, stream, key, numbers);
#endif
    fill_portable(first, stream, key, numbers);
}

}  // namespace attune::inline v0::detail
