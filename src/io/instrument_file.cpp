#include "attune/io/instrument_file.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <new>
#include <utility>

#include "attune/instrument/validate.hpp"
#include "attune/io/sha256.hpp"
#include "canonical_json.hpp"
#include "definition_reader.hpp"
#include "json_document.hpp"
#include "scoring_hash.hpp"

namespace attune::inline v0 {

namespace {

/// A part is sound when no fault lies in it, or in what it is part of.
soundness soundness_of(const std::vector<diagnostic>& found)
{
    std::vector<std::string> faults;
    for (const diagnostic& finding : found)
        faults.push_back(finding.where.pointer + "/");
    return [faults](std::string_view pointer) {
        const std::string part = std::string(pointer) + "/";
        return std::none_of(faults.begin(), faults.end(), [&](const std::string& fault) {
            return fault.starts_with(part) || (fault != "/" && part.starts_with(fault));
        });
    };
}

void sort_by_place(std::vector<diagnostic>& found)
{
    std::stable_sort(found.begin(), found.end(), [](const diagnostic& a, const diagnostic& b) {
        return std::pair(a.where.line, a.where.column) < std::pair(b.where.line, b.where.column);
    });
}

}  // namespace

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
    for (diagnostic& finding : validate(of, soundness_of(result.found))) {
        finding.where = document.locate(finding.where.pointer);
        result.found.push_back(std::move(finding));
    }
    sort_by_place(result.found);
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
    const auto refuse = [&](std::string message) {
        outcome<instrument> failed;
        failed.found.push_back({severity::error, "file.unreadable", std::move(message), {file.string(), "", 0, 0}});
        return failed;
    };
    std::error_code problem;
    if (std::filesystem::is_directory(file, problem))
        return refuse("is a directory; expected a definition file");
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    if (!stream && errno == ENOMEM)
        throw std::bad_alloc();
    if (!stream)
        return refuse("cannot be opened; expected a readable definition file");
    std::string text;
    char buffer[65536];
    try {
        stream.exceptions(std::ios::badbit);  // lets out what is thrown for want of memory
        while (text.size() <= detail::json_document::max_bytes &&
               (stream.read(buffer, sizeof buffer), stream.gcount() > 0))
            text.append(buffer, static_cast<std::size_t>(stream.gcount()));
    } catch (const std::ios_base::failure&) {
        return refuse("cannot be read to its end; expected a readable definition file");
    }
    if (const auto n_bytes = std::filesystem::file_size(file, problem);
        !problem && n_bytes > detail::json_document::max_bytes) {
        outcome<instrument> failed;
        failed.found.push_back(detail::json_document::too_large(n_bytes, file.string()));
        return failed;
    }
    return parse_instrument(text, file.string());
}

instrument load_instrument(const std::filesystem::path& file)
{
    return value_or_throw(read_instrument(file));
}

}  // namespace attune::inline v0
