#include "attune/io/instrument_search.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "io/temporary_folder.hpp"
#include "support/expect_message.hpp"

using attune::find_instrument;
using attune::input_error;
using attune::instrument_ids;
using attune::load_instrument_by_id;
using attune::search_path;
using attune::unknown_instrument_error;
using attune_test::temporary_folder;
using attune_test::throws_message;
using attune_test::write_file;
using ids = std::vector<std::string>;

namespace fs = std::filesystem;

namespace {

/// A definition of one item.
std::string definition(std::string_view id, std::string_view name = "Sample of one item")
{
    return fmt::format(R"({{
  "schema": "attune.instrument/1", "id": "{}", "version": "1.0.0", "name": "{}", "citation": "these tests",
  "doi": null, "year": 2026, "population": "nobody", "languages": ["en"], "licence": "invented", "codings": [],
  "reference": {{"relationship": "friends", "timeframe": "in general"}},
  "response": {{"min": 1, "max": 5, "anchors": {{}}}},
  "items": [{{"number": 1, "id": "q1", "topic": null}}],
  "unscored": [],
  "scales": [{{"id": "anxiety", "dimension": "anxiety", "higher_means": "less_secure", "score": "mean", "items": [1],
               "reversed": [], "missing": {{"min_answered": 1, "source": "these tests"}}}}],
  "derived": [], "targets": [], "forms": [], "siblings": [], "modes": ["self_report"],
  "use": {{"research": "unknown", "clinical": "unknown", "commercial": "unknown", "training_required": false}},
  "provenance": {{"sources": [{{"where": "these tests", "what": "the key"}}], "confidence": "single_source",
                  "checked_on": "2026-01-01"}},
  "published": [],
  "vectors": [{{"answers": [2], "scores": {{"anxiety": "2"}}}}]
}}
)",
                       id, name);
}

/// Folders `first` and `second` that can be searched, and nothing in them.
class two_folders {
public:
    two_folders()
    {
        fs::create_directories(first() / "instruments");
        fs::create_directories(second() / "instruments");
    }

    [[nodiscard]] fs::path first() const { return folder_.path() / "first"; }
    [[nodiscard]] fs::path second() const { return folder_.path() / "second"; }
    [[nodiscard]] search_path path() const { return {first(), second()}; }

    static void put(const fs::path& folder, const std::string& file, const std::string& text)
    {
        write_file(folder / "instruments" / file, text);
    }

private:
    temporary_folder folder_;
};

/// Sets ATTUNE_DATA while it lives; nothing unsets it.
class data_variable {
public:
    explicit data_variable(const std::optional<std::string>& value)
    {
        if (const char* before = std::getenv("ATTUNE_DATA"); before != nullptr)
            before_ = before;
        set(value);
    }
    ~data_variable() { set(before_); }
    data_variable(const data_variable&) = delete;
    data_variable& operator=(const data_variable&) = delete;

private:
    static void set(const std::optional<std::string>& value)
    {
        if (value)
            ::setenv("ATTUNE_DATA", value->c_str(), 1);
        else
            ::unsetenv("ATTUNE_DATA");
    }

    std::optional<std::string> before_;
};

testing::AssertionResult is_unknown(std::string_view id, const search_path& path, const std::string& message)
{
    return throws_message<unknown_instrument_error>([&] { static_cast<void>(find_instrument(id, path)); }, message);
}

}  // namespace

// --- finding ---

TEST(FindInstrument, SearchesTheFoldersInTheirOrder)
{
    const two_folders folders;
    folders.put(folders.second(), "one.json", definition("one"));
    EXPECT_EQ(find_instrument("one", folders.path()), folders.second() / "instruments" / "one.json");
    folders.put(folders.first(), "one.json", definition("one"));
    EXPECT_EQ(find_instrument("one", folders.path()), folders.first() / "instruments" / "one.json");
    EXPECT_EQ(find_instrument("one", {folders.second(), folders.first()}),
              folders.second() / "instruments" / "one.json");
}

TEST(FindInstrument, TakesTheSameContentTwiceHoweverItIsWritten)
{
    const two_folders folders;
    folders.put(folders.first(), "one.json", definition("one"));
    std::string other = definition("one");
    std::replace(other.begin(), other.end(), '\n', ' ');
    folders.put(folders.second(), "one.json", other);
    EXPECT_EQ(find_instrument("one", folders.path()), folders.first() / "instruments" / "one.json");
    EXPECT_EQ(find_instrument("one", {folders.first(), folders.first()}), folders.first() / "instruments" / "one.json");
}

TEST(FindInstrument, RefusesTwoContentsOfOneId)
{
    const two_folders folders;
    folders.put(folders.first(), "one.json", definition("one"));
    folders.put(folders.second(), "one.json", definition("one", "Another name"));
    const std::string first = (folders.first() / "instruments" / "one.json").string();
    const std::string second = (folders.second() / "instruments" / "one.json").string();
    EXPECT_TRUE(throws_message<input_error>([&] { static_cast<void>(find_instrument("one", folders.path())); },
                                            first + ": error: 'one' has another content in " + second +
                                                "; expected one definition per id [search.ambiguous]"));
    EXPECT_EQ(find_instrument("one", {folders.first()}), first);
    EXPECT_EQ(find_instrument("one", {folders.second()}), second);
}

TEST(FindInstrument, NamesTheNearestIdsAndTheFolders)
{
    const two_folders folders;
    for (const std::string id : {"ecr", "ecr-r", "ecr-rs", "rq"})
        folders.put(folders.first(), id + ".json", definition(id));
    folders.put(folders.second(), "raas.json", definition("raas"));
    const std::string searched = "; searched: " + folders.first().string() + ", " + folders.second().string();
    EXPECT_TRUE(is_unknown("ecrr", folders.path(), "no questionnaire 'ecrr'; nearest: ecr, ecr-r, ecr-rs" + searched));
    EXPECT_TRUE(is_unknown("rass", folders.path(), "no questionnaire 'rass'; nearest: raas, rq, ecr" + searched));
    EXPECT_TRUE(is_unknown("ECR", folders.path(), "no questionnaire 'ECR'; nearest: ecr, rq, raas" + searched))
        << "capital letters are other letters";
}

TEST(FindInstrument, SaysWhereToLookWhenNothingIsSearched)
{
    EXPECT_TRUE(is_unknown("ecr", {},
                           "no questionnaire 'ecr'; nearest: ; searched: no folder (give --data, or set ATTUNE_DATA)"));
}

TEST(FindInstrument, TakesNoPathForAnId)
{
    const two_folders folders;
    folders.put(folders.first(), "one.json", definition("one"));
    write_file(folders.first() / "two.json", definition("two"));
    const std::string rest = "; nearest: one; searched: " + folders.first().string();
    EXPECT_TRUE(is_unknown("../two", {folders.first()}, "no questionnaire '../two'" + rest));
    EXPECT_TRUE(is_unknown("./one", {folders.first()}, "no questionnaire './one'" + rest));
    const std::string absolute = (folders.first() / "two").string();
    EXPECT_TRUE(is_unknown(absolute, {folders.first()}, "no questionnaire '" + absolute + "'" + rest));
    EXPECT_TRUE(is_unknown("one.json", {folders.first()}, "no questionnaire 'one.json'" + rest));
    EXPECT_TRUE(is_unknown("", {folders.first()}, "no questionnaire ''" + rest));
}

TEST(FindInstrument, PassesOverFoldersThatDoNotExist)
{
    const two_folders folders;
    folders.put(folders.second(), "one.json", definition("one"));
    EXPECT_EQ(find_instrument("one", {folders.first() / "missing", folders.second()}),
              folders.second() / "instruments" / "one.json");
    EXPECT_TRUE(is_unknown("two", {folders.first() / "missing"},
                           "no questionnaire 'two'; nearest: ; searched: " + (folders.first() / "missing").string()));
}

TEST(FindInstrument, SearchesTheDefaultPlacesWhenNoneAreGiven)
{
    const two_folders folders;
    folders.put(folders.first(), "only-in-this-test.json", definition("only-in-this-test"));
    const data_variable data(folders.first().string());
    EXPECT_EQ(find_instrument("only-in-this-test"), folders.first() / "instruments" / "only-in-this-test.json");
    EXPECT_EQ(load_instrument_by_id("only-in-this-test").id, "only-in-this-test");
    const ids all = instrument_ids();
    EXPECT_NE(std::find(all.begin(), all.end(), "only-in-this-test"), all.end());
}

// --- listing ---

TEST(InstrumentIds, AreThoseOfAllFoldersSorted)
{
    const two_folders folders;
    for (const std::string id : {"rq", "ecr", "ecr-r"})
        folders.put(folders.first(), id + ".json", definition(id));
    for (const std::string id : {"maq", "ecr"})
        folders.put(folders.second(), id + ".json", definition(id));
    EXPECT_EQ(instrument_ids(folders.path()), (ids{"ecr", "ecr-r", "maq", "rq"}));
    EXPECT_EQ(instrument_ids({folders.second()}), (ids{"ecr", "maq"}));
    EXPECT_EQ(instrument_ids({}), ids{});
    EXPECT_EQ(instrument_ids({folders.first() / "missing"}), ids{});
}

TEST(InstrumentIds, LeaveOtherFilesOut)
{
    const two_folders folders;
    for (const std::string file : {"one.json", "notes.txt", "two.json.bak", ".json", "three.JSON", "json"})
        folders.put(folders.first(), file, definition("one"));
    EXPECT_EQ(instrument_ids({folders.first()}), ids{"one"});
}

// --- loading ---

TEST(InstrumentIds, SaySoWhenAFolderCannotBeListed)
{
    const two_folders folders;
    const fs::path listed = folders.second() / "instruments";
    fs::remove(listed);
    fs::create_symlink("instruments", listed);
    EXPECT_TRUE(throws_message<input_error>(
        [&] { static_cast<void>(instrument_ids(folders.path())); },
        listed.string() + ": error: cannot be listed: Too many levels of symbolic links [file.unreadable]"));
}

TEST(LoadInstrumentById, ReadsTheDefinition)
{
    const two_folders folders;
    folders.put(folders.first(), "one.json", definition("one"));
    const attune::instrument found = load_instrument_by_id("one", folders.path());
    EXPECT_EQ(found.id, "one");
    EXPECT_EQ(found.name, "Sample of one item");
    EXPECT_EQ(found.sha256.size(), 64U);
}

TEST(LoadInstrumentById, RefusesAFileThatIsNamedAfterAnotherId)
{
    const two_folders folders;
    folders.put(folders.first(), "one.json", definition("two"));
    const std::string file = (folders.first() / "instruments" / "one.json").string();
    EXPECT_TRUE(throws_message<input_error>(
        [&] { static_cast<void>(load_instrument_by_id("one", folders.path())); },
        file + ": error: /id: states the id 'two'; expected 'one', as the file is named [search.wrong_id]"));
}

TEST(LoadInstrumentById, ThrowsTheFaultsOfTheFile)
{
    const two_folders folders;
    folders.put(folders.first(), "one.json", "{");
    const std::string file = (folders.first() / "instruments" / "one.json").string();
    EXPECT_TRUE(throws_message<input_error>(
        [&] { static_cast<void>(load_instrument_by_id("one", folders.path())); },
        file + ":1:2: error: syntax error while parsing object key - unexpected end of input; expected string literal; "
               "expected strict JSON [json.syntax]"));
}

TEST(LoadInstrumentById, ThrowsWhatTheSearchFound)
{
    const two_folders folders;
    EXPECT_TRUE(throws_message<unknown_instrument_error>(
        [&] { static_cast<void>(load_instrument_by_id("one", {folders.first()})); },
        "no questionnaire 'one'; nearest: ; searched: " + folders.first().string()));
}

// --- where to search ---

TEST(DefaultSearchPath, BeginsWithTheFolderOfTheEnvironment)
{
    const two_folders folders;
    const data_variable data(folders.first().string());
    const search_path path = attune::default_search_path();
    ASSERT_FALSE(path.empty());
    EXPECT_EQ(path.front(), folders.first());
}

TEST(DefaultSearchPath, LeavesOutFoldersWithoutInstruments)
{
    const temporary_folder folder;
    const search_path without = [] {
        const data_variable data(std::nullopt);
        return attune::default_search_path();
    }();
    for (const std::string& value : {std::string(), folder.path().string(), folder / "missing"}) {
        const data_variable data(value);
        EXPECT_EQ(attune::default_search_path(), without) << value;
    }
    for (const fs::path& place : without)
        EXPECT_TRUE(fs::is_directory(place / "instruments")) << place;
}

// find_instrument() takes regular files only.
TEST(InstrumentIds, AreThoseThatCanBeFound)
{
    const two_folders folders;
    folders.put(folders.first(), "one.json", definition("one"));
    fs::create_directory(folders.first() / "instruments" / "folder.json");
    fs::create_symlink("nowhere", folders.first() / "instruments" / "link.json");
    EXPECT_EQ(instrument_ids({folders.first()}), ids{"one"});
}
