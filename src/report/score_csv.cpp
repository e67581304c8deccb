#include "attune/report/score_csv.hpp"

#include <cstring>
#include <utility>

#include <fmt/format.h>

namespace attune::inline v0 {

namespace {

constexpr std::size_t most_texts = std::size_t{1} << 14;  // 512 KiB: a scale of 36 items of 1..7 has 9,361

void write_score(text_buffer& line, const raw_score& score)
{
    if (is_refused(score.status))
        line.append_formatted(",,{},{}", score.n_answered, to_string(score.status));
    else
        line.append_formatted(",{},{},{}", score.value(), score.n_answered, to_string(score.status));
}

}  // namespace

score_csv::score_csv(const scoring_key& key, std::string prefix) : prefix_(std::move(prefix)), outputs_(key.outputs())
{
    for (const scored_output& output : outputs_) {
        text_table table;
        const auto n_items = static_cast<std::size_t>(output.n_items);
        const std::size_t n_sums = n_items * static_cast<std::size_t>(key.range().max) + 1;
        if (output.origin == score_origin::scale && (n_items + 1) * n_sums <= most_texts)
            table = {n_sums, std::vector<text>((n_items + 1) * n_sums)};
        tables_.push_back(std::move(table));
    }

    // The key itself fills the tables: whatever it makes of a sum is what stands there.
    for (std::size_t i = 0; i < outputs_.size(); ++i)
        if (tables_[i].n_sums != 0)
            for (std::int32_t n_answered = 1; n_answered <= outputs_[i].n_items; ++n_answered)
                for (std::size_t sum = 0; sum < tables_[i].n_sums; ++sum) {
                    const raw_score score = key.score_of_sum(i, static_cast<std::int32_t>(sum), n_answered);
                    text& t = tables_[i].texts[static_cast<std::size_t>(n_answered) * tables_[i].n_sums + sum];
                    text_buffer written;
                    write_score(written, score);
                    if (written.view().size() > text::most)
                        continue;
                    t.length = static_cast<std::uint8_t>(written.view().size());
                    std::memcpy(t.characters, written.view().data(), t.length);
                }
}

std::vector<std::string> score_csv::columns() const
{
    std::vector<std::string> names;
    for (const scored_output& output : outputs_)
        for (const std::string_view suffix : {"", "_answered", "_status"})
            names.push_back(fmt::format("{}{}{}", prefix_, output.id, suffix));
    return names;
}

void score_csv::append(text_buffer& line, std::span<const raw_score> scores) const
{
    char* begin = line.room(room());
    if (const char* end = write_known(begin, scores)) {
        line.advance(static_cast<std::size_t>(end - begin));
        return;
    }
    for (const raw_score& score : scores)
        write_score(line, score);
}

}  // namespace attune::inline v0
