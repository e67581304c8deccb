#include "answer_input.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

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

char character(const std::string& option) { return option == "tab" ? '\t' : option.front(); }

std::string spelled(char delimiter) { return delimiter == '\t' ? "tab" : fmt::format("'{}'", delimiter); }

/// The delimiter that would split the header when the given one does not.
std::optional<char> likelier_delimiter(const std::vector<std::string>& header, char given)
{
    if (header.size() != 1)
        return std::nullopt;
    for (const char other : {',', ';', '\t', '|'})
        if (other != given && header.front().find(other) != std::string::npos)
            return other;
    return std::nullopt;
}

}  // namespace

answer_input::answer_input(const input_options& options, const common_options& common,
                           const std::vector<std::string>& kept, bool keep_all)
    : options_(options), common_(common)
{
    const attune::instrument of = load_definition(options_.instrument, common_);
    check_use(of);
    key_ = std::make_unique<scoring_key>(as_usage([&] {
        return scoring_key(of, {options_.form, options_.already_keyed, options_.targets});
    }));

    auto hashed = std::make_unique<hashing_source>(open_input(options_.input));
    hashed_ = hashed.get();
    source_ = as_usage([&] { return to_utf8(std::move(hashed), options_.encoding, options_.input); });
    reader_ = std::make_unique<answer_reader>(*source_,
                                              csv_options{character(options_.delimiter), options_.input});
    bind();

    carried_ = options_.id;
    n_id_columns_ = carried_.size();
    for (const std::string& name : keep_all ? reader_->header() : kept)
        if (!keep_all || std::find(options_.id.begin(), options_.id.end(), name) == options_.id.end())
            carried_.push_back(name);
    for (auto name = carried_.begin(); name != carried_.end(); ++name)
        if (std::find(carried_.begin(), name, *name) != name)
            throw failure(exit_code::usage,
                          fmt::format("the output would have two columns '{}'; expected it once in --id or --keep", *name));
    column_selection selection{binding_.columns, {}};
    for (const std::string& name : carried_)
        selection.kept.push_back(find_column(name));
    const auto syntax = as_usage([&] {
        return answer_syntax({key_->range().min, key_->range().max, character(options_.decimal),
                              read_missing_codes(options_.missing_codes)});
    });
    reader_->select(selection, syntax);
}

void answer_input::check_use(const attune::instrument& of)
{
    if (std::find(of.modes.begin(), of.modes.end(), options_.mode) == of.modes.end())
        throw failure(exit_code::usage, fmt::format("--mode {}: {} has the modes {}", options_.mode, of.id,
                                                    fmt::join(of.modes, ", ")));
    if (of.provenance.confidence == confidence::single_source)
        warnings_.push_back(fmt::format("the key of {} rests on a single source", of.id));
    if (common_.purpose.empty())
        return;
    const permission granted = common_.purpose == "research" ? of.use.research
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

void answer_input::bind()
{
    const auto names = as_usage([&] {
        std::optional<column_pattern> pattern;
        if (options_.columns)
            pattern.emplace(*options_.columns);
        return expected_columns(*key_, pattern);
    });
    outcome<column_binding> bound = bind_columns(names, reader_->header());
    for (diagnostic& finding : bound.found)
        finding.where.source = options_.input;
    if (!bound.value) {
        const auto delimiter = likelier_delimiter(reader_->header(), character(options_.delimiter));
        bound.found.push_back(
            {severity::error, "columns.binding",
             delimiter ? fmt::format("the header is one field; expected --delimiter {}", spelled(*delimiter))
                       : fmt::format("{} of {} answer columns could not be bound; expected names by --columns 'PATTERN', "
                                     "such as 'Q{{n}}'{}",
                                     bound.found.size(), names.size(),
                                     key_->targets().empty() ? "" : ", or fewer relationships by --target"),
             {options_.input, "", 0, 0}});
        throw input_error(std::move(bound.found));
    }
    binding_ = std::move(*bound.value);
}

std::size_t answer_input::find_column(const std::string& name) const
{
    return value_or_throw([&] {
               outcome<column_binding> bound = bind_columns({name}, reader_->header());
               for (diagnostic& finding : bound.found)
                   finding.where.source = options_.input;
               return bound;
           }())
        .columns.front();
}

std::vector<std::pair<std::string, std::string>> answer_input::in_force() const
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

std::string answer_input::name() const
{
    return options_.input == "-" ? "-" : std::filesystem::path(options_.input).filename().string();
}

}  // namespace attune::cli
