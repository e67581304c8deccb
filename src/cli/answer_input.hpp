#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "answer_setup.hpp"
#include "attune/io/answer_reader.hpp"
#include "attune/io/csv.hpp"
#include "attune/io/input_file.hpp"
#include "attune/scoring/bind.hpp"
#include "hashing_source.hpp"

namespace attune::cli {

/// A table of answers, opened and bound to a key.
class answer_input {
public:
    /// Sets up the key, reads the header and finds the columns.
    ///
    /// @param kept    names of further columns to carry along.
    /// @param hidden  names of columns that are needed and not shown: carried behind all others, unless they are among
    ///                them.
    /// @param chunk_bytes  how much of the input is read at once.
    /// @throws failure      exit code 2 or 3.
    /// @throws input_error  the input cannot be read, or columns are not found.
    answer_input(const input_options& options, const common_options& common, const std::vector<std::string>& kept,
                 bool keep_all, const std::vector<std::string>& hidden = {},
                 std::size_t chunk_bytes = csv_chunker::default_chunk_bytes);

    [[nodiscard]] const answer_setup& setup() const { return setup_; }
    [[nodiscard]] const scoring_key& key() const { return setup_.key(); }
    [[nodiscard]] answer_reader& reader() { return *reader_; }
    [[nodiscard]] const column_binding& binding() const { return binding_; }

    /// Names of the carried columns: those that identify a person, then the others, then hidden ones.
    [[nodiscard]] const std::vector<std::string>& carried() const { return carried_; }
    [[nodiscard]] std::size_t n_id_columns() const { return n_id_columns_; }
    [[nodiscard]] std::size_t n_shown_columns() const { return n_shown_columns_; }

    /// Takes every chunk of the reader, in order, for the hash.
    void hash(const csv_chunk& chunk) { hashed_->take(chunk.offset, {chunk.bytes.data(), chunk.size}); }

    /// The hash of the bytes of the input, once all were read and taken.
    [[nodiscard]] std::string sha256() { return hashed_->finish(); }

private:
    void bind();
    [[nodiscard]] outcome<column_binding> find_columns(const std::vector<std::string>& names) const;

    answer_setup setup_;
    input_options options_;
    hashing_source* hashed_ = nullptr;
    std::unique_ptr<byte_source> source_;
    std::unique_ptr<answer_reader> reader_;
    column_binding binding_;
    std::vector<std::string> carried_;
    std::size_t n_id_columns_ = 0;
    std::size_t n_shown_columns_ = 0;
};

}  // namespace attune::cli
