#include "system_folders.hpp"

#include <string>
#include <system_error>

#include <windows.h>

#include <fmt/format.h>

#include "attune/core/error.hpp"

namespace attune::inline v0::detail {

namespace {

/// A text of Windows, of any length.
///
/// @param fill  writes at most so many characters; returns how many it wrote, or at least as many as there was room for
///              when the text is longer; 0 when there is none.
template <typename Fill>
std::wstring text_from(Fill fill)
{
    std::wstring text(MAX_PATH, L'\0');
    for (;;) {
        const DWORD length = fill(text.data(), static_cast<DWORD>(text.size()));
        if (length < text.size()) {
            text.resize(length);
            return text;
        }
        text.resize(2 * text.size());
    }
}

}  // namespace

std::filesystem::path folder_in_environment(const char* variable)
{
    const std::wstring name = std::filesystem::path(variable).wstring();
    return text_from([&](wchar_t* text, DWORD room) { return GetEnvironmentVariableW(name.c_str(), text, room); });
}

std::filesystem::path site_folder()
{
    const std::filesystem::path shared = folder_in_environment("ProgramData");
    return shared.empty() ? shared : shared / "attune";
}

std::filesystem::path folder_of_program()
{
    const std::filesystem::path program =
        text_from([](wchar_t* text, DWORD room) { return GetModuleFileNameW(nullptr, text, room); });
    return program.parent_path();
}

std::vector<std::string> names_in(const std::filesystem::path& folder)
{
    std::error_code problem;
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder, problem))
        names.push_back(entry.path().filename().string());
    if (problem && problem != std::errc::no_such_file_or_directory && problem != std::errc::not_a_directory)
        throw input_error({{severity::error,
                            "file.unreadable",
                            fmt::format("cannot be listed: {}", problem.message()),
                            {folder.string(), "", 0, 0}}});
    return names;
}

}  // namespace attune::inline v0::detail
