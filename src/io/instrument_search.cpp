#include "attune/io/instrument_search.hpp"

#include <algorithm>
#include <set>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attune/io/instrument_file.hpp"
#include "system_folders.hpp"

namespace attune::inline v0 {

namespace {

namespace fs = std::filesystem;

/// Number of insertions, deletions and replacements between two words (Levenshtein).
std::size_t edit_distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, replaced}));
        }
    }
    return row.back();
}

std::vector<std::string> nearest(std::string_view id, std::vector<std::string> known)
{
    constexpr std::size_t enough = 3;
    std::stable_sort(known.begin(), known.end(), [&](const std::string& a, const std::string& b) {
        return edit_distance(id, a) < edit_distance(id, b);
    });
    known.resize(std::min(known.size(), enough));
    return known;
}

}  // namespace

search_path default_search_path()
{
    search_path path{detail::folder_in_environment("ATTUNE_DATA"), detail::site_folder()};
    if (const fs::path program = detail::folder_of_program(); !program.empty())
        path.push_back(program.parent_path() / "share" / "attune");
    std::erase_if(path, [](const fs::path& folder) {
        std::error_code absent;
        return folder.empty() || !fs::is_directory(folder / "instruments", absent);
    });
    return path;
}

std::vector<std::string> instrument_ids(const search_path& path)
{
    std::set<std::string> ids;
    for (const fs::path& folder : path) {
        const fs::path files = folder / "instruments";
        for (const std::string& name : detail::names_in(files)) {
            std::error_code problem;
            const fs::path file = files / name;
            if (file.extension() == ".json" && fs::is_regular_file(file, problem))
                ids.insert(file.stem().string());
        }
    }
    return {ids.begin(), ids.end()};
}

std::filesystem::path find_instrument(std::string_view id, const search_path& path)
{
    const std::string name = std::string(id) + ".json";
    const bool is_a_name = id.find_first_of("/\\:") == std::string_view::npos;  // and leads to no other folder
    std::vector<fs::path> candidates;
    for (const fs::path& folder : path) {
        std::error_code problem;
        if (is_a_name && fs::is_regular_file(folder / "instruments" / name, problem))
            candidates.push_back(folder / "instruments" / name);
    }
    if (candidates.empty()) {
        std::vector<std::string> folders;
        for (const fs::path& folder : path)
            folders.push_back(folder.string());
        throw unknown_instrument_error(fmt::format("no questionnaire '{}'; nearest: {}; searched: {}", id,
                                                   fmt::join(nearest(id, instrument_ids(path)), ", "),
                                                   path.empty() ? "no folder (give --data, or set ATTUNE_DATA)"
                                                                : fmt::format("{}", fmt::join(folders, ", "))));
    }
    for (std::size_t i = 1; i < candidates.size(); ++i)
        if (load_instrument(candidates[i]).sha256 != load_instrument(candidates[0]).sha256)
            throw input_error({{severity::error,
                                "search.ambiguous",
                                fmt::format("'{}' has another content in {}; expected one definition per id", id,
                                            candidates[i].string()),
                                {candidates[0].string(), "", 0, 0}}});
    return candidates.front();
}

instrument load_instrument_by_id(std::string_view id, const search_path& path)
{
    const fs::path file = find_instrument(id, path);
    instrument of = load_instrument(file);
    if (of.id != id)
        throw input_error({{severity::error,
                            "search.wrong_id",
                            fmt::format("states the id '{}'; expected '{}', as the file is named", of.id, id),
                            {file.string(), "/id", 0, 0}}});
    return of;
}

}  // namespace attune::inline v0
