#include "attune/io/sha256.hpp"

#include <fmt/format.h>

#include "sha256_engine.hpp"

namespace attune::inline v0 {

struct sha256_hasher::state {
    std::unique_ptr<detail::sha256_engine> engine = detail::make_sha256_engine();
};

sha256_hasher::sha256_hasher() : state_(std::make_unique<state>()) {}
sha256_hasher::~sha256_hasher() = default;
sha256_hasher::sha256_hasher(sha256_hasher&&) noexcept = default;
sha256_hasher& sha256_hasher::operator=(sha256_hasher&&) noexcept = default;

void sha256_hasher::add(std::string_view bytes)
{
    state_->engine->add(bytes);
}

std::string sha256_hasher::finish()
{
    std::string hex;
    for (const unsigned char byte : state_->engine->finish())
        hex += fmt::format("{:02x}", byte);
    return hex;
}

std::string sha256(std::string_view bytes)
{
    sha256_hasher hasher;
    hasher.add(bytes);
    return hasher.finish();
}

}  // namespace attune::inline v0
