#include "sha256_engine.hpp"

#include <algorithm>
#include <cstddef>

#include <windows.h>

#include <bcrypt.h>

#include "attune/core/error.hpp"

namespace attune::inline v0::detail {

namespace {

void check(NTSTATUS result)
{
    if (!BCRYPT_SUCCESS(result))
        throw error("the SHA-256 of Windows (CNG) is not available");
}

class cng_engine final : public sha256_engine {
public:
    cng_engine()
    {
        check(BCryptOpenAlgorithmProvider(&algorithm_.handle, BCRYPT_SHA256_ALGORITHM, nullptr, 0));
        check(BCryptCreateHash(algorithm_.handle, &hash_.handle, nullptr, 0, nullptr, 0, 0));
    }

    void add(std::string_view bytes) override
    {
        constexpr std::size_t longest_piece = std::size_t{1} << 30;  // a length is an ULONG
        while (!bytes.empty()) {
            const std::string_view piece = bytes.substr(0, longest_piece);
            auto* const first = reinterpret_cast<UCHAR*>(const_cast<char*>(piece.data()));  // NOLINT: is only read
            check(BCryptHashData(hash_.handle, first, static_cast<ULONG>(piece.size()), 0));
            bytes.remove_prefix(piece.size());
        }
    }

    sha256_digest finish() override
    {
        sha256_digest digest{};
        check(BCryptFinishHash(hash_.handle, digest.data(), static_cast<ULONG>(digest.size()), 0));
        return digest;
    }

private:
    struct algorithm {
        BCRYPT_ALG_HANDLE handle = nullptr;

        algorithm() = default;
        algorithm(const algorithm&) = delete;
        algorithm& operator=(const algorithm&) = delete;
        ~algorithm()
        {
            if (handle != nullptr)
                BCryptCloseAlgorithmProvider(handle, 0);
        }
    };

    struct hash {
        BCRYPT_HASH_HANDLE handle = nullptr;

        hash() = default;
        hash(const hash&) = delete;
        hash& operator=(const hash&) = delete;
        ~hash()
        {
            if (handle != nullptr)
                BCryptDestroyHash(handle);
        }
    };

    algorithm algorithm_;
    hash hash_;  // goes before its algorithm
};

}  // namespace

std::unique_ptr<sha256_engine> make_sha256_engine()
{
    return std::make_unique<cng_engine>();
}

}  // namespace attune::inline v0::detail
