#include "interrupts.hpp"

#include <algorithm>
#include <array>
#include <climits>
#include <csignal>

#include <unistd.h>

namespace attune::cli {

namespace {

// Fixed places, as a signal handler may not allocate.
constexpr std::size_t most_files = 4;
std::array<std::array<char, PATH_MAX>, most_files> file_names{};

extern "C" void remove_and_end(int signal)
{
    remove_unfinished();
    constexpr char text[] = "interrupted: nothing was written\n";
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text, sizeof text - 1);
    ::_exit(128 + signal);
}

}  // namespace

void remove_unfinished() noexcept
{
    for (const auto& name : file_names)
        if (name.front() != '\0')
            ::unlink(name.data());
}

void remove_when_interrupted(const std::vector<std::string>& files)
{
    std::size_t n_files = 0;
    for (const std::string& file : files)
        if (!file.empty() && n_files < most_files && file.size() < PATH_MAX)
            std::copy(file.begin(), file.end(), file_names[n_files++].begin());
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        std::signal(signal, remove_and_end);
}

}  // namespace attune::cli
