#include "attune/io/message_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "data_search.hpp"
#include "field_readers.hpp"
#include "json_document.hpp"
#include "json_text.hpp"

namespace attune::inline v0 {

namespace {

constexpr std::string_view messages_schema = "attune.messages/1";

message_texts read_texts(const detail::json_cursor& root)
{
    message_texts of;
    std::string version;
    detail::object_reader object(root);
    detail::read_schema(root, object, messages_schema);
    object.required("language", [&](const detail::json_cursor& at) { of.language = detail::read_language(at); });
    object.required("version", detail::version_into(version));
    object.required("messages", [&](const detail::json_cursor& at) {
        if (!at.expect(detail::json_kind::object))
            return;
        for (const detail::json_member& member : at.value().members)
            of.texts[member.name] = at.child(member.value, member.name).text();
    });
    object.done();
    return of;
}

}  // namespace

outcome<message_texts> parse_message_texts(std::string_view text, const std::string& source)
{
    outcome<message_texts> result;
    const detail::json_document document(text, source, result.found);
    if (document.root() == nullptr)
        return result;
    const detail::json_cursor root(document, *document.root(), "", result.found);
    if (!root.expect(detail::json_kind::object))
        return result;
    message_texts of = read_texts(root);
    detail::sort_by_place(result.found);
    if (!has_error(result.found))
        result.value = std::move(of);
    return result;
}

outcome<message_texts> read_message_texts(const std::filesystem::path& file)
{
    const outcome<std::string> text = detail::read_json_text(file, "file of messages");
    if (text.value)
        return parse_message_texts(*text.value, file.string());
    return {std::nullopt, text.found};
}

std::vector<std::string> message_languages(const search_path& path)
{
    return detail::ids_of_kind("messages", path);
}

message_texts load_messages_of(std::string_view language, const search_path& path)
{
    const auto files = detail::files_of_id("messages", language, path);
    if (files.empty())
        throw input_error({{severity::error,
                            "search.language",
                            fmt::format("no messages in '{}'; expected one of {}", language,
                                        fmt::join(message_languages(path), ", ")),
                            {}}});
    message_texts of = value_or_throw(read_message_texts(files.front()));
    if (of.language != language)
        throw detail::wrong_id(of.language, language, files.front());
    return of;
}

bool is_message_file(const std::filesystem::path& file)
{
    const outcome<std::string> text = detail::read_json_text(file, "file of messages");
    if (!text.value)
        return false;
    std::vector<diagnostic> ignored;
    const detail::json_document document(*text.value, file.string(), ignored);
    if (document.root() == nullptr || document.root()->kind != detail::json_kind::object)
        return false;
    const detail::json_value* schema = document.root()->find("schema");
    return schema != nullptr && schema->text == messages_schema;
}

}  // namespace attune::inline v0
