#include "shown_table.hpp"

#include <cmath>

#include "attune/report/text_table.hpp"

namespace attune::inline v0::detail {

std::string text_of(const shown_table& table, std::size_t n_left)
{
    text_table text(table.head, n_left);
    for (const std::vector<std::string>& row : table.rows)
        text.add(row);
    return text.text("  ");
}

std::string p_in_words(double p)
{
    return std::isnan(p) ? "not known" : p < 0.001 ? "below 0.001" : number_text(p);
}

}  // namespace attune::inline v0::detail
