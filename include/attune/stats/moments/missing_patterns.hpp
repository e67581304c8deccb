#pragma once

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "attune/core/check.hpp"
#include "attune/core/check_moderate.hpp"
#include "attune/core/matrix.hpp"

namespace attune::inline v0 {

/// What the people have in common who answered the same items: sums over these people of their answers and of products
/// of two answers. With n_persons it is all that a normal likelihood asks of them.
template <typename Sum>
struct pattern_sums {
    std::vector<std::size_t> items;  ///< that are answered, ascending from 0
    std::int64_t n_persons = 0;
    std::vector<Sum> sums;      ///< per answered item
    std::vector<Sum> products;  ///< lower triangle by rows; empty for one person, whose sums hold all of it

    /// Sum over people of the product of the a-th and the b-th answered item, counted from 0.
    [[nodiscard]] Sum product(std::size_t a, std::size_t b) const
    {
        if (n_persons == 1)
            return sums[a] * sums[b];
        return a < b ? product(b, a) : products[a * (a + 1) / 2 + b];
    }

    friend bool operator==(const pattern_sums&, const pattern_sums&) = default;
};

namespace detail {

/// The sums of x + d instead of x, item by item.
template <typename Sum>
[[nodiscard]] pattern_sums<Sum> shifted(const pattern_sums<Sum>& pattern, std::span<const Sum> d_of_items)
{
    pattern_sums<Sum> result = pattern;
    const auto n_persons = static_cast<Sum>(pattern.n_persons);
    const auto d = [&](std::size_t a) { return d_of_items[pattern.items[a]]; };
    std::size_t at = 0;
    for (std::size_t a = 0; a < pattern.items.size(); ++a) {
        result.sums[a] += n_persons * d(a);
        for (std::size_t b = 0; b <= a && pattern.n_persons > 1; ++b)
            result.products[at++] += d(a) * pattern.sums[b] + d(b) * pattern.sums[a] + n_persons * d(a) * d(b);
    }
    return result;
}

/// Adds the people of another pattern over the same items.
template <typename Sum>
void add_to(pattern_sums<Sum>& total, const pattern_sums<Sum>& more)
{
    std::vector<Sum> products;
    products.reserve(total.items.size() * (total.items.size() + 1) / 2);
    for (std::size_t a = 0; a < total.items.size(); ++a)
        for (std::size_t b = 0; b <= a; ++b)
            products.push_back(total.product(a, b) + more.product(a, b));
    for (std::size_t a = 0; a < total.items.size(); ++a)
        total.sums[a] += more.sums[a];
    total.products = std::move(products);
    total.n_persons += more.n_persons;
}

}  // namespace detail

/// People collapsed by which items they answered: what maximum likelihood needs of incomplete answers, and no more.
/// Needs memory for every distinct pattern, at most 4 (n_items + 1)^2 bytes and much less for a pattern of one person.
///
/// With answer codes all sums are exact integers, so that merging any parts in any order gives the same bits as one
/// pass. With doubles sums are kept about the first value of each item, so that large values lose no digits, and
/// merging agrees with one pass to rounding.
///
/// A pattern of one person is that person's answers: treat it as personal data.
///
/// @tparam Value  `std::int8_t`: an answer code, 0 or above is the answer, negative is missing.
///                `double`: any unit, NaN is missing.
template <typename Value>
requires std::same_as<Value, std::int8_t> || std::same_as<Value, double>
class basic_missing_patterns {
public:
    using sum_type = std::conditional_t<std::same_as<Value, double>, double, std::int64_t>;
    using pattern_type = pattern_sums<sum_type>;

    /// @param n_items  columns, 1..1000000.
    /// @throws std::invalid_argument  n_items is outside.
    explicit basic_missing_patterns(std::size_t n_items) : missing_((n_items + 63) / 64), origin_(n_items)
    {
        check_within<std::size_t>("missing_patterns", "n_items", n_items, 1, 1'000'000);
        if constexpr (std::same_as<Value, double>)
            origin_.assign(n_items, std::numeric_limits<double>::quiet_NaN());
    }

    [[nodiscard]] std::size_t n_items() const noexcept { return origin_.size(); }

    /// People who answered at least one item.
    [[nodiscard]] std::int64_t n_persons() const noexcept { return n_persons_; }

    /// People who answered nothing; they are in no pattern.
    [[nodiscard]] std::int64_t n_without_answers() const noexcept { return n_without_answers_; }

    [[nodiscard]] std::size_t n_patterns() const noexcept { return patterns_.size(); }

    /// What all sums are taken about, per item: 0 for codes; for doubles the first value, NaN where there is none.
    [[nodiscard]] std::span<const sum_type> origin() const noexcept { return origin_; }

    /// Calls `visit` with every pattern, the complete one first, always in the same order.
    template <std::invocable<const pattern_type&> Visit>
    void for_each(Visit&& visit) const
    {
        for (const auto& [missing, pattern] : patterns_)
            visit(pattern);
    }

    /// Adds a person.
    ///
    /// @param row  one value per item.
    /// @throws std::invalid_argument  the row has another length, or holds a number above 1e150 in size. Nothing is
    /// added then.
    void add_row(std::span<const Value> row)
    {
        check_count("missing_patterns::add_row", "row", row.size(), n_items());
        missing_.assign(missing_.size(), 0);
        std::size_t n_answered = row.size();
        for (std::size_t item = 0; item < row.size(); ++item) {
            if constexpr (std::same_as<Value, double>)
                check_moderate("missing_patterns::add_row", "row", row[item]);
            if (is_missing_value(row[item])) {
                missing_[item / 64] |= std::uint64_t{1} << (item % 64);
                --n_answered;
            }
        }
        if (n_answered == 0) {
            ++n_without_answers_;
            return;
        }
        ++n_persons_;
        const auto [found, is_new] = patterns_.try_emplace(missing_);
        if (is_new)
            start(found->second, row);
        else
            accumulate(found->second, row);
    }

    /// Adds all people of other patterns.
    ///
    /// @throws std::invalid_argument  other has another number of items.
    void merge(const basic_missing_patterns& other)
    {
        check_count("missing_patterns::merge", "other", other.n_items(), n_items());
        std::vector<sum_type> d(n_items());
        for (std::size_t item = 0; item < n_items(); ++item) {
            if (is_missing_value(origin_[item]))
                origin_[item] = other.origin_[item];
            d[item] = other.origin_[item] - origin_[item];
        }
        n_persons_ += other.n_persons_;
        n_without_answers_ += other.n_without_answers_;
        for (const auto& [missing, pattern] : other.patterns_) {
            const pattern_type moved = detail::shifted<sum_type>(pattern, d);
            const auto [found, is_new] = patterns_.try_emplace(missing, moved);
            if (!is_new)
                detail::add_to(found->second, moved);
        }
    }

    /// Equal counts and equal sums, bit for bit.
    friend bool operator==(const basic_missing_patterns& a,
                           const basic_missing_patterns& b) requires std::same_as<Value, std::int8_t>
    {
        return a.n_items() == b.n_items() && a.n_without_answers_ == b.n_without_answers_ && a.patterns_ == b.patterns_;
    }

private:
    template <typename Number>
    [[nodiscard]] static bool is_missing_value(Number value)
    {
        if constexpr (std::same_as<Value, double>)
            return std::isnan(value);
        else
            return value < 0;
    }

    void start(pattern_type& pattern, std::span<const Value> row)
    {
        pattern.n_persons = 1;
        for (std::size_t item = 0; item < row.size(); ++item) {
            if (is_missing_value(row[item]))
                continue;
            if (is_missing_value(origin_[item]))
                origin_[item] = row[item];
            pattern.items.push_back(item);
            pattern.sums.push_back(row[item] - origin_[item]);
        }
    }

    void accumulate(pattern_type& pattern, std::span<const Value> row)
    {
        const std::size_t n_answered = pattern.items.size();
        if (pattern.n_persons == 1) {
            std::vector<sum_type> products;
            products.reserve(n_answered * (n_answered + 1) / 2);
            for (std::size_t a = 0; a < n_answered; ++a)
                for (std::size_t b = 0; b <= a; ++b)
                    products.push_back(pattern.product(a, b));
            pattern.products = std::move(products);
        }
        ++pattern.n_persons;
        answered_.resize(n_answered);
        for (std::size_t a = 0; a < n_answered; ++a)
            answered_[a] = row[pattern.items[a]] - origin_[pattern.items[a]];
        sum_type* product = pattern.products.data();
        for (std::size_t a = 0; a < n_answered; ++a) {
            pattern.sums[a] += answered_[a];
            for (std::size_t b = 0; b <= a; ++b)
                *product++ += answered_[a] * answered_[b];
        }
    }

    std::map<std::vector<std::uint64_t>, pattern_type> patterns_;  // by a bit for every missing item
    std::vector<std::uint64_t> missing_;                           // of the row at hand
    std::vector<sum_type> answered_;                               // of the row at hand
    std::vector<sum_type> origin_;
    std::int64_t n_persons_ = 0;
    std::int64_t n_without_answers_ = 0;
};

using missing_patterns = basic_missing_patterns<std::int8_t>;
using value_missing_patterns = basic_missing_patterns<double>;

/// The patterns of a matrix of doubles.
///
/// @param values  rows are persons, columns are items, NaN is missing; at least one column.
/// @throws std::invalid_argument  there is no column, or a value is above 1e150 in size.
[[nodiscard]] inline value_missing_patterns missing_patterns_of(const matrix_view& values)
{
    value_missing_patterns patterns(static_cast<std::size_t>(values.cols()));
    std::vector<double> row(patterns.n_items());
    for (Eigen::Index person = 0; person < values.rows(); ++person) {
        Eigen::RowVectorXd::Map(row.data(), values.cols()) = values.row(person);
        patterns.add_row(row);
    }
    return patterns;
}

}  // namespace attune::inline v0
