#include "attune/io/output_file.hpp"

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "uninterrupted.hpp"

namespace attune::inline v0 {

namespace {

[[noreturn]] void fail(const std::string& path, std::string_view action)
{
    throw output_error(fmt::format("{}: error: cannot be {}: {}", path, action, std::strerror(errno)));
}

/// True for names such as /dev/fd/3 and /proc/self/fd/1.
bool is_open_file(const std::filesystem::path& path)
{
    std::error_code problem;
    const std::filesystem::path folder = std::filesystem::canonical(path.parent_path(), problem);
    return !problem && folder.string().starts_with("/proc/");
}

/// A descriptor that goes on where the one of this name stands: opened anew, a file would be written from its
/// beginning.
int duplicate(const std::filesystem::path& open_file)
{
    const std::string number = open_file.filename().string();
    int descriptor = -1;
    std::from_chars(number.data(), number.data() + number.size(), descriptor);
    return ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
}

/// The file that a path leads to at the end of all symbolic links, whether it exists or not. Stops at a link of /proc:
/// its text is no path, but what a program has open.
std::filesystem::path follow_links(std::filesystem::path path)
{
    constexpr int most_links = 40;  // as the kernel allows
    for (int i = 0; i < most_links && !is_open_file(path) && std::filesystem::is_symlink(path); ++i) {
        const std::filesystem::path target = std::filesystem::read_symlink(path);
        path = target.is_absolute() ? target : path.parent_path() / target;
    }
    return path;
}

}  // namespace

struct output_file::state {
    std::string path;                  ///< as the user gave it
    std::filesystem::path final_name;  ///< empty when written directly
    std::string temporary;
    int descriptor = -1;
    bool is_synced = false;

    void open_direct(const std::filesystem::path& file)
    {
        descriptor = is_open_file(file)
                         ? duplicate(file)
                         : detail::uninterrupted([&] { return ::open(file.c_str(), O_WRONLY | O_CLOEXEC); });
        if (descriptor < 0)
            fail(path, "opened");
    }

    void open_beside(const std::filesystem::path& file, mode_t mode)
    {
        final_name = file;
        temporary = (file.parent_path() / ".attune-XXXXXX").string();
        descriptor = ::mkstemp(temporary.data());
        if (descriptor < 0) {
            temporary.clear();
            fail(path, "created");
        }
        ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
        if (::fchmod(descriptor, mode) != 0)
            fail(path, "given its mode");
    }

    void sync_directory() const
    {
        const std::filesystem::path parent = final_name.parent_path();
        const int directory = detail::uninterrupted(
            [&] { return ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
        if (directory < 0)
            return;
        // The rename is done; a file system without directory sync is no failure.
        detail::uninterrupted([&] { return ::fsync(directory); });
        ::close(directory);
    }

    ~state()
    {
        if (descriptor >= 0 && descriptor != STDOUT_FILENO)
            ::close(descriptor);
        if (!temporary.empty())
            ::unlink(temporary.c_str());
    }
};

output_file::output_file(const std::string& path) : state_(std::make_unique<state>())
{
    state_->path = path;
    if (path == "-") {
        state_->path = "standard output";
        state_->descriptor = STDOUT_FILENO;
        return;
    }
    constexpr mode_t owner_only = 0600;
    constexpr mode_t permissions = 07777;
    try {
        const std::filesystem::path file = follow_links(path);
        struct stat status {};
        const bool exists = ::stat(path.c_str(), &status) == 0;
        if (!exists && (errno != ENOENT || path.empty()))
            fail(path, "opened");
        if (!exists)
            state_->open_beside(file, owner_only);
        else if (S_ISREG(status.st_mode) && !is_open_file(file))
            state_->open_beside(file, status.st_mode & permissions);
        else
            state_->open_direct(file);
    } catch (const std::filesystem::filesystem_error& problem) {
        throw output_error(fmt::format("{}: error: cannot be opened: {}", path, problem.code().message()));
    }
}

output_file::~output_file() = default;

void output_file::write(std::string_view bytes)
{
    state_->is_synced = false;
    while (!bytes.empty()) {
        const ssize_t count =
            detail::uninterrupted([&] { return ::write(state_->descriptor, bytes.data(), bytes.size()); });
        if (count >= 0)
            bytes.remove_prefix(static_cast<std::size_t>(count));
        else if (errno == EPIPE)
            throw closed_pipe_error(state_->path + ": the reader has gone away");
        else
            fail(state_->path, "written");
    }
}

void output_file::sync()
{
    if (is_direct() || state_->is_synced)
        return;
    if (detail::uninterrupted([&] { return ::fsync(state_->descriptor); }) != 0)
        fail(state_->path, "brought to the disk");
    state_->is_synced = true;
}

void output_file::remove_old()
{
    if (is_direct())
        return;
    if (::unlink(state_->final_name.c_str()) == 0)
        state_->sync_directory();
    else if (errno != ENOENT)
        fail(state_->path, "replaced");
}

void output_file::commit()
{
    if (is_direct())
        return;
    sync();
    if (::rename(state_->temporary.c_str(), state_->final_name.c_str()) != 0)
        fail(state_->path, "given its name");
    state_->temporary.clear();
    state_->sync_directory();
}

const std::string& output_file::temporary_name() const noexcept
{
    return state_->temporary;
}

bool output_file::is_direct() const noexcept
{
    return state_->final_name.empty();
}

bool is_same_file(const std::string& a, const std::string& b)
{
    std::error_code problem;
    return std::filesystem::equivalent(a, b, problem);
}

}  // namespace attune::inline v0
