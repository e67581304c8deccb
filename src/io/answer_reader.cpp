#include "attune/io/answer_reader.hpp"

#include <utility>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "csv_cursor.hpp"

namespace attune::inline v0 {

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
