#include "data_search.hpp"

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "system_folders.hpp"

namespace attune::inline v0::detail {

namespace fs = std::filesystem;

namespace {

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

bool is_data_folder(const fs::path& folder)
{
    std::error_code absent;
    return fs::is_directory(folder / "instruments", absent) || fs::is_directory(folder / "norms", absent);
}

std::vector<std::string> ids_of_kind(std::string_view kind, const search_path& path)
{
    std::set<std::string> ids;
    for (const fs::path& folder : path) {
        const fs::path files = folder / kind;
        for (const std::string& name : names_in(files)) {
            std::error_code problem;
            const fs::path file = files / name;
            if (file.extension() == ".json" && fs::is_regular_file(file, problem))
                ids.insert(file.stem().string());
        }
    }
    return {ids.begin(), ids.end()};
}

std::vector<fs::path> files_of_id(std::string_view kind, std::string_view id, const search_path& path)
{
    const std::string name = std::string(id) + ".json";
    const bool is_a_name = id.find_first_of("/\\:") == std::string_view::npos;  // and leads to no other folder
    std::vector<fs::path> files;
    for (const fs::path& folder : path) {
        std::error_code problem;
        if (is_a_name && fs::is_regular_file(folder / kind / name, problem))
            files.push_back(folder / kind / name);
    }
    return files;
}

std::string not_found(std::string_view what, std::string_view kind, std::string_view id, const search_path& path)
{
    std::vector<std::string> folders;
    for (const fs::path& folder : path)
        folders.push_back(folder.string());
    return fmt::format(
        "no {} '{}'; nearest: {}; searched: {}", what, id, fmt::join(nearest(id, ids_of_kind(kind, path)), ", "),
        path.empty() ? "no folder (give --data, or set ATTUNE_DATA)" : fmt::format("{}", fmt::join(folders, ", ")));
}

input_error ambiguous_id(std::string_view id, const fs::path& one, const fs::path& other)
{
    return input_error(
        {{severity::error,
          "search.ambiguous",
          fmt::format("'{}' has another content in {}; expected one definition per id", id, other.string()),
          {one.string(), "", 0, 0}}});
}

input_error wrong_id(std::string_view stated, std::string_view id, const fs::path& file)
{
    return input_error({{severity::error,
                         "search.wrong_id",
                         fmt::format("states the id '{}'; expected '{}', as the file is named", stated, id),
                         {file.string(), "/id", 0, 0}}});
}

}  // namespace attune::inline v0::detail
