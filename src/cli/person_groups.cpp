#include "person_groups.hpp"

#include <algorithm>
#include <charconv>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include "attune/analysis/norm_sample.hpp"

namespace attune::cli {

void person_group_options::add_to(CLI::App& command, const std::string& gender_option)
{
    command.add_option(gender_option, gender, "Column that holds the gender")->type_name("COL");
    command
        .add_option("--gender-codes", gender_codes,
                    "What its cells mean, such as 1=men,2=women; whatever is not named is not known")
        ->type_name("CODE=WORD[,CODE=WORD]")
        ->delimiter(',');
    command.add_option("--age", age, "Column that holds the age in years")->type_name("COL");
}

std::map<std::string, std::string, std::less<>> gender_words(const person_group_options& options)
{
    std::map<std::string, std::string, std::less<>> words;
    for (const std::string& code : options.gender_codes) {
        const std::size_t equals = code.rfind('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == code.size())
            throw failure(exit_code::usage,
                          fmt::format("--gender-codes {}: expected CODE=WORD, such as 2=women", code));
        words[code.substr(0, equals)] = code.substr(equals + 1);
    }
    return words;
}

age_span age_span_of(std::string_view option, std::string_view text)
{
    const auto number = [](std::string_view digits) -> std::optional<int> {
        int age = 0;
        const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), age);
        const bool is_age = problem == std::errc{} && end == digits.data() + digits.size() && age >= 0 && age <= 150;
        return is_age ? std::optional(age) : std::nullopt;
    };
    const std::size_t hyphen = text.find('-');
    age_span age;
    if (hyphen != std::string_view::npos) {
        age = {number(text.substr(0, hyphen)), number(text.substr(hyphen + 1))};
        const bool is_whole = (age.min || hyphen == 0) && (age.max || hyphen + 1 == text.size());
        if (is_whole && (age.min || age.max) && (!age.min || !age.max || *age.min <= *age.max))
            return age;
    }
    throw failure(exit_code::usage, fmt::format("{} {}: expected ages such as 18-24 or 65-", option, text));
}

std::vector<std::string> columns_of(const person_group_options& options)
{
    std::vector<std::string> columns;
    for (const std::string& column : {options.gender, options.age})
        if (!column.empty() && std::find(columns.begin(), columns.end(), column) == columns.end())
            columns.push_back(column);
    return columns;
}

person_columns::person_columns(const person_group_options& options, const answer_input& input)
{
    const auto place = [&](const std::string& column) -> std::optional<std::size_t> {
        const auto at = std::find(input.carried().begin(), input.carried().end(), column);
        return column.empty() || at == input.carried().end()
                   ? std::nullopt
                   : std::optional(static_cast<std::size_t>(at - input.carried().begin()));
    };
    gender_ = place(options.gender);
    age_ = place(options.age);
}

person_group_table::person_group_table(const person_group_options& options, const norm_comparison& comparison)
{
    std::vector<std::optional<std::string>> words;
    const auto add = [&](const std::string& cell, const std::string& word) {
        const auto known = std::find(words.begin(), words.end(), word);
        genders_.emplace_back(cell, static_cast<std::size_t>(known - words.begin()));
        if (known == words.end())
            words.emplace_back(word);
    };
    if (!options.gender.empty() && options.gender_codes.empty()) {  // the cells hold the words themselves
        for (const norm_group& group : comparison.set().groups)
            if (group.gender && std::find(words.begin(), words.end(), group.gender) == words.end())
                add(*group.gender, *group.gender);
    } else if (!options.gender.empty()) {
        for (const auto& [cell, word] : gender_words(options))
            add(cell, word);
    }
    row_of_byte_.fill(words.size());
    for (const auto& [cell, row] : genders_)
        if (cell.size() == 1)
            row_of_byte_[static_cast<unsigned char>(cell.front())] = row;
    words.emplace_back(std::nullopt);
    const norm_comparison::asked asked{!options.gender.empty(), !options.age.empty()};
    for (const std::optional<std::string>& word : words) {
        std::vector<person_groups>& row = groups_.emplace_back();
        row.push_back(comparison.groups_of(word, std::nullopt, asked));
        for (int age = 0; age <= oldest; ++age)
            row.push_back(comparison.groups_of(word, age, asked));
    }
}

const person_groups& person_group_table::of(std::string_view gender, std::string_view age) const
{
    const std::optional<int> years = parse_age(age);
    return groups_[row_of(gender)][years ? static_cast<std::size_t>(std::min(*years, oldest)) + 1 : 0];
}

}  // namespace attune::cli
