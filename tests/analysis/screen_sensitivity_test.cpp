#include "attune/analysis/screen_sensitivity.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "attune/core/philox.hpp"
#include "support/expect_message.hpp"
#include "support/sample_instruments.hpp"

using attune::answer_code;
using attune::careless_index;

namespace {

struct sample {
    attune::scoring_key key{attune_test::two_scales()};
    attune::code_block people{4};
    std::vector<attune::careless_indices> indices;

    /// Made-up people of whom the last tenth gives the same answer to everything.
    explicit sample(int n_persons = 400)
    {
        attune::philox_stream draw(5, 0);
        for (int i = 0; i < n_persons; ++i) {
            const auto row = people.append();
            const bool is_careless = i >= n_persons - n_persons / 10;
            const int place = static_cast<int>(draw.below(5));
            for (std::size_t j = 0; j < row.size(); ++j) {
                const int answer = 1 + place + static_cast<int>(draw.below(3));
                const bool is_reversed = j == 1 || j == 2;
                row[j] = static_cast<answer_code>(is_careless ? 4 : is_reversed ? 8 - answer : answer);
            }
        }
        attune::moments all(attune::layout_of(key));
        all.add(people.padded_row(0), people.n_persons(), people.stride());
        const attune::careless_screen screen(key, all);
        for (std::size_t i = 0; i < people.n_persons(); ++i)
            indices.push_back(screen.of(people.row(i)));
    }
};

}  // namespace

TEST(ScreenSensitivity, IsThatOfTheMomentsOfThoseWhoStay)
{
    const sample made;
    const attune::screen_sensitivity found = attune::sensitivity_of(made.key, made.people, made.indices);
    ASSERT_EQ(found.everybody.size(), 2U);
    EXPECT_EQ(found.everybody[0].n_complete, 400);
    for (const attune::screen_step& step : found.steps) {
        std::vector<double> ranked;
        for (const auto& person : made.indices)
            if (const double s = attune::suspicion(person, step.index); !std::isnan(s))
                ranked.push_back(s);
        EXPECT_EQ(step.n_ranked, static_cast<std::int64_t>(ranked.size()));
        EXPECT_LE(step.n_left_out, step.share * static_cast<double>(ranked.size()));
        std::sort(ranked.rbegin(), ranked.rend());
        const double last_out = step.n_left_out > 0 ? ranked[static_cast<std::size_t>(step.n_left_out) - 1] : 1e300;
        EXPECT_NE(last_out, ranked[static_cast<std::size_t>(step.n_left_out)]) << "nobody as suspicious stays";
        attune::moments rest(attune::layout_of(made.key));
        for (std::size_t i = 0; i < made.indices.size(); ++i)
            if (!(attune::suspicion(made.indices[i], step.index) >= last_out))
                rest.add(made.people.padded_row(i), 1, made.people.stride());
        const auto expected = attune::figures_of_scales(made.key, rest);
        for (std::size_t s = 0; s < expected.size(); ++s) {
            EXPECT_EQ(step.scales[s].n_complete, expected[s].n_complete);
            EXPECT_EQ(step.scales[s].alpha, expected[s].alpha);
            EXPECT_EQ(step.scales[s].mean, expected[s].mean);
        }
    }
}

TEST(ScreenSensitivity, LeavesOutNobodyRatherThanSomeOfTheEquallySuspicious)
{
    const sample made;  // 40 people with a run of 4: none of them within 1 or 5 %, all within 10 %
    for (const attune::screen_step& step : attune::sensitivity_of(made.key, made.people, made.indices).steps)
        if (step.index == careless_index::longstring) {
            EXPECT_TRUE(step.n_left_out == 0 || step.n_left_out >= 40) << step.n_left_out;
        }
}

TEST(ScreenSensitivity, DoesNotDependOnTheOrderOfTheRows)
{
    const sample made;
    attune::code_block backwards(4);
    std::vector<attune::careless_indices> indices;
    for (std::size_t i = made.people.n_persons(); i-- > 0;) {
        std::copy(made.people.row(i).begin(), made.people.row(i).end(), backwards.append().begin());
        indices.push_back(made.indices[i]);
    }
    const auto forwards = attune::sensitivity_of(made.key, made.people, made.indices);
    const auto found = attune::sensitivity_of(made.key, backwards, indices);
    ASSERT_EQ(found.steps.size(), forwards.steps.size());
    for (std::size_t i = 0; i < found.steps.size(); ++i) {
        EXPECT_EQ(found.steps[i].n_left_out, forwards.steps[i].n_left_out);
        EXPECT_EQ(found.steps[i].scales[0].alpha, forwards.steps[i].scales[0].alpha);
    }
}

TEST(ScreenSensitivity, RanksEachIndexFromItsSuspiciousEnd)
{
    attune::careless_indices person;
    person.values.fill(0.3);
    person.n_answered = 2;
    EXPECT_EQ(attune::suspicion(person, careless_index::longstring), 0.3);
    EXPECT_EQ(attune::suspicion(person, careless_index::antonyms), 0.3);
    EXPECT_EQ(attune::suspicion(person, careless_index::share_missing), 0.3);
    EXPECT_EQ(attune::suspicion(person, careless_index::irv), -0.3);
    EXPECT_EQ(attune::suspicion(person, careless_index::even_odd), -0.3);
    EXPECT_EQ(attune::suspicion(person, careless_index::synonyms), -0.3);
    EXPECT_EQ(attune::suspicion(person, careless_index::person_total_r), -0.3);
    EXPECT_NEAR(attune::suspicion(person, careless_index::mahalanobis), -std::exp(-0.15), 1e-15) << "2 items";
}

TEST(ScreenSensitivity, OfNobodyHasNoSteps)
{
    const attune::scoring_key key(attune_test::two_scales());
    const auto found = attune::sensitivity_of(key, attune::code_block(4), {});
    EXPECT_TRUE(found.steps.empty());
    EXPECT_EQ(found.everybody[0].n_complete, 0);
}

TEST(ScreenSensitivity, RefusesWhatDoesNotFit)
{
    const sample made(20);
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [&] { static_cast<void>(attune::sensitivity_of(made.key, made.people, {})); },
        "sensitivity_of: indices must have 20 elements, but is 0 long"));
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [&] { static_cast<void>(attune::sensitivity_of(made.key, made.people, made.indices, {1.0})); },
        "sensitivity_of: shares must lie between 0 and 1, but is 1"));
}
