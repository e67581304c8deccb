#include "attune/io/sha256.hpp"

#include <array>

#include <fmt/format.h>

// The functions that OpenSSL 3 prefers set up its providers first: thousands of allocations in a program that needs one
// hash, and a crash when one of them fails. These allocate nothing and cannot fail.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

namespace attune::inline v0 {

struct sha256_hasher::state {
    SHA256_CTX context{};
};

sha256_hasher::sha256_hasher() : state_(std::make_unique<state>())
{
    SHA256_Init(&state_->context);
}

sha256_hasher::~sha256_hasher() = default;
sha256_hasher::sha256_hasher(sha256_hasher&&) noexcept = default;
sha256_hasher& sha256_hasher::operator=(sha256_hasher&&) noexcept = default;

void sha256_hasher::add(std::string_view bytes)
{
    SHA256_Update(&state_->context, bytes.data(), bytes.size());
}

std::string sha256_hasher::finish()
{
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256_Final(digest.data(), &state_->context);
    std::string hex;
    for (const unsigned char byte : digest)
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
