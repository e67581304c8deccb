#include "attune/io/sha256.hpp"

#include <array>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "attune/core/error.hpp"

namespace attune::inline v0 {

struct sha256_hasher::state {
    struct free_context {
        void operator()(EVP_MD_CTX* used) const { EVP_MD_CTX_free(used); }
    };

    std::unique_ptr<EVP_MD_CTX, free_context> context{EVP_MD_CTX_new()};
};

namespace {

void check(int result)
{
    if (result != 1)
        throw error("the SHA-256 of libcrypto is not available");
}

}  // namespace

sha256_hasher::sha256_hasher() : state_(std::make_unique<state>())
{
    check(EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr));
}

sha256_hasher::~sha256_hasher() = default;
sha256_hasher::sha256_hasher(sha256_hasher&&) noexcept = default;
sha256_hasher& sha256_hasher::operator=(sha256_hasher&&) noexcept = default;

void sha256_hasher::add(std::string_view bytes)
{
    check(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()));
}

std::string sha256_hasher::finish()
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    check(EVP_DigestFinal_ex(state_->context.get(), digest.data(), &length));
    std::string hex;
    for (unsigned int i = 0; i < length; ++i)
        hex += fmt::format("{:02x}", digest[i]);
    return hex;
}

std::string sha256(std::string_view bytes)
{
    sha256_hasher hasher;
    hasher.add(bytes);
    return hasher.finish();
}

}  // namespace attune::inline v0
