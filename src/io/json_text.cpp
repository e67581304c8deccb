#include "json_text.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <new>
#include <utility>

#include <fmt/format.h>

#include "json_document.hpp"

namespace attune::inline v0::detail {

outcome<std::string> read_json_text(const std::filesystem::path& file, std::string_view what)
{
    const auto refuse = [&](std::string message) {
        outcome<std::string> failed;
        failed.found.push_back({severity::error, "file.unreadable", std::move(message), {file.string(), "", 0, 0}});
        return failed;
    };
    std::error_code problem;
    if (std::filesystem::is_directory(file, problem))
        return refuse(fmt::format("is a directory; expected a {}", what));
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    if (!stream && errno == ENOMEM)
        throw std::bad_alloc();
    if (!stream)
        return refuse(fmt::format("cannot be opened; expected a readable {}", what));
    std::string text;
    char buffer[65536];
    try {
        stream.exceptions(std::ios::badbit);  // lets out what is thrown for want of memory
        while (text.size() <= json_document::max_bytes && (stream.read(buffer, sizeof buffer), stream.gcount() > 0))
            text.append(buffer, static_cast<std::size_t>(stream.gcount()));
    } catch (const std::ios_base::failure&) {
        return refuse(fmt::format("cannot be read to its end; expected a readable {}", what));
    }
    outcome<std::string> result;
    if (const auto n_bytes = std::filesystem::file_size(file, problem); !problem && n_bytes > json_document::max_bytes)
        result.found.push_back(json_document::too_large(n_bytes, file.string()));
    else
        result.value = std::move(text);
    return result;
}

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

}  // namespace attune::inline v0::detail
