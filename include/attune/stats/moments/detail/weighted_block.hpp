#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "attune/core/detail/instruction_set.hpp"
#include "attune/stats/moments/detail/block_functions.hpp"
#include "attune/stats/moments/detail/byte_column.hpp"
#include "attune/stats/moments/detail/gram.hpp"

namespace attune::inline v0 {

/// 128 bits, for sums of fourth powers.
__extension__ using wide_integer = __int128;

namespace detail {

/// Sums over people who answered all items, in blocks of columns: the items, the weights of each scale, and 1. All that
/// is asked about a scale is a sum of products of two of these columns, or follows from some.
class weighted_block {
public:
    weighted_block(std::size_t n_items, int max) : n_items_(n_items), max_(max), one_(n_items) {}

    /// Adds a scale, before `prepare()`.
    ///
    /// @param flips  per item what the answer is taken from, or 0 where it is not reversed.
    void add_scale(std::vector<std::size_t> items, std::vector<std::uint8_t> flips)
    {
        scales_.emplace_back(std::move(items), std::move(flips), max_, one_);
        one_ = scales_.back().squared_total.end();
    }

    /// Makes room for the columns.
    void prepare(const block_functions& functions)
    {
        functions_ = functions;
        products_ = gram(one_ + 1, functions.pack, functions.add_products);
    }

    /// The items of the next block, to be filled; whole tiles of columns may be written.
    [[nodiscard]] byte_column* columns() { return products_.columns(); }

    /// The same, packed, where whoever fills the columns may leave whole tiles of it.
    [[nodiscard]] std::uint8_t* packed() { return products_.packed(); }

    /// Adds the people in the columns; `gram::most_persons` at most before `clear()`.
    ///
    /// @param is_there  1 or 0; people who are not have 0 in the columns of the items.
    /// @param n_packed  of the first items that lie packed, tiles whole.
    void add(const byte_column& is_there, std::size_t n_packed = 0)
    {
        byte_column* all = columns();
        for (const column_scale& scale : scales_)
            functions_.weigh(all, scale);
        if (std::memchr(is_there.data(), 0, is_there.size()) != nullptr)
            for (std::size_t c = n_items_; c < one_; ++c)
                for (std::size_t r = 0; r < byte_column::n_persons; ++r)
                    all[c][r] = static_cast<std::uint8_t>(all[c][r] & -is_there[r]);
        all[one_] = is_there;
        products_.add(n_packed);
    }

    void clear() { products_.clear(); }

    [[nodiscard]] std::int64_t n_persons() const { return products_(one_, one_); }

    /// Sum of products of two items, as they were given.
    [[nodiscard]] std::int64_t product(std::size_t i, std::size_t j) const { return products_(i, j); }

    [[nodiscard]] const column_scale& scale(std::size_t s) const { return scales_[s]; }

    /// Sum of the keyed answers to the item at a place of a scale.
    [[nodiscard]] std::int64_t keyed_sum(const column_scale& s, std::size_t place) const
    {
        return keyed(s.flips[place], n_persons(), products_(one_, s.items[place]));
    }

    /// Sum of products of the keyed answers to two items, which may belong to two scales.
    [[nodiscard]] std::int64_t keyed_product(const column_scale& s, std::size_t p, const column_scale& t,
                                             std::size_t q) const
    {
        return keyed(s.flips[p], keyed_sum(t, q),
                     keyed(t.flips[q], products_(one_, s.items[p]), products_(s.items[p], t.items[q])));
    }

    /// Sum of the weights.
    [[nodiscard]] std::int64_t weight_sum(const person_weights& w) const { return weighted(w, one_); }

    /// Sum of the weights times the keyed answers.
    [[nodiscard]] std::int64_t weighted_sum(const person_weights& w, const column_scale& s, std::size_t place) const
    {
        return keyed(s.flips[place], weight_sum(w), weighted(w, s.items[place]));
    }

    /// Sum of products of two weights.
    [[nodiscard]] wide_integer weight_product(const person_weights& v, const person_weights& w) const
    {
        wide_integer sum = 0;
        for (std::size_t d = v.end(); d-- > v.first;)
            sum = (sum << person_weights::digit_bits) + weighted_wide(w, d);
        return sum;
    }

private:
    /// A sum over keyed answers from those over 1 and over answers: flip - x in place of x.
    static std::int64_t keyed(std::uint8_t flip, std::int64_t of_one, std::int64_t of_answer)
    {
        return flip == 0 ? of_answer : flip * of_one - of_answer;
    }

    [[nodiscard]] wide_integer weighted_wide(const person_weights& w, std::size_t column) const
    {
        wide_integer sum = 0;
        for (std::size_t d = w.end(); d-- > w.first;)
            sum = (sum << person_weights::digit_bits) + products_(d, column);
        return sum;
    }

    [[nodiscard]] std::int64_t weighted(const person_weights& w, std::size_t column) const
    {
        return static_cast<std::int64_t>(weighted_wide(w, column));
    }

    std::size_t n_items_;
    int max_;
    std::size_t one_;  ///< the column behind the weights
    std::vector<column_scale> scales_;
    block_functions functions_;
    gram products_;
};

}  // namespace detail
}  // namespace attune::inline v0
