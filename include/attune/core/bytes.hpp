#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// Where bytes come from.
class byte_source {
public:
    virtual ~byte_source() = default;

    /// Fills the front of `buffer`.
    ///
    /// @return  how many bytes were filled; 0 only at the end, or for an empty buffer.
    /// @throws input_error  the source cannot be read.
    virtual std::size_t read(std::span<char> buffer) = 0;
};

/// Where bytes go.
class byte_sink {
public:
    virtual ~byte_sink() = default;

    /// Takes all of `bytes`.
    ///
    /// @throws output_error  they cannot be written.
    virtual void write(std::string_view bytes) = 0;
};

/// Reads from text in memory, which must outlive the source.
class memory_source final : public byte_source {
public:
    explicit memory_source(std::string_view text) : rest_(text) {}

    std::size_t read(std::span<char> buffer) override
    {
        const std::size_t count = std::min(buffer.size(), rest_.size());
        if (count != 0)
            std::memcpy(buffer.data(), rest_.data(), count);
        rest_.remove_prefix(count);
        return count;
    }

private:
    std::string_view rest_;
};

/// Collects bytes in a string.
class string_sink final : public byte_sink {
public:
    void write(std::string_view bytes) override { text_ += bytes; }

    /// What was written so far.
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

private:
    std::string text_;
};

}  // namespace attune::inline v0
