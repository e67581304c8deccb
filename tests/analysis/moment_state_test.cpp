#include "attune/analysis/moment_state.hpp"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

using attune::moment_state;

namespace {

moment_state made_state(std::size_t n_persons)
{
    attune::moments sums({3, 1, 7, {{{0, 2}, {false, true}}, {{1}, {false}}}});
    for (std::size_t i = 0; i < n_persons; ++i) {
        const std::vector<std::int8_t> row{static_cast<std::int8_t>(1 + i % 7), static_cast<std::int8_t>(1 + i % 3),
                                           static_cast<std::int8_t>(i % 5 == 0 ? -1 : 7)};
        sums.add(row.data(), 1, 3);
    }
    return {{"ecr-x", "1.0.0", "short", "aa", "bb", attune::confidence::verified},
            false,
            false,
            {"mother", "father"},
            {"anxiety", "avoidance"},
            std::move(sums)};
}

std::string refusal_of(const std::string& bytes)
{
    try {
        static_cast<void>(attune::state_from_bytes(bytes, "site.state"));
    } catch (const attune::input_error& refused) {
        return refused.what();
    }
    return "taken";
}

}  // namespace

TEST(MomentState, ComesBackFromItsBytes)
{
    const moment_state state = made_state(40);
    const moment_state again = attune::state_from_bytes(to_bytes(state), "site.state");
    EXPECT_TRUE(again.sums == state.sums);
    EXPECT_TRUE(have_same_key(again, state));
    EXPECT_EQ(again.identity.version, "1.0.0");
    EXPECT_EQ(again.identity.sha256, "aa");
    EXPECT_EQ(again.identity.confidence, attune::confidence::verified);
    EXPECT_EQ(again.targets, state.targets);
    EXPECT_EQ(again.scale_ids, state.scale_ids);
    EXPECT_FALSE(again.is_difference);
    EXPECT_EQ(to_bytes(again), to_bytes(state));
}

TEST(MomentState, IsPersonalWithFewPeopleOrAsADifference)
{
    EXPECT_TRUE(made_state(9).is_personal());
    EXPECT_FALSE(made_state(10).is_personal());
    moment_state difference = made_state(1000);
    difference.is_difference = true;
    EXPECT_TRUE(difference.is_personal());
    EXPECT_TRUE(attune::state_from_bytes(to_bytes(difference), "").is_personal());
}

TEST(MomentState, OfAnotherKeyIsNotTheSame)
{
    const moment_state state = made_state(20);
    moment_state other = made_state(30);
    EXPECT_TRUE(have_same_key(state, other)) << "other people, same key";
    other.identity.scoring_sha256 = "cc";
    EXPECT_FALSE(have_same_key(state, other));
    other = made_state(20);
    other.is_already_keyed = true;
    EXPECT_FALSE(have_same_key(state, other));
    other = made_state(20);
    other.targets.pop_back();
    EXPECT_FALSE(have_same_key(state, other));
    other = made_state(20);
    other.identity.version = "1.0.1";
    EXPECT_TRUE(have_same_key(state, other)) << "a corrected topic orphans nothing";
}

// The file begins with its schema, so that a change there is another thing; all other changes are damage.
TEST(MomentState, NoticesEveryChangedBit)
{
    const std::string bytes = to_bytes(made_state(100));
    std::mt19937_64 random(64);
    for (int trial = 0; trial < 10'000; ++trial) {
        std::string changed = bytes;
        const std::size_t bit = random() % (8 * bytes.size());
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
        const std::string refusal = refusal_of(changed);
        ASSERT_TRUE(refusal.find("[state.") != std::string::npos) << "bit " << bit << ": " << refusal;
    }
}

TEST(MomentState, NoticesMissingAndAddedBytes)
{
    const std::string bytes = to_bytes(made_state(12));
    for (std::size_t n = 0; n < bytes.size(); n += 7)
        ASSERT_NE(refusal_of(bytes.substr(0, n)), "taken") << n;
    EXPECT_NE(refusal_of(bytes + std::string(8, '\0')), "taken");
}

TEST(MomentState, RefusesOtherFilesByName)
{
    EXPECT_EQ(refusal_of("row,anxiety\n"),
              "site.state: error: is no state; expected a file that `attune state build` or `merge` wrote "
              "[state.no_state]");
    EXPECT_EQ(refusal_of("attune.state/2\n\n"),
              "site.state: error: is a state of another version; expected attune.state/1 [state.version]");
    EXPECT_EQ(refusal_of("attune.state/1\n\n"),
              "site.state: error: was changed or cut off since it was written; expected the file as it was written "
              "[state.damaged]");
}

// A head that somebody wrote, with a checksum that fits.
TEST(MomentState, RefusesAHeadThatMakesNoSense)
{
    const std::string good = to_bytes(made_state(12));
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string bytes = good.substr(0, good.size() - 8);
        bytes.replace(bytes.find(from), from.size(), to);
        attune::detail::append_word(bytes, attune::detail::crc64_of(bytes));
        return refusal_of(bytes);
    };
    for (const auto& [from, to] : {std::pair{"n_items 3", "n_items 4"},
                                   {"n_items 3", "n_items x"},
                                   {"min 1", "mix 1"},
                                   {"max 7", "max 700"},
                                   {"scale anxiety +0", "scale anxiety +9"},
                                   {"scale anxiety +0", "scale anxiety ?"},
                                   {"n_scales 2", "n_scales 3"}})
        EXPECT_TRUE(with(from, to).find("[state.damaged]") != std::string::npos) << from << " -> " << to;
}
