#include "attune/io/norm_file.hpp"

#include <utility>
#include <vector>

#include "attune/instrument/validate_norms.hpp"
#include "attune/io/sha256.hpp"
#include "canonical_json.hpp"
#include "json_document.hpp"
#include "json_text.hpp"
#include "norm_set_reader.hpp"

namespace attune::inline v0 {

namespace {

/// Reads a file that needs no further check.
template <typename Value>
Value load_whole(const std::filesystem::path& file, std::string_view what, Value (*read)(const detail::json_cursor&))
{
    const std::string text = value_or_throw(detail::read_json_text(file, what));
    std::vector<diagnostic> found;
    const detail::json_document document(text, file.string(), found);
    Value value;
    if (document.root() != nullptr) {
        const detail::json_cursor root(document, *document.root(), "", found);
        if (root.expect(detail::json_kind::object))
            value = read(root);
    }
    detail::sort_by_place(found);
    if (has_error(found))
        throw input_error(std::move(found));
    return value;
}

}  // namespace

outcome<norm_set> parse_norm_set(std::string_view text, const std::string& source)
{
    outcome<norm_set> result;
    const detail::json_document document(text, source, result.found);
    if (document.root() == nullptr)
        return result;

    const detail::json_cursor root(document, *document.root(), "", result.found);
    if (!root.expect(detail::json_kind::object))
        return result;
    norm_set of = detail::read_norm_set(root);
    for (diagnostic& finding : validate(of, detail::soundness_of(result.found))) {
        finding.where = document.locate(finding.where.pointer);
        result.found.push_back(std::move(finding));
    }
    detail::sort_by_place(result.found);
    if (has_error(result.found))
        return result;

    of.sha256 = sha256(detail::canonical_json(*document.root()));
    result.value = std::move(of);
    return result;
}

outcome<norm_set> read_norm_set(const std::filesystem::path& file)
{
    const outcome<std::string> text = detail::read_json_text(file, "norm set");
    if (text.value)
        return parse_norm_set(*text.value, file.string());
    return {std::nullopt, text.found};
}

norm_set load_norm_set(const std::filesystem::path& file)
{
    return value_or_throw(read_norm_set(file));
}

norm_set load_norm_description(const std::filesystem::path& file)
{
    return load_whole(file, "description of a norm set", detail::read_norm_description);
}

norm_margins load_norm_margins(const std::filesystem::path& file)
{
    return load_whole(file, "file of margins", detail::read_norm_margins);
}

bool is_norm_file(const std::filesystem::path& file)
{
    const outcome<std::string> text = detail::read_json_text(file, "norm set");
    if (!text.value)
        return false;
    std::vector<diagnostic> ignored;
    const detail::json_document document(*text.value, file.string(), ignored);
    if (document.root() == nullptr || document.root()->kind != detail::json_kind::object)
        return false;
    const detail::json_value* schema = document.root()->find("schema");
    return schema != nullptr && schema->text == detail::norms_schema;
}

}  // namespace attune::inline v0
