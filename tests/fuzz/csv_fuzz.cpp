// Any bytes as a table: rows or findings, the same for every size of chunk, and the same as the plain reader sees.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "attune/io/answer_reader.hpp"
#include "attune/io/csv.hpp"

namespace {

constexpr std::size_t n_columns = 5;
constexpr std::array<std::size_t, 3> answer_columns{0, 1, 2};

struct table {
    std::vector<std::vector<attune::answer_code>> answers;
    std::vector<std::string> kept;
    std::string fault;

    friend bool operator==(const table&, const table&) = default;
};

const attune::answer_syntax& syntax()
{
    static const attune::answer_syntax answers_and_na({.min = 1, .max = 7, .missing = {{"NA"}}});
    return answers_and_na;
}

/// How many rows stand before a fault in the same chunk depends on the chunk: then only the fault counts.
table faulty(std::string fault)
{
    return {{}, {}, std::move(fault)};
}

/// The answers of the first three columns and the text of the fourth, read in chunks.
table read_in_chunks(std::string_view text, const attune::csv_options& options, std::size_t chunk_bytes)
{
    table result;
    attune::memory_source source(text);
    const attune::answer_parser parser(n_columns, {.answers = {0, 1, 2}, .kept = {3}}, syntax(), options);
    try {
        attune::csv_chunker chunker(source, options, chunk_bytes);
        attune::answer_rows rows(answer_columns.size());
        for (attune::csv_chunk chunk; chunker.next(chunk);) {
            parser.parse(chunk, rows);
            if (!rows.faults.empty())
                return faulty(to_string(rows.faults.front()));
            for (std::size_t i = 0; i < rows.answers.n_persons(); ++i)
                result.answers.emplace_back(rows.answers.row(i).begin(), rows.answers.row(i).end());
            for (const attune::kept_cell& cell : rows.kept)
                result.kept.push_back(to_string(cell));
        }
    } catch (const attune::input_error& faults) {
        return faulty(faults.what());
    }
    return result;
}

/// The same, read record by record; of a fault, only that there is one.
table read_plainly(std::string_view text, const attune::csv_options& options)
{
    table result;
    attune::memory_source source(text);
    std::vector<std::string> fields;
    try {
        attune::csv_reader reader(source, options);
        while (reader.next(fields)) {
            if (fields.size() > n_columns)
                return faulty("a long row");
            std::vector<attune::answer_code>& row = result.answers.emplace_back();
            for (const std::size_t column : answer_columns)
                row.push_back(syntax().read(column < fields.size() ? fields[column] : std::string_view{}));
            result.kept.push_back(fields.size() > 3 ? fields[3] : "");
        }
    } catch (const attune::input_error& faults) {
        return faulty(faults.what());
    }
    return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t n_bytes)
{
    if (n_bytes < 1)
        return 0;
    // The first byte chooses the delimiter and what is compared: all comparisons of every input would take too long.
    constexpr std::string_view delimiters = ",;\t|";
    constexpr std::array<std::size_t, 7> chunk_sizes{1, 2, 3, 5, 17, 33, 100};
    const attune::csv_options options{delimiters[data[0] % delimiters.size()], "fuzz"};
    const std::size_t comparison = data[0] / delimiters.size() % (chunk_sizes.size() + 1);
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, n_bytes - 1);

    constexpr std::size_t at_once = 4096;  // more than most inputs have, and quickly made
    if (comparison < chunk_sizes.size()) {
        if (read_in_chunks(text, options, chunk_sizes[comparison]) != read_in_chunks(text, options, at_once))
            std::abort();
        return 0;
    }
    // With a header, as the plain reader takes the number of columns from the first record.
    std::string with_header(n_columns - 1, options.delimiter);
    with_header += '\n';
    with_header += text;
    const table plain = read_plainly(with_header, options);
    const table whole = read_in_chunks(with_header, options, at_once);
    if (plain.fault.empty() != whole.fault.empty() || (plain.fault.empty() && plain != whole))
        std::abort();
    return 0;
}
