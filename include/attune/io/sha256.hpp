#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// SHA-256 (FIPS 180-4) of bytes that arrive in pieces.
class sha256_hasher {
public:
    sha256_hasher();
    ~sha256_hasher();
    sha256_hasher(sha256_hasher&&) noexcept;
    sha256_hasher& operator=(sha256_hasher&&) noexcept;

    void add(std::string_view bytes);

    /// The digest of all bytes so far as 64 lower-case hexadecimal digits; nothing may be added afterwards.
    [[nodiscard]] std::string finish();

private:
    struct state;
    std::unique_ptr<state> state_;
};

/// SHA-256 of a text as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace attune::inline v0
