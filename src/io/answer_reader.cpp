#include "attune/io/answer_reader.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "cell_scan.hpp"
#include "cell_scan_avx512.hpp"
#include "csv_cursor.hpp"
#include "usual_rows_avx512.hpp"

namespace attune::inline v0 {

/// How the columns of a table are read.
struct answer_parser::plan {
    static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

    /// A run of neighbouring columns that are treated alike.
    struct column_run {
        std::size_t count = 1;
        std::size_t answer = nowhere;  ///< first column of the code block; the run fills it and those behind it
        std::size_t kept = nowhere;    ///< place among the kept cells; the run is then one column long
    };

    plan(std::size_t n, column_selection selected, answer_syntax read_by, csv_options given)
        : n_columns(n), selection(std::move(selected)), syntax(std::move(read_by)), options(std::move(given))
    {
    }

    std::size_t n_columns;
    column_selection selection;
    answer_syntax syntax;
    csv_options options;
    std::vector<column_run> runs;
    detail::plain_cells plain;
    detail::cell_scan scan = nullptr;
#if ATTUNE_HAS_X86_DISPATCH
    detail::usual_rows usual;
#endif

    void compile()
    {
        std::vector<column_run> columns(n_columns);
        for (std::size_t a = 0; a < selection.answers.size(); ++a)
            columns[selection.answers[a]].answer = a;
        for (std::size_t k = 0; k < selection.kept.size(); ++k)
            columns[selection.kept[k]].kept = k;
        for (const column_run& column : columns) {
            const bool is_plain = column.kept == nowhere;
            if (!runs.empty() && is_plain && runs.back().kept == nowhere && continues(runs.back(), column))
                ++runs.back().count;
            else
                runs.push_back(column);
        }
        plain = {options.delimiter, syntax.min(), std::min(syntax.max(), 9), syntax.read(std::string_view{})};
        scan = plain.min <= plain.max ? detail::cell_scan_for(detail::best_instruction_set()) : scan_nothing;
#if ATTUNE_HAS_X86_DISPATCH
        if (scan == detail::cell_scan{detail::scan_avx512})
            usual = compiled_usual_rows();
#endif
    }

#if ATTUNE_HAS_X86_DISPATCH
    [[nodiscard]] detail::usual_rows compiled_usual_rows() const
    {
        if (n_columns > detail::usual_rows::n_bytes)
            return {};
        std::vector<detail::answer_columns> answers;
        unsigned column = 0;
        for (const column_run& run : runs) {
            if (run.answer != nowhere && run.kept != nowhere)
                return {};
            if (run.answer != nowhere)
                answers.push_back({column, static_cast<unsigned>(run.count), run.answer});
            column += static_cast<unsigned>(run.count);
        }
        return {n_columns, plain, std::move(answers), {selection.kept.begin(), selection.kept.end()}};
    }
#endif

    [[nodiscard]] static bool continues(const column_run& run, const column_run& column)
    {
        return run.answer == nowhere ? column.answer == nowhere : column.answer == run.answer + run.count;
    }

    /// For answers of two digits and more.
    static detail::scanned_cells scan_nothing(const char* at, const char*, const detail::plain_cells&, answer_code*,
                                              std::size_t)
    {
        return {at, 0, false};
    }
};

namespace {

/// Reads the rows of one chunk by a plan (which is private to the parser).
template <typename Plan, typename Scan>
class row_parser {
public:
    row_parser(const csv_chunk& chunk, const Plan& plan, Scan scan, answer_rows& rows)
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
    using field_end = detail::field_end;
    using column_run = typename Plan::column_run;
    static constexpr std::size_t nowhere = Plan::nowhere;
    static constexpr std::size_t least_at_once = 4;  ///< usual rows, while others stand among them
    static constexpr std::size_t most_at_once = 64;

    void parse_rows()
    {
        const std::size_t n_columns = plan_.n_columns;
        const std::size_t n_kept = plan_.selection.kept.size();
        diagnostic finding;
        const char* unsound =
            is_plain_ ? nullptr : detail::find_unsound(text_, first_line_, plan_.options.source, finding);
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
            const detail::taken_rows taken =
                plan_.usual.template take<is_plain>(at, unsound, append_rows(n_at_once_, n_kept));
            for (std::size_t i = taken.n_rows; i < n_at_once_; ++i)
                rows_.answers.remove_last();
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
        return detail::locate_in(text_, static_cast<std::size_t>(at - text_.data()), first_line_, plan_.options.source);
    }

    /// Room for the codes and kept cells of a row, all empty.
    void append_row(std::size_t n_kept)
    {
        codes_ = rows_.answers.append();
        kept_ = append_kept(n_kept);
    }

    /// The same for rows that are taken together.
    detail::row_room append_rows(std::size_t n_rows, std::size_t n_kept)
    {
        const std::size_t stride = rows_.answers.stride();
        for (std::size_t i = 0; i < n_rows; ++i)
            codes_ = rows_.answers.append();
        return {codes_.data() - (n_rows - 1) * stride, stride, append_kept(n_rows * n_kept), n_rows};
    }

    kept_cell* append_kept(std::size_t n_cells)
    {
        constexpr std::size_t least_room = 256;  // to grow row by row would take longer than to read the cells
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
        detail::csv_field field;
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
            const detail::scanned_cells plain = scan_(cursor_.position(), cursor_.end(), plan_.plain, codes, left);
            cursor_.move_to(plain.at);
            codes += plain.n_cells;
            left -= plain.n_cells;
            if (plain.is_record_end)
                return field_end::record;
            if (left == 0)
                break;
            detail::csv_field field;
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
        detail::csv_field field;
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
    detail::csv_cursor cursor_;
    const Plan& plan_;
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

/// A scan chosen at run time.
struct called_scan {
    static constexpr bool reads_usual_rows = false;

    detail::scanned_cells operator()(const char* at, const char* end, const detail::plain_cells& cells,
                                     answer_code* codes, std::size_t limit) const
    {
        return scan(at, end, cells, codes, limit);
    }

    detail::cell_scan scan;
};

#if ATTUNE_HAS_X86_DISPATCH
/// The scan as a type, so that it can become part of the loop that calls it.
struct avx512_scan {
    static constexpr bool reads_usual_rows = true;

    [[gnu::target("avx512f,avx512bw,avx512vbmi2,bmi,bmi2,popcnt")]] detail::scanned_cells operator()(
        const char* at, const char* end, const detail::plain_cells& cells, answer_code* codes, std::size_t limit) const
    {
        return detail::scan_avx512(at, end, cells, codes, limit);
    }
};

/// Compiled for longer vectors with all that it calls.
template <typename Plan>
[[gnu::target("avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,bmi2,popcnt"), gnu::flatten]] void parse_avx512(
    const csv_chunk& chunk, const Plan& plan, answer_rows& rows)
{
    row_parser(chunk, plan, avx512_scan{}, rows).parse();
}
#endif

}  // namespace

std::string to_string(const kept_cell& cell)
{
    std::string buffer;
    return std::string(detail::csv_field{cell.raw, cell.was_quoted, cell.has_doubled_quote}.text(buffer));
}

answer_parser::answer_parser(std::size_t n_columns, column_selection selection, answer_syntax syntax,
                             csv_options options)
    : plan_(std::make_unique<plan>(n_columns, std::move(selection), std::move(syntax), std::move(options)))
{
    if (plan_->selection.answers.empty())
        fail_argument("answer_parser", "selection", "name at least one column of answers", "empty");
    for (const auto* columns : {&plan_->selection.answers, &plan_->selection.kept}) {
        std::set<std::size_t> seen;
        for (const std::size_t column : *columns) {
            if (column >= n_columns)
                fail_argument("answer_parser", "selection", fmt::format("name columns below {}", n_columns),
                              fmt::format("{}", column));
            if (!seen.insert(column).second)
                fail_argument("answer_parser", "selection", "name each column once", fmt::format("{} twice", column));
        }
    }
    plan_->compile();
}

answer_parser::~answer_parser() = default;
answer_parser::answer_parser(answer_parser&&) noexcept = default;
answer_parser& answer_parser::operator=(answer_parser&&) noexcept = default;

std::size_t answer_parser::n_answers() const
{
    return plan_->selection.answers.size();
}

void answer_parser::parse(const csv_chunk& chunk, answer_rows& rows) const
{
    rows.answers.clear();
    rows.kept.clear();
    rows.faults.clear();
    rows.n_short = 0;
    rows.n_blank = 0;
#if ATTUNE_HAS_X86_DISPATCH
    if (plan_->scan == detail::cell_scan{detail::scan_avx512})
        return parse_avx512(chunk, *plan_, rows);
#endif
    row_parser(chunk, *plan_, called_scan{plan_->scan}, rows).parse();
}

answer_reader::answer_reader(byte_source& source, csv_options options, std::size_t chunk_bytes)
    : options_(std::move(options)), chunker_(source, options_, chunk_bytes)
{
    const auto refuse = [](diagnostic finding) { throw input_error({std::move(finding)}); };
    detail::csv_cursor cursor("", options_.delimiter);
    for (bool has_lines = false; cursor.at_end(); has_lines = true) {
        if (!chunker_.next(first_))
            refuse({severity::error,
                    "csv.empty",
                    fmt::format("{}; expected a header and rows of answers",
                                has_lines ? "only empty lines" : "the input is empty"),
                    {options_.source, "", 0, 0}});
        cursor = detail::csv_cursor(first_.text(), options_.delimiter);
        while (!cursor.at_end() && cursor.at_blank_line())
            cursor.skip_line_end();
    }
    diagnostic finding;
    const char* unsound = detail::find_unsound(first_.text(), first_.first_line, options_.source, finding);
    detail::csv_field field;
    std::string buffer;
    for (auto end = detail::field_end::delimiter; end == detail::field_end::delimiter;) {
        end = cursor.next(field);
        const auto place = static_cast<std::size_t>(cursor.position() - first_.text().data());
        if (unsound != nullptr && cursor.position() > unsound)
            refuse(finding);
        if (end == detail::field_end::fault)
            refuse(detail::describe(cursor.fault(),
                                    detail::locate_in(first_.text(), place, first_.first_line, options_.source)));
        header_.emplace_back(field.text(buffer));
    }
    const auto n_bytes = static_cast<std::size_t>(cursor.position() - first_.text().data());
    first_.first_line += detail::count_lines(first_.text().substr(0, n_bytes));
    first_.begin += n_bytes;
}

void answer_reader::select(column_selection selection, answer_syntax syntax)
{
    parser_ = std::make_unique<answer_parser>(header_.size(), std::move(selection), std::move(syntax), options_);
    rows_ = std::make_unique<answer_rows>(parser_->n_answers());
}

bool answer_reader::next(csv_chunk& chunk)
{
    if (first_.size != 0) {
        chunk = std::exchange(first_, {});
        return true;
    }
    return chunker_.next(chunk);
}

const answer_parser& answer_reader::parser() const
{
    if (!parser_)
        fail_argument("answer_reader", "reader", "have columns selected before it is read", "without selection");
    return *parser_;
}

bool answer_reader::next(code_block& answers)
{
    check_count("answer_reader::next", "columns of answers", answers.n_items(), parser().n_answers());
    csv_chunk& chunk = first_;
    if (first_.size == 0 && !chunker_.next(chunk))
        return false;
    parser_->parse(chunk, *rows_);
    chunk.size = 0;
    chunk.begin = 0;
    if (!rows_->faults.empty())
        throw input_error(rows_->faults);
    std::swap(answers, rows_->answers);
    return true;
}

}  // namespace attune::inline v0
