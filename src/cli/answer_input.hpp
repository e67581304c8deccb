#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "attune/io/answer_reader.hpp"
#include "attune/io/input_file.hpp"
#include "attune/io/sha256.hpp"
#include "attune/scoring/bind.hpp"
#include "attune/scoring/key.hpp"
#include "options.hpp"

namespace attune::cli {

/// Hashes what passes through.
class hashing_source final : public byte_source {
public:
    explicit hashing_source(std::unique_ptr<byte_source> source) : source_(std::move(source)) {}

    std::size_t read(std::span<char> buffer) override
    {
        const std::size_t count = source_->read(buffer);
        hasher_.add({buffer.data(), count});
        return count;
    }

    /// The hash of all that was read; once, at the end.
    [[nodiscard]] std::string finish() { return hasher_.finish(); }

private:
    std::unique_ptr<byte_source> source_;
    sha256_hasher hasher_;
};

/// A table of answers, opened and bound to a key, with everything that the command line said about it.
class answer_input {
public:
    /// Loads the definition, compiles the key, reads the header and finds the columns.
    ///
    /// @param kept  names of further columns to carry along.
    /// @throws failure      exit code 2 or 3.
    /// @throws input_error  the input cannot be read, or columns are not found.
    answer_input(const input_options& options, const common_options& common, const std::vector<std::string>& kept,
                 bool keep_all);

    [[nodiscard]] const scoring_key& key() const { return *key_; }
    [[nodiscard]] answer_reader& reader() { return *reader_; }
    [[nodiscard]] const column_binding& binding() const { return binding_; }

    /// Names of the carried columns: those that identify a person, then the others.
    [[nodiscard]] const std::vector<std::string>& carried() const { return carried_; }
    [[nodiscard]] std::size_t n_id_columns() const { return n_id_columns_; }

    [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

    /// Every option in force by its long name.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> in_force() const;

    /// Name of the input without folders, and the hash of its bytes once all were read.
    [[nodiscard]] std::string name() const;
    [[nodiscard]] std::string sha256() { return hashed_->finish(); }

private:
    void check_use(const attune::instrument& of);
    void bind();
    [[nodiscard]] std::size_t find_column(const std::string& name) const;

    input_options options_;
    common_options common_;
    std::vector<std::string> warnings_;
    std::unique_ptr<scoring_key> key_;
    hashing_source* hashed_ = nullptr;
    std::unique_ptr<byte_source> source_;
    std::unique_ptr<answer_reader> reader_;
    column_binding binding_;
    std::vector<std::string> carried_;
    std::size_t n_id_columns_ = 0;
};

}  // namespace attune::cli
