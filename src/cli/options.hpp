#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attune/instrument/instrument.hpp"
#include "attune/io/instrument_search.hpp"
#include "exit_code.hpp"

namespace CLI {
class App;
}

namespace attune::cli {

/// Options that every command takes.
struct common_options {
    std::string data;
    std::string purpose;
    unsigned threads = 0;
    bool strict = false;
    bool quiet = false;

    void add_to(CLI::App& command);

    /// --threads, or what the machine has.
    [[nodiscard]] std::size_t n_threads() const;

    /// Where definitions are looked for: --data first.
    [[nodiscard]] search_path path() const;
};

/// Options of every command that reads answers.
struct input_options {
    std::string instrument;
    std::string input;
    std::string form = std::string(published_form);
    std::optional<std::string> columns;
    std::vector<std::string> missing_codes;
    std::vector<std::string> id;
    std::vector<std::string> targets;
    std::string mode = "self_report";
    std::string delimiter = ",";
    std::string decimal = ".";
    std::string encoding = "utf-8";
    std::string from = "csv";
    bool already_keyed = false;

    /// @param formats  what --from may name.
    void add_to(CLI::App& command, const std::vector<std::string>& formats = {"csv"});
};

/// Reads a definition by its id, or by its path when the name ends in ".json" or holds a "/".
///
/// @throws failure  exit code 2 for an unknown id, 3 for a definition with faults.
[[nodiscard]] attune::instrument load_definition(const std::string& name, const common_options& common);

}  // namespace attune::cli
