#include "svg.hpp"

#include <gtest/gtest.h>

namespace detail = attune::detail;

namespace {

detail::svg_figure named(std::string title)
{
    return {.width = 200, .height = 100, .id = "one", .title = std::move(title), .description = "What it shows."};
}

}  // namespace

TEST(Svg, PrintsNumbersWithAtMostTwoDecimals)
{
    EXPECT_EQ(detail::svg_number(3), "3");
    EXPECT_EQ(detail::svg_number(100), "100");
    EXPECT_EQ(detail::svg_number(0.5), "0.5");
    EXPECT_EQ(detail::svg_number(1.0 / 3), "0.33");
    EXPECT_EQ(detail::svg_number(-0.001), "0");
    EXPECT_EQ(detail::svg_number(-12.345), "-12.35");
}

TEST(Svg, PutsTicksOnRoundValuesWithinTheRange)
{
    EXPECT_EQ(detail::svg_ticks(0, 12), (std::vector<double>{0, 2, 4, 6, 8, 10, 12}));
    EXPECT_EQ(detail::svg_ticks(0, 1, 5), (std::vector<double>{0, 0.2, 0.4, 3 * 0.2, 0.8, 1}));
    EXPECT_EQ(detail::svg_ticks(-7, 8, 3), (std::vector<double>{-5, 0, 5}));
    for (int upper = 1; upper < 400; ++upper) {
        const std::vector<double> ticks = detail::svg_ticks(0, upper);
        EXPECT_LE(ticks.size(), 10U) << upper;
        EXPECT_GE(ticks.size(), 4U) << upper;
        EXPECT_LE(ticks.back(), upper * (1 + 1e-9));
    }
}

TEST(Svg, PlacesValuesOnAScale)
{
    const detail::svg_scale scale{0, 10, 300, 100};
    EXPECT_EQ(scale(0), 300);
    EXPECT_EQ(scale(10), 100);
    EXPECT_EQ(scale(5), 200);
    EXPECT_EQ((detail::svg_scale{3, 3, 0, 10}(3)), 5);
}

TEST(Svg, SaysToScreenReadersWhatAFigureShows)
{
    pugi::xml_document page;
    const pugi::xml_node svg = detail::svg_add_figure(page, named("A <title> & more"), false);
    EXPECT_STREQ(svg.attribute("role").value(), "img");
    EXPECT_STREQ(svg.attribute("aria-labelledby").value(), "one-title one-description");
    EXPECT_STREQ(svg.child("title").attribute("id").value(), "one-title");
    EXPECT_STREQ(svg.child("desc").text().get(), "What it shows.");
    EXPECT_FALSE(svg.child("style"));
    EXPECT_NE(detail::svg_document_text(page).find("A &lt;title&gt; &amp; more"), std::string::npos);
}

TEST(Svg, BringsItsStyleAlongInAFileOfItsOwn)
{
    pugi::xml_document file;
    const pugi::xml_node svg = detail::svg_add_figure(file, named("Alone"), true);
    const std::string style = svg.child("style").text().get();
    EXPECT_NE(style.find("prefers-color-scheme: dark"), std::string::npos);
    EXPECT_EQ(style.find("http"), std::string::npos) << "a figure loads nothing";
    EXPECT_TRUE(svg.child("rect"));
    EXPECT_TRUE(detail::svg_document_text(file).starts_with("<?xml version=\"1.0\"?>\n<svg class=\"figure\""));
}

TEST(Svg, DrawsElementsWithTheirPlaces)
{
    pugi::xml_document page;
    const pugi::xml_node group = detail::svg_add_group(page, "");
    detail::svg_add_line(group, {0, 1.005}, {2.5, 3}, "grid");
    detail::svg_add_polyline(group, {{0, 0}, {1, 0.25}}, "series");
    detail::svg_add_circle(group, {5, 6}, 3.5, "mark");
    detail::svg_add_path(group, detail::svg_polygon_path({{0, 0}, {1, 0}, {1, 1}}), "band");
    detail::svg_add_text(group, {1, 2}, "a & b", "label", "end");
    EXPECT_EQ(detail::svg_document_text(page),
              "<?xml version=\"1.0\"?>\n"
              "<g>\n"
              " <line class=\"grid\" x1=\"0\" y1=\"1\" x2=\"2.5\" y2=\"3\" />\n"
              " <polyline class=\"series\" points=\"0,0 1,0.25\" />\n"
              " <circle class=\"mark\" cx=\"5\" cy=\"6\" r=\"3.5\" />\n"
              " <path class=\"band\" d=\"M0,0L1,0L1,1Z\" />\n"
              " <text class=\"label\" x=\"1\" y=\"2\" text-anchor=\"end\">a &amp; b</text>\n"
              "</g>\n");
    EXPECT_EQ(detail::svg_polygon_path({}), "");
}

TEST(Svg, DrawsAnArrowBetweenMarksThatAreApart)
{
    pugi::xml_document document;
    attune::detail::svg_add_arrow(document, {0, 0}, {100, 0}, 8, "way", "mark");
    const pugi::xml_node line = document.child("line");
    EXPECT_EQ(line.attribute("x1").as_double(), 8);
    EXPECT_EQ(line.attribute("x2").as_double(), 84);
    EXPECT_STREQ(document.child("path").attribute("d").value(), "M92,0L84,4L84,-4Z");
    pugi::xml_document close;
    attune::detail::svg_add_arrow(close, {0, 0}, {20, 0}, 8, "way", "mark");
    EXPECT_TRUE(close.children().empty());
}

TEST(Svg, FadesAnElement)
{
    pugi::xml_document document;
    pugi::xml_node group = attune::detail::svg_add_group(document, "");
    attune::detail::svg_fade(group, 0.55);
    EXPECT_STREQ(group.attribute("opacity").value(), "0.55");
}

TEST(Svg, LabelsItsAxes)
{
    pugi::xml_document page;
    const pugi::xml_node group = detail::svg_add_group(page, "");
    detail::svg_add_bottom_axis(group, {1, 3, 50, 150}, 80, {1, 2, 3}, "factor");
    detail::svg_add_left_axis(group, {0, 1, 80, 10}, 50, 150, {0, 1}, "eigenvalue");
    const std::string text = detail::svg_document_text(page);
    for (const char* expected : {">2</text>", ">factor</text>", ">eigenvalue</text>", "rotate(-90 8 45)"})
        EXPECT_NE(text.find(expected), std::string::npos) << expected;
}
