#include "message_choice.hpp"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/io/message_file.hpp"

namespace attune::cli {

namespace {

/// The language whose sentences a program was written with.
constexpr const char* reference_language = "en";

}  // namespace

messages choose_messages(const std::string& language, const std::string& own, const common_options& common)
{
    try {
        message_texts all = load_messages_of(language, common.path());
        if (!own.empty()) {
            const message_texts merged = with_own(all, value_or_throw(read_message_texts(own)));
            std::vector<diagnostic> found = compare_messages(all, merged);
            for (diagnostic& finding : found)
                finding.where.source = own;
            if (!found.empty())
                throw input_error(std::move(found));
            all = merged;
        }
        return value_or_throw(messages::compiled(all));
    } catch (const input_error& faults) {
        throw failure(exit_code::definition, faults.what());
    }
}

std::string message_findings(const std::string& file, const common_options& common, bool& is_valid)
{
    outcome<message_texts> read = read_message_texts(file);
    if (read.value)
        try {
            read.found = compare_messages(load_messages_of(reference_language, common.path()), *read.value);
        } catch (const input_error& faults) {
            throw failure(exit_code::definition, faults.what());
        }
    std::string text;
    for (diagnostic& finding : read.found) {
        finding.where.source = file;
        if (finding.code == "messages.missing")
            finding.level = severity::warning;
        text += to_string(finding) + "\n";
    }
    is_valid = is_valid && !has_error(read.found);
    if (!has_error(read.found))
        text += fmt::format("{}: {} messages in {}: {}\n", file, read.value->texts.size(), read.value->language,
                            read.found.empty() ? "no findings" : "warnings only");
    return text;
}

}  // namespace attune::cli
