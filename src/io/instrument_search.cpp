#include "attune/io/instrument_search.hpp"

#include "attune/io/instrument_file.hpp"
#include "data_search.hpp"
#include "system_folders.hpp"

namespace attune::inline v0 {

namespace fs = std::filesystem;

search_path default_search_path()
{
    search_path path{detail::folder_in_environment("ATTUNE_DATA"), detail::site_folder()};
    if (const fs::path program = detail::folder_of_program(); !program.empty())
        path.push_back(program.parent_path() / "share" / "attune");
    std::erase_if(path, [](const fs::path& folder) { return folder.empty() || !detail::is_data_folder(folder); });
    return path;
}

std::vector<std::string> instrument_ids(const search_path& path)
{
    return detail::ids_of_kind("instruments", path);
}

std::filesystem::path find_instrument(std::string_view id, const search_path& path)
{
    const std::vector<fs::path> files = detail::files_of_id("instruments", id, path);
    if (files.empty())
        throw unknown_instrument_error(detail::not_found("questionnaire", "instruments", id, path));
    for (std::size_t i = 1; i < files.size(); ++i)
        if (load_instrument(files[i]).sha256 != load_instrument(files[0]).sha256)
            throw detail::ambiguous_id(id, files[0], files[i]);
    return files.front();
}

instrument load_instrument_by_id(std::string_view id, const search_path& path)
{
    const fs::path file = find_instrument(id, path);
    instrument of = load_instrument(file);
    if (of.id != id)
        throw detail::wrong_id(of.id, id, file);
    return of;
}

}  // namespace attune::inline v0
