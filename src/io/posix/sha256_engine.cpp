#include "sha256_engine.hpp"

// The functions that OpenSSL 3 prefers set up its providers first: thousands of allocations in a program that needs one
// hash, and a crash when one of them fails. These allocate nothing and cannot fail.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

namespace attune::inline v0::detail {

namespace {

class libcrypto_engine final : public sha256_engine {
public:
    libcrypto_engine() { SHA256_Init(&context_); }

    void add(std::string_view bytes) override { SHA256_Update(&context_, bytes.data(), bytes.size()); }

    sha256_digest finish() override
    {
        sha256_digest digest{};
        SHA256_Final(digest.data(), &context_);
        return digest;
    }

private:
    SHA256_CTX context_{};
};

}  // namespace

std::unique_ptr<sha256_engine> make_sha256_engine()
{
    return std::make_unique<libcrypto_engine>();
}

}  // namespace attune::inline v0::detail
