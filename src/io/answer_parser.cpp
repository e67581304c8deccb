#include <set>
#include <utility>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "attune/io/answer_reader.hpp"
#include "cell_scan.hpp"
#include "cell_scan_avx512.hpp"
#include "row_parser.hpp"
#include "row_plan.hpp"
#include "usual_rows_avx512.hpp"

namespace attune::inline v0 {

struct answer_parser::plan : detail::row_plan {
    using row_plan::row_plan;
};

namespace {

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

    template <bool is_plain>
    [[gnu::target("avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,bmi2,popcnt")]] detail::taken_rows take_rows(
        const char* at, const char* end, const detail::row_room& to) const
    {
        return usual.take<is_plain>(at, end, to);
    }

    const detail::usual_rows& usual;
};

/// Compiled for longer vectors with all that it calls.
[[gnu::target("avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,bmi2,popcnt"), gnu::flatten]] void parse_avx512(
    const csv_chunk& chunk, const detail::row_plan& plan, answer_rows& rows)
{
    detail::row_parser(chunk, plan, avx512_scan{plan.usual}, rows).parse();
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
    rows.faults.clear();
    rows.n_short = 0;
    rows.n_blank = 0;
#if ATTUNE_HAS_X86_DISPATCH
    if (plan_->scan == detail::cell_scan{detail::scan_avx512})
        return parse_avx512(chunk, *plan_, rows);
#endif
    detail::row_parser(chunk, *plan_, called_scan{plan_->scan}, rows).parse();
}

}  // namespace attune::inline v0
