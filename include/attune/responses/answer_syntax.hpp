#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/core/check.hpp"
#include "attune/core/missing.hpp"
#include "attune/responses/answer_code.hpp"

namespace attune::inline v0 {

/// A cell text that a data set uses for "no answer".
struct missing_code {
    std::string text;  ///< "0", "-99", "NA", ...
    missing_reason reason = missing_reason::not_answered;
};

/// What decides how the text of a cell is read.
struct answer_syntax_options {
    int min = 1;                             ///< smallest answer, 0..100
    int max = 7;                             ///< largest answer, min..100
    char decimal = '.';                      ///< decimal separator, '.' or ','
    std::vector<missing_code> missing = {};  ///< compared before anything else
};

/// Reads the text of one cell as an answer.
///
/// An answer is optional spaces, digits and an optional ".0", ".00", ..., within min..max. A cell of nothing but spaces
/// is not answered. A cell that equals a missing code, as text without the spaces around it or as a number, is missing
/// for the code's reason. Everything else is an invalid answer, never a guess: "NA", "." and "-99" are missing only
/// when they are declared.
class answer_syntax {
public:
    /// @throws std::invalid_argument  the range is not within 0..100, or a missing code is itself a valid answer.
    explicit answer_syntax(answer_syntax_options options) : options_(std::move(options))
    {
        check_within("answer_syntax", "min", options_.min, 0, 100);
        check_within("answer_syntax", "max", options_.max, options_.min, 100);
        for (const missing_code& code : options_.missing)
            if (is_answered(read_answer(trimmed(code.text))))
                fail_argument("answer_syntax", "missing code", "lie outside the answers", "'" + code.text + "'");
        for (std::size_t byte = 0; byte < single_.size(); ++byte)
            single_[byte] = read_slowly(std::string(1, static_cast<char>(byte)));
        empty_ = read_slowly({});
    }

    /// The code of a cell; never throws, whatever the text.
    [[nodiscard]] answer_code read(std::string_view cell) const
    {
        if (cell.empty())
            return empty_;
        return cell.size() == 1 ? single_[static_cast<unsigned char>(cell.front())] : read_slowly(cell);
    }

    /// The code of a cell of one byte.
    [[nodiscard]] answer_code read(char cell) const { return single_[static_cast<unsigned char>(cell)]; }

    [[nodiscard]] int min() const { return options_.min; }
    [[nodiscard]] int max() const { return options_.max; }

private:
    [[nodiscard]] static constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
    [[nodiscard]] static constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

    [[nodiscard]] static constexpr std::string_view trimmed(std::string_view text)
    {
        while (!text.empty() && is_space(text.front()))
            text.remove_prefix(1);
        while (!text.empty() && is_space(text.back()))
            text.remove_suffix(1);
        return text;
    }

    /// A number as sign, digits without leading zeros and fraction without trailing zeros.
    struct plain_number {
        bool is_negative = false;
        std::string_view whole;
        std::string_view fraction;

        friend bool operator==(const plain_number&, const plain_number&) = default;
    };

    [[nodiscard]] std::optional<plain_number> read_number(std::string_view text) const
    {
        plain_number number;
        number.is_negative = text.starts_with('-');
        if (number.is_negative)
            text.remove_prefix(1);
        const std::size_t point = text.find(options_.decimal);
        number.whole = text.substr(0, point);
        number.fraction = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
        const auto all_digits = [](std::string_view part) {
            for (const char c : part)
                if (!is_digit(c))
                    return false;
            return true;
        };
        if (number.whole.empty() || !all_digits(number.whole) || !all_digits(number.fraction) ||
            (point != std::string_view::npos && number.fraction.empty()))
            return std::nullopt;
        while (number.whole.size() > 1 && number.whole.front() == '0')
            number.whole.remove_prefix(1);
        while (!number.fraction.empty() && number.fraction.back() == '0')
            number.fraction.remove_suffix(1);
        return number;
    }

    [[nodiscard]] answer_code read_answer(std::string_view text) const
    {
        const std::optional<plain_number> number = read_number(text);
        if (!number)
            return code_of(invalid_answer::not_a_number);
        if (!number->fraction.empty())
            return code_of(invalid_answer::fractional);
        int value = 0;
        for (const char digit : number->whole)
            if (value <= 100)
                value = value * 10 + (digit - '0');
        if (number->is_negative || value < options_.min || value > options_.max)
            return code_of(invalid_answer::out_of_range);
        return static_cast<answer_code>(value);
    }

    [[nodiscard]] answer_code read_slowly(std::string_view cell) const
    {
        const std::string_view text = trimmed(cell);
        const std::optional<plain_number> number = read_number(text);
        for (const missing_code& code : options_.missing) {
            const std::string_view declared = trimmed(code.text);
            if (declared == text || (number && read_number(declared) == number))
                return code_of(code.reason);
        }
        return text.empty() ? code_of(missing_reason::not_answered) : read_answer(text);
    }

    answer_syntax_options options_;
    std::array<answer_code, 256> single_{};
    answer_code empty_ = code_of(missing_reason::not_answered);
};

}  // namespace attune::inline v0
