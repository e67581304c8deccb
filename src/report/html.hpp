#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

#include "attune/core/version.hpp"

/// What pages are made with: HTML in a document of pugixml, whose texts are escaped by it.
namespace attune::inline v0::detail {

/// Adds an element with text; also an empty text keeps it open, as HTML wants it.
pugi::xml_node html_add(pugi::xml_node parent, const char* element, std::string_view text = {},
                        std::string_view looks = {});

/// How pages of attune look: in light, in dark and in print. Figures need `svg_style()` besides.
[[nodiscard]] std::string_view html_page_style();

/// Begins a page that loads nothing and runs nothing.
///
/// @return  its <body>.
pugi::xml_node html_begin(pugi::xml_document& page, std::string_view language, std::string_view title,
                          std::string_view style);

/// Adds a table with a caption; the first cell of a row is its heading.
void html_add_table(pugi::xml_node parent, std::string_view caption, const std::vector<std::string>& columns,
                    const std::vector<std::vector<std::string>>& rows);

/// The page as UTF-8 text.
[[nodiscard]] std::string html_text(const pugi::xml_document& page);

}  // namespace attune::inline v0::detail
