#include "attune/analysis/screen.hpp"

#include <cmath>
#include <set>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "attune/core/philox.hpp"
#include "support/careless_reference.hpp"
#include "support/expect_message.hpp"
#include "support/sample_instruments.hpp"

using attune::answer_code;
using attune::careless_index;

namespace {

/// The questionnaire of the reference: twelve items in three scales, two items reversed.
attune::instrument three_scales()
{
    attune::instrument made = attune_test::items_only(12);
    made.scales = {attune_test::mean_scale("first", attune::dimension::other, {1, 4, 7, 10}, {4}, 3),
                   attune_test::mean_scale("second", attune::dimension::other, {2, 5, 8, 11}, {}, 3),
                   attune_test::mean_scale("third", attune::dimension::other, {3, 6, 9, 12}, {9}, 3)};
    return made;
}

std::vector<answer_code> codes_of(const std::vector<double>& answers)
{
    std::vector<answer_code> codes;
    for (const double answer : answers)
        codes.push_back(std::isnan(answer) ? attune::code_of(attune::missing_reason::not_answered)
                                           : static_cast<answer_code>(answer));
    return codes;
}

}  // namespace

TEST(Screen, NamesOfIndicesAreAllDifferent)
{
    std::set<std::string_view> names;
    for (const careless_index index : attune::careless_index_list)
        names.insert(to_string(index));
    EXPECT_EQ(names.size(), attune::careless_index_list.size());
    EXPECT_FALSE(names.contains(""));
}

TEST(Screen, AgreesWithR)
{
    const attune_test::careless_reference reference;
    const attune::scoring_key key(three_scales());
    attune::moments sample(attune::layout_of(key));
    for (const std::vector<double>& answers : reference.answers)
        sample.add(codes_of(answers).data(), 1, 12);
    const attune::careless_screen screen(key, sample, reference.json.at("critical"));
    EXPECT_EQ(screen.synonyms().size(), reference.json.at("synonyms").size());
    EXPECT_EQ(screen.antonyms().size(), reference.json.at("antonyms").size());
    for (std::size_t i = 0; i < reference.answers.size(); ++i) {
        const attune::careless_indices found = screen.of(codes_of(reference.answers[i]));
        for (const careless_index index : attune::careless_index_list) {
            if (index == careless_index::longstring && found.n_answered == 0)
                EXPECT_TRUE(std::isnan(found[index])) << "R has 0";
            else
                reference.expect(i, std::string(to_string(index)), found[index]);
            EXPECT_EQ(screen.why_unknown(index), "");
        }
    }
}

TEST(Screen, TakesWhatIsNoAnswerForMissing)
{
    const attune::scoring_key key(three_scales());
    attune::moments sample(attune::layout_of(key));
    const attune::careless_screen screen(key, sample);
    std::vector<answer_code> codes(12, 4);
    codes[3] = attune::code_of(attune::invalid_answer::out_of_range);
    codes[7] = attune::code_of(attune::missing_reason::declined);
    codes[8] = 9;
    const attune::careless_indices found = screen.of(codes);
    EXPECT_EQ(found.n_answered, 9);
    EXPECT_DOUBLE_EQ(found[careless_index::share_missing], 0.25);
    EXPECT_EQ(found[careless_index::longstring], 3);
}

TEST(Screen, SaysWhyNobodyHasAnIndex)
{
    const attune::scoring_key key(attune_test::two_scales());
    const attune::careless_screen screen(key, attune::moments(attune::layout_of(key)));
    EXPECT_EQ(screen.why_unknown(careless_index::even_odd), "it needs at least three scales");
    EXPECT_EQ(screen.why_unknown(careless_index::synonyms), "fewer than three pairs of items correlate that highly");
    EXPECT_EQ(screen.why_unknown(careless_index::antonyms),
              "fewer than three pairs of items correlate that negatively");
    EXPECT_EQ(screen.why_unknown(careless_index::mahalanobis),
              "the covariances of the items cannot be inverted: too few people, or an item without variance");
    EXPECT_EQ(screen.why_unknown(careless_index::longstring), "");
    EXPECT_TRUE(std::isnan(screen.of(std::vector<answer_code>(4, 4))[careless_index::mahalanobis]));
}

// Item 2 is in both scales of the sample instrument, and reversed in one: nothing is read past the row.
TEST(Screen, KeysAnItemAsEachOfItsScalesDoes)
{
    const attune::scoring_key key(attune_test::with_shared_item());
    const attune::careless_screen screen(key, attune::moments(attune::layout_of(key)));
    EXPECT_EQ(screen.of(std::vector<answer_code>{1, 2, 3, 4}).n_answered, 4);
}

TEST(Screen, RefusesOtherForms)
{
    using attune_test::throws_message;
    const attune::scoring_key key(attune_test::two_scales());
    const attune::scoring_key other(three_scales());
    EXPECT_TRUE(throws_message<std::invalid_argument>(
        [&] { attune::careless_screen(key, attune::moments(attune::layout_of(other))); },
        "careless_screen: sample must have 4 elements, but is 12 long"));
    const attune::careless_screen screen(key, attune::moments(attune::layout_of(key)));
    EXPECT_TRUE(
        throws_message<std::invalid_argument>([&] { static_cast<void>(screen.of(std::vector<answer_code>(3, 4))); },
                                              "careless_screen::of: codes must have 4 elements, but is 3 long"));
}
