#include "canonical_json.hpp"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

using attune::detail::canonical_json;
using attune::detail::json_document;

namespace {

std::string canonical(std::string_view text)
{
    std::vector<attune::diagnostic> found;
    const json_document document(text, "-", found);
    for (const attune::diagnostic& finding : found)
        ADD_FAILURE() << to_string(finding);
    return document.root() == nullptr ? "" : canonical_json(*document.root());
}

/// The shortest decimals that read back are canonical; these have all the digits there are.
std::string in_full(double number)
{
    return fmt::format("{:.17g}", number);
}

double value_of(std::string_view spelling)
{
    double value = 0;
    std::from_chars(spelling.data(), spelling.data() + spelling.size(), value);
    return value;
}

}  // namespace

// RFC 8785, appendix B, without the two that are no JSON (NaN and infinity).
TEST(CanonicalJson, SpellsNumbersAsTheRfcDoes)
{
    struct known_number {
        std::uint64_t bits;
        std::string_view spelling;
    };
    const std::vector<known_number> known{{0x0000000000000000, "0"},
                                          {0x8000000000000000, "0"},
                                          {0x0000000000000001, "5e-324"},
                                          {0x8000000000000001, "-5e-324"},
                                          {0x7fefffffffffffff, "1.7976931348623157e+308"},
                                          {0xffefffffffffffff, "-1.7976931348623157e+308"},
                                          {0x4340000000000000, "9007199254740992"},
                                          {0xc340000000000000, "-9007199254740992"},
                                          {0x4430000000000000, "295147905179352830000"},
                                          {0x44b52d02c7e14af5, "9.999999999999997e+22"},
                                          {0x44b52d02c7e14af6, "1e+23"},
                                          {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
                                          {0x444b1ae4d6e2ef4e, "999999999999999700000"},
                                          {0x444b1ae4d6e2ef4f, "999999999999999900000"},
                                          {0x444b1ae4d6e2ef50, "1e+21"},
                                          {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
                                          {0x3eb0c6f7a0b5ed8d, "0.000001"},
                                          {0x41b3de4355555553, "333333333.3333332"},
                                          {0x41b3de4355555554, "333333333.33333325"},
                                          {0x41b3de4355555555, "333333333.3333333"},
                                          {0x41b3de4355555556, "333333333.3333334"},
                                          {0x41b3de4355555557, "333333333.33333343"},
                                          {0xbecbf647612f3696, "-0.0000033333333333333333"},
                                          {0x43143ff3c1cb0959, "1424953923781206.2"}};
    for (const known_number& number : known) {
        EXPECT_EQ(canonical(in_full(std::bit_cast<double>(number.bits))), number.spelling);
        EXPECT_EQ(canonical(number.spelling), number.spelling);
    }
}

// RFC 8785, section 3.2.2.
TEST(CanonicalJson, WritesTheExampleOfTheRfc)
{
    EXPECT_EQ(canonical(R"({
  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
  "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
  "literals": [null, true, false]
})"),
              R"({"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],)"
              R"("string":"€$\u000f\nA'B\"\\\\\"/"})");
}

// RFC 8785, section 3.2.3.
TEST(CanonicalJson, SortsNamesByTheirUtf16Units)
{
    EXPECT_EQ(canonical(R"({
  "\u20ac": "Euro Sign",
  "\r": "Carriage Return",
  "\ufb33": "Hebrew Letter Dalet With Dagesh",
  "1": "One",
  "\ud83d\ude00": "Emoji: Grinning Face",
  "\u0080": "Control",
  "\u00f6": "Latin Small Letter O With Diaeresis"
})"),
              "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\","
              "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
              "\"😀\":\"Emoji: Grinning Face\",\"\xEF\xAC\xB3\":\"Hebrew Letter Dalet With Dagesh\"}");
}

TEST(CanonicalJson, SortsShortNamesBeforeLongOnesAndAtEveryDepth)
{
    EXPECT_EQ(canonical(R"({"b": {"aa": 1, "a": 2, "": 3, "B": 4}, "a": [{"z": 1, "y": 2}]})"),
              R"({"a":[{"y":2,"z":1}],"b":{"":3,"B":4,"a":2,"aa":1}})");
    EXPECT_EQ(canonical("{\"\xF0\x90\x80\x80\": 1, \"\xEF\xBF\xBF\": 2, \"\xED\x9F\xBF\": 3, \"\xEE\x80\x80\": 4}"),
              "{\"\xED\x9F\xBF\":3,\"\xF0\x90\x80\x80\":1,\"\xEE\x80\x80\":4,\"\xEF\xBF\xBF\":2}")
        << "U+10000 is D800 DC00 in UTF-16";
}

TEST(CanonicalJson, KeepsTheOrderOfArrays)
{
    EXPECT_EQ(canonical("[3, 1, [2, 1], 2]"), "[3,1,[2,1],2]");
}

TEST(CanonicalJson, WritesNothingBetweenTheParts)
{
    EXPECT_EQ(canonical(" { \"a\" :\t[ 1 ,\r\n2 ] , \"b\" : { } , \"c\" : [ ] } \n"), R"({"a":[1,2],"b":{},"c":[]})");
    EXPECT_EQ(canonical("null"), "null");
    EXPECT_EQ(canonical("true"), "true");
    EXPECT_EQ(canonical("false"), "false");
    EXPECT_EQ(canonical("\"\""), "\"\"");
}

TEST(CanonicalJson, EscapesOnlyWhatMustBeEscaped)
{
    std::string text;
    std::string expected;
    for (int byte = 0; byte < 0x20; ++byte) {
        text += fmt::format("\\u{:04X}", byte);
        switch (byte) {
        case 0x08: expected += "\\b"; break;
        case 0x09: expected += "\\t"; break;
        case 0x0A: expected += "\\n"; break;
        case 0x0C: expected += "\\f"; break;
        case 0x0D: expected += "\\r"; break;
        default: expected += fmt::format("\\u{:04x}", byte);
        }
    }
    EXPECT_EQ(canonical('"' + text + '"'), '"' + expected + '"');
    EXPECT_EQ(canonical(R"("\"\\\/\u007f\u0080\u2028\ud83d\ude00<>&'")"), "\"\\\"\\\\/\x7F\xC2\x80\xE2\x80\xA8😀<>&'\"");
    EXPECT_EQ(canonical(R"({"\n\u0041": 1})"), R"({"\nA":1})") << "names too";
}

TEST(CanonicalJson, SpellsEqualNumbersAlike)
{
    for (const std::string_view spelling :
         {"1", "1.0", "1.000", "1e0", "1E+0", "10e-1", "0.1e1", "1.0000000000000000001"})
        EXPECT_EQ(canonical(spelling), "1") << spelling;
    for (const std::string_view spelling : {"0", "-0", "0.0", "-0.0", "0e5", "0E-400", "1e-400"})
        EXPECT_EQ(canonical(spelling), "0") << spelling;
    EXPECT_EQ(canonical("-0.25"), "-0.25");
    EXPECT_EQ(canonical("123456789012345678"), "123456789012345680") << "doubles have no more digits";
    EXPECT_EQ(canonical("9007199254740993"), "9007199254740992");
    EXPECT_EQ(canonical("18446744073709551616"), "18446744073709552000");
    EXPECT_EQ(canonical("-9223372036854775808"), "-9223372036854776000");
}

TEST(CanonicalJson, ChangesToExponentsWhereEcmaScriptDoes)
{
    EXPECT_EQ(canonical("1e20"), "100000000000000000000");
    EXPECT_EQ(canonical("1e21"), "1e+21");
    EXPECT_EQ(canonical("123e20"), "1.23e+22");
    EXPECT_EQ(canonical("1e-6"), "0.000001");
    EXPECT_EQ(canonical("1e-7"), "1e-7");
    EXPECT_EQ(canonical("-12.5e-8"), "-1.25e-7");
    EXPECT_EQ(canonical("1.25e-6"), "0.00000125");
    EXPECT_EQ(canonical("1e100"), "1e+100");
}

TEST(CanonicalJson, SpellsEveryDoubleSoThatItReadsBack)
{
    std::mt19937_64 random(20'268);
    for (int i = 0; i < 50'000; ++i) {
        double number = std::bit_cast<double>(random());
        if (i % 2 == 0)
            number = static_cast<double>(static_cast<std::int64_t>(random() % 2'000'000'001) - 1'000'000'000) /
                     std::pow(10.0, static_cast<double>(random() % 12));
        if (!std::isfinite(number))
            continue;
        const std::string spelling = canonical(in_full(number));
        ASSERT_EQ(value_of(spelling), number) << spelling;
        ASSERT_EQ(canonical(spelling), spelling);
        const bool has_exponent = spelling.find('e') != std::string::npos;
        const double size = std::abs(number);
        ASSERT_EQ(has_exponent, size != 0 && (size < 1e-6 || size >= 1e21)) << spelling;
    }
}

TEST(CanonicalJson, IsItsOwnCanonicalForm)
{
    for (const std::string_view text :
         {R"({"z":[1.50,{"y":"\u00e9\u0001","x":null}],"a":true})", R"([[],{},"",0,-1e-9])", R"("\ud83d\ude00\"")"}) {
        const std::string once = canonical(text);
        EXPECT_EQ(canonical(once), once);
    }
}
