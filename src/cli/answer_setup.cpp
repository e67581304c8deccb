#include "answer_setup.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/scoring/bind.hpp"

namespace attune::cli {

namespace {

std::vector<missing_code> read_missing_codes(const std::vector<std::string>& texts)
{
    std::vector<missing_code> codes;
    for (const std::string& text : texts) {
        const std::size_t equals = text.rfind('=');
        missing_code code{text.substr(0, equals), missing_reason::not_answered};
        if (equals != std::string::npos) {
            const auto reason = missing_reason_named(text.substr(equals + 1));
            if (!reason)
                throw failure(exit_code::usage,
                              fmt::format("--missing-code {}: unknown reason; expected one of not_answered, not_asked, "
                                          "declined, unknown, not_applicable",
                                          text));
            code.reason = *reason;
        }
        codes.push_back(code);
    }
    return codes;
}

}  // namespace

char character(const std::string& option)
{
    return option == "tab" ? '\t' : option.front();
}

answer_setup::answer_setup(const input_options& options, const common_options& common)
    : options_(options), common_(common)
{
    instrument_ = std::make_unique<attune::instrument>(load_definition(options_.instrument, common_));
    const attune::instrument& of = *instrument_;
    check_use(of);
    key_ = std::make_unique<scoring_key>(as_usage([&] {
        return scoring_key(of, {options_.form, options_.already_keyed, options_.targets});
    }));
    names_ = as_usage([&] {
        std::optional<column_pattern> pattern;
        if (options_.columns)
            pattern.emplace(*options_.columns);
        return expected_columns(*key_, pattern);
    });
    syntax_ = std::make_unique<answer_syntax>(as_usage([&] {
        return answer_syntax({key_->range().min, key_->range().max, character(options_.decimal),
                              read_missing_codes(options_.missing_codes)});
    }));
}

void answer_setup::check_use(const attune::instrument& of)
{
    if (std::find(of.modes.begin(), of.modes.end(), options_.mode) == of.modes.end())
        throw failure(exit_code::usage,
                      fmt::format("--mode {}: {} has the modes {}", options_.mode, of.id, fmt::join(of.modes, ", ")));
    if (of.provenance.confidence == confidence::single_source)
        warnings_.push_back(fmt::format("the key of {} rests on a single source", of.id));
    if (common_.purpose.empty())
        return;
    const permission granted = common_.purpose == "research"   ? of.use.research
                               : common_.purpose == "clinical" ? of.use.clinical
                                                               : of.use.commercial;
    if (granted == permission::forbidden)
        throw failure(exit_code::usage,
                      fmt::format("--purpose {}: the terms of {} forbid it: {}", common_.purpose, of.id, of.licence));
    if (granted != permission::allowed)
        warnings_.push_back(fmt::format("{} use of {} is {}: {}", common_.purpose, of.id,
                                        granted == permission::ask ? "by permission only" : "not known to be allowed",
                                        of.licence));
    if (of.use.training_required)
        warnings_.push_back(fmt::format("{} asks for training of those who use it", of.id));
}

std::vector<std::pair<std::string, std::string>> answer_setup::in_force() const
{
    return {{"form", options_.form},
            {"columns", options_.columns.value_or("")},
            {"missing-code", fmt::format("{}", fmt::join(options_.missing_codes, " "))},
            {"already-keyed", options_.already_keyed ? "true" : "false"},
            {"target", fmt::format("{}", fmt::join(key_->targets(), ","))},
            {"mode", options_.mode},
            {"purpose", common_.purpose},
            {"id", fmt::format("{}", fmt::join(options_.id, ","))},
            {"delimiter", options_.delimiter},
            {"decimal", options_.decimal},
            {"encoding", options_.encoding}};
}

std::string answer_setup::input_name() const
{
    return options_.input == "-" ? "-" : std::filesystem::path(options_.input).filename().string();
}

}  // namespace attune::cli
