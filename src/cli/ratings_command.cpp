#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "answer_setup.hpp"
#include "attune/analysis/retest.hpp"
#include "attune/io/input_file.hpp"
#include "attune/io/number_table.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/agreement_report.hpp"
#include "commands.hpp"
#include "hashing_source.hpp"
#include "person_ids.hpp"
#include "warnings.hpp"

namespace attune::cli {

namespace {

struct ratings_options {
    common_options common;
    std::string input;
    std::vector<std::string> id;
    std::vector<std::string> missing_codes;
    std::string delimiter = ",";
    std::string decimal = ".";
    std::string encoding = "utf-8";
    bool json = false;
};

exit_code report_agreement(const ratings_options& options)
{
    auto hashed = std::make_unique<hashing_source>(open_input(options.input));
    hashing_source& hash = *hashed;
    const auto source = as_usage([&] { return to_utf8(std::move(hashed), options.encoding, options.input); });
    const number_table table = read_number_table(*source, {.csv = {character(options.delimiter), options.input},
                                                           .decimal = options.decimal.front(),
                                                           .id = options.id,
                                                           .missing = options.missing_codes});
    ratings_run run{.raters = table.columns,
                    .input = {options.input == "-" ? "-" : std::filesystem::path(options.input).filename().string(),
                              hash.finish(), table.values.rows(), table.n_short},
                    .options = {{"id", fmt::format("{}", fmt::join(options.id, ","))},
                                {"missing-code", fmt::format("{}", fmt::join(options.missing_codes, " "))},
                                {"delimiter", options.delimiter},
                                {"decimal", options.decimal},
                                {"encoding", options.encoding}}};
    if (table.values.rows() == 0)
        run.warnings.emplace_back("the input has a header and no rows");
    std::vector<std::string> persons;
    std::vector<std::size_t> rows;
    for (const std::vector<std::string>& id : table.ids) {
        rows.push_back(persons.size());
        persons.push_back(joined_id(id));
    }
    check_ids(persons, rows, options.input, "one row per person");
    print_warnings(run.warnings, options.common);
    const agreement found = agreement_of_ratings(table.values);
    output_file("-").write(options.json ? ratings_json(found, run) : ratings_text(found, run));
    const bool has_findings = found.n_left_out != 0 || table.n_short != 0 || !run.warnings.empty();
    return code_of(has_findings, options.common);
}

}  // namespace

void add_ratings(CLI::App& retest, action& chosen)
{
    auto options = std::make_shared<ratings_options>();
    CLI::App& command = *retest.add_subcommand("table", "Agreement of raters: a table of numbers, no questionnaire");
    command
        .add_option("--input", options->input,
                    "Table with a header: a row a person, a column a rater; - is standard input")
        ->required()
        ->type_name("FILE");
    command.add_option("--id", options->id, "Columns that identify a person and are no ratings")
        ->type_name("COL[,COL]")
        ->delimiter(',');
    command.add_option("--missing-code", options->missing_codes, "Cell text that means no rating; repeatable")
        ->type_name("CODE")
        ->take_all();
    command.add_option("--delimiter", options->delimiter, "Between the fields: , ; | or tab")
        ->check(CLI::IsMember({",", ";", "|", "tab", "\t"}).description(""))
        ->type_name("CHAR");
    command.add_option("--decimal", options->decimal, "Decimal separator: . or ,")
        ->check(CLI::IsMember({".", ","}).description(""))
        ->type_name("CHAR");
    command.add_option("--encoding", options->encoding, "utf-8, windows-1252, latin-1, gb18030, utf-16, ...")
        ->type_name("NAME");
    command.add_flag("--json", options->json, "As JSON");
    options->common.add_to(command);
    command.footer(
        "Intraclass correlations of Shrout and Fleiss with F, p and intervals, measurement error, smallest detectable\n"
        "change; with two raters also the correlation and the limits of agreement. Persons with an empty cell are left\n"
        "out and counted.\n\n"
        "Example:\n  attune retest table --input ratings.csv --id person");
    command.callback([options, &chosen] { chosen = [options] { return report_agreement(*options); }; });
}

}  // namespace attune::cli
