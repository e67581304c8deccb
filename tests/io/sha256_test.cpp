#include "attune/io/sha256.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

using attune::sha256;
using attune::sha256_hasher;

namespace {

struct known_digest {
    std::string message;
    std::string_view digest;
};

/// Examples of FIPS 180-2, appendix B, and of NIST's "SHA-256 examples" around the length of a block (64 bytes, 9 of
/// them for padding); checked with Python 3.11's hashlib.
std::vector<known_digest> known_digests()
{
    return {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqr"
         "st"
         "u",
         "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
        {std::string(1'000'000, 'a'), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
        {"\xBD", "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b"},
        {"\xC9\x8C\x8E\x55", "7abc22c0ae5af26ce93dbb94433a0e0b2e119d014f8e7f65bd56c61ccccd9504"},
        {std::string(55, '\0'), "02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7"},
        {std::string(56, '\0'), "d4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb"},
        {std::string(57, '\0'), "65a16cb7861335d5ace3c60718b5052e44660726da4cd13bb745381b235a1785"},
        {std::string(64, '\0'), "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b"},
        {std::string(1000, '\0'), "541b3e9daa09b20bf85fa273e5cbd3e80185aa4ec298e765db87742b70138a53"},
        {std::string(1000, 'A'), "c2e686823489ced2017f6059b8b239318b6364f6dcd835d0a519105a1eadd6e4"},
        {std::string(1005, 'U'), "f4d62ddec0f3dd90ea1380fa16a5ff8dc4c54b21740650f24afc4120903552b0"},
    };
}

}  // namespace

TEST(Sha256, AgreesWithThePublishedExamples)
{
    for (const known_digest& known : known_digests())
        EXPECT_EQ(sha256(known.message), known.digest) << known.message.size() << " bytes";
}

TEST(Sha256Hasher, GivesTheSameForPiecesOfAnySize)
{
    for (const known_digest& known : known_digests())
        for (const std::size_t piece : {1U, 7U, 63U, 64U, 65U, 4096U}) {
            sha256_hasher hasher;
            for (std::string_view rest = known.message; !rest.empty(); rest.remove_prefix(std::min(piece, rest.size())))
                hasher.add(rest.substr(0, piece));
            EXPECT_EQ(hasher.finish(), known.digest) << known.message.size() << " bytes, " << piece << " at a time";
        }
}

TEST(Sha256Hasher, TakesNoNoticeOfEmptyPieces)
{
    sha256_hasher hasher;
    hasher.add("");
    hasher.add("abc");
    hasher.add(std::string_view{});
    EXPECT_EQ(hasher.finish(), sha256("abc"));
}

TEST(Sha256Hasher, GoesOnWhenMoved)
{
    sha256_hasher hasher;
    hasher.add("a");
    sha256_hasher moved = std::move(hasher);
    moved.add("b");
    sha256_hasher assigned;
    assigned.add("something else");
    assigned = std::move(moved);
    assigned.add("c");
    EXPECT_EQ(assigned.finish(), sha256("abc"));
}
