#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "attune/analysis/answer_moments.hpp"
#include "attune/analysis/score_lattice.hpp"
#include "attune/instrument/norm_set.hpp"
#include "attune/scoring/block.hpp"
#include "attune/scoring/key.hpp"

namespace attune::inline v0 {

/// What norms count of the scores of a key, worked out once.
class norm_layout {
public:
    explicit norm_layout(const scoring_key& key) : key_(&key), items_(layout_of(key))
    {
        for (std::size_t i = 0; i < key.outputs().size(); ++i) {
            lattices_.push_back(lattice_of(key.form(), key.outputs()[i]));
            const bool lacks_target =
                key.outputs()[i].origin == score_origin::global && key.targets().size() < key.form().targets.size();
            is_counted_.push_back(!lacks_target && lattices_.back().n_values <= max_norm_counts);
        }
        anxiety_ = first_on(dimension::anxiety);
        avoidance_ = first_on(dimension::avoidance);
    }

    [[nodiscard]] const scoring_key& key() const { return *key_; }
    [[nodiscard]] const moment_layout& items() const { return items_; }
    [[nodiscard]] const score_lattice& lattice(std::size_t output) const { return lattices_[output]; }

    /// Left out are scores with more values than a norm set can list, and means over targets that were not all asked.
    [[nodiscard]] bool is_counted(std::size_t output) const { return is_counted_[output]; }

    /// The scores on the two dimensions, of targets the global ones; nothing when the form has not both.
    [[nodiscard]] std::optional<std::pair<std::size_t, std::size_t>> both_dimensions() const
    {
        return anxiety_ && avoidance_ ? std::optional(std::pair(*anxiety_, *avoidance_)) : std::nullopt;
    }

    /// The place in the lattice of a complete score.
    [[nodiscard]] std::size_t place_of(std::size_t output, const raw_score& score) const
    {
        const scored_output& of = key_->outputs()[output];
        if (of.origin == score_origin::scale)  // by far the usual, and needs no division
            return static_cast<std::size_t>(score.sum - std::int64_t{of.n_items} * key_->range().min);
        return lattices_[output].of(score.exact).n_below;
    }

private:
    [[nodiscard]] std::optional<std::size_t> first_on(dimension on) const
    {
        for (std::size_t i = 0; i < key_->outputs().size(); ++i)
            if (is_counted_[i] && key_->outputs()[i].on == on && key_->outputs()[i].target.empty())
                return i;
        return std::nullopt;
    }

    const scoring_key* key_;
    moment_layout items_;
    std::vector<score_lattice> lattices_;
    std::vector<bool> is_counted_;
    std::optional<std::size_t> anxiety_;
    std::optional<std::size_t> avoidance_;
};

/// Complete people of one group, counted exactly: integers, so that they add up in any order.
class norm_sums {
public:
    explicit norm_sums(const norm_layout& layout)
        : item_sums_(layout.key().n_columns()), item_squares_(layout.key().n_columns())
    {
        for (std::size_t i = 0; i < layout.key().outputs().size(); ++i)
            counts_.emplace_back(layout.is_counted(i) ? layout.lattice(i).n_values : 0);
    }

    /// Adds a person all of whose scores are complete.
    ///
    /// @param layout   that the sums were made for.
    /// @param answers  codes of the key's columns, all of them answers.
    /// @param places   per output of the key the place of the score in its lattice.
    void add(const norm_layout& layout, const answer_code* answers, std::span<const std::size_t> places)
    {
        ++n_persons_;
        for (std::size_t c = 0; c < item_sums_.size(); ++c) {
            const std::int64_t answer = answers[c];
            item_sums_[c] += answer;
            item_squares_[c] += answer * answer;
        }
        for (std::size_t i = 0; i < counts_.size(); ++i)
            if (!counts_[i].empty())
                ++counts_[i][places[i]];
        if (const auto both = layout.both_dimensions())
            product_ += static_cast<std::int64_t>(places[both->first] * places[both->second]);
    }

    void merge(const norm_sums& other)
    {
        const auto add_all = [](std::vector<std::int64_t>& to, const std::vector<std::int64_t>& from) {
            std::transform(to.begin(), to.end(), from.begin(), to.begin(), std::plus<>{});
        };
        n_persons_ += other.n_persons_;
        product_ += other.product_;
        add_all(item_sums_, other.item_sums_);
        add_all(item_squares_, other.item_squares_);
        for (std::size_t i = 0; i < counts_.size(); ++i)
            add_all(counts_[i], other.counts_[i]);
    }

    [[nodiscard]] std::int64_t n_persons() const { return n_persons_; }
    [[nodiscard]] const std::vector<std::int64_t>& counts(std::size_t output) const { return counts_[output]; }
    [[nodiscard]] const std::vector<std::int64_t>& item_sums() const { return item_sums_; }
    [[nodiscard]] const std::vector<std::int64_t>& item_squares() const { return item_squares_; }

    /// Sum of the product of the places on the two dimensions.
    [[nodiscard]] std::int64_t product() const { return product_; }

private:
    std::int64_t n_persons_ = 0;
    std::int64_t product_ = 0;
    std::vector<std::int64_t> item_sums_;
    std::vector<std::int64_t> item_squares_;
    std::vector<std::vector<std::int64_t>> counts_;
};

/// Sums of people, each times the weight of the cell it comes from: what norms are made of.
class weighted_norm_sums {
public:
    explicit weighted_norm_sums(const norm_layout& layout)
        : item_sums_(layout.key().n_columns()), item_squares_(layout.key().n_columns())
    {
        for (std::size_t i = 0; i < layout.key().outputs().size(); ++i)
            counts_.emplace_back(layout.is_counted(i) ? layout.lattice(i).n_values : 0);
        persons_.resize(counts_.size());
        for (std::size_t i = 0; i < counts_.size(); ++i)
            persons_[i].resize(counts_[i].size());
    }

    /// Adds people of one weight.
    void add(const norm_sums& sums, double weight)
    {
        const auto add_all = [weight](std::vector<double>& to, const std::vector<std::int64_t>& from) {
            for (std::size_t i = 0; i < to.size(); ++i)
                to[i] += weight * static_cast<double>(from[i]);
        };
        const auto n = static_cast<double>(sums.n_persons());
        n_persons_ += sums.n_persons();
        weight_ += weight * n;
        squared_weight_ += weight * weight * n;
        product_ += weight * static_cast<double>(sums.product());
        add_all(item_sums_, sums.item_sums());
        add_all(item_squares_, sums.item_squares());
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            add_all(counts_[i], sums.counts(i));
            for (std::size_t v = 0; v < persons_[i].size(); ++v)
                persons_[i][v] += sums.counts(i)[v];
        }
        is_weighted_ |= weight != 1;
    }

    [[nodiscard]] std::int64_t n_persons() const { return n_persons_; }

    /// Kish's effective number of people: (sum of weights)^2 / sum of squared weights.
    [[nodiscard]] double n_effective() const { return weight_ * weight_ / squared_weight_; }

    /// The figures of every counted score, and the correlation of the two dimensions.
    void describe(const norm_layout& layout, norm_group& group) const
    {
        group.n_persons = n_persons_;
        if (is_weighted_)
            group.n_effective = std::min(n_effective(), static_cast<double>(n_persons_));  // equal weights, rounded
        std::size_t scale = 0;
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            const bool is_scale = layout.key().outputs()[i].origin == score_origin::scale;
            const moment_scale* items = is_scale ? &layout.items().scales[scale++] : nullptr;
            if (!layout.is_counted(i))
                continue;
            const spread at = spread_of(i);
            if (!(at.variance > 0))
                continue;
            const score_lattice& lattice = layout.lattice(i);
            norm_figures figures;
            figures.score = layout.key().outputs()[i].id;
            figures.mean = lattice.first.value() + lattice.step.value() * at.mean;
            figures.sd = lattice.step.value() * std::sqrt(at.variance * correction());
            if (const double a = items == nullptr ? -1 : alpha(*items, at.variance); a >= 0)
                figures.reliability = {"alpha_raw", a};
            figures.counts = {lattice.first, lattice.step, persons_[i],
                              is_weighted_ ? counts_[i] : std::vector<double>{}};
            group.scores.push_back(std::move(figures));
        }
        if (const auto both = layout.both_dimensions())
            group.r_anxiety_avoidance = correlation(both->first, both->second);
    }

private:
    /// Of the places of a score, divisor sum of weights.
    struct spread {
        double mean = 0;
        double variance = 0;
    };

    [[nodiscard]] spread spread_of(std::size_t output) const
    {
        spread at;
        for (std::size_t v = 0; v < counts_[output].size(); ++v)
            at.mean += counts_[output][v] * static_cast<double>(v);
        at.mean /= weight_;
        for (std::size_t v = 0; v < counts_[output].size(); ++v) {
            const double distance = static_cast<double>(v) - at.mean;
            at.variance += counts_[output][v] * distance * distance;
        }
        at.variance /= weight_;
        return at;
    }

    /// From the variance of these people to that of those they stand for; without weights n / (n - 1).
    [[nodiscard]] double correction() const { return n_effective() / (n_effective() - 1); }

    /// Coefficient alpha; every variance has the same divisor, so which one it is does not matter. Below 0, and for a
    /// single item, it is no reliability.
    [[nodiscard]] double alpha(const moment_scale& scale, double total) const
    {
        if (scale.items.size() < 2)
            return -1;
        double sum_of_variances = 0;
        for (const std::size_t item : scale.items) {
            const double mean = item_sums_[item] / weight_;
            sum_of_variances += item_squares_[item] / weight_ - mean * mean;
        }
        const auto k = static_cast<double>(scale.items.size());
        return k / (k - 1) * (1 - sum_of_variances / total);
    }

    [[nodiscard]] std::optional<double> correlation(std::size_t x, std::size_t y) const
    {
        const spread at_x = spread_of(x);
        const spread at_y = spread_of(y);
        const double r = (product_ / weight_ - at_x.mean * at_y.mean) / std::sqrt(at_x.variance * at_y.variance);
        return std::isfinite(r) ? std::optional(std::clamp(r, -1.0, 1.0)) : std::nullopt;
    }

    std::int64_t n_persons_ = 0;
    double weight_ = 0;
    double squared_weight_ = 0;
    double product_ = 0;
    bool is_weighted_ = false;
    std::vector<double> item_sums_;
    std::vector<double> item_squares_;
    std::vector<std::vector<double>> counts_;
    std::vector<std::vector<std::int64_t>> persons_;
};

}  // namespace attune::inline v0
