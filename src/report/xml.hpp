#pragma once

#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "svg.hpp"

namespace attune::inline v0::detail {

/// Gives an element one more attribute.
inline void set(pugi::xml_node node, const char* name, std::string_view value)
{
    node.append_attribute(name).set_value(std::string(value).c_str());
}

/// The same for a number, as short as a drawing allows.
inline void set(pugi::xml_node node, const char* name, double value)
{
    set(node, name, svg_number(value));
}

}  // namespace attune::inline v0::detail
