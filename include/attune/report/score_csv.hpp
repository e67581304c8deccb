#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attune/core/text_buffer.hpp"
#include "attune/scoring/key.hpp"

namespace attune::inline v0 {

/// Writes scores as columns of CSV: per score its value, `_answered` and `_status`.
///
/// Values are the shortest decimals that read back to the same double; a refused value is an empty field. The texts of
/// all values that a scale can have are made once, as there are few of them. Immutable, so that threads may share one.
class score_csv {
public:
    /// @param key     the key that the scores come from.
    /// @param prefix  put before every name of a column.
    explicit score_csv(const scoring_key& key, std::string prefix = {});

    /// The names of the columns, in their order.
    [[nodiscard]] std::vector<std::string> columns() const;

    /// Appends the columns of one person, each behind a comma.
    ///
    /// @param line    the line so far.
    /// @param scores  in the order of the outputs of the key.
    void append(text_buffer& line, std::span<const raw_score> scores) const;

    /// Bytes that `write_known()` may touch.
    [[nodiscard]] std::size_t room() const { return tables_.size() * sizeof(text); }

    /// Writes the columns of one person when all of them were prepared, which they are for most people.
    ///
    /// @param out     `room()` bytes.
    /// @param scores  in the order of the outputs of the key.
    /// @return     behind what was written; null when a score was not prepared, and `append()` is what is left.
    [[nodiscard]] char* write_known(char* out, std::span<const raw_score> scores) const
    {
        for (std::size_t i = 0; i < scores.size(); ++i) {
            const raw_score& score = scores[i];
            const text_table& table = tables_[i];
            if (table.n_sums == 0 || is_refused(score.status))
                return nullptr;
            const text& known = table.texts[static_cast<std::size_t>(score.n_answered) * table.n_sums +
                                            static_cast<std::size_t>(score.sum)];
            if (known.length == 0)
                return nullptr;
            std::memcpy(out, &known, sizeof known);
            out += known.length;
        }
        return out;
    }

private:
    /// Half a cache line, copied as a whole; what does not fit is written each time.
    struct text {
        static constexpr std::size_t most = 31;

        char characters[most] = {};
        std::uint8_t length = 0;
    };

    /// Texts of a scale by (number of answers, sum); none where that would be more than is worth it.
    struct text_table {
        std::size_t n_sums = 0;
        std::vector<text> texts;
    };

    std::string prefix_;
    std::vector<scored_output> outputs_;
    std::vector<text_table> tables_;
};

}  // namespace attune::inline v0
