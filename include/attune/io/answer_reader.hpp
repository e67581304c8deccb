#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "attune/core/bytes.hpp"
#include "attune/core/error.hpp"
#include "attune/io/csv.hpp"
#include "attune/responses/answer_syntax.hpp"
#include "attune/responses/code_block.hpp"

namespace attune::inline v0 {

/// Which columns of a table are read.
struct column_selection {
    std::vector<std::size_t> answers;    ///< per column of the code block, its place in the header, from 0
    std::vector<std::size_t> kept = {};  ///< places of columns whose text is carried along, in the order wanted
};

/// A cell that is carried along: text of the input, without the quotes around it.
struct kept_cell {
    std::string_view raw;            ///< valid as long as the chunk it was read from
    bool was_quoted = false;         ///< it may hold delimiters and line breaks
    bool has_doubled_quote = false;  ///< `raw` holds doubled quotes
};

/// The characters of a cell as they are meant.
[[nodiscard]] std::string to_string(const kept_cell& cell);

/// The people of one chunk.
struct answer_rows {
    explicit answer_rows(std::size_t n_items) : answers(n_items) {}

    code_block answers;
    std::vector<kept_cell> kept;     ///< one row of `column_selection::kept` cells per person
    std::size_t n_short = 0;         ///< rows with fewer fields than the header: what is missing is not answered
    std::size_t n_blank = 0;         ///< lines without any character, which are no rows
    std::vector<diagnostic> faults;  ///< what makes the input unusable, at most 20, in its order
};

/// Turns chunks of a table into answers. Immutable, so that threads may share one.
class answer_parser {
public:
    /// @param n_columns  fields of the header.
    /// @param selection  columns to read, all below `n_columns`.
    /// @param syntax     how the text of an answer is read.
    /// @param options    as of the chunker.
    /// @throws std::invalid_argument  a selected column does not exist, or no answers are selected.
    answer_parser(std::size_t n_columns, column_selection selection, answer_syntax syntax, csv_options options);
    ~answer_parser();
    answer_parser(answer_parser&&) noexcept;
    answer_parser& operator=(answer_parser&&) noexcept;

    [[nodiscard]] std::size_t n_answers() const;

    /// Reads all rows of a chunk.
    ///
    /// @param chunk  as the chunker gave it.
    /// @param rows   replaced. After a fault in the text itself the rest of the chunk is not read.
    void parse(const csv_chunk& chunk, answer_rows& rows) const;

private:
    struct plan;
    std::unique_ptr<plan> plan_;
};

/// Reads a table of answers with a header, block by block, in constant memory.
///
///     answer_reader input(*source, {.source = "answers.csv"});
///     // find the columns in input.header(), for example by bind_columns()
///     input.select({.answers = binding.columns}, answer_syntax({.min = 1, .max = 7}));
///     while (input.next(block)) ...
class answer_reader {
public:
    /// Reads the header.
    ///
    /// @param source       outlives the reader.
    /// @param options      how the table is written.
    /// @param chunk_bytes  as of the chunker.
    /// @throws input_error  `csv.empty`: there is no header; or what the text itself is at fault for.
    answer_reader(byte_source& source, csv_options options, std::size_t chunk_bytes = csv_chunker::default_chunk_bytes);

    /// Names of the columns, unquoted.
    [[nodiscard]] const std::vector<std::string>& header() const noexcept { return header_; }

    /// Says what is read; before the first `next()`.
    ///
    /// @throws std::invalid_argument  a selected column does not exist, or no answers are selected.
    void select(column_selection selection, answer_syntax syntax);

    /// Hands out the next bytes to parse, from behind the header: for callers that parse in several threads.
    bool next(csv_chunk& chunk);

    /// What `select()` made.
    [[nodiscard]] const answer_parser& parser() const;

    /// Adds the next people to an empty block.
    ///
    /// @return  false at the end.
    /// @throws input_error  all faults of the rows at hand, with lines and columns.
    bool next(code_block& answers);

private:
    csv_options options_;
    csv_chunker chunker_;
    csv_chunk first_;
    std::vector<std::string> header_;
    std::unique_ptr<answer_parser> parser_;
    std::unique_ptr<answer_rows> rows_;
};

}  // namespace attune::inline v0
