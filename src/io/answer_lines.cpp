#include "attune/io/answer_lines.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "canonical_json.hpp"
#include "json_document.hpp"

namespace attune::inline v0 {

bool line_reader::next(std::string& line)
{
    constexpr std::size_t block = std::size_t{16} << 10;
    line.clear();
    was_cut_ = false;
    for (;;) {
        const std::size_t end = pending_.find('\n', begin_);
        const std::string_view found = std::string_view(pending_).substr(begin_, end - begin_);
        const std::size_t room = max_line_bytes - std::min(line.size(), max_line_bytes);
        was_cut_ |= found.size() > room;
        line += found.substr(0, room);
        begin_ = end == std::string::npos ? pending_.size() : end + 1;
        if (end != std::string::npos)
            break;
        pending_.resize(block);
        pending_.resize(at_end_ ? 0 : source_.read(std::span<char>(pending_)));
        begin_ = 0;
        at_end_ = pending_.empty();
        if (at_end_ && line.empty())
            return false;
        if (at_end_)
            break;
    }
    if (line.ends_with('\r'))
        line.pop_back();
    return true;
}

namespace {

answer_code code_of_value(const detail::json_value& value, const answer_syntax& syntax)
{
    switch (value.kind) {
    case detail::json_kind::null: return code_of(missing_reason::not_answered);
    case detail::json_kind::number:
    case detail::json_kind::string: return syntax.read(value.text);
    default: return code_of(invalid_answer::not_a_number);
    }
}

}  // namespace

answer_line_parser::answer_line_parser(const std::vector<std::string>& names, answer_syntax syntax,
                                       std::vector<std::string> kept)
    : syntax_(std::move(syntax)), kept_(std::move(kept))
{
    for (const std::string& name : names)
        columns_.emplace(name, columns_.size());
}

outcome<answer_line> answer_line_parser::parse(std::string_view line, std::size_t number,
                                               const std::string& source) const
{
    outcome<answer_line> result;
    const auto refuse = [&](location where, std::string code, std::string message) {
        where.line = number;
        result.found.push_back({severity::error, std::move(code), std::move(message), std::move(where)});
    };
    std::vector<diagnostic> faults;
    const detail::json_document document(line, source, faults);
    for (const diagnostic& fault : faults)  // their texts may quote the line: a person's answers
        refuse({source, "", 0, fault.where.column}, fault.code,
               fault.code == "json.duplicate_key" ? "a name stands twice in one object; expected each name once"
                                                  : "not JSON as it should be; expected one object in the line");
    const detail::json_value* root = document.root();
    if (root == nullptr || !faults.empty())
        return result;
    const detail::json_value* answers = root->find("answers");
    if (answers == nullptr || answers->kind != detail::json_kind::object) {
        refuse(document.locate(std::string{}), "ndjson.no_answers",
               R"(no object "answers"; expected {"id": ..., "answers": {"NAME": ANSWER, ...}})");
        return result;
    }
    answer_line person;
    person.answers.assign(columns_.size(), code_of(missing_reason::not_answered));
    if (const detail::json_value* id = root->find("id"))
        person.id = detail::canonical_json(*id);
    for (const std::string& name : kept_) {
        const detail::json_value* member = root->find(name);
        const bool has_text = member != nullptr &&
                              (member->kind == detail::json_kind::string || member->kind == detail::json_kind::number);
        person.kept.push_back(has_text ? member->text : std::string());
    }
    for (const auto& [name, value] : answers->members) {
        const auto column = columns_.find(name);
        if (column == columns_.end())
            refuse(
                document.locate(value.offset, ""), "ndjson.unknown_answer",
                "an answer under a name that belongs to no item; expected names as --columns or the item ids give them");
        else
            person.answers[column->second] = code_of_value(value, syntax_);
    }
    if (result.found.empty())
        result.value = std::move(person);
    return result;
}

}  // namespace attune::inline v0
