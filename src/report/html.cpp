#include "html.hpp"

#include <sstream>

#include "xml.hpp"

namespace attune::inline v0::detail {

std::string_view html_page_style()
{
    return R"(
:root { color-scheme: light dark; --ink: #1f2328; --pale: #59636e; --lines: #d1d9e0; --paper: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --ink: #f0f6fc; --pale: #9da7b3; --lines: #3d444d; --paper: #0d1117; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 44rem; color: var(--ink); background: var(--paper);
       font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .4rem; }
p { margin: .4rem 0; }
.note { color: var(--pale); font-size: .92rem; }
.figure { display: block; width: 100%; max-width: 34rem; height: auto; margin: .8rem 0; }
.figure .track { stroke: var(--lines); stroke-width: 4; stroke-linecap: round; }
.figure .ring { fill: none; stroke: var(--lines); stroke-width: 1.5; }
.figure .way { stroke: var(--colour_1); stroke-width: 1.5; }
.figure .way_2 { stroke: var(--colour_2); stroke-width: 1.5; }
.figure .way_3 { stroke: var(--colour_3); stroke-width: 1.5; }
.figure .corner { fill: var(--pale); font-size: 14px; }
.figure .name { font-weight: 600; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: .8rem 0; font-size: .92rem; width: 100%; }
caption { text-align: left; font-weight: 600; padding-bottom: .3rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--lines);
         overflow-wrap: break-word; }
h2.name::first-letter, tbody th::first-letter { text-transform: uppercase; }
.sheet tbody th::first-letter { text-transform: none; }
.line { border-bottom: 1px solid var(--pale); height: 2rem; }
.sheet { border-top: 3px double var(--lines); margin-top: 3rem; padding-top: 1.5rem; }
@media print {
  :root { --ink: #000000; --pale: #333333; --lines: #bbbbbb; --paper: #ffffff; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  .sheet { break-before: page; border: 0; margin: 0; padding: 0; }
  .scroll { overflow: visible; }
  .figure, tr { break-inside: avoid; }
  .figure { max-width: 11cm; }
  h1, h2, caption, thead { break-after: avoid; }
}
)";
}

pugi::xml_node html_add(pugi::xml_node parent, const char* element, std::string_view text, std::string_view looks)
{
    pugi::xml_node node = parent.append_child(element);
    if (!looks.empty())
        set(node, "class", looks);
    node.append_child(pugi::node_pcdata).set_value(std::string(text).c_str());
    return node;
}

pugi::xml_node html_begin(pugi::xml_document& page, std::string_view language, std::string_view title,
                          std::string_view style)
{
    page.append_child(pugi::node_doctype).set_value("html");
    pugi::xml_node html = page.append_child("html");
    set(html, "lang", language);
    pugi::xml_node head = html.append_child("head");
    set(head.append_child("meta"), "charset", "utf-8");
    pugi::xml_node policy = head.append_child("meta");
    set(policy, "http-equiv", "Content-Security-Policy");
    set(policy, "content", "default-src 'none'; style-src 'unsafe-inline'");
    pugi::xml_node view = head.append_child("meta");
    set(view, "name", "viewport");
    set(view, "content", "width=device-width, initial-scale=1");
    pugi::xml_node scheme = head.append_child("meta");
    set(scheme, "name", "color-scheme");
    set(scheme, "content", "light dark");
    html_add(head, "title", title);
    html_add(head, "style", style);
    return html.append_child("body");
}

void html_add_table(pugi::xml_node parent, std::string_view caption, const std::vector<std::string>& columns,
                    const std::vector<std::vector<std::string>>& rows)
{
    pugi::xml_node scroll = parent.append_child("div");
    set(scroll, "class", "scroll");
    set(scroll, "tabindex", "0");
    set(scroll, "role", "region");
    set(scroll, "aria-label", caption);
    pugi::xml_node table = scroll.append_child("table");
    html_add(table, "caption", caption);
    pugi::xml_node head = table.append_child("thead").append_child("tr");
    for (const std::string& column : columns)
        set(html_add(head, "th", column), "scope", "col");
    pugi::xml_node body = table.append_child("tbody");
    for (const std::vector<std::string>& cells : rows) {
        pugi::xml_node row = body.append_child("tr");
        for (std::size_t i = 0; i < cells.size(); ++i) {
            pugi::xml_node cell = html_add(row, i == 0 ? "th" : "td", cells[i]);
            if (i == 0)
                set(cell, "scope", "row");
        }
    }
}

std::string html_text(const pugi::xml_document& page)
{
    std::ostringstream text;
    page.save(text, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
    return text.str() + "\n";
}

}  // namespace attune::inline v0::detail
