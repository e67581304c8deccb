#include "json_document.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

using attune::detail::json_document;
using attune::detail::json_kind;
using attune::detail::json_value;
using attune::detail::pointer_token;
using texts = std::vector<std::string>;

namespace {

/// A document that owns its text, and what was found in it.
struct parsed_text {
    explicit parsed_text(std::string given) : text(std::move(given)), document(text, "x.json", diagnostics) {}

    [[nodiscard]] texts found() const
    {
        texts all;
        for (const attune::diagnostic& finding : diagnostics)
            all.push_back(to_string(finding));
        return all;
    }

    [[nodiscard]] std::pair<std::size_t, std::size_t> place(const std::string& pointer) const
    {
        const attune::location where = document.locate(pointer);
        return {where.line, where.column};
    }

    std::string text;
    std::vector<attune::diagnostic> diagnostics;
    json_document document;
};

using place = std::pair<std::size_t, std::size_t>;

texts found_in(std::string text)
{
    return parsed_text(std::move(text)).found();
}

/// The only finding of a text with a syntax error; it has no value then.
std::string syntax_error(std::string text)
{
    const parsed_text parsed(std::move(text));
    EXPECT_EQ(parsed.document.root(), nullptr);
    return parsed.diagnostics.size() == 1 ? parsed.found().front() : fmt::format("{} findings", parsed.found().size());
}

std::string expected_error(std::size_t line, std::size_t column, std::string_view message)
{
    return fmt::format("x.json:{}:{}: error: {}; expected strict JSON [json.syntax]", line, column, message);
}

/// Writes a random document and remembers where its values begin.
class random_document {
public:
    explicit random_document(unsigned seed) : random_(seed)
    {
        space();
        value("", 0);
        space();
    }

    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] const std::vector<std::pair<std::string, place>>& places() const { return places_; }

private:
    std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_); }

    void write(std::string_view part)
    {
        for (const char c : part) {
            text_ += c;
            if (c == '\n') {
                ++line_;
                column_ = 1;
            } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
                ++column_;
            }
        }
    }

    void space()
    {
        static constexpr std::array<std::string_view, 8> kinds{"", "", "", " ", "\n", "\t", "\r\n", "  \n "};
        write(kinds[below(kinds.size())]);
    }

    /// A string literal; names get a number, so that none stands twice.
    std::string literal(std::size_t number, std::string& meant)
    {
        static constexpr std::array<std::pair<std::string_view, std::string_view>, 12> pieces{{{"a", "a"},
                                                                                               {"\\\"", "\""},
                                                                                               {"\\n", "\n"},
                                                                                               {"/", "/"},
                                                                                               {"~", "~"},
                                                                                               {"é", "é"},
                                                                                               {"漢", "漢"},
                                                                                               {"\\ud83d\\ude00", "😀"},
                                                                                               {"😀", "😀"},
                                                                                               {",: ", ",: "},
                                                                                               {"]}", "]}"},
                                                                                               {"\\\\", "\\"}}};
        std::string spelled;
        for (std::size_t left = below(4); left != 0; --left) {
            const auto& piece = pieces[below(pieces.size())];
            spelled += piece.first;
            meant += piece.second;
        }
        meant += std::to_string(number);
        return '"' + spelled + std::to_string(number) + '"';
    }

    void value(const std::string& pointer, int depth)
    {
        places_.push_back({pointer, {line_, column_}});
        static constexpr std::array<std::string_view, 9> scalars{"null", "true", "false", "0",   "-12.5e+3",
                                                                 "7",    "1E-2", "123",   "-0.0"};
        const std::size_t kind = below(depth < 5 ? 4 : 2);
        std::string ignored;
        if (kind == 0)
            write(scalars[below(scalars.size())]);
        else if (kind == 1)
            write(literal(below(100), ignored));
        else
            container(pointer, depth, kind == 2);
    }

    void container(const std::string& pointer, int depth, bool is_array)
    {
        write(is_array ? "[" : "{");
        const std::size_t n_parts = below(5);
        for (std::size_t part = 0; part < n_parts; ++part) {
            space();
            std::string token = std::to_string(part);
            if (!is_array) {
                std::string name;
                write(literal(part, name));
                token = pointer_token(name);
                space();
                write(":");
                space();
            }
            value(pointer + "/" + token, depth + 1);
            space();
            if (part + 1 != n_parts)
                write(",");
        }
        if (n_parts == 0)
            space();
        write(is_array ? "]" : "}");
    }

    std::mt19937 random_;
    std::string text_;
    std::size_t line_ = 1;
    std::size_t column_ = 1;
    std::vector<std::pair<std::string, place>> places_;
};

std::string nested(std::size_t depth)
{
    return std::string(depth, '[') + std::string(depth, ']');
}

}  // namespace

// --- values ---

TEST(JsonDocument, HoldsTheValuesAsTheyStand)
{
    const parsed_text parsed(R"({"a": [null, true, false], "b": "x\n\u00e9", "c": -1.50E+2, "a b": {}, "": []})");
    const json_value* root = parsed.document.root();
    ASSERT_NE(root, nullptr);
    EXPECT_TRUE(parsed.found().empty());
    EXPECT_EQ(root->kind, json_kind::object);
    texts names;
    for (const auto& member : root->members)
        names.push_back(member.name);
    EXPECT_EQ(names, (texts{"a", "b", "c", "a b", ""})) << "in the order of the file";
    const json_value* list = root->find("a");
    ASSERT_NE(list, nullptr);
    ASSERT_EQ(list->elements.size(), 3U);
    EXPECT_EQ(list->elements[0].kind, json_kind::null);
    EXPECT_EQ(list->elements[1].kind, json_kind::boolean);
    EXPECT_TRUE(list->elements[1].boolean);
    EXPECT_FALSE(list->elements[2].boolean);
    EXPECT_EQ(root->find("b")->kind, json_kind::string);
    EXPECT_EQ(root->find("b")->text, "x\né");
    EXPECT_EQ(root->find("c")->kind, json_kind::number);
    EXPECT_EQ(root->find("c")->text, "-1.50E+2") << "spelled as in the file";
    EXPECT_EQ(root->find("a b")->kind, json_kind::object);
    EXPECT_EQ(root->find("")->kind, json_kind::array);
    EXPECT_EQ(root->find("missing"), nullptr);
    EXPECT_EQ(root->find("b")->find("x"), nullptr) << "a string has no members";
}

TEST(JsonDocument, MayBeAnyValue)
{
    for (const auto& [text, kind] : std::vector<std::pair<std::string, json_kind>>{{"null", json_kind::null},
                                                                                   {"true", json_kind::boolean},
                                                                                   {"12", json_kind::number},
                                                                                   {"\"a\"", json_kind::string},
                                                                                   {"[]", json_kind::array},
                                                                                   {"{}", json_kind::object}}) {
        const parsed_text parsed("\n " + text + " \n");
        ASSERT_NE(parsed.document.root(), nullptr) << text;
        EXPECT_EQ(parsed.document.root()->kind, kind);
        EXPECT_EQ(parsed.document.root()->offset, 2U);
    }
}

TEST(JsonDocument, KeepsNumbersOfAnyLength)
{
    const std::string long_number = "0." + std::string(300, '1');
    for (const std::string& number : {std::string("18446744073709551616"), std::string("-9223372036854775809"),
                                      std::string("1e-999"), std::string("1e308"), long_number}) {
        const parsed_text parsed("[" + number + "]");
        ASSERT_NE(parsed.document.root(), nullptr) << number;
        EXPECT_EQ(parsed.document.root()->elements[0].text, number);
    }
}

TEST(JsonKind, HasANameForMessages)
{
    EXPECT_EQ(to_string(json_kind::null), "null");
    EXPECT_EQ(to_string(json_kind::boolean), "true or false");
    EXPECT_EQ(to_string(json_kind::number), "a number");
    EXPECT_EQ(to_string(json_kind::string), "a string");
    EXPECT_EQ(to_string(json_kind::array), "an array");
    EXPECT_EQ(to_string(json_kind::object), "an object");
}

TEST(PointerToken, EscapesTildeAndSlash)
{
    EXPECT_EQ(pointer_token("a"), "a");
    EXPECT_EQ(pointer_token(""), "");
    EXPECT_EQ(pointer_token("a/b"), "a~1b");
    EXPECT_EQ(pointer_token("m~n"), "m~0n");
    EXPECT_EQ(pointer_token("~1/~0"), "~01~1~00");
    EXPECT_EQ(pointer_token("é \""), "é \"");
}

// --- places ---

TEST(JsonDocument, KnowsThePlaceOfEveryValue)
{
    const parsed_text parsed(
        "{\n"
        "  \"a\": [1, 22 , \"x\"],\n"
        "  \"é/~\" :\n"
        "    {\"漢\": true, \"b\":null},\t\"c\" : -1.5e3\r\n"
        "}\n");
    EXPECT_EQ(parsed.place(""), place(1, 1));
    EXPECT_EQ(parsed.place("/a"), place(2, 8));
    EXPECT_EQ(parsed.place("/a/0"), place(2, 9));
    EXPECT_EQ(parsed.place("/a/1"), place(2, 12));
    EXPECT_EQ(parsed.place("/a/2"), place(2, 17));
    EXPECT_EQ(parsed.place("/é~1~0"), place(4, 5));
    EXPECT_EQ(parsed.place("/é~1~0/漢"), place(4, 11));
    EXPECT_EQ(parsed.place("/é~1~0/b"), place(4, 21));
    EXPECT_EQ(parsed.place("/c"), place(4, 34));
}

TEST(JsonDocument, KnowsThePlaceOfEveryValueOfRandomTexts)
{
    std::size_t n_values = 0;
    for (unsigned seed = 0; seed < 2'000; ++seed) {
        const random_document made(seed);
        const parsed_text parsed(made.text());
        ASSERT_NE(parsed.document.root(), nullptr) << made.text();
        ASSERT_TRUE(parsed.found().empty()) << made.text();
        for (const auto& [pointer, where] : made.places())
            ASSERT_EQ(parsed.place(pointer), where) << pointer << " of\n" << made.text();
        n_values += made.places().size();
    }
    EXPECT_GT(n_values, 10'000U);
}

TEST(JsonDocument, KnowsThePlaceOfTheNearestValueAroundOneThatIsNotThere)
{
    const parsed_text parsed("{\"a\": [1,\n [2]], \"b\": {\"c\": 3}}");
    EXPECT_EQ(parsed.place("/missing"), place(1, 1));
    EXPECT_EQ(parsed.place("/a/7"), place(1, 7));
    EXPECT_EQ(parsed.place("/a/x"), place(1, 7));
    EXPECT_EQ(parsed.place("/a/-"), place(1, 7));
    EXPECT_EQ(parsed.place("/a/"), place(1, 7));
    EXPECT_EQ(parsed.place("/a/99999999999999999999"), place(1, 7));
    EXPECT_EQ(parsed.place("/a/1/0/x"), place(2, 3));
    EXPECT_EQ(parsed.place("/b/c/d/e"), place(2, 19));
    EXPECT_EQ(parsed.document.locate("/a/7").pointer, "/a/7") << "the name of what is missing stays";
    EXPECT_EQ(parsed.document.locate("/a/7").source, "x.json");
}

TEST(JsonDocument, KnowsNoPlacesWithoutAValue)
{
    const parsed_text parsed("{");
    const attune::location where = parsed.document.locate("/a");
    EXPECT_EQ(where.source, "x.json");
    EXPECT_EQ(where.pointer, "/a");
    EXPECT_EQ(where.line, 0U);
    EXPECT_EQ(where.column, 0U);
}

TEST(JsonDocument, TurnsOffsetsIntoLinesAndColumns)
{
    const parsed_text parsed("{\"é\": 1,\r\n \"b\": 2}");
    const auto at = [&](std::size_t offset) {
        const attune::location where = parsed.document.locate(offset, "/p");
        EXPECT_EQ(where.pointer, "/p");
        return place(where.line, where.column);
    };
    EXPECT_EQ(at(0), place(1, 1));
    EXPECT_EQ(at(2), place(1, 3));
    EXPECT_EQ(at(4), place(1, 4)) << "é is one character of two bytes";
    EXPECT_EQ(at(11), place(2, 1));
    EXPECT_EQ(at(12), place(2, 2));
    EXPECT_EQ(at(1000), place(2, 9)) << "behind the end is at the end";
}

TEST(JsonDocument, TakesAByteOrderMark)
{
    const parsed_text parsed("\xEF\xBB\xBF{\n\"a\": 1}");
    ASSERT_NE(parsed.document.root(), nullptr);
    EXPECT_TRUE(parsed.found().empty());
    EXPECT_EQ(parsed.place("/a"), place(2, 6));
}

TEST(JsonDocument, KeepsAByteOrderMarkInsideAString)
{
    const parsed_text parsed("[\"\xEF\xBB\xBF\", 1]");
    ASSERT_NE(parsed.document.root(), nullptr);
    EXPECT_EQ(parsed.document.root()->elements[0].text, "\xEF\xBB\xBF");
    EXPECT_EQ(parsed.place("/1"), place(1, 7));
}

// --- names that stand twice ---

TEST(JsonDocument, ReportsANameThatStandsTwiceAtItsSecondPlace)
{
    EXPECT_EQ(found_in("{\"a\": 1,\n  \"a\": 2}"),
              texts{"x.json:2:3: error: /a: name 'a' stands twice in one object; expected each name once "
                    "[json.duplicate_key]"});
    EXPECT_EQ(found_in(R"({"a": [0, {"b/c": 1, "b\/c": 2}]})"),
              texts{"x.json:1:22: error: /a/1/b~1c: name 'b/c' stands twice in one object; expected each name once "
                    "[json.duplicate_key]"});
    EXPECT_EQ(found_in(R"({"é": {"": 1}, "b": {"": {}, "": 2}})"),
              texts{"x.json:1:30: error: /b/: name '' stands twice in one object; expected each name once "
                    "[json.duplicate_key]"});
}

TEST(JsonDocument, ReportsEveryNameThatStandsTwice)
{
    const parsed_text parsed("{\"a\": 1, \"b\": {\"a\": 1, \"a\": 1},\n\"a\": 2, \"a\": 3}");
    EXPECT_EQ(parsed.found(), (texts{"x.json:1:24: error: /b/a: name 'a' stands twice in one object; expected each "
                                     "name once [json.duplicate_key]",
                                     "x.json:2:1: error: /a: name 'a' stands twice in one object; expected each name "
                                     "once [json.duplicate_key]",
                                     "x.json:2:9: error: /a: name 'a' stands twice in one object; expected each name "
                                     "once [json.duplicate_key]"}));
    EXPECT_NE(parsed.document.root(), nullptr) << "so that the rest of the faults can be found";
}

TEST(JsonDocument, TakesTheSameNameInDifferentObjects)
{
    EXPECT_TRUE(found_in(R"({"a": {"a": {"a": 1}}, "b": [{"a": 1}, {"a": 1}], "A": 1})").empty());
}

// --- limits ---

TEST(JsonDocument, MayBeSixtyFourDeep)
{
    EXPECT_TRUE(found_in(nested(64)).empty());
    EXPECT_NE(parsed_text(nested(64)).document.root(), nullptr);
    std::string objects = "1";
    for (int depth = 0; depth < 64; ++depth)
        objects = "{\"a\":" + objects + "}";
    EXPECT_TRUE(found_in(objects).empty());
}

TEST(JsonDocument, RefusesMoreThanSixtyFourLevels)
{
    for (const std::size_t depth : {65U, 66U, 100'000U}) {
        const parsed_text parsed(nested(depth));
        EXPECT_EQ(parsed.document.root(), nullptr);
        ASSERT_EQ(parsed.diagnostics.size(), 1U) << depth;
        const attune::diagnostic& finding = parsed.diagnostics.front();
        EXPECT_EQ(finding.code, "json.too_deep");
        EXPECT_EQ(finding.message, "nested deeper than 64 levels; expected a flat definition");
        EXPECT_EQ(place(finding.where.line, finding.where.column), place(1, 65));
    }
    std::string mixed = "\n\"é\"";
    for (int depth = 0; depth < 33; ++depth)
        mixed = "[{\"a\":" + mixed + "}]";
    const parsed_text parsed(mixed);
    ASSERT_EQ(parsed.diagnostics.size(), 1U);
    EXPECT_EQ(parsed.diagnostics.front().code, "json.too_deep");
    EXPECT_EQ(parsed.diagnostics.front().where.column, 32U * 6 + 1);
}

TEST(JsonDocument, MayHaveSixteenMebibytes)
{
    const std::size_t most = std::size_t{16} << 20U;
    EXPECT_NE(parsed_text("[1" + std::string(most - 3, ' ') + "]").document.root(), nullptr);
    const parsed_text parsed("[1" + std::string(most - 2, ' ') + "]");
    EXPECT_EQ(parsed.document.root(), nullptr);
    EXPECT_EQ(parsed.found(), texts{"x.json: error: 16777217 bytes; expected at most 16777216 [json.too_large]"});
}

// --- syntax ---

TEST(JsonDocument, ReportsTheFirstSyntaxErrorAtTheLastByteThatWasRead)
{
    EXPECT_EQ(syntax_error(""), expected_error(1, 1,
                                               "syntax error while parsing value - unexpected end of input; expected "
                                               "'[', '{', or a literal"));
    EXPECT_EQ(syntax_error(" \n "), expected_error(2, 2,
                                                   "syntax error while parsing value - unexpected end of input; "
                                                   "expected '[', '{', or a literal"));
    EXPECT_EQ(syntax_error("[1,\n 2 3]"),
              expected_error(2, 4, "syntax error while parsing array - unexpected number literal; expected ']'"));
    EXPECT_EQ(syntax_error("{\"a\": 1"),
              expected_error(1, 8, "syntax error while parsing object - unexpected end of input; expected '}'"));
    EXPECT_EQ(syntax_error("{\n  \"é\": 1\n  \"b\": 2\n}"),
              expected_error(3, 5, "syntax error while parsing object - unexpected string literal; expected '}'"))
        << "a comma is missing in line 2";
    EXPECT_EQ(syntax_error("{\"a\" 1}"), expected_error(1, 6,
                                                        "syntax error while parsing object separator - unexpected "
                                                        "number literal; expected ':'"));
    EXPECT_EQ(syntax_error("[1,]"), expected_error(1, 4,
                                                   "syntax error while parsing value - unexpected ']'; expected '[', "
                                                   "'{', or a literal"));
    EXPECT_EQ(syntax_error("{\"a\":1,}"), expected_error(1, 8,
                                                         "syntax error while parsing object key - unexpected '}'; "
                                                         "expected string literal"));
    EXPECT_EQ(syntax_error("{a: 1}"), expected_error(1, 2, "syntax error while parsing object key - invalid literal"));
    EXPECT_EQ(syntax_error("[1]\n[2]"),
              expected_error(2, 1, "syntax error while parsing value - unexpected '['; expected end of input"));
    EXPECT_EQ(syntax_error("[1] x"), expected_error(1, 5, "syntax error while parsing value - invalid literal"));
    EXPECT_EQ(syntax_error("[1}"),
              expected_error(1, 3, "syntax error while parsing array - unexpected '}'; expected ']'"));
}

TEST(JsonDocument, RefusesWhatIsNotStrict)
{
    for (const auto& [text, column] : std::vector<std::pair<std::string, std::size_t>>{{"// note\n1", 1},
                                                                                       {"/* note */ 1", 1},
                                                                                       {"[NaN]", 2},
                                                                                       {"[Infinity]", 2},
                                                                                       {"['a']", 2},
                                                                                       {"[TRUE]", 2},
                                                                                       {"[tru]", 5},
                                                                                       {"nul", 4},
                                                                                       {"[nulL]", 5}})
        EXPECT_EQ(syntax_error(text), expected_error(1, column, "syntax error while parsing value - invalid literal"))
            << text;
    for (const std::string text : {"[01]", "[.5]", "[5.]", "[+1]", "[0x1]", "[1e]", "[1e+]", "[-]", "[--1]", "[1.2.3]",
                                   "[1_000]", "[1\x0B]", "[1\xC2\xA0]", "[1;2]", "{1: 2}", "{null: 2}", "[,1]", "]"})
        EXPECT_EQ(parsed_text(text).document.root(), nullptr) << text;
}

TEST(JsonDocument, PointsIntoFaultyStrings)
{
    const auto fault = [](std::size_t line, std::size_t column, std::string_view why) {
        return expected_error(line, column, fmt::format("syntax error while parsing value - invalid string: {}", why));
    };
    EXPECT_EQ(syntax_error("[\"éa"), fault(1, 5, "missing closing quote"));
    EXPECT_EQ(syntax_error("[\"a\nb\"]"),
              fault(1, 4, "control character U+000A (LF) must be escaped to \\u000A or \\n"));
    EXPECT_EQ(syntax_error("[\"a\tb\"]"),
              fault(1, 4, "control character U+0009 (HT) must be escaped to \\u0009 or \\t"));
    EXPECT_EQ(syntax_error("[\n\"\\x\"]"), fault(2, 3, "forbidden character after backslash"));
    EXPECT_EQ(syntax_error("[\"\\u12g4\"]"), fault(1, 7, "'\\u' must be followed by 4 hex digits"));
    EXPECT_EQ(syntax_error("[\"\\ud800\"]"),
              fault(1, 9, "surrogate U+D800..U+DBFF must be followed by U+DC00..U+DFFF"));
    EXPECT_EQ(syntax_error("[\"\\udc00\"]"), fault(1, 8, "surrogate U+DC00..U+DFFF must follow U+D800..U+DBFF"));
    EXPECT_EQ(syntax_error("[\"é\xFF\"]"), fault(1, 4, "ill-formed UTF-8 byte"));
    for (const std::string_view bytes : {"\x80", "\xC0\x80", "\xC3", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
                                         "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82"})
        EXPECT_EQ(parsed_text(fmt::format("[\"{}\"]", bytes)).document.root(), nullptr);
}

TEST(JsonDocument, RefusesHalfAByteOrderMark)
{
    EXPECT_EQ(syntax_error("\xEF\xBB{}"),
              expected_error(1, 2, "syntax error while parsing value - invalid BOM; must be 0xEF 0xBB 0xBF if given"));
}

TEST(JsonDocument, ReportsNamesBeforeASyntaxErrorToo)
{
    EXPECT_EQ(found_in("{\"a\": 1, \"a\": 2, }"),
              (texts{"x.json:1:10: error: /a: name 'a' stands twice in one object; expected each name once "
                     "[json.duplicate_key]",
                     expected_error(1, 18,
                                    "syntax error while parsing object key - unexpected '}'; expected string "
                                    "literal")}));
}

TEST(JsonDocument, TakesAnyBytesOrSaysWhatIsWrong)
{
    std::mt19937 random(20'269);
    const std::string_view alphabet = "{}[]\",:\\u0123456789eE+-. \n\ttruefalsn\xC3\xA9\xFF";
    for (int i = 0; i < 50'000; ++i) {
        std::string text(std::uniform_int_distribution<std::size_t>(0, 12)(random), '?');
        for (char& byte : text)
            byte = alphabet[std::uniform_int_distribution<std::size_t>(0, alphabet.size() - 1)(random)];
        const parsed_text parsed(text);
        ASSERT_TRUE(parsed.document.root() != nullptr || parsed.diagnostics.size() == 1U) << text;
        for (const attune::diagnostic& finding : parsed.diagnostics) {
            ASSERT_GE(finding.where.line, 1U);
            ASSERT_GE(finding.where.column, 1U);
        }
    }
}

// The parser takes a NUL for the end of the text; strict JSON has none.
TEST(JsonDocument, RefusesWhatStandsBehindANul)
{
    EXPECT_EQ(parsed_text(std::string("{\"a\": 1}\0, and more", 19)).document.root(), nullptr);
    EXPECT_EQ(parsed_text(std::string("{\"a\": 1}\0", 9)).document.root(), nullptr);
}

TEST(JsonDocument, NamesNoLibraryInItsMessages)
{
    const std::string message = syntax_error("[1, 1e999]");
    EXPECT_TRUE(message.starts_with("x.json:1:")) << message;
    EXPECT_EQ(message.find("json.exception"), std::string::npos) << message;
}

// An editor shows the mark as nothing; the CSV reader does not count it either.
TEST(JsonDocument, DoesNotCountAByteOrderMarkAsAColumn)
{
    EXPECT_EQ(parsed_text("\xEF\xBB\xBF{\"a\": 1}").place("/a"), place(1, 7));
}
