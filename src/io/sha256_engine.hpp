#pragma once

#include <array>
#include <memory>
#include <string_view>

#include "attune/core/version.hpp"

namespace attune::inline v0::detail {

using sha256_digest = std::array<unsigned char, 32>;

/// SHA-256 as the system has it: libcrypto, or CNG on Windows.
class sha256_engine {
public:
    sha256_engine() = default;
    sha256_engine(const sha256_engine&) = delete;
    sha256_engine& operator=(const sha256_engine&) = delete;
    virtual ~sha256_engine() = default;

    virtual void add(std::string_view bytes) = 0;

    /// Nothing may be added afterwards.
    [[nodiscard]] virtual sha256_digest finish() = 0;
};

/// @throws error  the system has none, or does not allow it; so do the functions of an engine.
[[nodiscard]] std::unique_ptr<sha256_engine> make_sha256_engine();

}  // namespace attune::inline v0::detail
