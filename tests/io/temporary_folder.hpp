#pragma once

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <unistd.h>

namespace attune_test {

/// A folder of its own for one test, with all that is in it removed at the end.
class temporary_folder {
public:
    temporary_folder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "attune-test-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw std::system_error(errno, std::generic_category(), name);
        path_ = name;
        std::filesystem::permissions(path_, std::filesystem::perms{0755});
    }
    ~temporary_folder()
    {
        std::error_code ignored;
        std::filesystem::permissions(path_, std::filesystem::perms{0755}, ignored);  // a test may have locked it
        std::filesystem::remove_all(path_, ignored);
    }
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;

    [[nodiscard]] std::string operator/(std::string_view name) const { return (path_ / name).string(); }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    /// Names of all entries, sorted.
    [[nodiscard]] std::vector<std::string> names() const
    {
        std::vector<std::string> found;
        for (const auto& entry : std::filesystem::directory_iterator(path_))
            found.push_back(entry.path().filename().string());
        std::sort(found.begin(), found.end());
        return found;
    }

private:
    std::filesystem::path path_;
};

inline void write_file(const std::filesystem::path& file, std::string_view bytes)
{
    std::ofstream stream(file, std::ios::binary);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!stream.flush())
        throw std::runtime_error("cannot write " + file.string());
}

[[nodiscard]] inline std::string contents_of(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        throw std::runtime_error("cannot read " + file.string());
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// Takes the rights of root away while it lives; for anybody else it changes nothing.
class without_root {
public:
    without_root()
    {
        constexpr uid_t nobody = 65534;
        was_root_ = ::geteuid() == 0;
        is_effective_ = !was_root_ || ::seteuid(nobody) == 0;
    }
    ~without_root()
    {
        if (was_root_ && is_effective_ && ::seteuid(0) != 0)
            std::abort();
    }
    without_root(const without_root&) = delete;
    without_root& operator=(const without_root&) = delete;

    /// False where root cannot give up its rights: permissions cannot be tested there.
    [[nodiscard]] bool is_effective() const { return is_effective_; }

private:
    bool was_root_ = false;
    bool is_effective_ = false;
};

/// Puts another file in the place of a descriptor while it lives.
class replaced_descriptor {
public:
    replaced_descriptor(int place, int other) : place_(place), saved_(::dup(place)) { ::dup2(other, place); }
    ~replaced_descriptor()
    {
        ::dup2(saved_, place_);
        ::close(saved_);
    }
    replaced_descriptor(const replaced_descriptor&) = delete;
    replaced_descriptor& operator=(const replaced_descriptor&) = delete;

private:
    int place_;
    int saved_;
};

}  // namespace attune_test
