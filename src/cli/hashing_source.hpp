#pragma once

#include <memory>
#include <string>
#include <utility>

#include "attune/core/bytes.hpp"
#include "attune/io/sha256.hpp"

namespace attune::cli {

/// Hashes what passes through.
class hashing_source final : public byte_source {
public:
    explicit hashing_source(std::unique_ptr<byte_source> source) : source_(std::move(source)) {}

    std::size_t read(std::span<char> buffer) override
    {
        const std::size_t count = source_->read(buffer);
        hasher_.add({buffer.data(), count});
        return count;
    }

    /// The hash of all that was read; once, at the end.
    [[nodiscard]] std::string finish() { return hasher_.finish(); }

private:
    std::unique_ptr<byte_source> source_;
    sha256_hasher hasher_;
};

}  // namespace attune::cli
