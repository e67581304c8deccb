#include "system_folders.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <system_error>

#include <dirent.h>

#include <fmt/format.h>

#include "attune/core/error.hpp"

namespace attune::inline v0::detail {

namespace {

[[noreturn]] void refuse(const std::filesystem::path& folder)
{
    if (errno == ENOMEM)
        throw std::bad_alloc();
    throw input_error({{severity::error,
                        "file.unreadable",
                        fmt::format("cannot be listed: {}", std::strerror(errno)),
                        {folder.string(), "", 0, 0}}});
}

}  // namespace

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

// std::filesystem::directory_iterator would end the program for want of memory: what steps it on is noexcept in
// libstdc++ 12.
std::vector<std::string> names_in(const std::filesystem::path& folder)
{
    struct closer {
        void operator()(DIR* opened) const { ::closedir(opened); }
    };
    const std::unique_ptr<DIR, closer> opened(::opendir(folder.c_str()));
    std::vector<std::string> names;
    if (!opened && (errno == ENOENT || errno == ENOTDIR))
        return names;
    if (!opened)
        refuse(folder);
    for (;;) {
        errno = 0;
        const dirent* entry = ::readdir(opened.get());
        if (entry == nullptr && errno != 0)
            refuse(folder);
        if (entry == nullptr)
            return names;
        names.emplace_back(entry->d_name);
    }
}

}  // namespace attune::inline v0::detail
