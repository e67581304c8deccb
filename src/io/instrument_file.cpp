#include "attune/io/instrument_file.hpp"

#include <utility>

#include "attune/instrument/validate.hpp"
#include "attune/io/sha256.hpp"
#include "canonical_json.hpp"
#include "definition_reader.hpp"
#include "json_document.hpp"
#include "json_text.hpp"
#include "scoring_hash.hpp"

namespace attune::inline v0 {

outcome<instrument> parse_instrument(std::string_view text, const std::string& source)
{
    outcome<instrument> result;
    const detail::json_document document(text, source, result.found);
    if (document.root() == nullptr)
        return result;

    const detail::json_cursor root(document, *document.root(), "", result.found);
    if (!root.expect(detail::json_kind::object))
        return result;
    instrument of = detail::read_definition(root);
    for (diagnostic& finding : validate(of, detail::soundness_of(result.found))) {
        finding.where = document.locate(finding.where.pointer);
        result.found.push_back(std::move(finding));
    }
    detail::sort_by_place(result.found);
    if (has_error(result.found))
        return result;

    of.sha256 = sha256(detail::canonical_json(*document.root()));
    for (const std::string& form : form_ids(of))
        of.scoring_sha256[form] = sha256(detail::scoring_form(resolve_form(of, form)));
    result.value = std::move(of);
    return result;
}

outcome<instrument> read_instrument(const std::filesystem::path& file)
{
    const outcome<std::string> text = detail::read_json_text(file, "definition file");
    if (text.value)
        return parse_instrument(*text.value, file.string());
    return {std::nullopt, text.found};
}

instrument load_instrument(const std::filesystem::path& file)
{
    return value_or_throw(read_instrument(file));
}

}  // namespace attune::inline v0
