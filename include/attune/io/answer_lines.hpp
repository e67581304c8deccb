#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "attune/core/bytes.hpp"
#include "attune/core/error.hpp"
#include "attune/responses/answer_syntax.hpp"

namespace attune::inline v0 {

/// Splits a stream into lines as they arrive, in constant memory.
class line_reader {
public:
    static constexpr std::size_t max_line_bytes = std::size_t{1} << 20;  ///< far above the answers of one person

    explicit line_reader(byte_source& source) : source_(source) {}

    /// Waits for a line.
    ///
    /// @param line  replaced by the line without its end (LF or CR LF); cut off at `max_line_bytes`.
    /// @return      false at the end of the stream.
    bool next(std::string& line);

    /// True when the last line was longer than `max_line_bytes`: the rest of it was thrown away.
    [[nodiscard]] bool was_cut() const noexcept { return was_cut_; }

private:
    byte_source& source_;
    std::string pending_;
    std::size_t begin_ = 0;
    bool at_end_ = false;
    bool was_cut_ = false;
};

/// One person as a line of JSON says it.
struct answer_line {
    std::string id = "null";           ///< the member "id" as canonical JSON, whatever it is
    std::vector<answer_code> answers;  ///< per column of the key
    std::vector<std::string> kept;  ///< per kept member its text; empty when it is absent, or neither text nor number
};

/// Reads one person from a line of JSON:
///
///     {"id": "any value", "answers": {"q1": 3, "q2": "4", "q3": null}}
///
/// A name that is absent is not answered. Texts and numbers are read like cells of a table; anything else is an invalid
/// answer. A name that belongs to no item refuses the line, as an answer would be lost otherwise.
class answer_line_parser {
public:
    /// @param names   per column of the key, the name of its answer; as from `expected_columns()`.
    /// @param syntax  how the text of an answer is read.
    /// @param kept    names of members beside "answers" whose texts are wanted, such as that of the age.
    answer_line_parser(const std::vector<std::string>& names, answer_syntax syntax, std::vector<std::string> kept = {});

    /// @param line    the text of the line.
    /// @param number  of the line in the input, from 1, for findings.
    /// @param source  name of the input in findings.
    /// @return        the person, or what is wrong with the line; no answer and no id stands in a finding.
    [[nodiscard]] outcome<answer_line> parse(std::string_view line, std::size_t number,
                                             const std::string& source) const;

private:
    std::unordered_map<std::string, std::size_t> columns_;
    answer_syntax syntax_;
    std::vector<std::string> kept_;
};

}  // namespace attune::inline v0
