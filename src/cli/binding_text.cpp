#include "binding_text.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace attune::cli {

namespace {

std::string scale_text(const answer_input& input, const scored_output& output, const scale& s)
{
    const scoring_key& key = input.key();
    const auto target = std::find(key.targets().begin(), key.targets().end(), output.target);
    const std::size_t first =
        key.targets().empty() ? 0 : static_cast<std::size_t>(target - key.targets().begin()) * key.form().items.size();
    std::string text = fmt::format("{}: {} of {} items, at least {} answered\n", output.id, to_string(s.score),
                                   s.items.size(), s.missing.min_answered);
    for (const int number : s.items) {
        const std::size_t column = first + static_cast<std::size_t>(number) - 1;
        const bool is_reversed =
            !key.is_already_keyed() && std::find(s.reversed.begin(), s.reversed.end(), number) != s.reversed.end();
        text +=
            fmt::format("  item {:>3}  column {:>4}  {}{}\n", number, input.binding().columns[column] + 1,
                        input.binding().names[column],
                        is_reversed ? fmt::format("  reversed ({} - answer)", key.range().min + key.range().max) : "");
    }
    return text;
}

}  // namespace

std::string binding_text(const answer_input& input)
{
    const scoring_key& key = input.key();
    std::string text = fmt::format("{} {}, form {}, answers {}..{}{}\nscoring_sha256 {}\n", key.identity().id,
                                   key.identity().version, key.identity().form, key.range().min, key.range().max,
                                   key.is_already_keyed() ? ", already keyed: nothing is reversed" : "",
                                   key.identity().scoring_sha256);
    for (const auto& [name, value] : input.setup().in_force())
        if (!value.empty() && value != "false")
            text += fmt::format("--{} {}\n", name, value);
    if (!input.carried().empty())
        text += fmt::format("carried along: {}\n", fmt::join(input.carried(), ", "));
    for (const scored_output& output : key.outputs()) {
        text += "\n";
        if (output.origin == score_origin::scale) {
            for (const scale& s : key.form().scales)
                if (s.id == output.base_id)
                    text += scale_text(input, output, s);
        } else if (output.origin == score_origin::global) {
            text += fmt::format("{}: mean over {}\n", output.id, fmt::join(key.form().targets, ", "));
        } else {
            for (const derived_score& d : key.form().derived)
                if (d.id == output.base_id) {
                    text += fmt::format("{}: {}", output.id, to_string(d.constant));
                    for (const derived_term& term : d.terms)
                        text += fmt::format(" + ({}) * {}", to_string(term.weight), term.score);
                    text += "\n";
                }
        }
    }
    for (const std::string& warning : input.setup().warnings())
        text += "\nwarning: " + warning + "\n";
    return text + "\nnothing was scored\n";
}

}  // namespace attune::cli
