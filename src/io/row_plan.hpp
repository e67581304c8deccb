#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "attune/io/answer_reader.hpp"
#include "attune/io/csv.hpp"
#include "attune/responses/answer_code.hpp"
#include "cell_scan.hpp"
#include "cell_scan_avx512.hpp"
#include "usual_rows_avx512.hpp"

namespace attune::inline v0::detail {

/// How the columns of a table are read.
struct row_plan {
    static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

    /// A run of neighbouring columns that are treated alike.
    struct column_run {
        std::size_t count = 1;
        std::size_t answer = nowhere;  ///< first column of the code block; the run fills it and those behind it
        std::size_t kept = nowhere;    ///< place among the kept cells; the run is then one column long
    };

    row_plan(std::size_t n, column_selection selected, answer_syntax read_by, csv_options given)
        : n_columns(n), selection(std::move(selected)), syntax(std::move(read_by)), options(std::move(given))
    {
    }

    std::size_t n_columns;
    column_selection selection;
    answer_syntax syntax;
    csv_options options;
    std::vector<column_run> runs;
    plain_cells plain;
    cell_scan scan = nullptr;
#if ATTUNE_HAS_X86_DISPATCH
    usual_rows usual;
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
        scan = plain.min <= plain.max ? cell_scan_for(best_instruction_set()) : scan_nothing;
#if ATTUNE_HAS_X86_DISPATCH
        if (scan == cell_scan{scan_avx512})
            usual = compiled_usual_rows();
#endif
    }

#if ATTUNE_HAS_X86_DISPATCH
    [[nodiscard]] usual_rows compiled_usual_rows() const
    {
        if (n_columns > usual_rows::n_bytes)
            return {};
        std::vector<answer_columns> answers;
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
    static scanned_cells scan_nothing(const char* at, const char*, const plain_cells&, answer_code*, std::size_t)
    {
        return {at, 0, false};
    }
};

}  // namespace attune::inline v0::detail
