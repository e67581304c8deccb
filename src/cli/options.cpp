#include "options.hpp"

#include <algorithm>
#include <filesystem>
#include <thread>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>

#include "attune/core/error.hpp"
#include "attune/io/instrument_file.hpp"

namespace attune::cli {

void common_options::add_to(CLI::App& command)
{
    command.add_option("--data", data, "Folder that holds instruments/ or norms/, searched first")->type_name("DIR");
    command.add_option("--purpose", purpose, "What the scores are for: warns or refuses by the terms of use")
        ->check(CLI::IsMember({"research", "clinical", "commercial"}).description(""))
        ->type_name("research|clinical|commercial");
    command.add_option("--threads", threads, "Threads to use; 0 = as many as the machine has, at most 8")
        ->check(CLI::Range(0U, 256U).description(""))
        ->type_name("N");
    command.add_flag("--strict", strict, "Exit with 1 when a row was refused or short, or on a warning");
    command.add_flag("--quiet", quiet, "Say nothing on standard error but errors");
}

std::size_t common_options::n_threads() const
{
    constexpr unsigned most = 8;  // reading and hashing are done by one thread at a time: more would only wait
    return threads != 0 ? threads : std::clamp(std::thread::hardware_concurrency(), 1U, most);
}

search_path common_options::path() const
{
    search_path folders;
    if (!data.empty()) {
        const std::filesystem::path folder(data);
        if (!std::filesystem::is_directory(folder / "instruments") && !std::filesystem::is_directory(folder / "norms"))
            throw failure(exit_code::usage, "--data " + data + ": no folder instruments and no folder norms in it");
        folders.emplace_back(data);
    }
    for (const std::filesystem::path& folder : default_search_path())
        folders.push_back(folder);
    return folders;
}

void input_options::add_to(CLI::App& command, const std::vector<std::string>& formats)
{
    command.add_option("-i,--instrument", instrument, "Questionnaire: an id of `attune list`, or a definition file")
        ->required()
        ->type_name("ID");
    command.add_option("--input", input, "Table of answers with a header; - is standard input")
        ->required()
        ->type_name("FILE");
    command.add_option("--form", form, "Form the answers were given on (default: published)")->type_name("FORM");
    command
        .add_option(
            "--columns", columns,
            "Names of the answer columns: {n} is the item number ({n:02} with zeros), {target} the target; without it columns are named by item ids")
        ->type_name("PATTERN");
    command.add_option("--missing-code", missing_codes, "Cell text that means no answer; repeatable")
        ->type_name("CODE[=reason]")
        ->take_all();
    command.add_option("--id", id, "Columns that identify a person")->type_name("COL[,COL]")->delimiter(',');
    command.add_option("--target", targets, "Relationships that were asked about (default: all of the definition)")
        ->type_name("T[,T]")
        ->delimiter(',');
    command.add_option("--mode", mode, "How the questionnaire was given (default: self_report)")
        ->type_name("self_report|read_aloud|clinician_rated");
    command.add_option("--delimiter", delimiter, "Between the fields: , ; | or tab")
        ->check(CLI::IsMember({",", ";", "|", "tab", "\t"}).description(""))
        ->type_name("CHAR");
    command.add_option("--decimal", decimal, "Decimal separator: . or ,")
        ->check(CLI::IsMember({".", ","}).description(""))
        ->type_name("CHAR");
    command.add_option("--encoding", encoding, "utf-8, windows-1252, latin-1, gb18030, utf-16, ...")->type_name("NAME");
    command.add_option("--from", from, "Format of the input")
        ->check(CLI::IsMember(formats).description(""))
        ->type_name(CLI::detail::join(formats, "|"));
    command.add_flag("--already-keyed", already_keyed, "Reversed items were reversed before: reverse nothing");
}

attune::instrument load_definition(const std::string& name, const common_options& common)
{
    try {
        const bool is_file = name.ends_with(".json") || name.find('/') != std::string::npos;
        return is_file ? load_instrument(name) : load_instrument_by_id(name, common.path());
    } catch (const unknown_instrument_error& nothing) {
        throw failure(exit_code::usage, nothing.what());
    } catch (const input_error& faults) {
        throw failure(exit_code::definition, faults.what());
    }
}

}  // namespace attune::cli
