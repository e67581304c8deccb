#include "attune/report/text_table.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

TEST(TextTable, SetsNamesFlushLeftAndNumbersFlushRight)
{
    attune::text_table table({"id", "value", "n"}, 1);
    table.add({"alpha_raw", "0.938", "48757"});
    table.add({"sem", "-0.2", "7"});
    EXPECT_EQ(table.text("  "),
              "  id         value      n\n"
              "  alpha_raw  0.938  48757\n"
              "  sem         -0.2      7\n");
}

TEST(TextTable, CountsCharactersNotBytes)
{
    attune::text_table table({"", ""}, 1);
    table.add({"Überich", "1"});
    table.add({"Es", "22"});
    EXPECT_EQ(table.text(), "Überich   1\nEs       22\n");
}

TEST(TextTable, EndsNoLineInSpaces)
{
    attune::text_table table({"a", "note"}, 2);
    table.add({"1", ""});
    EXPECT_EQ(table.text(), "a  note\n1\n");
}

TEST(TextTable, RefusesALineOfAnotherLength)
{
    attune::text_table table({"a", "b"}, 1);
    try {
        table.add({"1"});
        FAIL() << "expected a refusal";
    } catch (const std::invalid_argument& refusal) {
        EXPECT_STREQ(refusal.what(), "text_table::add: cells must have 2 elements, but is 1 long");
    }
}

TEST(NumberText, HasAFixedNumberOfDigitsAndNoNegativeZero)
{
    EXPECT_EQ(attune::number_text(0.16574), "0.166");
    EXPECT_EQ(attune::number_text(-0.0001), "0.000");
    EXPECT_EQ(attune::number_text(-0.5, 0), "0");
    EXPECT_EQ(attune::number_text(11.027248, 1), "11.0");
    EXPECT_EQ(attune::number_text(std::nan("")), "-");
    EXPECT_EQ(attune::number_text(-std::numeric_limits<double>::infinity()), "-inf");
}

TEST(NumberText, RefusesMorePlacesThanADoubleHas)
{
    try {
        (void)attune::number_text(1, 16);
        FAIL() << "expected a refusal";
    } catch (const std::invalid_argument& refusal) {
        EXPECT_STREQ(refusal.what(), "number_text: places must lie in 0..15, but is 16");
    }
}

TEST(IntervalText, IsADashWithoutAnInterval)
{
    EXPECT_EQ(attune::interval_text({.id = "r"}), "-");
    EXPECT_EQ(
        attune::interval_text({.id = "r", .ci = attune::confidence_interval{-0.1329, 0.7226, 0.95, "fisher_z"}}, 2),
        "-0.13 to 0.72");
}
