#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "attune/core/check.hpp"
#include "attune/core/detail/philox_blocks.hpp"
#include "attune/core/version.hpp"

namespace attune::inline v0 {

using philox_counter = detail::philox_words;
using detail::philox_key;

/// Philox4x32-10: ten rounds turn a counter and a key into four random words; the same two give the same words
/// anywhere.
///
/// @see  Salmon, Moraes, Dror & Shaw (2011), SC '11, doi:10.1145/2063384.2063405. Agrees with Random123 1.14 and its
///       published vectors.
[[nodiscard]] constexpr philox_counter philox_4x32(const philox_counter& counter, const philox_key& key)
{
    return detail::philox_block(counter, key);
}

/// A stream of random 32-bit numbers, one of 2^64 that a seed has: the words of philox_4x32() for the counters
/// {0, 0, stream}, {1, 0, stream}, ... in order, least significant words first, with the seed as key.
///
/// Work that is split by stream gives the same numbers in any order and on any number of threads. A stream repeats
/// after 2^66 numbers. Meets std::uniform_random_bit_generator; the distributions of the standard library differ
/// between compilers, `below()` does not.
class philox_stream {
public:
    using result_type = std::uint32_t;

    philox_stream(std::uint64_t seed, std::uint64_t stream)
        : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}, stream_(stream)
    {
    }

    [[nodiscard]] static constexpr result_type min() { return 0; }
    [[nodiscard]] static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

    /// The next number.
    result_type operator()()
    {
        if (next_ == numbers_.size())
            refill();
        return numbers_[next_++];
    }

    /// The next number of 0 .. n - 1, each equally likely: of the product of n and 32 random bits the upper half, drawn
    /// again in the rare cases that would favour some of them.
    ///
    /// @throws std::invalid_argument  n is 0.
    /// @see  Lemire (2019), ACM Transactions on Modeling and Computer Simulation 29(1), 3, doi:10.1145/3230636.
    result_type below(result_type n)
    {
        if (n == 0)
            fail_argument("philox_stream::below", "n", "be positive", "0");
        std::uint64_t product = std::uint64_t{(*this)()} * n;
        if (static_cast<result_type>(product) < n) {  // spares the division nearly always
            const result_type n_favoured = (0U - n) % n;
            while (static_cast<result_type>(product) < n_favoured)
                product = std::uint64_t{(*this)()} * n;
        }
        return static_cast<result_type>(product >> 32);
    }

private:
    void refill()
    {
        detail::fill_philox(block_, stream_, key_, numbers_);
        block_ += detail::philox_run;
        next_ = 0;
    }

    philox_key key_;
    std::uint64_t stream_;
    std::uint64_t block_ = 0;
    detail::philox_numbers numbers_{};
    std::size_t next_ = numbers_.size();
};

}  // namespace attune::inline v0
