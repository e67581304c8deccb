#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "attune/core/diagnostic.hpp"
#include "attune/io/answer_reader.hpp"
#include "csv_cursor.hpp"
#include "row_plan.hpp"

namespace attune::inline v0::detail {

/// Reads the rows of one chunk by a plan.
///
/// @tparam Scan  takes plain cells, and where it `reads_usual_rows` whole rows.
template <typename Scan>
class row_parser {
public:
    row_parser(const csv_chunk& chunk, const row_plan& plan, Scan scan, answer_rows& rows)
        : text_(chunk.text()),
          first_line_(chunk.first_line),
          is_plain_(chunk.is_plain),
          cursor_(text_, plan.options.delimiter),
          plan_(plan),
          scan_(scan),
          rows_(rows)
    {
    }

    void parse()
    {
        parse_rows();
        rows_.kept.resize(n_kept_cells_);
    }

private:
    using column_run = row_plan::column_run;
    static constexpr std::size_t nowhere = row_plan::nowhere;
    static constexpr std::size_t least_at_once = 4;  ///< usual rows, while others stand among them
    static constexpr std::size_t most_at_once = 64;

    void parse_rows()
    {
        const std::size_t n_columns = plan_.n_columns;
        const std::size_t n_kept = plan_.selection.kept.size();
        diagnostic finding;
        const char* unsound = is_plain_ ? nullptr : find_unsound(text_, first_line_, plan_.options.source, finding);
        if (unsound == nullptr)
            unsound = cursor_.end();
        while (!cursor_.at_end()) {
            if constexpr (Scan::reads_usual_rows)
                if (is_plain_ ? take_usual_rows<true>(unsound, n_kept) : take_usual_rows<false>(unsound, n_kept))
                    continue;
            if (n_columns > 1 && cursor_.at_blank_line()) {
                ++rows_.n_blank;
                cursor_.skip_line_end();
                continue;
            }
            append_row(n_kept);
            field_end end = parse_record();
            if (end == field_end::delimiter && !report_long_row(n_columns))
                return;
            if (cursor_.position() > unsound)
                rows_.faults.push_back(finding);
            else if (end == field_end::fault)
                rows_.faults.push_back(describe(cursor_.fault(), locate(cursor_.position())));
            else
                continue;
            return;
        }
    }

    /// Takes rows while they look as usual; where they do not, it is asked less and less often.
    ///
    /// @return  true when a row was taken.
    template <bool is_plain>
    bool take_usual_rows(const char* unsound, std::size_t n_kept)
    {
        if (n_to_pass_ != 0) {
            --n_to_pass_;
            return false;
        }
        const char* const begin = cursor_.position();
        const char* at = begin;
        for (bool are_usual = true; are_usual && at < unsound;) {
            const taken_rows taken = scan_.template take_rows<is_plain>(at, unsound, append_rows(n_at_once_, n_kept));
            rows_.answers.remove_last(n_at_once_ - taken.n_rows);
            n_kept_cells_ -= (n_at_once_ - taken.n_rows) * n_kept;
            at = taken.next;
            are_usual = taken.n_rows == n_at_once_;
            n_at_once_ = are_usual ? std::min(2 * n_at_once_, most_at_once) : least_at_once;
        }
        cursor_.move_to(at);
        constexpr std::size_t longest_pass = 64;
        n_passed_last_ = at != begin ? 0 : std::min(2 * n_passed_last_ + 1, longest_pass);
        n_to_pass_ = n_passed_last_;
        return at != begin;
    }

    [[nodiscard]] location locate(const char* at) const
    {
        return locate_in(text_, static_cast<std::size_t>(at - text_.data()), first_line_, plan_.options.source);
    }

    /// Room for the codes and kept cells of a row, all empty.
    void append_row(std::size_t n_kept)
    {
        codes_ = rows_.answers.append();
        kept_ = append_kept(n_kept);
        std::fill_n(kept_, n_kept, kept_cell{});
    }

    /// Room for rows that are taken together.
    row_room append_rows(std::size_t n_rows, std::size_t n_kept)
    {
        answer_code* const codes = rows_.answers.append(n_rows).data();
        return {codes, rows_.answers.stride(), append_kept(n_rows * n_kept), n_rows};
    }

    /// Cells of the last chunk stay until others are written there: to empty all of them would take longer than to
    /// read.
    kept_cell* append_kept(std::size_t n_cells)
    {
        constexpr std::size_t least_room = 256;
        if (rows_.kept.size() < n_kept_cells_ + n_cells)
            rows_.kept.resize(n_kept_cells_ + std::max(n_cells, least_room));
        kept_cell* const cells = rows_.kept.data() + n_kept_cells_;
        n_kept_cells_ += n_cells;
        return cells;
    }

    /// Reads the planned fields of a record; `delimiter` means that more fields follow than were planned.
    field_end parse_record()
    {
        field_end end = field_end::delimiter;
        for (std::size_t r = 0; r < plan_.runs.size(); ++r) {
            if (end == field_end::record) {
                ++rows_.n_short;
                return end;
            }
            const column_run& run = plan_.runs[r];
            std::size_t left = run.count;
            end = run.answer != nowhere && run.kept == nowhere ? parse_answers(run, left) : parse_other(run, left);
            if (end == field_end::fault)
                return end;
            if (end == field_end::record && left != 0) {
                ++rows_.n_short;
                return end;
            }
        }
        return end;
    }

    field_end parse_other(const column_run& run, std::size_t& left)
    {
        field_end end = field_end::delimiter;
        if (run.kept == nowhere && run.answer == nowhere)
            left -= cursor_.skip_plain(left);
        csv_field field;
        for (; left != 0 && end == field_end::delimiter; --left) {
            end = cursor_.next(field);
            if (run.kept != nowhere)
                kept_[run.kept] = {field.raw, field.was_quoted, field.has_doubled_quote};
            if (run.answer != nowhere)
                codes_[run.answer] = plan_.syntax.read(field.text(buffer_));
        }
        return end;
    }

    field_end parse_answers(const column_run& run, std::size_t& left)
    {
        answer_code* codes = codes_.data() + run.answer;
        field_end end = field_end::delimiter;
        while (left != 0 && end == field_end::delimiter) {
            const scanned_cells plain = scan_(cursor_.position(), cursor_.end(), plan_.plain, codes, left);
            cursor_.move_to(plain.at);
            codes += plain.n_cells;
            left -= plain.n_cells;
            if (plain.is_record_end)
                return field_end::record;
            if (left == 0)
                break;
            csv_field field;
            end = cursor_.next(field);
            if (end != field_end::fault)
                *codes++ = plan_.syntax.read(field.text(buffer_));
            --left;
        }
        return end;
    }

    /// @return  false when enough was reported.
    bool report_long_row(std::size_t n_columns)
    {
        const location where = locate(cursor_.position());
        std::size_t n_fields = n_columns;
        field_end end = field_end::delimiter;
        csv_field field;
        for (; end == field_end::delimiter; ++n_fields)
            end = cursor_.next(field);
        if (end == field_end::fault) {
            rows_.faults.push_back(describe(cursor_.fault(), locate(cursor_.position())));
            return false;
        }
        rows_.faults.push_back({severity::error, "csv.long_row",
                                fmt::format("{} fields; expected {}, as in the header, with fields that hold a "
                                            "delimiter in quotes",
                                            n_fields, n_columns),
                                where});
        return rows_.faults.size() < max_diagnostics;
    }

    std::string_view text_;
    std::size_t first_line_;
    bool is_plain_;
    csv_cursor cursor_;
    const row_plan& plan_;
    Scan scan_;
    answer_rows& rows_;
    std::span<answer_code> codes_;
    kept_cell* kept_ = nullptr;  ///< of the row at hand
    std::size_t n_kept_cells_ = 0;
    std::size_t n_to_pass_ = 0;      ///< rows before usual ones are looked for again
    std::size_t n_passed_last_ = 0;  ///< how many it was the last time
    std::size_t n_at_once_ = least_at_once;
    std::string buffer_;
};

}  // namespace attune::inline v0::detail
