// Any bytes as a table: rows or findings, the same for every size of chunk, and the same as the plain reader sees.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "attune/io/answer_reader.hpp"
#include "attune/io/csv.hpp"

namespace {

struct table {
    std::vector<std::vector<attune::answer_code>> rows;
    std::string fault;

    friend bool operator==(const table&, const table&) = default;
};

/// The answers of the first three columns, read in chunks.
table read_in_chunks(std::string_view text, char delimiter, std::size_t chunk_bytes)
{
    table result;
    attune::memory_source source(text);
    const attune::csv_options options{delimiter, "fuzz"};
    const attune::answer_syntax syntax({.min = 1, .max = 7, .missing = {{"NA"}}});
    try {
        attune::csv_chunker chunker(source, options, chunk_bytes);
        const attune::answer_parser parser(5, {.answers = {0, 1, 2}, .kept = {3}}, syntax, options);
        attune::answer_rows rows(3);
        for (attune::csv_chunk chunk; chunker.next(chunk);) {
            parser.parse(chunk, rows);
            const bool has_fault = !rows.faults.empty();
            for (std::size_t i = 0; i < rows.answers.n_persons() && !has_fault; ++i)
                result.rows.emplace_back(rows.answers.row(i).begin(), rows.answers.row(i).end());
            if (has_fault) {
                result.fault = to_string(rows.faults.front());
                result.rows.clear();  // how many rows stand before a fault in the same chunk depends on the chunk
                break;
            }
        }
    } catch (const attune::input_error& faults) {
        result.fault = faults.what();
        result.rows.clear();
    }
    return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t n_bytes)
{
    if (n_bytes < 1)
        return 0;
    constexpr std::string_view delimiters = ",;\t|";
    const char delimiter = delimiters[data[0] % delimiters.size()];
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, n_bytes - 1);
    const table whole = read_in_chunks(text, delimiter, 4096);  // more than most inputs have, and quickly made
    for (const std::size_t chunk_bytes : {1U, 3U, 17U})
        if (read_in_chunks(text, delimiter, chunk_bytes) != whole)
            std::abort();

    attune::memory_source source(text);
    std::vector<std::string> fields;
    try {
        attune::csv_reader reader(source, {delimiter, "fuzz"});
        while (reader.next(fields)) {
            std::string line;
            for (const std::string& field : fields)
                attune::append_csv_field(line += line.empty() ? "" : ",", field);
        }
    } catch (const attune::input_error&) {
    }
    return 0;
}
