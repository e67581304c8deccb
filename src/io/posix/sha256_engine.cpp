#include "sha256_engine.hpp"

#include <openssl/evp.h>

#include "attune/core/error.hpp"

namespace attune::inline v0::detail {

namespace {

void check(int result)
{
    if (result != 1)
        throw error("the SHA-256 of libcrypto is not available");
}

class libcrypto_engine final : public sha256_engine {
public:
    libcrypto_engine() { check(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr)); }

    void add(std::string_view bytes) override { check(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size())); }

    sha256_digest finish() override
    {
        sha256_digest digest{};
        check(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr));
        return digest;
    }

private:
    struct free_context {
        void operator()(EVP_MD_CTX* used) const { EVP_MD_CTX_free(used); }
    };

    std::unique_ptr<EVP_MD_CTX, free_context> context_{EVP_MD_CTX_new()};
};

}  // namespace

std::unique_ptr<sha256_engine> make_sha256_engine()
{
    return std::make_unique<libcrypto_engine>();
}

}  // namespace attune::inline v0::detail
