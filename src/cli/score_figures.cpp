#include "score_figures.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "exit_code.hpp"

namespace attune::cli {

namespace {

std::vector<double> numbers_in(const std::string& option, std::string_view text, std::size_t n_numbers)
{
    std::vector<double> numbers;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (true) {
        double number = 0;
        const auto [behind, fault] = std::from_chars(at, end, number);
        if (fault != std::errc{} || (behind != end && *behind != ','))
            break;
        numbers.push_back(number);
        if (behind == end && numbers.size() == n_numbers)
            return numbers;
        if (behind == end)
            break;
        at = behind + 1;
    }
    throw failure(exit_code::usage, fmt::format("{} {}: expected {} {} with commas between them, such as anxiety={}",
                                                option, text, n_numbers, n_numbers == 1 ? "number" : "numbers",
                                                fmt::join(std::vector<double>(n_numbers, 0.5), ",")));
}

}  // namespace

std::pair<std::string, std::string> score_and_text(const std::string& option, const std::string& value,
                                                   const scoring_key& key)
{
    const std::size_t place = value.find('=');
    if (place == std::string::npos)
        return {"", value};
    const std::string score = value.substr(0, place);
    std::vector<std::string_view> ids;
    for (const scored_output& output : key.outputs())
        ids.push_back(output.id);
    if (std::find(ids.begin(), ids.end(), score) == ids.end())
        throw failure(exit_code::usage, fmt::format("{} {}: no score '{}'; expected one of {}", option, value, score,
                                                    fmt::join(ids, ", ")));
    return {score, value.substr(place + 1)};
}

score_figures::score_figures(const std::string& option, const std::vector<std::string>& values, std::size_t n_numbers,
                             const scoring_key& key)
{
    for (const std::string& value : values) {
        const auto [score, text] = score_and_text(option, value, key);
        if (!numbers_.emplace(score, numbers_in(option, text, n_numbers)).second)
            throw failure(exit_code::usage,
                          fmt::format("{} {}: stands twice; expected one for each score", option, value));
    }
}

std::optional<std::vector<double>> score_figures::of(const std::string& score) const
{
    for (const std::string& name : {score, std::string{}})
        if (const auto place = numbers_.find(name); place != numbers_.end())
            return place->second;
    return std::nullopt;
}

}  // namespace attune::cli
