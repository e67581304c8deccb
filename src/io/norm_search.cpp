#include "attune/io/norm_search.hpp"

#include "attune/io/norm_file.hpp"
#include "data_search.hpp"

namespace attune::inline v0 {

namespace fs = std::filesystem;

std::vector<std::string> norm_set_ids(const search_path& path)
{
    return detail::ids_of_kind("norms", path);
}

std::filesystem::path find_norm_set(std::string_view id, const search_path& path)
{
    const std::vector<fs::path> files = detail::files_of_id("norms", id, path);
    if (files.empty())
        throw unknown_norm_set_error(detail::not_found("norm set", "norms", id, path));
    for (std::size_t i = 1; i < files.size(); ++i)
        if (load_norm_set(files[i]).sha256 != load_norm_set(files[0]).sha256)
            throw detail::ambiguous_id(id, files[0], files[i]);
    return files.front();
}

norm_set load_norm_set_by_id(std::string_view id, const search_path& path)
{
    const fs::path file = find_norm_set(id, path);
    norm_set of = load_norm_set(file);
    if (of.id != id)
        throw detail::wrong_id(of.id, id, file);
    return of;
}

}  // namespace attune::inline v0
