#include "attune/report/text_table.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "attune/core/check.hpp"

namespace attune::inline v0 {

namespace {

std::size_t width(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

text_table::text_table(std::vector<std::string> head, std::size_t n_left) : lines_{std::move(head)}, n_left_(n_left) {}

void text_table::add(std::vector<std::string> cells)
{
    check_count("text_table::add", "cells", cells.size(), lines_.front().size());
    lines_.push_back(std::move(cells));
}

std::string text_table::text(std::string_view indent) const
{
    std::vector<std::size_t> widths(lines_.front().size());
    for (const auto& line : lines_)
        for (std::size_t c = 0; c < line.size(); ++c)
            widths[c] = std::max(widths[c], width(line[c]));
    std::string all;
    for (const auto& line : lines_) {
        if (std::all_of(line.begin(), line.end(), [](const std::string& cell) { return cell.empty(); }))
            continue;
        std::string text(indent);
        for (std::size_t c = 0; c < line.size(); ++c) {
            const std::string gap(widths[c] - width(line[c]), ' ');
            text += (c == 0 ? "" : "  ") + (c < n_left_ ? line[c] + gap : gap + line[c]);
        }
        text.erase(text.find_last_not_of(' ') + 1);
        all += text + '\n';
    }
    return all;
}

std::string number_text(double number, int places)
{
    check_within("number_text", "places", places, 0, 15);
    if (std::isnan(number))
        return "-";
    const std::string text = fmt::format("{:.{}f}", number, places);
    const bool is_zero = text.find_first_of("123456789i") == std::string::npos;
    return is_zero && text.front() == '-' ? text.substr(1) : text;
}

std::string interval_text(const estimate& figure, int places)
{
    if (!figure.ci)
        return "-";
    return fmt::format("{} to {}", number_text(figure.ci->lower, places), number_text(figure.ci->upper, places));
}

}  // namespace attune::inline v0
