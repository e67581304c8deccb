#include "answer_input.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include <fmt/format.h>

namespace attune::cli {

namespace {

std::string spelled(char delimiter)
{
    return delimiter == '\t' ? "tab" : fmt::format("'{}'", delimiter);
}

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
                           const std::vector<std::string>& kept, bool keep_all, const std::vector<std::string>& hidden,
                           std::size_t chunk_bytes)
    : setup_(options, common), options_(options)
{
    auto hashed = std::make_unique<hashing_source>(open_input(options_.input));
    hashed_ = hashed.get();
    source_ = as_usage([&] { return to_utf8(std::move(hashed), options_.encoding, options_.input); });
    reader_ = std::make_unique<answer_reader>(*source_, csv_options{character(options_.delimiter), options_.input},
                                              chunk_bytes);
    if (source_.get() == hashed_)  // nothing was converted: the chunks are the bytes of the input
        hashed_->expect_bytes();
    bind();

    carried_ = options_.id;
    n_id_columns_ = carried_.size();
    for (const std::string& name : keep_all ? reader_->header() : kept)
        if (!keep_all || std::find(options_.id.begin(), options_.id.end(), name) == options_.id.end())
            carried_.push_back(name);
    std::set<std::string> seen;
    for (const std::string& name : carried_)
        if (!seen.insert(name).second)
            throw failure(
                exit_code::usage,
                fmt::format("the output would have two columns '{}'; expected it once in --id or --keep", name));
    n_shown_columns_ = carried_.size();
    for (const std::string& name : hidden)
        if (seen.insert(name).second)
            carried_.push_back(name);
    reader_->select({binding_.columns, value_or_throw(find_columns(carried_)).columns}, setup_.syntax());
}

outcome<column_binding> answer_input::find_columns(const std::vector<std::string>& names) const
{
    outcome<column_binding> bound = bind_columns(names, reader_->header());
    for (diagnostic& finding : bound.found)
        finding.where.source = options_.input;
    return bound;
}

void answer_input::bind()
{
    outcome<column_binding> bound = find_columns(setup_.names());
    if (!bound.value) {
        const auto delimiter = likelier_delimiter(reader_->header(), character(options_.delimiter));
        bound.found.push_back(
            {severity::error,
             "columns.binding",
             delimiter
                 ? fmt::format("the header is one field; expected --delimiter {}", spelled(*delimiter))
                 : fmt::format(
                       "not all of the {} answer columns could be bound; expected names by --columns 'PATTERN', "
                       "such as 'Q{{n}}'{}",
                       setup_.names().size(), key().targets().empty() ? "" : ", or fewer relationships by --target"),
             {options_.input, "", 0, 0}});
        throw input_error(std::move(bound.found));
    }
    binding_ = std::move(*bound.value);
}

}  // namespace attune::cli
