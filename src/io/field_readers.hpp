#pragma once

#include <cstddef>
#include <regex>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "object_reader.hpp"

namespace attune::inline v0::detail {

/// A member that is read by a member function of the cursor.
template <typename Member, typename Value>
auto into(Member& member, Value (json_cursor::*read)() const)
{
    return [&member, read](const json_cursor& at) { member = (at.*read)(); };
}

template <typename Member, typename Read>
auto list_into(Member& member, Read read)
{
    return [&member, read](const json_cursor& at) { member = at.list(read); };
}

/// The same for a list that must not be empty.
template <typename Member, typename Read>
auto some_into(Member& member, Read read, std::size_t max_elements = 2000)
{
    return [&member, read, max_elements](const json_cursor& at) {
        member = at.list(read, max_elements);
        if (at.value().kind == json_kind::array && at.value().elements.empty())
            at.report("bad_value", "an empty list; expected at least 1 element");
    };
}

/// Text that a pattern describes, as in the JSON Schema.
inline auto matching(std::string& member, const std::regex& pattern, const char* expected)
{
    return [&member, &pattern, expected](const json_cursor& at) {
        member = at.text();
        constexpr std::size_t longest = 256;  // std::regex needs stack in proportion
        if (!member.empty() && (member.size() > longest || !std::regex_match(member, pattern)))
            at.report("bad_value", fmt::format("'{}'; expected {}", member, expected));
    };
}

/// The version of a file: three numbers.
inline auto version_into(std::string& member)
{
    static const std::regex version(R"((0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*))");
    return matching(member, version, "three numbers such as 1.0.0");
}

/// A language tag.
[[nodiscard]] inline std::string read_language(const json_cursor& at)
{
    static const std::regex language("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*");
    std::string tag;
    matching(tag, language, "a BCP 47 tag such as en or pt-BR")(at);
    return tag;
}

/// How a questionnaire was given.
[[nodiscard]] inline std::string read_mode(const json_cursor& at)
{
    return std::string(at.word<std::string_view>(
        {{"self_report", "self_report"}, {"read_aloud", "read_aloud"}, {"clinician_rated", "clinician_rated"}}));
}

/// The first field of every file of ours: which format it has.
inline void read_schema(const json_cursor& root, object_reader& object, std::string_view schema_name)
{
    const auto& members = root.value().members;
    if (root.value().find("schema") != nullptr && members.front().name != "schema")
        root.report("schema", fmt::format("'schema' is not the first field; expected \"schema\": \"{}\"", schema_name));
    object.required("schema", [schema_name](const json_cursor& at) {
        if (const std::string name = at.text(); !name.empty() && name != schema_name)
            at.report("schema", fmt::format("'{}'; expected '{}'", name, schema_name));
    });
}

}  // namespace attune::inline v0::detail
