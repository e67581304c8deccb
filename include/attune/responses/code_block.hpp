#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "attune/core/check.hpp"
#include "attune/responses/answer_code.hpp"

namespace attune::inline v0 {

/// The answers of some people: one row a person, one column an item, as codes of one byte.
///
/// Rows are contiguous and padded to a multiple of 16 bytes with `not_answered`, so that a row can be read in whole
/// vectors. A block is cleared and filled again; its memory stays.
class code_block {
public:
    static constexpr std::size_t row_multiple = 16;  ///< bytes of the smallest vector register in use (SSE2)

    /// @param n_items  columns, at least 1.
    explicit code_block(std::size_t n_items)
        : n_items_(n_items), stride_((n_items + row_multiple - 1) / row_multiple * row_multiple)
    {
        check_within<std::size_t>("code_block", "n_items", n_items, 1, 1'000'000);
    }

    [[nodiscard]] std::size_t n_items() const noexcept { return n_items_; }
    [[nodiscard]] std::size_t n_persons() const noexcept { return n_persons_; }
    [[nodiscard]] std::size_t stride() const noexcept { return stride_; }

    /// Adds people without answers.
    ///
    /// @param n_persons  how many, at least 1.
    /// @return  the row of the first of them to fill, valid until others are added; the next rows follow, `stride()`
    ///          bytes apart.
    std::span<answer_code> append(std::size_t n_persons = 1)
    {
        const std::size_t begin = n_persons_ * stride_;
        const std::size_t end = begin + n_persons * stride_;
        if (codes_.size() < end)
            codes_.resize(std::max(end, codes_.size() * 2));
        answer_code* const last = codes_.data() + end;
        for (answer_code* at = codes_.data() + begin; at != last; at += row_multiple)  // no call for a row or two
            std::fill_n(at, row_multiple, code_of(missing_reason::not_answered));
        n_persons_ += n_persons;
        return {codes_.data() + begin, n_items_};
    }

    /// Takes the last people away again.
    ///
    /// @throws std::invalid_argument  there are not so many.
    void remove_last(std::size_t n_persons = 1)
    {
        check_within<std::size_t>("code_block::remove_last", "n_persons", n_persons, 0, n_persons_);
        n_persons_ -= n_persons;
    }

    /// The codes of one person.
    ///
    /// @throws std::invalid_argument  there is no such row.
    [[nodiscard]] std::span<const answer_code> row(std::size_t person) const
    {
        if (person >= n_persons_)
            fail_argument("code_block::row", "person", "be a row of the block", "past its end");
        return {codes_.data() + person * stride_, n_items_};
    }

    /// First code of one person; `stride()` bytes may be read. The row must exist.
    [[nodiscard]] const answer_code* padded_row(std::size_t person) const { return codes_.data() + person * stride_; }

    /// Removes all people and keeps the memory.
    void clear() noexcept { n_persons_ = 0; }

private:
    std::size_t n_items_;
    std::size_t stride_;
    std::size_t n_persons_ = 0;
    std::vector<answer_code> codes_;
};

/// A person's answers, given as integers, as codes.
///
/// @param answers  per item an answer, or one of the negative values of `missing_reason`.
/// @param min,max  the range; every other integer becomes `invalid_answer::out_of_range`.
/// @param codes    as long as `answers`; receives the codes.
/// @throws std::invalid_argument  the lengths differ.
inline void encode(std::span<const int> answers, int min, int max, std::span<answer_code> codes)
{
    check_count("encode", "codes", codes.size(), answers.size());
    std::transform(answers.begin(), answers.end(), codes.begin(), [=](int answer) {
        const bool is_reason = answer <= static_cast<int>(missing_reason::not_answered) &&
                               answer >= static_cast<int>(missing_reason::not_applicable);
        return is_reason || (answer >= min && answer <= max) ? static_cast<answer_code>(answer)
                                                             : code_of(invalid_answer::out_of_range);
    });
}

}  // namespace attune::inline v0
