#include "html.hpp"

#include <sstream>

#include "xml.hpp"

namespace attune::inline v0::detail {

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
