#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "answer_input.hpp"
#include "attune/core/decimal_counter.hpp"
#include "attune/core/text_buffer.hpp"
#include "attune/report/score_csv.hpp"
#include "attune/report/score_report.hpp"
#include "attune/scoring/block.hpp"
#include "attune/scoring/tally.hpp"
#include "person_groups.hpp"
#include "score_norms.hpp"
#include "score_options.hpp"

namespace attune::cli {

/// One chunk of people on its way from bytes to bytes.
struct score_job {
    score_job(const scoring_key& key, std::optional<standing_report> report, std::optional<plane_report> of_planes)
        : rows(key.n_columns()),
          scores(key.outputs().size()),
          tally(key.n_columns(), key.outputs().size()),
          standings(std::move(report)),
          planes(std::move(of_planes))
    {
    }

    csv_chunk chunk;
    answer_rows rows;
    score_block scores;
    score_tally tally;                         ///< of all chunks that this job carried
    std::optional<standing_report> standings;  ///< with --norms
    std::optional<plane_report> planes;        ///< with --norms or --prototypes
    std::int64_t first_row = 1;
    text_buffer text;
    text_buffer refused;
};

/// Turns the rows of a job into text.
class row_writer {
public:
    row_writer(const scoring_key& key, const answer_input& input, const score_options& options,
               const score_norms& norms)
        : key_(key),
          norms_(norms),
          groups_at_(options.people, input),
          carried_(input.carried()),
          n_shown_(input.n_shown_columns()),
          n_id_(input.n_id_columns()),
          is_csv_(options.format == "csv"),
          is_ndjson_(options.format == "ndjson"),
          lists_refused_(!options.refused.empty()),
          copies_raw_(options.input.delimiter == ","),
          csv_(key, options.prefix)
    {
    }

    /// Names of all columns of the CSV.
    [[nodiscard]] std::vector<std::string> columns() const
    {
        std::vector<std::string> names{"row"};
        names.insert(names.end(), carried_.begin(), carried_.begin() + static_cast<std::ptrdiff_t>(n_shown_));
        const auto add = [&](const std::vector<std::string>& more) {
            names.insert(names.end(), more.begin(), more.end());
        };
        add(csv_.columns());
        add(norms_.columns());
        return names;
    }

    /// What stands before the first row of the list of refused scores.
    [[nodiscard]] std::string refused_head() const
    {
        std::string line = "row";
        for (std::size_t k = 0; k < n_id_; ++k)
            append_csv_field(line += ',', carried_[k]);
        return line + ",score,status,n_answered,n_items,reason\n";
    }

    void write(score_job& job) const
    {
        job.text.clear();
        job.refused.clear();
        decimal_counter number(job.first_row);
        for (std::size_t i = 0; i < job.rows.answers.n_persons(); ++i, number.advance()) {
            const std::int64_t row = job.first_row + static_cast<std::int64_t>(i);
            const kept_cell* cells = job.rows.kept.data() + i * carried_.size();
            if (is_csv_) {
                if (!write_usual_csv(job.text, number, cells, job.scores.row(i)))
                    write_csv(job.text, row, cells, job.scores.row(i));
                if (job.standings || job.planes)
                    write_norms(job, job.scores.row(i), groups_of(cells));
                job.text.append('\n');
            } else {
                write_json(job, row, cells, job.scores.row(i));
            }
            if (lists_refused_)
                write_refused(job.refused, row, cells, job.scores.row(i));
        }
    }

private:
    [[nodiscard]] const person_groups& groups_of(const kept_cell* cells) const
    {
        return norms_.groups_of(groups_at_.gender(cells), groups_at_.age(cells));
    }

    static void write_norms(score_job& job, std::span<const raw_score> scores, const person_groups& groups)
    {
        if (job.standings)
            job.standings->append_csv(job.text, scores, groups);
        if (job.planes)
            job.planes->append_csv(job.text, scores, groups);
    }

    void append_cell(text_buffer& line, const kept_cell& cell) const
    {
        if (copies_raw_ && !cell.was_quoted)
            line.append(cell.raw);
        else
            append_field(line, to_string(cell));
    }

    static void append_field(text_buffer& line, std::string_view field)
    {
        std::string quoted;
        append_csv_field(quoted, field);
        line.append(quoted);
    }

    void write_csv(text_buffer& text, std::int64_t row, const kept_cell* cells, std::span<const raw_score> scores) const
    {
        text.append(row);
        for (std::size_t k = 0; k < n_shown_; ++k) {
            text.append(',');
            append_cell(text, cells[k]);
        }
        csv_.append(text, scores);
    }

    /// The same for short plain cells and prepared scores, without asking for room again and again.
    ///
    /// @return  false when it is another row; nothing is written then.
    bool write_usual_csv(text_buffer& text, const decimal_counter& number, const kept_cell* cells,
                         std::span<const raw_score> scores) const
    {
        constexpr std::size_t short_cell = 16;
        static_assert(csv_chunk::padding >= short_cell, "a cell is copied with bytes behind it");
        char* const begin = text.room(decimal_counter::room + n_shown_ * (1 + short_cell) + csv_.room());
        char* out = number.write(begin);
        for (std::size_t k = 0; k < n_shown_; ++k) {
            const kept_cell& cell = cells[k];
            if (!copies_raw_ || cell.was_quoted || cell.raw.size() > short_cell || cell.raw.empty())
                return false;
            *out++ = ',';
            std::memcpy(out, cell.raw.data(), short_cell);
            out += cell.raw.size();
        }
        out = csv_.write_known(out, scores);
        if (out == nullptr)
            return false;
        text.advance(static_cast<std::size_t>(out - begin));
        return true;
    }

    void write_json(score_job& job, std::int64_t row, const kept_cell* cells, std::span<const raw_score> scores) const
    {
        std::vector<std::pair<std::string, std::string>> named;
        for (std::size_t k = 0; k < n_shown_; ++k)
            named.emplace_back(carried_[k], to_string(cells[k]));
        const std::span all(named);
        if (!is_ndjson_)
            job.text.append(row == 1 ? "\n" : ",\n");
        std::vector<std::string> further;
        const std::string behind = person_members(job.standings, job.planes, scores, groups_of(cells), further);
        std::string person = person_json(row, cells_json(all.first(n_id_)), cells_json(all.subspan(n_id_)),
                                         key_.outputs(), scores, further);
        person.insert(person.size() - 1, behind);
        job.text.append(person);
        if (is_ndjson_)
            job.text.append('\n');
    }

    void write_refused(text_buffer& text, std::int64_t row, const kept_cell* cells,
                       std::span<const raw_score> scores) const
    {
        for (std::size_t s = 0; s < scores.size(); ++s) {
            if (!is_refused(scores[s].status))
                continue;
            const scored_output& output = key_.outputs()[s];
            text.append(row);
            for (std::size_t k = 0; k < n_id_; ++k) {
                text.append(',');
                append_cell(text, cells[k]);
            }
            text.append_formatted(",{},{},{},{},", output.id, to_string(scores[s].status), scores[s].n_answered,
                                  output.n_items);
            append_field(text, reason_in_words(output, scores[s], key_));
            text.append('\n');
        }
    }

    const scoring_key& key_;
    const score_norms& norms_;
    person_columns groups_at_;
    const std::vector<std::string>& carried_;
    std::size_t n_shown_;
    std::size_t n_id_;
    bool is_csv_;
    bool is_ndjson_;
    bool lists_refused_;
    bool copies_raw_;  ///< an unquoted field of the input is a field of the output as it stands
    score_csv csv_;
};

}  // namespace attune::cli
