#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "attune/responses/answer_syntax.hpp"
#include "attune/scoring/key.hpp"
#include "options.hpp"

namespace attune::cli {

/// What the command line says about the answers, before any of them is read.
class answer_setup {
public:
    /// Loads the definition, checks what it may be used for, and compiles the key.
    ///
    /// @throws failure  exit code 2 or 3.
    answer_setup(const input_options& options, const common_options& common);

    [[nodiscard]] const scoring_key& key() const { return *key_; }

    /// Per column of the key, the name under which its answer is looked for.
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

    [[nodiscard]] const answer_syntax& syntax() const { return *syntax_; }
    [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

    [[nodiscard]] const attune::instrument& instrument() const { return *instrument_; }

    /// Every option in force by its long name.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> in_force() const;

    /// Name of the input without folders.
    [[nodiscard]] std::string input_name() const;

private:
    void check_use(const attune::instrument& of);

    input_options options_;
    common_options common_;
    std::vector<std::string> warnings_;
    std::unique_ptr<attune::instrument> instrument_;
    std::unique_ptr<scoring_key> key_;
    std::vector<std::string> names_;
    std::unique_ptr<answer_syntax> syntax_;
};

/// The character that an option such as --delimiter names.
[[nodiscard]] char character(const std::string& option);

}  // namespace attune::cli
