#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "answer_input.hpp"
#include "attune/analysis/norm_comparison.hpp"
#include "attune/instrument/norm_set.hpp"

namespace CLI {
class App;
}

namespace attune::cli {

/// Options that say where a table has the gender and the age of a person.
struct person_group_options {
    std::string gender;
    std::vector<std::string> gender_codes;
    std::string age;

    /// @param gender_option  "--gender", or another name for it.
    void add_to(CLI::App& command, const std::string& gender_option);
};

/// From the text of a cell to the word for a gender.
///
/// @throws failure  exit code 2 for a code without a word.
[[nodiscard]] std::map<std::string, std::string, std::less<>> gender_words(const person_group_options& options);

/// "18-24", "65-" or "-17" as ages.
///
/// @throws failure  exit code 2 for any other text.
[[nodiscard]] age_span age_span_of(std::string_view option, std::string_view text);

/// The columns that the options name, to be carried along.
[[nodiscard]] std::vector<std::string> columns_of(const person_group_options& options);

/// Where they are among the carried columns.
class person_columns {
public:
    person_columns(const person_group_options& options, const answer_input& input);

    /// The cells of a person; empty when there is no such column.
    [[nodiscard]] std::string_view gender(const kept_cell* cells) const
    {
        return gender_ ? cells[*gender_].raw : std::string_view{};
    }
    [[nodiscard]] std::string_view age(const kept_cell* cells) const
    {
        return age_ ? cells[*age_].raw : std::string_view{};
    }

private:
    std::optional<std::size_t> gender_;
    std::optional<std::size_t> age_;
};

/// The groups of a norm set that people belong to, looked up by the text of two cells.
class person_group_table {
public:
    /// @param comparison  outlives the table.
    person_group_table(const person_group_options& options, const norm_comparison& comparison);

    [[nodiscard]] const person_groups& of(std::string_view gender, std::string_view age) const;

private:
    static constexpr int oldest = 151;  ///< and everybody above

    /// Where the gender of a cell is among the rows of the table.
    [[nodiscard]] std::size_t row_of(std::string_view gender) const
    {
        if (gender.size() == 1)
            return row_of_byte_[static_cast<unsigned char>(gender.front())];
        for (const auto& [cell, row] : genders_)
            if (cell == gender)
                return row;
        return groups_.size() - 1;
    }

    std::vector<std::pair<std::string, std::size_t>> genders_;  ///< cell text, row
    std::array<std::size_t, 256> row_of_byte_{};                ///< of cells of one byte, which codes are
    std::vector<std::vector<person_groups>> groups_;  ///< by gender, the last not known; by age + 1, 0 not known
};

}  // namespace attune::cli
