#include "attune/io/instrument_file.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "attune/instrument/resolve.hpp"
#include "support/expect_message.hpp"

// ATTUNE_TEST_REFERENCE_DIR/definitions holds small definitions. `valid-*.json` have no fault; `<code>[-variant].json`
// are one of those with one thing wrong, named in "x-fault". Beside each stands `.expected.txt`: the findings, worked
// out by hand from docs/definitions.md and the texts in the source, not copied from the tool.

namespace {

namespace fs = std::filesystem;

const fs::path definitions = fs::path(ATTUNE_TEST_REFERENCE_DIR) / "definitions";

std::vector<fs::path> json_files(const fs::path& folder)
{
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".json")
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

std::string name_of(const ::testing::TestParamInfo<fs::path>& info)
{
    std::string name = info.param.stem().string();
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == '.' || c == '-'; }, '_');
    return name;
}

std::string contents_of(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        throw std::runtime_error("cannot read " + file.string());
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::string reference(const std::string& name)
{
    return contents_of(definitions / (name + ".json"));
}

/// The text with `old`, which must stand there once, replaced.
std::string edited(std::string text, std::string_view old, std::string_view wanted)
{
    const std::size_t at = text.find(old);
    if (at == std::string::npos || text.find(old, at + 1) != std::string::npos)
        throw std::runtime_error(fmt::format("expected '{}' once", old));
    return text.replace(at, old.size(), wanted);
}

std::string without_line_ends(std::string text)
{
    std::erase(text, '\n');
    return text;
}

std::string printed(const std::vector<attune::diagnostic>& found)
{
    std::string text;
    for (const attune::diagnostic& finding : found)
        text += to_string(finding) + "\n";
    return text;
}

std::string findings_in(std::string_view text)
{
    return printed(attune::parse_instrument(text, "form.json").found);
}

attune::instrument parsed(std::string_view text)
{
    return attune::value_or_throw(attune::parse_instrument(text, "form.json"));
}

std::string scoring_hash(std::string_view text, const std::string& form = "published")
{
    return parsed(text).scoring_sha256.at(form);
}

/// The same definition with the members of every object turned round, but for `schema`, which must come first.
nlohmann::ordered_json turned_round(const nlohmann::ordered_json& value, bool is_root = true)
{
    if (!value.is_structured())
        return value;
    nlohmann::ordered_json turned =
        value.is_array() ? nlohmann::ordered_json::array() : nlohmann::ordered_json::object();
    if (value.is_array()) {
        for (const nlohmann::ordered_json& element : value)
            turned.push_back(turned_round(element, false));
        return turned;
    }
    std::vector<std::string> names;
    for (auto member = value.begin(); member != value.end(); ++member)
        names.insert(names.begin(), member.key());
    if (is_root)
        turned["schema"] = value["schema"];
    for (const std::string& name : names)
        turned[name] = turned_round(value[name], false);
    return turned;
}

// --- an instrument as text, for comparisons ---

template <typename List, typename Describe>
std::string each(const List& list, Describe describe)
{
    std::string text = "[";
    for (const auto& element : list)
        text += describe(element) + "; ";
    return text + "]";
}

template <typename T>
std::string or_null(const std::optional<T>& value)
{
    return value ? fmt::format("{}", *value) : "null";
}

std::string described(const attune::response_range& range)
{
    return fmt::format("{}..{} {}", range.min, range.max, range.anchors);
}

std::string described(const std::vector<attune::scale>& scales)
{
    return each(scales, [](const attune::scale& s) {
        return fmt::format("{} {} {} {} {} {} {} {}", s.id, to_string(s.on), to_string(s.higher_means),
                           to_string(s.score), s.items, s.reversed, s.missing.min_answered, s.missing.source);
    });
}

std::string described(const std::vector<attune::derived_score>& derived)
{
    return each(derived, [](const attune::derived_score& d) {
        return fmt::format(
            "{} {} {} {} {}", d.id, to_string(d.on), to_string(d.higher_means), to_string(d.constant),
            each(d.terms, [](const attune::derived_term& term) { return term.score + " " + to_string(term.weight); }));
    });
}

std::string described(const std::vector<attune::test_vector>& vectors)
{
    return each(vectors, [](const attune::test_vector& vector) {
        return fmt::format("{} {}", vector.answers, each(vector.scores, [](const auto& score) {
                               return score.first + " " + (score.second ? to_string(*score.second) : "null");
                           }));
    });
}

std::string described(const attune::form& f)
{
    return fmt::format("{} {} {} {} {} {} {} {} {}", f.id, f.note, f.source,
                       f.response ? described(*f.response) : "null", f.reordered, or_null(f.order),
                       f.scales ? described(*f.scales) : "null", f.derived ? described(*f.derived) : "null",
                       described(f.vectors));
}

/// Every field of an instrument but its `sha256`.
std::string described(const attune::instrument& of)
{
    std::vector<std::string> lines{of.id,         of.version,      of.name,
                                   of.citation,   or_null(of.doi), std::to_string(of.year),
                                   of.population, of.licence,      fmt::format("{}", of.languages)};
    lines.push_back(each(of.codings, [](const auto& c) { return c.system + " " + c.code + " " + c.display; }));
    lines.push_back(of.reference.relationship + " " + of.reference.timeframe);
    lines.push_back(described(of.response));
    lines.push_back(each(
        of.items, [](const attune::item& it) { return fmt::format("{} {} {}", it.number, it.id, or_null(it.topic)); }));
    lines.push_back(fmt::format("{}", of.unscored));
    lines.push_back(described(of.scales));
    lines.push_back(described(of.derived));
    lines.push_back(fmt::format("{}", of.targets));
    lines.push_back(each(of.forms, [](const attune::form& f) { return described(f); }));
    lines.push_back(each(of.siblings, [](const attune::sibling& s) { return s.id + " " + s.note; }));
    lines.push_back(fmt::format("{}", of.modes));
    lines.push_back(fmt::format("{} {} {} {}", to_string(of.use.research), to_string(of.use.clinical),
                                to_string(of.use.commercial), of.use.training_required));
    lines.push_back(each(of.provenance.sources, [](const attune::evidence& e) { return e.where + " " + e.what; }));
    lines.push_back(fmt::format("{} {}", to_string(of.provenance.confidence), of.provenance.checked_on));
    lines.push_back(each(of.published, [](const attune::published_figure& p) {
        return fmt::format("{} {} {} {} {} {} {} {}", p.score, p.form, p.sample, or_null(p.n_persons), or_null(p.mean),
                           or_null(p.sd), or_null(p.alpha), p.source);
    }));
    lines.push_back(described(of.vectors));
    lines.push_back(fmt::format("{}", of.scoring_sha256));
    return fmt::format("{}", fmt::join(lines, "\n"));
}

}  // namespace

// --- the definitions that attune ships ---

class ShippedDefinition : public ::testing::TestWithParam<fs::path> {};

TEST_P(ShippedDefinition, HasNoFindings)
{
    EXPECT_EQ(printed(attune::read_instrument(GetParam()).found), "");
}

TEST_P(ShippedDefinition, IsNamedAfterItsId)
{
    EXPECT_EQ(attune::load_instrument(GetParam()).id, GetParam().stem().string());
}

TEST_P(ShippedDefinition, HasOneHashOfAllAndOneOfEachForm)
{
    const attune::instrument of = attune::load_instrument(GetParam());
    std::set<std::string> hashes{of.sha256};
    for (const std::string& form : attune::form_ids(of))
        hashes.insert(of.scoring_sha256.at(form));
    EXPECT_EQ(of.scoring_sha256.size(), of.forms.size() + 1);
    EXPECT_EQ(hashes.size(), of.forms.size() + 2) << "all are different";
    for (const std::string& hash : hashes) {
        EXPECT_EQ(hash.size(), 64U);
        EXPECT_EQ(hash.find_first_not_of("0123456789abcdef"), std::string::npos) << hash;
    }
}

INSTANTIATE_TEST_SUITE_P(All, ShippedDefinition,
                         ::testing::ValuesIn(json_files(fs::path(ATTUNE_TEST_DATA_DIR) / "instruments")), name_of);

TEST(ShippedDefinitions, AreAtLeastEight)
{
    EXPECT_GE(json_files(fs::path(ATTUNE_TEST_DATA_DIR) / "instruments").size(), 8U);
}

// --- definitions with one fault: tests/reference/definitions ---

class DefinitionFile : public ::testing::TestWithParam<fs::path> {
protected:
    [[nodiscard]] static std::string expected()
    {
        return contents_of(fs::path(GetParam()).replace_extension(".expected.txt"));
    }
};

TEST_P(DefinitionFile, IsReportedAsExpected)
{
    const auto result = attune::parse_instrument(contents_of(GetParam()), GetParam().filename().string());
    EXPECT_EQ(printed(result.found), expected());
    EXPECT_EQ(result.value.has_value(), expected().empty());
}

TEST_P(DefinitionFile, IsNamedAfterTheOnlyCodeThatIsExpected)
{
    const std::string stem = GetParam().stem().string();
    const std::string code = stem.substr(0, stem.find('-'));
    if (code == "many_faults")
        return;
    std::string rest = expected();
    EXPECT_EQ(rest.empty(), code == "valid");
    while (!rest.empty()) {
        const std::string line = rest.substr(0, rest.find('\n'));
        EXPECT_TRUE(line.ends_with(" [" + code + "]")) << line;
        rest.erase(0, line.size() + 1);
    }
}

TEST_P(DefinitionFile, IsReportedUnderItsPathWhenItIsReadFromDisk)
{
    const auto from_memory = attune::parse_instrument(contents_of(GetParam()), GetParam().string());
    EXPECT_EQ(printed(attune::read_instrument(GetParam()).found), printed(from_memory.found));
}

INSTANTIATE_TEST_SUITE_P(All, DefinitionFile, ::testing::ValuesIn(json_files(definitions)), name_of);

TEST(DefinitionFiles, AreFound)
{
    EXPECT_GT(json_files(definitions).size(), 60U);
}

// --- all faults at once ---

TEST(ParseInstrument, ReportsAllFaultsOfAFileInTheOrderOfTheFile)
{
    const auto result = attune::parse_instrument(reference("many_faults"), "many_faults.json");
    EXPECT_GE(result.found.size(), 12U);
    EXPECT_EQ(printed(result.found), contents_of(definitions / "many_faults.expected.txt"));
    EXPECT_TRUE(std::is_sorted(result.found.begin(), result.found.end(), [](const auto& a, const auto& b) {
        return std::pair(a.where.line, a.where.column) < std::pair(b.where.line, b.where.column);
    }));
    EXPECT_FALSE(result.value);
}

TEST(ParseInstrument, CannotSayMoreThanThatTheSyntaxIsWrong)
{
    // The unknown schema stands before the missing comma, the empty name behind it: neither has been looked at.
    std::string text = edited(reference("json.syntax"), "attune.instrument/1", "attune.instrument/2");
    text = edited(text, "Demonstration of four items", "");
    EXPECT_EQ(findings_in(text),
              "form.json:10:14: error: syntax error while parsing object - unexpected string literal; "
              "expected '}'; expected strict JSON [json.syntax]\n");
}

TEST(ParseInstrument, ReportsNamesThatStoodTwiceBeforeASyntaxErrorButNoneBehindIt)
{
    std::string text = edited(reference("json.syntax"), R"("name":)", R"("id": "again", "name":)");
    text = edited(text, R"("doi": null)", R"("doi": null, "doi": null)");
    text = edited(text, R"("licence":)", R"("languages": [], "licence":)");
    EXPECT_EQ(findings_in(text),
              "form.json:6:3: error: /id: name 'id' stands twice in one object; expected each name once "
              "[json.duplicate_key]\n"
              "form.json:8:16: error: /doi: name 'doi' stands twice in one object; expected each name once "
              "[json.duplicate_key]\n"
              "form.json:10:14: error: syntax error while parsing object - unexpected string literal; expected '}'; "
              "expected strict JSON [json.syntax]\n");
}

TEST(ParseInstrument, RefusesAnEmptyText)
{
    EXPECT_EQ(findings_in(""),
              "form.json:1:1: error: syntax error while parsing value - unexpected end of input; expected "
              "'[', '{', or a literal; expected strict JSON [json.syntax]\n");
}

TEST(ParseInstrument, RefusesASecondValueBehindTheFirst)
{
    EXPECT_EQ(
        findings_in(reference("valid") + "{}"),
        "form.json:45:1: error: syntax error while parsing value - unexpected '{'; expected end of input; expected "
        "strict JSON [json.syntax]\n");
}

TEST(ParseInstrument, RefusesTextThatIsNotUtf8)
{
    const auto result = attune::parse_instrument(edited(reference("valid"), "nobody",
                                                        "M\xFC"
                                                        "ller"),
                                                 "form.json");
    EXPECT_EQ(printed(result.found),
              "form.json:9:19: error: syntax error while parsing value - invalid string: ill-formed "
              "UTF-8 byte; expected strict JSON [json.syntax]\n");
}

TEST(ParseInstrument, FindsNothingMoreWhenFieldsAreMissingThanTheMissingFields)
{
    const auto result = attune::parse_instrument(R"({"schema": "attune.instrument/1"})", "form.json");
    EXPECT_EQ(result.found.size(), 24U) << "fields of the file but schema";
    for (const attune::diagnostic& finding : result.found)
        EXPECT_EQ(to_string(finding), fmt::format("form.json:1:1: error: {}: missing; expected '{}' here "
                                                  "[definition.missing_field]",
                                                  finding.where.pointer, finding.where.pointer.substr(1)));
}

// --- places ---

TEST(Places, CountCharactersAndNotBytes)
{
    std::string text = edited(reference("valid"), R"("topic": "calm between meetings")",
                              "\"x-note\": \"\u00E9\u4E2D\U0001F602\", \"reversed\": true, \"topic\": null");
    EXPECT_EQ(findings_in(text),
              "form.json:18:64: error: /items/2/reversed: unknown field 'reversed'; expected one of "
              "number, id, topic, or a name that begins with x- [definition.unknown_field]\n");
}

TEST(Places, AreTheSameWithLineEndsOfWindows)
{
    std::string text = reference("instrument.item.duplicate_id");
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2))
        text.replace(at, 1, "\r\n");
    EXPECT_EQ(printed(attune::parse_instrument(text, "instrument.item.duplicate_id.json").found),
              contents_of(definitions / "instrument.item.duplicate_id.expected.txt"));
}

TEST(Places, AreColumnsOfTheOnlyLineWhenTheFileHasNoLineEnds)
{
    EXPECT_EQ(findings_in(without_line_ends(edited(reference("valid"), R"("id": "demo-4")", R"("id": 4)"))),
              "form.json:1:44: error: /id: a number; expected a string [definition.wrong_type]\n");
}

TEST(Places, AreEscapedJsonPointers)
{
    const std::string found = findings_in(edited(reference("valid"), R"("doi": null,)", R"("doi": null, "a/b~c": 1,)"));
    EXPECT_TRUE(
        found.starts_with("form.json:7:25: error: /a~1b~0c: unknown field 'a/b~c'; expected one of schema, id, "))
        << found;
}

TEST(Places, StandInOneLineForEachFindingWhateverTheFileHolds)
{
    const std::string found = findings_in(edited(reference("valid"), R"("id": "demo_2")", R"("id": "demo\n2")"));
    EXPECT_EQ(std::count(found.begin(), found.end(), '\n'), 1) << found;
}

// --- limits ---

TEST(Limits, Are16MebibytesOfText)
{
    constexpr std::size_t max_bytes = 16U << 20U;
    std::string text = reference("valid");
    text.resize(max_bytes, ' ');
    EXPECT_EQ(findings_in(text), "");
    text += ' ';
    EXPECT_EQ(findings_in(text), "form.json: error: 16777217 bytes; expected at most 16777216 [json.too_large]\n");
}

TEST(Limits, OfSizeHoldForFilesToo)
{
    const fs::path file = fs::path(::testing::TempDir()) / "attune_too_large.json";
    std::ofstream(file, std::ios::binary) << std::string((16U << 20U) + 1U, ' ');
    const auto result = attune::read_instrument(file);
    fs::remove(file);
    EXPECT_EQ(printed(result.found),
              file.string() + ": error: 16777217 bytes; expected at most 16777216 [json.too_large]\n");
}

TEST(Limits, AreNamedWithTheTrueSizeOfTheFile)
{
    const fs::path file = fs::path(::testing::TempDir()) / "attune_far_too_large.json";
    std::ofstream(file, std::ios::binary) << "{}";
    fs::resize_file(file, 20'000'000);
    const auto result = attune::read_instrument(file);
    fs::remove(file);
    EXPECT_EQ(printed(result.found),
              file.string() + ": error: 20000000 bytes; expected at most 16777216 [json.too_large]\n");
}

TEST(Limits, Are64LevelsOfNesting)
{
    const auto with_lists = [](std::size_t n_lists) {
        return edited(reference("valid"), R"("doi": null,)",
                      R"("doi": null, "x-deep": )" + std::string(n_lists, '[') + std::string(n_lists, ']') + ",");
    };
    EXPECT_EQ(findings_in(with_lists(63)), "") << "the file is the first level";
    EXPECT_NE(
        findings_in(with_lists(64)).find("nested deeper than 64 levels; expected a flat definition [json.too_deep]"),
        std::string::npos);
    EXPECT_EQ(attune::parse_instrument(with_lists(1'000'000), "form.json").found.size(), 1U);
}

TEST(Limits, Are2000Items)
{
    const auto with_items = [](int n_items) {
        std::string items;
        std::string numbers;
        std::string answers;
        for (int number = 1; number <= n_items; ++number) {
            items += fmt::format(R"({}{{"number": {}, "id": "i{}", "topic": null}})", number == 1 ? "" : ",", number,
                                 number);
            numbers += fmt::format("{}{}", number == 1 ? "" : ", ", number);
            answers += number == 1 ? "1" : ", 1";
        }
        nlohmann::ordered_json file = nlohmann::ordered_json::parse(reference("valid"));
        file["items"] = nlohmann::ordered_json::parse("[" + items + "]");
        file["scales"].erase(1);
        file["scales"][0]["items"] = nlohmann::ordered_json::parse("[" + numbers + "]");
        file["scales"][0]["reversed"] = nlohmann::ordered_json::array();
        file["vectors"] = {
            {{"answers", nlohmann::ordered_json::parse("[" + answers + "]")}, {"scores", {{"anxiety", "1"}}}}};
        return file.dump();
    };
    EXPECT_EQ(findings_in(with_items(2000)), "");
    const auto result = attune::parse_instrument(with_items(2001), "form.json");
    ASSERT_EQ(result.found.size(), 3U) << "items, items of the scale, answers";
    EXPECT_EQ(result.found[0].where.pointer, "/items");
    EXPECT_EQ(result.found[1].where.pointer, "/scales/0/items");
    EXPECT_EQ(result.found[2].where.pointer, "/vectors/0/answers");
    for (const attune::diagnostic& finding : result.found) {
        EXPECT_EQ(finding.code, "definition.too_many");
        EXPECT_EQ(finding.message, "2001 elements; expected at most 2000");
    }
}

TEST(Limits, OfSizeLeaveRoomForManyNamesInOneObject)
{
    // Would take minutes, and the time limit of the tests, if each name were compared with all before it.
    std::string text = reference("valid");
    text.resize(text.rfind('}'));
    for (int i = 0; i < 400'000; ++i)
        text += fmt::format(R"(, "x-{}": 0)", i);
    EXPECT_TRUE(attune::parse_instrument(text + "}", "form.json").value);
}

TEST(Ids, AreSmallLettersDigitsAndThreeMarks)
{
    const std::string longest(64, 'a');
    for (const std::string& id :
         {std::string("a"), std::string("0"), std::string("a.b_c-d"), std::string("9_"), longest})
        EXPECT_EQ(findings_in(edited(reference("valid"), "demo-4", id)), "") << id;
    for (const std::string& id :
         {std::string("A"), std::string("_a"), std::string("-a"), std::string(".a"), std::string("a b"),
          std::string("a/b"), std::string("\u00E9"), std::string("a\u00E9"), longest + "a"})
        EXPECT_EQ(findings_in(edited(reference("valid"), "demo-4", id)),
                  "form.json:3:9: error: /id: '" + id + "'; expected [a-z0-9][a-z0-9._-]{0,63} [definition.bad_id]\n");
    EXPECT_EQ(findings_in(edited(reference("valid"), "demo-4", "")),
              "form.json:3:9: error: /id: an empty string; expected text [definition.bad_value]\n");
}

TEST(Numbers, AreWholeWhereCountsAndItemsAreMeant)
{
    for (const char* const number :
         {"2026.0", "2.026e3", "99999999999", "-2147483649", "123456789012345678901234567890"})
        EXPECT_EQ(
            findings_in(edited(reference("valid"), R"("year": 2026)", fmt::format(R"("year": {})", number))),
            fmt::format("form.json:8:11: error: /year: {}; expected a whole number [definition.bad_value]\n", number));
}

// A version or a language of null was once taken for text.
TEST(Fields, AreOfTheirTypeOrNullWhereThatIsAllowed)
{
    const auto finding = [](std::string_view old, std::string_view wanted) {
        const auto found =
            attune::parse_instrument(edited(reference("valid-complete"), old, wanted), "form.json").found;
        return found.size() == 1 ? fmt::format("{}: {} [{}]", found[0].where.pointer, found[0].message, found[0].code)
                                 : fmt::format("{} findings", found.size());
    };
    EXPECT_EQ(finding(R"("1.0.0")", "null"), "/version: null; expected a string [definition.wrong_type]");
    EXPECT_EQ(finding(R"(["en"])", "[null]"), "/languages/0: null; expected a string [definition.wrong_type]");
    EXPECT_EQ(finding(R"(["en"])", "{}"), "/languages: an object; expected an array [definition.wrong_type]");
    EXPECT_EQ(finding(R"({"1": "never", "5": "always"})", "[]"),
              "/response/anchors: an array; expected an object [definition.wrong_type]");
    EXPECT_EQ(finding(R"("constant": 6)", R"("constant": "6")"),
              "/derived/0/constant: a string; expected a number [definition.wrong_type]");
    EXPECT_EQ(finding(R"({"anxiety": "3/2", "avoidance": "7/2", "security": "7/2"})", "true"),
              "/vectors/0/scores: true or false; expected an object [definition.wrong_type]");
    EXPECT_EQ(finding(R"("mean": 3)", R"("mean": "3")"),
              "/published/0/mean: a string; expected a number [definition.wrong_type]");
    EXPECT_EQ(finding(R"("mean": 3)", R"("mean": null)"), "0 findings");
    EXPECT_EQ(finding(R"("10.1000/demo")", "null"), "0 findings");
}

TEST(Fields, HoldWhatCanBe)
{
    const auto finding = [](std::string_view old, std::string_view wanted) {
        return findings_in(edited(reference("valid-complete"), old, wanted));
    };
    EXPECT_EQ(
        finding(R"(["en"])", "[]"),
        "form.json:10:16: error: /languages: an empty list; expected at least 1 element [definition.bad_value]\n");
    EXPECT_EQ(finding(R"(["en"])", R"(["English"])"),
              "form.json:10:17: error: /languages/0: 'English'; expected a BCP 47 tag such as en or pt-BR "
              "[definition.bad_value]\n");
    EXPECT_EQ(finding(R"("year": 2026)", R"("year": 1899)"),
              "form.json:8:11: error: /year: 1899; expected a whole number within 1900..2100 [definition.bad_value]\n");
    EXPECT_EQ(finding(R"("year": 2026)", R"("year": 2101)"),
              "form.json:8:11: error: /year: 2101; expected a whole number within 1900..2100 [definition.bad_value]\n");
    EXPECT_EQ(finding(R"("sd": 1.25)", R"("sd": -0.5)"),
              "form.json:64:105: error: /published/0/sd: -0.5; expected a standard deviation of at least 0 "
              "[definition.bad_value]\n");
    EXPECT_EQ(finding(R"("alpha": 0.5)", R"("alpha": 1.5)"),
              "form.json:65:15: error: /published/0/alpha: 1.5; expected an alpha of at most 1 "
              "[definition.bad_value]\n");
    EXPECT_EQ(finding(R"("sd": 1.25)", R"("sd": 0)"), "");
    EXPECT_EQ(finding(R"("alpha": 0.5)", R"("alpha": 1)"), "");
}

TEST(Numbers, AreDecimalsOf7PlacesWhereTheyMultiplyScores)
{
    const std::string valid = edited(reference("valid-complete"), R"("constant": 6)", R"("constant": 6.0000000)");
    EXPECT_EQ(findings_in(valid), "");
    for (const char* const number : {"6.00000001", "6e0", "1000000000", "0.12345678"})
        EXPECT_EQ(findings_in(edited(valid, "6.0000000", number)),
                  fmt::format(
                      "form.json:30:89: error: /derived/0/constant: {}; expected a decimal of at most 7 places, below "
                      "10^9, without exponent [definition.bad_value]\n",
                      number));
}

// --- what is read ---

TEST(ParseInstrument, HandsOverEveryFieldOfTheFile)
{
    const attune::instrument of = parsed(reference("valid-complete"));
    EXPECT_EQ(of.id, "demo-4");
    EXPECT_EQ(of.version, "1.0.0");
    EXPECT_EQ(of.name, "Demonstration of four items");
    EXPECT_EQ(of.citation, "Invented for the tests of attune; not a questionnaire");
    EXPECT_EQ(of.doi, "10.1000/demo");
    EXPECT_EQ(of.year, 2026);
    EXPECT_EQ(of.population, "nobody");
    EXPECT_EQ(of.languages, std::vector<std::string>{"en"});
    EXPECT_EQ(of.licence, "Invented; nothing to license");
    ASSERT_EQ(of.codings.size(), 1U);
    EXPECT_EQ(of.codings[0].system, "https://example.org/codes");
    EXPECT_EQ(of.codings[0].code, "D4");
    EXPECT_EQ(of.codings[0].display, "Demonstration");
    EXPECT_EQ(of.reference.relationship, "friends in general");
    EXPECT_EQ(of.reference.timeframe, "in general");
    EXPECT_EQ(described(of.response), R"(1..5 {1: "never", 5: "always"})");
    ASSERT_EQ(of.items.size(), 5U);
    EXPECT_EQ(of.items[2].number, 3);
    EXPECT_EQ(of.items[2].id, "demo_3");
    EXPECT_EQ(of.items[2].topic, "calm between meetings");
    EXPECT_EQ(of.items[4].topic, std::nullopt);
    EXPECT_EQ(of.unscored, std::vector<int>{5});
    EXPECT_EQ(described(of.scales),
              "[anxiety anxiety less_secure mean [1, 3] [3] 2 the rule of these tests; "
              "avoidance avoidance less_secure mean [2, 4] [] 2 the rule of these tests; ]");
    EXPECT_EQ(described(of.derived), "[security other more_secure 6 [anxiety -0.5; avoidance -0.5; ]; ]");
    EXPECT_TRUE(of.targets.empty());
    ASSERT_EQ(of.forms.size(), 1U);
    EXPECT_EQ(described(of.forms[0]),
              "zero-to-four answered from 0 to 4 these tests 0..4 {0: \"never\"} false null "
              "[anxiety anxiety less_secure mean [1, 3] [3] 1 one answer is enough here; "
              "avoidance avoidance less_secure sum [2, 4] [] 2 the rule of these tests; ] "
              "[security other more_secure 4.25 [avoidance -0.25; anxiety -0.5; ]; ] "
              "[{\"\": [0, 4, 3, 1, -1]} [anxiety 1/2; avoidance 5; security 11/4; ]; ]");
    ASSERT_EQ(of.siblings.size(), 1U);
    EXPECT_EQ(of.siblings[0].id, "demo-5");
    EXPECT_EQ(of.siblings[0].note, "has five scored items");
    EXPECT_EQ(of.modes, std::vector<std::string>{"self_report"});
    EXPECT_EQ(of.use.research, attune::permission::unknown);
    EXPECT_EQ(of.use.clinical, attune::permission::unknown);
    EXPECT_EQ(of.use.commercial, attune::permission::unknown);
    EXPECT_FALSE(of.use.training_required);
    ASSERT_EQ(of.provenance.sources.size(), 1U);
    EXPECT_EQ(of.provenance.sources[0].where, "these tests");
    EXPECT_EQ(of.provenance.sources[0].what, "the key, invented here");
    EXPECT_EQ(of.provenance.confidence, attune::confidence::single_source);
    EXPECT_EQ(of.provenance.checked_on, "2026-11-23");
    ASSERT_EQ(of.published.size(), 1U);
    EXPECT_EQ(of.published[0].score, "security");
    EXPECT_EQ(of.published[0].form, "zero-to-four");
    EXPECT_EQ(of.published[0].sample, "nobody");
    EXPECT_EQ(of.published[0].n_persons, 12);
    EXPECT_EQ(of.published[0].mean, 3.0);
    EXPECT_EQ(of.published[0].sd, 1.25);
    EXPECT_EQ(of.published[0].alpha, 0.5);
    EXPECT_EQ(of.published[0].source, "invented");
    EXPECT_EQ(described(of.vectors),
              "[{\"\": [1, 5, 4, 2, 3]} [anxiety 3/2; avoidance 7/2; security 7/2; ]; "
              "{\"\": [-1, 4, 2, 3, 1]} [anxiety null; avoidance 7/2; security null; ]; ]");
}

TEST(ParseInstrument, ReadsTheOrderOfAForm)
{
    const std::string text = reference("valid-form");
    EXPECT_TRUE(parsed(text).forms.at(0).reordered);
    EXPECT_EQ(parsed(text).forms.at(0).order, (std::vector<int>{4, 3, 2, 1}));
    const attune::form unknown = parsed(edited(text, "[4, 3, 2, 1]", "null")).forms.at(0);
    EXPECT_TRUE(unknown.reordered) << "null says that the order differs, and is not known";
    EXPECT_EQ(unknown.order, std::nullopt);
}

TEST(ParseInstrument, ReadsAnswersByTarget)
{
    const attune::instrument of = parsed(reference("valid-targets"));
    EXPECT_EQ(of.targets, (std::vector<std::string>{"mother", "father"}));
    EXPECT_EQ(of.vectors.at(0).answers.at("father"), (std::vector<int>{4, 2, 5, 1}));
}

TEST(FreeNames, ChangeNothingButTheHashOfTheWholeFile)
{
    // Where they stand among anchors and scores is the next test.
    std::string text = edited(reference("valid-free_names"), R"({"x-note": "free", "1": "never")", R"({"1": "never")");
    text = edited(text, R"({"x-note": "free", "anxiety": "3/2")", R"({"anxiety": "3/2")");
    const attune::instrument with_notes = parsed(text);
    const attune::instrument without = parsed(reference("valid-complete"));
    EXPECT_EQ(described(with_notes), described(without));
    EXPECT_NE(with_notes.sha256, without.sha256);
}

TEST(FreeNames, MayStandInAnyObject)
{
    const auto with_notes = attune::parse_instrument(reference("valid-free_names"), "form.json");
    EXPECT_EQ(printed(with_notes.found), "");
    if (with_notes.value) {
        EXPECT_EQ(described(*with_notes.value), described(parsed(reference("valid-complete"))));
    }
    const auto of_targets = attune::parse_instrument(reference("valid-free_names_of_answers"), "form.json");
    EXPECT_EQ(printed(of_targets.found), "");
    if (of_targets.value) {
        EXPECT_EQ(described(*of_targets.value), described(parsed(reference("valid-targets"))));
    }
}

// --- the hash of the whole definition ---

// Python 3.11: d = json.load(open("valid-complete.json", encoding="utf-8"))
// hashlib.sha256(json.dumps(d, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()
TEST(Sha256, IsThatOfTheCanonicalForm)
{
    EXPECT_EQ(parsed(reference("valid-complete")).sha256,
              "48c7a93c23bbba12c0b4ab17594fd1b3964dcf02af16ee2e9fef38796d11c5af");
}

// As above; names sorted by name.encode("utf-16-be"), numbers spelled by hand as RFC 8785 says: 1e-7, 1e+21, 5e-324.
TEST(Sha256, SortsNamesByUtf16AndSpellsNumbersLikeEcmaScript)
{
    const std::string text =
        edited(reference("valid"), R"("id": "demo-4",)",
               "\"id\": \"demo-4\", \"x-\uFB33\": 1e-7, \"x-\U0001F602\": 1E21, "
               "\"x-\u20AC\": \"a\\u000f\\n\\\"\", \"x-a\": [0.1, 5e-324, 123456789012345680000],");
    EXPECT_EQ(parsed(text).sha256, "59a52acd3b5500558cd80ff7840c524c26ea2afe3996903ebfe54ed2224ad910");
}

TEST(Sha256, DoesNotDependOnWhiteSpace)
{
    const std::string text = reference("valid-complete");
    EXPECT_EQ(parsed(without_line_ends(text)).sha256, parsed(text).sha256);
    const auto file = nlohmann::ordered_json::parse(text);
    EXPECT_EQ(parsed(file.dump()).sha256, parsed(text).sha256);
    EXPECT_EQ(parsed("\n\t " + file.dump(8) + "\r\n").sha256, parsed(text).sha256);
}

TEST(Sha256, DoesNotDependOnTheOrderOfMembers)
{
    for (const char* const name : {"valid-complete", "valid-targets", "valid-form"}) {
        const std::string text = reference(name);
        const std::string turned = turned_round(nlohmann::ordered_json::parse(text)).dump(2);
        EXPECT_LT(turned.find("\"vectors\""), turned.find("\"id\""));
        EXPECT_EQ(parsed(turned).sha256, parsed(text).sha256);
        EXPECT_EQ(described(parsed(turned)), described(parsed(text)));
    }
}

TEST(Sha256, DoesNotDependOnTheSpellingOfNumbersAndCharacters)
{
    const std::string text = edited(reference("valid-complete"), "calm between", "caf\u00E9 between");
    EXPECT_EQ(parsed(edited(text, "caf\u00E9", R"(caf\u00e9)")).sha256, parsed(text).sha256);
    EXPECT_EQ(parsed(edited(text, R"("sd": 1.25)", R"("sd": 12.50e-1)")).sha256, parsed(text).sha256);
    EXPECT_EQ(parsed(edited(text, R"("constant": 6)", R"("constant": 6.0)")).sha256, parsed(text).sha256);
}

TEST(Sha256, ChangesWithATopic)
{
    const std::string text = reference("valid-complete");
    EXPECT_NE(parsed(edited(text, "calm between meetings", "calm when apart")).sha256, parsed(text).sha256);
}

TEST(Sha256, ChangesWithTheOrderOfAList)
{
    const std::string text = reference("valid");
    EXPECT_NE(parsed(edited(text, "[2, 4]", "[4, 2]")).sha256, parsed(text).sha256);
}

// --- the hash of what moves a score ---

// Python 3.11: hashlib.sha256(text.encode()).hexdigest() of the text in the comment on each line, written by hand:
// {"derived":[{"constant":"6","id":"security","terms":[{"score":"anxiety","weight":"-0.5"},
// {"score":"avoidance","weight":"-0.5"}]}],"form":"published","instrument":"demo-4","n_items":5,
// "response":{"max":5,"min":1},"scales":[{"id":"anxiety","items":[1,3],"min_answered":2,"reversed":[3],"score":"mean"},
// {"id":"avoidance","items":[2,4],"min_answered":2,"reversed":[],"score":"mean"}],"schema":"attune.scoring/1",
// "targets":[],"unscored":[5]}  without line breaks and indentation; the other form likewise.
TEST(ScoringSha256, IsThatOfTheKeyInCanonicalForm)
{
    const std::string text = reference("valid-complete");
    EXPECT_EQ(scoring_hash(text), "6f7bc3064cd9307548ef8dc73dc234561699d0172d25516cbdbc0a349323ed24");
    EXPECT_EQ(scoring_hash(text, "zero-to-four"), "100233c7d6bf303256ee5fbccc52a1c59a1704a9b7fd7cac2342edd5a57a1bc7");
}

TEST(ScoringSha256, IsNotMovedByWhatMovesNoScore)
{
    const std::string text = reference("valid-complete");
    const std::vector<std::pair<const char*, const char*>> edits{
        {"calm between meetings", "calm when apart"},
        {"Invented for the tests of attune; not a questionnaire", "A better citation"},
        {"Demonstration of four items", "Another name"},
        {R"("version": "1.0.0")", R"("version": "1.0.1")"},
        {R"("doi": "10.1000/demo")", R"("doi": null)"},
        {R"("1": "never")", R"("1": "not at all")"},
        {R"("id": "demo_5")", R"("id": "demo_five")"},
        {R"("dimension": "other", "higher_means": "more_secure", "constant": 6)",
         R"("dimension": "other", "higher_means": "neither", "constant": 6)"},
        {"one answer is enough here", "the same rule in other words"},
        {"has five scored items", "has a fifth item that is scored"},
        {R"("sd": 1.25)", R"("sd": 1.5)"},
        {"single_source", "verified"},
        {"answered from 0 to 4", "the answers are 0, 1, 2, 3, 4"},
        {R"({"score": "avoidance", "weight": -0.25}, {"score": "anxiety", "weight": -0.5})",
         R"({"score": "anxiety", "weight": -0.5}, {"score": "avoidance", "weight": -0.250})"}};
    for (const auto& edit : edits) {
        const attune::instrument changed = parsed(edited(text, edit.first, edit.second));
        EXPECT_EQ(changed.scoring_sha256, parsed(text).scoring_sha256) << edit.second;
    }
}

TEST(ScoringSha256, IsNotMovedByTheOrderOfItemNumbers)
{
    std::string text = edited(reference("valid"), R"("reversed": [3])", R"("reversed": [1, 3])");
    text = edited(text, R"("anxiety": "3/2")", R"("anxiety": "7/2")");
    EXPECT_EQ(scoring_hash(edited(text, R"("reversed": [1, 3])", R"("reversed": [3, 1])")), scoring_hash(text));
    EXPECT_EQ(scoring_hash(edited(text, R"("items": [1, 3])", R"("items": [3, 1])")), scoring_hash(text));
}

TEST(ScoringSha256, ChangesWithAReversal)
{
    const std::string text = reference("valid");
    EXPECT_NE(scoring_hash(edited(edited(text, R"("reversed": [3])", R"("reversed": [])"), R"("anxiety": "3/2")",
                                  R"("anxiety": "5/2")")),
              scoring_hash(text));
}

TEST(ScoringSha256, ChangesWithTheRange)
{
    const std::string text = reference("valid");
    EXPECT_NE(
        scoring_hash(edited(edited(text, R"("max": 5)", R"("max": 7)"), R"("anxiety": "3/2")", R"("anxiety": "5/2")")),
        scoring_hash(text));
}

TEST(ScoringSha256, ChangesWithTheAnswersThatAreNeeded)
{
    const std::string text = reference("valid");
    EXPECT_NE(scoring_hash(edited(edited(text, R"("reversed": [3], "missing": {"min_answered": 2)",
                                         R"("reversed": [3], "missing": {"min_answered": 1)"),
                                  R"("anxiety": null)", R"("anxiety": "4")")),
              scoring_hash(text));
}

TEST(ScoringSha256, ChangesWithAWeight)
{
    const std::string text = reference("valid-complete");
    EXPECT_NE(scoring_hash(edited(
                  edited(text, R"([{"score": "anxiety", "weight": -0.5})", R"([{"score": "anxiety", "weight": 0.5})"),
                  R"("security": "7/2")", R"("security": "5")")),
              scoring_hash(text));
}

TEST(ScoringSha256, ChangesWithAConstant)
{
    const std::string text = reference("valid-complete");
    EXPECT_NE(scoring_hash(edited(edited(text, R"("constant": 6)", R"("constant": 6.5)"), R"("security": "7/2")",
                                  R"("security": "4")")),
              scoring_hash(text));
}

TEST(ScoringSha256, ChangesFromMeanToSum)
{
    const std::string text = reference("valid");
    EXPECT_NE(scoring_hash(edited(edited(text, R"("score": "mean",
     "items": [1, 3])",
                                         R"("score": "sum",
     "items": [1, 3])"),
                                  R"("anxiety": "3/2")", R"("anxiety": "3")")),
              scoring_hash(text));
}

TEST(ScoringSha256, ChangesWithTheIdOfAScore)
{
    std::string text = reference("valid-targets");
    const std::string before = scoring_hash(text);
    text = edited(text, R"("mother", "father")", R"("father", "mother")");
    EXPECT_NE(scoring_hash(text), before) << "the order of targets is the order of the output";
}

TEST(ScoringSha256, DiffersBetweenForms)
{
    const attune::instrument of = parsed(reference("valid-complete"));
    EXPECT_NE(of.scoring_sha256.at("published"), of.scoring_sha256.at("zero-to-four"));
}

TEST(ScoringSha256, DiffersBetweenFormsEvenWithTheSameKey)
{
    const std::string forms = R"("forms": [{"id": "blue", "note": "on blue paper", "source": "these tests"},
        {"id": "grey", "note": "on grey paper", "source": "these tests"}])";
    const attune::instrument of = parsed(edited(reference("valid"), R"("forms": [])", forms));
    std::set<std::string> hashes;
    for (const auto& entry : of.scoring_sha256)
        hashes.insert(entry.second);
    EXPECT_EQ(hashes.size(), 3U);
}

TEST(ScoringSha256, OfOneFormIsNotMovedByAnother)
{
    const std::string text = reference("valid-complete");
    const std::string changed = edited(edited(text, R"("constant": 4.25)", R"("constant": 5)"), R"("security": "11/4")",
                                       R"("security": "7/2")");
    EXPECT_EQ(scoring_hash(changed), scoring_hash(text));
    EXPECT_NE(scoring_hash(changed, "zero-to-four"), scoring_hash(text, "zero-to-four"));
}

// --- files ---

TEST(ReadInstrument, SaysThatAFileCannotBeOpened)
{
    const auto result = attune::read_instrument("no-such-folder/demo-4.json");
    EXPECT_FALSE(result.value);
    EXPECT_EQ(printed(result.found),
              "no-such-folder/demo-4.json: error: cannot be opened; expected a readable definition "
              "file [file.unreadable]\n");
}

TEST(ReadInstrument, SaysThatAFolderIsNoFile)
{
    const auto result = attune::read_instrument(definitions);
    EXPECT_FALSE(result.value);
    EXPECT_EQ(printed(result.found),
              definitions.string() + ": error: is a directory; expected a definition file [file.unreadable]\n");
}

TEST(ReadInstrument, SaysThatAFileCannotBeReadToItsEnd)
{
    const fs::path unreadable = "/proc/self/mem";  // opens, but the first byte of memory is not there to be read
    if (!fs::exists(unreadable))
        GTEST_SKIP() << "needs Linux";
    EXPECT_EQ(
        printed(attune::read_instrument(unreadable).found),
        "/proc/self/mem: error: cannot be read to its end; expected a readable definition file [file.unreadable]\n");
}

TEST(LoadInstrument, GivesTheInstrumentOfAFile)
{
    EXPECT_EQ(described(attune::load_instrument(definitions / "valid-complete.json")),
              described(parsed(reference("valid-complete"))));
}

TEST(LoadInstrument, ThrowsAllFindingsAtOnce)
{
    const fs::path file = definitions / "many_faults.json";
    std::string text = printed(attune::read_instrument(file).found);
    text.pop_back();
    EXPECT_TRUE(attune_test::throws_message<attune::input_error>([&] { (void)attune::load_instrument(file); }, text));
    EXPECT_TRUE(attune_test::throws_message<attune::input_error>(
        [] { (void)attune::load_instrument("no-such-file.json"); },
        "no-such-file.json: error: cannot be opened; expected a readable definition file [file.unreadable]"));
}

// --- parts that do not fit together ---

// A figure of a form made the form be put together before its order was known to be right.
TEST(ParseInstrument, ReportsAWrongOrderOfAFormThatHasAFigure)
{
    const std::string figure = R"("published": [{"score": "anxiety", "form": "backwards", "sample": "nobody",
        "n_persons": null, "mean": 3, "sd": 1, "alpha": null, "source": "invented"}])";
    const std::string text = edited(reference("valid-form"), R"("published": [])", figure);
    EXPECT_EQ(findings_in(text), "");
    for (const char* const order : {"[]", "[1]", "[1, 2, 3, 9]"})
        EXPECT_EQ(
            findings_in(edited(text, "[4, 3, 2, 1]", order)),
            "form.json:35:16: error: /forms/0/order: not a rearrangement of 1..4; expected every published number "
            "once [instrument.form.order]\n");
    EXPECT_EQ(findings_in(edited(text, R"("number": 3,)", R"("number": "3",)")),
              "form.json:18:16: error: /items/2/number: a string; expected a number [definition.wrong_type]\n");
}

TEST(ParseInstrument, RefusesAFormWhoseScalesLackATermOfTheDerivedScore)
{
    const std::string form =
        R"("forms": [{"id": "blue", "note": "scales of other names", "source": "these tests", "scales": [
        {"id": "worry", "dimension": "anxiety", "higher_means": "less_secure", "score": "mean",
         "items": [1, 3], "reversed": [3], "missing": {"min_answered": 2, "source": "the rule of these tests"}},
        {"id": "avoidance", "dimension": "avoidance", "higher_means": "less_secure", "score": "mean",
         "items": [2, 4], "reversed": [], "missing": {"min_answered": 2, "source": "the rule of these tests"}}],
        "vectors": [{"answers": [1, 5, 4, 2], "scores": {"worry": "3/2", "avoidance": "7/2", "security": "7/2"}}]}])";
    std::string text = reference("instrument.derived.unknown_score");
    text = edited(edited(text, "avoidence", "avoidance"), R"("forms": [])", form);
    EXPECT_FALSE(attune::parse_instrument(text, "form.json").value) << "security = 6 - anxiety / 2 - avoidance / 2";
}

TEST(ParseInstrument, RefusesAFormWhoseScaleIsNamedLikeTheDerivedScore)
{
    const std::string form = R"("forms": [{"id": "blue", "note": "three scales", "source": "these tests", "scales": [
        {"id": "anxiety", "dimension": "anxiety", "higher_means": "less_secure", "score": "mean",
         "items": [1, 3], "reversed": [3], "missing": {"min_answered": 2, "source": "the rule of these tests"}},
        {"id": "avoidance", "dimension": "avoidance", "higher_means": "less_secure", "score": "mean",
         "items": [2], "reversed": [], "missing": {"min_answered": 1, "source": "the rule of these tests"}},
        {"id": "security", "dimension": "other", "higher_means": "more_secure", "score": "mean",
         "items": [4], "reversed": [], "missing": {"min_answered": 1, "source": "the rule of these tests"}}],
        "vectors": [{"answers": [1, 5, 4, 2], "scores": {"anxiety": "3/2", "avoidance": "5", "security": "11/4"}}]}])";
    std::string text = reference("instrument.derived.unknown_score");
    text = edited(edited(text, "avoidence", "avoidance"), R"("forms": [])", form);
    EXPECT_FALSE(attune::parse_instrument(text, "form.json").value);
}

TEST(ParseInstrument, RefusesAFormThatLosesAnItem)
{
    // Item 5 is unscored on the published form; the form says that no item is, and has the published scales.
    const std::string form =
        R"("forms": [{"id": "blue", "note": "on blue paper", "source": "these tests", "unscored": []}])";
    std::string text = edited(reference("instrument.unscored.duplicate_item"), "[5, 5]", "[5]");
    EXPECT_EQ(findings_in(text), "");
    EXPECT_FALSE(attune::parse_instrument(edited(text, R"("forms": [])", form), "form.json").value);
}
