#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
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
        if (!is_given_)
            add({buffer.data(), count});
        return count;
    }

    /// From now on the bytes that were read are given to `take()`, all of them and in their order: by a thread that has
    /// time for it.
    void expect_bytes() { is_given_ = true; }

    /// Takes a piece of what was read; what was hashed before may be part of it.
    ///
    /// @param offset  bytes of the source in front of the piece.
    void take(std::size_t offset, std::string_view bytes)
    {
        if (!is_given_ || offset + bytes.size() <= n_hashed_)
            return;
        add(bytes.substr(n_hashed_ > offset ? n_hashed_ - offset : 0));
    }

    /// The hash of all that was read; once, at the end.
    [[nodiscard]] std::string finish() { return hasher_.finish(); }

private:
    void add(std::string_view bytes)
    {
        hasher_.add(bytes);
        n_hashed_ += bytes.size();
    }

    std::unique_ptr<byte_source> source_;
    sha256_hasher hasher_;
    std::size_t n_hashed_ = 0;
    bool is_given_ = false;
};

}  // namespace attune::cli
