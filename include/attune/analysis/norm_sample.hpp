#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/analysis/age_counts.hpp"
#include "attune/analysis/norm_sums.hpp"
#include "attune/core/check.hpp"
#include "attune/instrument/norm_set.hpp"

namespace attune::inline v0 {

/// Which groups a norm set gets, and who enters it.
struct norm_grouping {
    std::map<std::string, std::string, std::less<>> genders;  ///< cell text -> word of the group; others: not known
    std::vector<age_span> bands;                              ///< groups by age, without overlap
    std::optional<age_span> ages;  ///< who is outside, or states no age, is left out; nothing = no limit
    bool keeps_ages = false;       ///< counts scores by single years as well: for curves over age
};

/// A cell of text as an age in whole years: digits, and a decimal part that is dropped. Nothing for any other text.
[[nodiscard]] inline std::optional<int> parse_age(std::string_view text)
{
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.size() == 2 && is_digit(text[0]) && is_digit(text[1]))  // nearly all of them
        return 10 * (text[0] - '0') + (text[1] - '0');
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    int age = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), age);
    std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
    if (failure != std::errc{} || age < 0 || text.front() == '-')
        return std::nullopt;
    if (rest.starts_with('.') || rest.starts_with(','))
        rest.remove_prefix(1);
    return rest.find_first_not_of("0123456789") == std::string_view::npos ? std::optional(age) : std::nullopt;
}

/// Why a person does not enter a norm set; the first that applies.
enum class norm_exclusion_reason { invalid_answer, incomplete, age_not_stated, too_young, too_old };

/// The people that a norm set is made of, counted by gender and age band. Merging in any order gives the same.
class norm_sample_counts {
public:
    /// @throws std::invalid_argument  two age bands overlap, or one ends before it begins.
    norm_sample_counts(const norm_layout& layout, const norm_grouping& grouping)
        : layout_(&layout), grouping_(&grouping)
    {
        for (std::size_t b = 0; b < grouping.bands.size(); ++b)
            for (std::size_t other = 0; other < b; ++other)
                if (overlap(grouping.bands[b], grouping.bands[other]))
                    fail_argument("norm_sample_counts", "bands", "not overlap", "overlapping");
        for (const auto& [code, gender] : grouping.genders)
            if (std::find(genders_.begin(), genders_.end(), gender) == genders_.end())
                genders_.push_back(gender);
        cells_.assign((genders_.size() + 1) * (grouping.bands.size() + 1), norm_sums(layout));
        places_.resize(layout.key().outputs().size());
        if (grouping.keeps_ages)
            by_age_.emplace(layout, genders_.size() + 1);
    }

    /// Counts one person.
    ///
    /// @param answers  codes of the key's columns.
    /// @param scores   one for each output of the key.
    /// @param gender   the cell of the gender; empty when there is none.
    /// @param age      the cell of the age; empty when there is none.
    void add(const answer_code* answers, std::span<const raw_score> scores, std::string_view gender,
             std::string_view age)
    {
        ++n_rows_;
        std::optional<int> years;
        if (!age.empty())
            years = parse_age(age);
        if (const auto reason = exclusion_of(scores, years)) {
            ++excluded_[static_cast<std::size_t>(*reason)];
            return;
        }
        for (std::size_t i = 0; i < scores.size(); ++i)
            places_[i] = layout_->is_counted(i) ? layout_->place_of(i, scores[i]) : 0;
        cells_[cell(gender_of(gender), band_of(years))].add(*layout_, answers, places_);
        if (by_age_ && years)
            by_age_->add(gender_of(gender), *years, places_);
        const auto n_items = static_cast<std::ptrdiff_t>(layout_->key().n_columns());
        n_same_answers_ +=
            std::all_of(answers, answers + n_items, [&](answer_code a) { return a == *answers; }) ? 1 : 0;
    }

    /// Adds what another collection of the same layout and grouping counted.
    void merge(const norm_sample_counts& other)
    {
        n_rows_ += other.n_rows_;
        n_same_answers_ += other.n_same_answers_;
        for (std::size_t i = 0; i < excluded_.size(); ++i)
            excluded_[i] += other.excluded_[i];
        for (std::size_t c = 0; c < cells_.size(); ++c)
            cells_[c].merge(other.cells_[c]);
        if (by_age_ && other.by_age_)
            by_age_->merge(*other.by_age_);
    }

    [[nodiscard]] std::int64_t n_rows() const { return n_rows_; }
    [[nodiscard]] std::int64_t n_excluded(norm_exclusion_reason reason) const
    {
        return excluded_[static_cast<std::size_t>(reason)];
    }

    /// People who entered and gave one and the same answer to every question.
    [[nodiscard]] std::int64_t n_same_answers() const { return n_same_answers_; }

    /// The words of the genders, and the bands: the two sides of the cross-table of cells.
    [[nodiscard]] const std::vector<std::string>& genders() const { return genders_; }
    [[nodiscard]] const std::vector<age_span>& bands() const { return grouping_->bands; }

    /// People by gender, year of age and score.
    ///
    /// @throws std::invalid_argument  the grouping does not keep ages.
    [[nodiscard]] const age_counts& by_age() const
    {
        if (!by_age_)
            fail_argument("norm_sample_counts::by_age", "grouping", "keep ages", "without");
        return *by_age_;
    }

    /// Who is in a cell; the gender or the band behind the last is "not known" or "none".
    [[nodiscard]] const norm_sums& at(std::size_t gender, std::size_t band) const { return cells_[cell(gender, band)]; }

private:
    static bool overlap(const age_span& a, const age_span& b)
    {
        constexpr int never = 1'000'000'000;
        return std::max(a.min.value_or(0), b.min.value_or(0)) <= std::min(a.max.value_or(never), b.max.value_or(never));
    }

    [[nodiscard]] std::optional<norm_exclusion_reason> exclusion_of(std::span<const raw_score> scores,
                                                                    std::optional<int> years) const
    {
        score_status worst = score_status::ok;
        for (std::size_t i = 0; i < scores.size(); ++i)
            if (layout_->key().outputs()[i].origin == score_origin::scale)
                worst = worse(worst, scores[i].status);
        if (worst == score_status::invalid_answer)
            return norm_exclusion_reason::invalid_answer;
        if (worst != score_status::ok)
            return norm_exclusion_reason::incomplete;
        if (!grouping_->ages || grouping_->ages->contains(years.value_or(-1)))
            return std::nullopt;
        if (!years)
            return norm_exclusion_reason::age_not_stated;
        return grouping_->ages->min && *years < *grouping_->ages->min ? norm_exclusion_reason::too_young
                                                                      : norm_exclusion_reason::too_old;
    }

    [[nodiscard]] std::size_t gender_of(std::string_view text) const
    {
        const auto known = grouping_->genders.find(text);
        if (known == grouping_->genders.end())
            return genders_.size();
        return static_cast<std::size_t>(std::find(genders_.begin(), genders_.end(), known->second) - genders_.begin());
    }

    [[nodiscard]] std::size_t band_of(std::optional<int> years) const
    {
        std::size_t band = 0;
        while (band < grouping_->bands.size() && !(years && grouping_->bands[band].contains(*years)))
            ++band;
        return band;
    }

    [[nodiscard]] std::size_t cell(std::size_t gender, std::size_t band) const
    {
        return gender * (grouping_->bands.size() + 1) + band;
    }

    const norm_layout* layout_;
    const norm_grouping* grouping_;
    std::vector<std::string> genders_;
    std::vector<norm_sums> cells_;
    std::optional<age_counts> by_age_;
    std::vector<std::size_t> places_;
    std::array<std::int64_t, 5> excluded_{};
    std::int64_t n_rows_ = 0;
    std::int64_t n_same_answers_ = 0;
};

namespace detail {

[[nodiscard]] inline std::string id_of(const age_span& age)
{
    if (!age.max)
        return fmt::format("{}-and-over", age.min.value_or(0));
    return fmt::format("{}-{}", age.min.value_or(0), *age.max);
}

/// Small letters and digits of a word, with hyphens for everything else.
[[nodiscard]] inline std::string id_of(std::string_view word)
{
    std::string id;
    for (const char c : word) {
        const char low = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        id += (low >= 'a' && low <= 'z') || (low >= '0' && low <= '9') ? low : '-';
    }
    return id;
}

}  // namespace detail

/// Groups of a sample: everybody, each gender, each age band, and each gender in each age band. Those of fewer than
/// `min_norm_persons`, and of people who do not differ, are not built: `left_out` names them with the reason.
///
/// @param sample    people by gender and age band.
/// @param layout    of their scores.
/// @param weights   by cell, genders x bands with the unknown ones last, row by row; 0 leaves a cell out, empty weights
///                  nobody.
/// @param left_out  receives a sentence for each group that is not built.
/// @throws std::invalid_argument  the number of weights is not that of the cells.
[[nodiscard]] inline std::vector<norm_group> norm_groups_of(const norm_sample_counts& sample, const norm_layout& layout,
                                                            const std::vector<double>& weights,
                                                            std::vector<std::string>& left_out)
{
    const std::size_t n_genders = sample.genders().size();
    const std::size_t n_bands = sample.bands().size();
    if (!weights.empty())
        check_count("norm_groups_of", "weights", weights.size(), (n_genders + 1) * (n_bands + 1));
    std::vector<norm_group> groups;
    const auto add = [&](std::optional<std::size_t> gender, std::optional<std::size_t> band) {
        weighted_norm_sums sums(layout);
        for (std::size_t g = 0; g <= n_genders; ++g)
            for (std::size_t b = 0; b <= n_bands; ++b)
                if (const double weight = weights.empty() ? 1 : weights[g * (n_bands + 1) + b];
                    weight != 0 && (!gender || g == *gender) && (!band || b == *band))
                    sums.add(sample.at(g, b), weight);
        norm_group group;
        if (gender)
            group.gender = sample.genders()[*gender];
        if (band)
            group.age = sample.bands()[*band];
        const std::string of_gender = gender ? detail::id_of(std::string_view(*group.gender)) : "";
        const std::string of_age = band ? detail::id_of(*group.age) : "";
        group.id = !gender && !band ? std::string(everybody)
                                    : of_gender + (gender && band ? "." : "") + (band ? "age." + of_age : "");
        group.name = !gender && !band
                         ? "everybody"
                         : (gender ? *group.gender : std::string("everybody")) + (band ? ", aged " + of_age : "");
        if (sums.n_persons() < min_norm_persons) {
            left_out.push_back(
                fmt::format("{}: {} people, fewer than {}", group.id, sums.n_persons(), min_norm_persons));
            return;
        }
        sums.describe(layout, group);
        if (group.scores.empty()) {
            left_out.push_back(group.id + ": its people do not differ");
            return;
        }
        groups.push_back(std::move(group));
    };
    add({}, {});
    for (std::size_t g = 0; g < n_genders; ++g)
        add(g, {});
    for (std::size_t b = 0; b < n_bands; ++b)
        add({}, b);
    for (std::size_t g = 0; g < n_genders; ++g)
        for (std::size_t b = 0; b < n_bands; ++b)
            add(g, b);
    return groups;
}

}  // namespace attune::inline v0
