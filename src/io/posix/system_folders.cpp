#include "system_folders.hpp"

#include <cstdlib>
#include <system_error>

namespace attune::inline v0::detail {

std::filesystem::path folder_in_environment(const char* variable)
{
    const char* const folder = std::getenv(variable);
    return folder == nullptr ? "" : folder;
}

std::filesystem::path site_folder()
{
    return "/etc/attune";
}

std::filesystem::path folder_of_program()
{
    std::error_code problem;
    return std::filesystem::read_symlink("/proc/self/exe", problem).parent_path();
}

}  // namespace attune::inline v0::detail
