#include "attune/io/answer_reader.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "csv_cursor.hpp"

namespace attune::inline v0 {

namespace {

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
constexpr std::size_t max_faults = 20;  // more findings of one chunk help nobody

/// A run of neighbouring columns that are treated alike.
struct column_run {
    std::size_t count = 1;
    std::size_t answer = nowhere;  ///< first column of the code block; the run fills it and those behind it
    std::size_t kept = nowhere;    ///< place among the kept cells; the run is then one column long
};

}  // namespace

struct answer_parser::plan {
    std::size_t n_columns;
    column_selection selection;
    answer_syntax syntax;
    csv_options options;
    std::vector<column_run> runs;

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
    }

    [[nodiscard]] static bool continues(const column_run& run, const column_run& column)
    {
        return run.answer == nowhere ? column.answer == nowhere : column.answer == run.answer + run.count;
    }
};

namespace {

/// Reads the rows of one chunk by a plan.
class row_parser {
public:
    row_parser(const csv_chunk& chunk, const std::vector<column_run>& runs, const answer_syntax& syntax,
               const csv_options& options, answer_rows& rows)
        : text_(chunk.text()),
          first_line_(chunk.first_line),
          cursor_(text_, options.delimiter),
          runs_(runs),
          syntax_(syntax),
          options_(options),
          rows_(rows)
    {
    }

    void parse(std::size_t n_columns, std::size_t n_kept)
    {
        diagnostic finding;
        const char* unsound = detail::find_unsound(text_, first_line_, options_.source, finding);
        if (unsound == nullptr)
            unsound = cursor_.end();
        while (!cursor_.at_end()) {
            if (n_columns > 1 && cursor_.at_blank_line()) {
                ++rows_.n_blank;
                cursor_.skip_line_end();
                continue;
            }
            codes_ = rows_.answers.append();
            first_kept_ = rows_.kept.size();
            rows_.kept.resize(first_kept_ + n_kept);
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

private:
    using field_end = detail::field_end;

    [[nodiscard]] location locate(const char* at) const
    {
        return detail::locate_in(text_, static_cast<std::size_t>(at - text_.data()), first_line_, options_.source);
    }

    /// Reads the planned fields of a record; `delimiter` means that more fields follow than were planned.
    field_end parse_record()
    {
        field_end end = field_end::delimiter;
        for (std::size_t r = 0; r < runs_.size(); ++r) {
            if (end == field_end::record) {
                ++rows_.n_short;
                return end;
            }
            const column_run& run = runs_[r];
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
        for (; left != 0 && end == field_end::delimiter; --left) {
            end = cursor_.next(field_);
            if (run.kept != nowhere)
                rows_.kept[first_kept_ + run.kept] = {field_.raw, field_.was_quoted, field_.has_doubled_quote};
            if (run.answer != nowhere)
                codes_[run.answer] = syntax_.read(field_.text(buffer_));
        }
        return end;
    }

    field_end parse_answers(const column_run& run, std::size_t& left)
    {
        answer_code* codes = codes_.data() + run.answer;
        field_end end = field_end::delimiter;
        while (left != 0 && end == field_end::delimiter) {
            const std::size_t n_digits = take_digits(codes, left);
            codes += n_digits;
            left -= n_digits;
            if (left == 0)
                break;
            end = take_cell(*codes++);
            --left;
        }
        return end;
    }

    /// One cell of any kind, the usual ones without a search.
    field_end take_cell(answer_code& code)
    {
        const char* at = cursor_.position();
        if (at != cursor_.end() && *at == cursor_.delimiter()) {
            cursor_.move_to(at + 1);
            return field_end::delimiter;
        }
        if (at + 1 < cursor_.end() && *at >= '0' && *at <= '9' && at[1] == '\n') {
            code = syntax_.read(*at);
            cursor_.move_to(at + 2);
            return field_end::record;
        }
        const field_end end = cursor_.next(field_);
        if (end != field_end::fault)
            code = syntax_.read(field_.text(buffer_));
        return end;
    }

    /// Takes cells that are one valid digit and a delimiter, up to `limit`.
    std::size_t take_digits(answer_code* codes, std::size_t limit)
    {
        const char* at = cursor_.position();
        std::size_t n_taken = 0;
#ifdef __SSE2__
        // Two bytes a cell: XOR turns "digit, delimiter" into a 16-bit number below ten; anything else is outside.
        const __m128i pattern = _mm_set1_epi16(static_cast<short>((cursor_.delimiter() << 8) | '0'));
        const __m128i above = _mm_set1_epi16(static_cast<short>(std::min(syntax_.max(), 9)));
        const __m128i below = _mm_set1_epi16(static_cast<short>(syntax_.min()));
        while (limit - n_taken >= 8 && cursor_.end() - at >= 16) {
            const __m128i cells = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));  // NOLINT: vector load
            const __m128i digits = _mm_xor_si128(cells, pattern);
            const __m128i is_other = _mm_or_si128(_mm_cmpgt_epi16(digits, above), _mm_cmpgt_epi16(below, digits));
            const int others = _mm_movemask_epi8(is_other);
            const std::size_t n_good =
                others == 0 ? 8 : static_cast<std::size_t>(__builtin_ctz(static_cast<unsigned>(others))) / 2;
            alignas(16) answer_code packed[16];
            _mm_store_si128(reinterpret_cast<__m128i*>(packed),
                            _mm_packus_epi16(digits, digits));  // NOLINT: vector store
            std::memcpy(codes + n_taken, packed, n_good);
            n_taken += n_good;
            at += 2 * n_good;
            if (n_good != 8) {
                cursor_.move_to(at);
                return n_taken;
            }
        }
#endif
        while (n_taken < limit && cursor_.end() - at >= 2 && at[1] == cursor_.delimiter() && *at >= '0' && *at <= '9')
            codes[n_taken++] = syntax_.read(*std::exchange(at, at + 2));
        cursor_.move_to(at);
        return n_taken;
    }

    /// @return  false when enough was reported.
    bool report_long_row(std::size_t n_columns)
    {
        const location where = locate(cursor_.position());
        std::size_t n_fields = n_columns;
        field_end end = field_end::delimiter;
        for (; end == field_end::delimiter; ++n_fields)
            end = cursor_.next(field_);
        if (end == field_end::fault) {
            rows_.faults.push_back(describe(cursor_.fault(), locate(cursor_.position())));
            return false;
        }
        rows_.faults.push_back({severity::error, "csv.long_row",
                                fmt::format("{} fields; expected {}, as in the header, with fields that hold a "
                                            "delimiter in quotes",
                                            n_fields, n_columns),
                                where});
        return rows_.faults.size() < max_faults;
    }

    std::string_view text_;
    std::size_t first_line_;
    detail::csv_cursor cursor_;
    const std::vector<column_run>& runs_;
    const answer_syntax& syntax_;
    const csv_options& options_;
    answer_rows& rows_;
    std::span<answer_code> codes_;
    std::size_t first_kept_ = 0;
    detail::csv_field field_;
    std::string buffer_;
};

}  // namespace

std::string to_string(const kept_cell& cell)
{
    std::string buffer;
    return std::string(detail::csv_field{cell.raw, cell.was_quoted, cell.has_doubled_quote}.text(buffer));
}

answer_parser::answer_parser(std::size_t n_columns, column_selection selection, answer_syntax syntax,
                             csv_options options)
    : plan_(new plan{n_columns, std::move(selection), std::move(syntax), std::move(options), {}})
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
    row_parser(chunk, plan_->runs, plan_->syntax, plan_->options, rows)
        .parse(plan_->n_columns, plan_->selection.kept.size());
}

answer_reader::answer_reader(byte_source& source, csv_options options)
    : options_(std::move(options)), chunker_(source, options_)
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
