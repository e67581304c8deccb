#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "attune/core/version.hpp"
#include "attune/report/reliability_report.hpp"
#include "attune/report/text_table.hpp"
#include "counts.hpp"
#include "factor_fit_tables.hpp"
#include "html.hpp"
#include "reliability_figures.hpp"
#include "reliability_tables.hpp"
#include "svg.hpp"

namespace attune::inline v0 {

namespace {

/// What this page has beyond the others: ids stay as they are, and each scale begins on a sheet of its own.
constexpr std::string_view reliability_page_style = R"(
h3 { font-size: 1.05rem; margin: 1.6rem 0 .3rem; }
table { font-size: .86rem; }
th, td { padding-right: .45rem; }
tbody th::first-letter { text-transform: none; }
.figure { max-width: 36rem; }
@media (max-width: 30rem) { table { font-size: .8rem; } tbody th { overflow-wrap: anywhere; width: 5.6rem; } }
@media print {
  section + section { break-before: page; }
  h3, h3 + .note { break-after: avoid; }
  table { font-size: 8.5pt; }
  .figure { max-width: 13cm; }
}
)";

void add_shown(pugi::xml_node parent, std::string_view caption, const detail::shown_table& table)
{
    detail::html_add_table(parent, caption, table.head, table.rows);
}

/// The figures before the words about them, so that a narrow screen shows them.
detail::shown_table with_words_last(detail::shown_table table)
{
    const auto turn = [](std::vector<std::string>& cells) {
        std::rotate(cells.begin() + 1, cells.begin() + 2, cells.end());
    };
    turn(table.head);
    for (std::vector<std::string>& row : table.rows)
        turn(row);
    return table;
}

/// What the questionnaire asks in an item, in attune's words.
std::string topic_of(const scoring_key& key, const item_quality& of)
{
    for (const item& asked : key.form().items)
        if (asked.id == of.id)
            return asked.topic.value_or("");
    return "";
}

void add_item_rest(pugi::xml_node section, const std::string& id, const scoring_key& key, const scale_quality& scale,
                   const quality_details& details)
{
    detail::html_add(section, "h3", "How each item goes with the others");
    detail::html_add(
        section, "p",
        "The correlation of an item with the sum of the other items, all in the keyed direction. Near 0 it "
        "has little to do with them; below 0 it points the other way. Intervals are Fisher's, which are "
        "approximate for answers in few categories.",
        "note");
    detail::add_item_rest_figure(section, id + "-items", scale, details);
    detail::shown_table table{{"item", "about", "item-rest r", "interval"}};
    for (std::size_t p = 0; p < scale.items.size(); ++p) {
        const item_quality& item = scale.items[p];
        const auto& interval = details.item_rest[p];
        table.rows.push_back({fmt::format("{}{}", item.number, item.is_reversed ? " reversed" : ""),
                              topic_of(key, item), number_text(item.relations.item_rest_r),
                              interval
                                  ? fmt::format("{} to {} ({} %)", number_text(interval->lower),
                                                number_text(interval->upper), number_text(100 * interval->level, 0))
                                  : "-"});
    }
    add_shown(section, "Item-rest correlations", table);
}

void add_answers(pugi::xml_node section, const std::string& id, const scoring_key& key, const scale_quality& scale)
{
    detail::html_add(section, "h3", "Which answers were given");
    detail::html_add(
        section, "p",
        "All answers to an item, of people who left others out too, in the direction in which it is keyed. "
        "Where most give the lowest or the highest answer the item tells few of them apart.",
        "note");
    detail::add_answers_figure(section, id + "-answers", scale, key.range().min);
    detail::shown_table table{{"item"}};
    for (int answer = key.range().min; answer <= key.range().max; ++answer)
        table.head.push_back(fmt::format("{}", answer));
    table.head.emplace_back("answers");
    for (const item_quality& item : scale.items) {
        std::vector<std::string> cells{fmt::format("{}{}", item.number, item.is_reversed ? " reversed" : "")};
        for (const std::int64_t n : item.answers.n_chosen)
            cells.push_back(item.answers.n_answered == 0
                                ? "-"
                                : fmt::format("{} %", number_text(100.0 * static_cast<double>(n) /
                                                                      static_cast<double>(item.answers.n_answered),
                                                                  1)));
        cells.push_back(detail::grouped(item.answers.n_answered));
        table.rows.push_back(std::move(cells));
    }
    add_shown(section, "Answers in the keyed direction", table);
}

void add_splits(pugi::xml_node section, const std::string& id, const scale_quality& scale,
                const quality_details& details)
{
    const split_distribution& splits = details.splits;
    detail::html_add(section, "h3", "How halves of the scale agree");
    if (splits.status != estimate_status::ok) {
        detail::html_add(section, "p", fmt::format("There is nothing to show: {}.", splits.message));
        return;
    }
    detail::html_add(
        section, "p",
        fmt::format("A reliability for each way of parting the items into halves: of {} {}. A wide spread "
                    "says that it matters which items are put together.",
                    splits.method == "all splits" ? "all" : "a random choice of", detail::grouped(splits.n_splits)),
        "note");
    detail::add_splits_figure(section, id + "-splits", scale, details);
    detail::shown_table table{{"coefficient", "splits", "share"}};
    const int n_digits = splits.width < 0.01 ? 4 : 2;
    for (std::size_t bin = 0; bin < splits.n_in_bin.size(); ++bin) {
        const double from = splits.lowest + splits.width * static_cast<double>(bin);
        const std::int64_t n = splits.n_in_bin[bin];
        table.rows.push_back(
            {fmt::format("{} to {}", number_text(from, n_digits), number_text(from + splits.width, n_digits)),
             detail::grouped(n),
             fmt::format("{} %", number_text(100 * static_cast<double>(n) / static_cast<double>(splits.n_splits), 1))});
    }
    add_shown(section, "Split-half coefficients", table);
}

void add_errors(pugi::xml_node section, const std::string& id, const scale_quality& scale,
                const conditional_error& error)
{
    detail::html_add(section, "h3", "How far scores stray by chance, score by score");
    const detail::shown_table table = detail::error_rows(error);
    if (!table.rows.empty()) {
        detail::html_add(section, "p",
                         fmt::format("The standard error of measurement of a score, in units of the {} of the scale. "
                                     "Near the ends of the range it is smaller, as there is less room to stray.",
                                     error.metric == aggregation::mean ? "mean" : "sum"),
                         "note");
        detail::add_errors_figure(section, id + "-errors", scale, error);
        add_shown(section, "Standard errors of measurement by score", table);
    }
    pugi::xml_node list = section.append_child("ul");
    list.append_attribute("class").set_value("note");
    for (const score_errors& method : error.methods)
        detail::html_add(
            list, "li",
            fmt::format("{}: {}{}{}", method.id, method.method, method.message.empty() ? "" : "; ", method.message));
}

/// One scale of one group.
///
/// @param id  begins the ids of its figures.
void add_scale(pugi::xml_node body, const std::string& id, const scoring_key& key, const reliability_result& result,
               const reliability_group& group, std::size_t place)
{
    const scale_quality& scale = group.scales[place];
    pugi::xml_node section = body.append_child("section");
    detail::html_add(section, "h2",
                     result.by.empty()
                         ? scale.id
                         : fmt::format("{}, {} {}", scale.id, result.by, group.by.empty() ? "(empty)" : group.by));
    detail::html_add(section, "p",
                     fmt::format("{} items; {}; mean {}, sd {}.", scale.n_items, detail::people_of(scale),
                                 number_text(scale.mean, 2), number_text(scale.sd, 2)));
    if (scale.coefficients.empty()) {
        detail::html_add(section, "p", "A scale of one item has no coefficients.");
        return;
    }
    add_shown(section, "Coefficients", with_words_last(detail::coefficient_rows(scale)));
    if (scale.fit && scale.fit->status == estimate_status::ok)
        add_shown(section, "Fit of one factor", with_words_last(detail::fit_rows(*scale.fit)));
    else if (scale.fit)
        detail::html_add(section, "p", fmt::format("Fit of one factor: {}.", scale.fit->message), "note");
    add_item_rest(section, id, key, scale, group.details.at(place));
    add_shown(section, "Items", detail::item_rows(scale));
    add_answers(section, id, key, scale);
    add_splits(section, id, scale, group.details.at(place));
    add_errors(section, id, scale, group.conditional.at(place));
}

void add_comparisons(pugi::xml_node body, const reliability_result& result)
{
    if (result.comparisons.empty())
        return;
    pugi::xml_node section = body.append_child("section");
    detail::html_add(section, "h2", fmt::format("Is alpha the same in all values of {}?", result.by));
    detail::shown_table table{{"scale", "groups", "chi-square", "degrees of freedom", "p"}};
    for (const alpha_comparison& of : result.comparisons)
        table.rows.push_back({of.scale, fmt::format("{}", of.n_groups), number_text(of.test.chi_square, 2),
                              fmt::format("{}", of.test.df),
                              of.test.status == estimate_status::ok ? detail::p_in_words(of.test.p) : of.test.message});
    add_shown(section, "Feldt, Woodruff and Salih (1987)", table);
}

}  // namespace

std::string reliability_html(const scoring_key& key, const reliability_result& result)
{
    const instrument_identity& identity = key.identity();
    const std::string title = fmt::format("Reliability of {}, form {}", identity.id, identity.form);
    pugi::xml_document page;
    pugi::xml_node body = detail::html_begin(
        page, "en", title,
        std::string(detail::html_page_style()) + detail::svg_style() + std::string(reliability_page_style));
    detail::html_add(body, "h1", title);
    detail::html_add(body, "p", fmt::format("From {}.", detail::handling_in_words(result.missing)));
    if (identity.confidence == confidence::single_source)
        detail::html_add(body, "p", "The key of this form rests on a single source.");
    for (const std::string& warning : result.warnings)
        detail::html_add(body, "p", fmt::format("Warning: {}.", warning));
    for (std::size_t g = 0; g < result.groups.size(); ++g)
        for (std::size_t s = 0; s < result.groups[g].scales.size(); ++s)
            add_scale(body, fmt::format("g{}-s{}", g + 1, s + 1), key, result, result.groups[g], s);
    add_comparisons(body, result);
    detail::html_add(body, "p",
                     fmt::format("{} rows of {}, {}. Made with attune {}; definition {} {}, scoring_sha256 {}; input "
                                 "sha256 {}.",
                                 detail::grouped(result.n_rows), result.input_name, result.citation, version,
                                 identity.id, identity.version, identity.scoring_sha256,
                                 result.input_sha256.empty() ? "not known" : result.input_sha256),
                     "note");
    return detail::html_text(page);
}

}  // namespace attune::inline v0
