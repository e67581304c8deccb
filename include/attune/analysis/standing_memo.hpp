#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <tuple>

#include "attune/analysis/norm_comparison.hpp"
#include "attune/analysis/standing.hpp"
#include "attune/scoring/key.hpp"

namespace attune::inline v0 {

/// Standings in one norm set that were worked out before: many people share few scores, and an interval of a percentile
/// takes longer than all else that is said of a person. Not for several threads at once.
class standing_memo {
public:
    /// @param norms  outlives the memo.
    explicit standing_memo(const norm_comparison& norms) : norms_(&norms) {}

    /// As `norm_comparison::standing()`; people with one score share one object.
    [[nodiscard]] std::shared_ptr<const score_standing> of(std::size_t group, std::size_t output,
                                                           const raw_score& score)
    {
        const key of_score{
            group, output, score.exact.numerator, score.exact.denominator, score.n_answered, is_refused(score.status)};
        if (const auto known = known_.find(of_score); known != known_.end())
            return known->second;
        if (known_.size() == most)
            known_.clear();
        auto made = std::make_shared<const score_standing>(norms_->standing(group, output, score));
        return known_.emplace(of_score, std::move(made)).first->second;
    }

private:
    using key = std::tuple<std::size_t, std::size_t, std::int64_t, std::int64_t, std::int32_t, bool>;

    static constexpr std::size_t most = 20'000;  // of 3 kB each; two scales of 18 items in ten groups have 10,000

    const norm_comparison* norms_;
    std::map<key, std::shared_ptr<const score_standing>> known_;
};

}  // namespace attune::inline v0
