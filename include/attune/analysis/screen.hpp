#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attune/analysis/answer_moments.hpp"
#include "attune/responses/code_block.hpp"
#include "attune/scoring/key.hpp"
#include "attune/stats/careless/even_odd.hpp"
#include "attune/stats/careless/intra_individual_variability.hpp"
#include "attune/stats/careless/item_pairs.hpp"
#include "attune/stats/careless/longstring.hpp"
#include "attune/stats/careless/mahalanobis.hpp"
#include "attune/stats/careless/person_total.hpp"
#include "attune/stats/moments/column_covariances.hpp"

namespace attune::inline v0 {

/// Ways to look for careless answers.
enum class careless_index {
    longstring,
    irv,
    even_odd,
    mahalanobis,
    synonyms,
    antonyms,
    person_total_r,
    share_missing,
};

inline constexpr std::array careless_index_list{careless_index::longstring,     careless_index::irv,
                                                careless_index::even_odd,       careless_index::mahalanobis,
                                                careless_index::synonyms,       careless_index::antonyms,
                                                careless_index::person_total_r, careless_index::share_missing};

/// The index as it stands in files.
[[nodiscard]] constexpr std::string_view to_string(careless_index index)
{
    switch (index) {
    case careless_index::longstring: return "longstring";
    case careless_index::irv: return "irv";
    case careless_index::even_odd: return "even_odd";
    case careless_index::mahalanobis: return "mahalanobis";
    case careless_index::synonyms: return "synonyms";
    case careless_index::antonyms: return "antonyms";
    case careless_index::person_total_r: return "person_total_r";
    case careless_index::share_missing: return "share_missing";
    }
    return "";
}

/// Whether a high value is the one to look at; with the others a low one is.
[[nodiscard]] constexpr bool is_suspicious_when_high(careless_index index)
{
    return index == careless_index::longstring || index == careless_index::mahalanobis ||
           index == careless_index::antonyms || index == careless_index::share_missing;
}

/// The indices of one person, each NaN where it is not known. Numbers to look at, never a verdict: an extreme person
/// and a careless one can have the same.
struct careless_indices {
    std::array<double, careless_index_list.size()> values{};
    int n_answered = 0;

    [[nodiscard]] double operator[](careless_index index) const { return values[static_cast<std::size_t>(index)]; }
};

/// Computes the indices of people who belong to a sample. Immutable, so that threads may share one.
class careless_screen {
public:
    /// @param key       of the form.
    /// @param sample    moments of all people, of the layout that `layout_of(key)` gives.
    /// @param critical  beyond which correlation two items are synonyms or antonyms, 0..1.
    /// @throws std::invalid_argument  moments of another form, or critical outside 0..1.
    careless_screen(const scoring_key& key, const moments& sample, double critical = 0.6);

    /// The indices of one person of the sample.
    ///
    /// @param codes  a row of the key's columns. What is no answer is missing.
    [[nodiscard]] careless_indices of(std::span<const answer_code> codes) const;

    [[nodiscard]] const std::vector<item_pair>& synonyms() const { return synonyms_; }
    [[nodiscard]] const std::vector<item_pair>& antonyms() const { return antonyms_; }

    /// Why nobody has an index, in words; empty where people can have it.
    [[nodiscard]] std::string why_unknown(careless_index index) const;

private:
    moment_layout layout_;
    std::vector<item_pair> synonyms_;
    std::vector<item_pair> antonyms_;
    std::vector<item_sum> sums_;
    mahalanobis distance_;
};

namespace detail {

[[nodiscard]] inline Eigen::VectorXd column_means(const moments& sample)
{
    Eigen::VectorXd means(static_cast<Eigen::Index>(sample.layout().n_items));
    for (std::size_t item = 0; item < sample.layout().n_items; ++item)
        means(static_cast<Eigen::Index>(item)) =
            static_cast<double>(sample.power_sum(item, 1)) / static_cast<double>(sample.n_answered(item));
    return means;
}

}  // namespace detail

inline careless_screen::careless_screen(const scoring_key& key, const moments& sample, double critical)
    : layout_(layout_of(key)), distance_(detail::column_means(sample), covariances_of_columns(sample).cov)
{
    check_count("careless_screen", "sample", sample.layout().n_items, layout_.n_items);
    const matrix r = correlations_of_columns(sample);
    synonyms_ = psychometric_synonyms(r, critical);
    antonyms_ = psychometric_antonyms(r, critical);
    for (std::size_t item = 0; item < layout_.n_items; ++item)
        sums_.push_back({static_cast<double>(sample.n_answered(item)), static_cast<double>(sample.power_sum(item, 1))});
}

inline careless_indices careless_screen::of(std::span<const answer_code> codes) const
{
    check_count("careless_screen::of", "codes", codes.size(), layout_.n_items);
    careless_indices found;
    std::vector<double> answers(codes.size(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < codes.size(); ++i)
        if (codes[i] >= layout_.min && codes[i] <= layout_.max) {
            answers[i] = codes[i];
            ++found.n_answered;
        }
    // An item that two scales reverse differently has a keyed answer in each: as many places as scales have items.
    std::vector<double> keyed;
    std::vector<std::vector<std::size_t>> places;
    for (const moment_scale& scale : layout_.scales) {
        places.emplace_back();
        for (std::size_t p = 0; p < scale.items.size(); ++p) {
            places.back().push_back(keyed.size());
            const double answer = answers[scale.items[p]];
            keyed.push_back(scale.is_reversed[p] ? layout_.min + layout_.max - answer : answer);
        }
    }
    const auto set = [&](careless_index index, double value) { found.values[static_cast<std::size_t>(index)] = value; };
    set(careless_index::longstring, found.n_answered > 0 ? longstring(answers) : answers.front());
    set(careless_index::irv, intra_individual_variability(answers));
    set(careless_index::even_odd, even_odd_consistency(keyed, places));
    set(careless_index::mahalanobis, distance_.of(answers).value);
    set(careless_index::synonyms, pair_consistency(answers, synonyms_));
    set(careless_index::antonyms, pair_consistency(answers, antonyms_));
    set(careless_index::person_total_r, person_total_r(answers, sums_));
    set(careless_index::share_missing, 1 - found.n_answered / static_cast<double>(codes.size()));
    return found;
}

inline std::string careless_screen::why_unknown(careless_index index) const
{
    constexpr std::size_t fewest = 3;
    if (index == careless_index::even_odd && layout_.scales.size() < fewest)
        return "it needs at least three scales";
    if (index == careless_index::synonyms && synonyms_.size() < fewest)
        return "fewer than three pairs of items correlate that highly";
    if (index == careless_index::antonyms && antonyms_.size() < fewest)
        return "fewer than three pairs of items correlate that negatively";
    if (index == careless_index::mahalanobis && !distance_.is_usable())
        return "the covariances of the items cannot be inverted: too few people, or an item without variance";
    return "";
}

}  // namespace attune::inline v0
