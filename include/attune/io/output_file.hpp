#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "attune/core/bytes.hpp"
#include "attune/core/error.hpp"

namespace attune::inline v0 {

/// The reader of a pipe has gone away: nothing is wrong, and nobody is there to be told.
class closed_pipe_error : public output_error {
public:
    using output_error::output_error;
};

/// Writes a file as a whole or not at all.
///
/// A regular or new file is written under another name beside its place, and takes its name only on `commit()`, after
/// it has reached the disk; until then the old file, if there was one, stays as it is. A new file may be read and
/// written by its owner alone (0600); an existing one keeps its mode, and a symbolic link is followed. Anything else
/// ("-" for standard output, a pipe, a device) is written directly.
class output_file final : public byte_sink {
public:
    /// @throws output_error  the place cannot be written to.
    explicit output_file(const std::string& path);

    /// Removes what was written, unless it was committed.
    ~output_file() override;

    output_file(const output_file&) = delete;
    output_file& operator=(const output_file&) = delete;

    /// @throws output_error       the device is full or fails.
    /// @throws closed_pipe_error  the reader of a pipe has gone away.
    void write(std::string_view bytes) override;

    /// Brings what was written so far to the disk, still under the other name: a full disk shows before anything is
    /// replaced. `commit()` does it, too.
    ///
    /// @throws output_error  it does not reach the disk.
    void sync();

    /// Removes the file that has the name now, ahead of `commit()`: for a file that must not be seen beside others of
    /// another run. The new one has its permissions all the same.
    ///
    /// @throws output_error  it cannot be removed.
    void remove_old();

    /// Makes the file appear under its name.
    ///
    /// @throws output_error  it does not reach the disk or cannot be renamed; nothing has changed then.
    void commit();

    /// The name under which the file is written until it is committed; empty when it is written directly.
    [[nodiscard]] const std::string& temporary_name() const noexcept;

    /// True for standard output, pipes and devices.
    [[nodiscard]] bool is_direct() const noexcept;

private:
    struct state;
    std::unique_ptr<state> state_;
};

/// True when both paths name one existing file.
[[nodiscard]] bool is_same_file(const std::string& a, const std::string& b);

}  // namespace attune::inline v0
