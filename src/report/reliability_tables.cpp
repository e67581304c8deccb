#include "reliability_tables.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "attune/report/text_table.hpp"
#include "counts.hpp"

namespace attune::inline v0::detail {

namespace {

/// What a coefficient says, for people who do not compute it every day.
std::string_view meaning_of(std::string_view id)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 21> meanings{
        {{"alpha_raw", "consistency of the score; a lower bound of its reliability when errors are independent"},
         {"alpha_std", "the same for items brought to equal spread, which is another score"},
         {"inter_item_r_mean", "mean correlation of two items"},
         {"inter_item_r_median", "median correlation of two items"},
         {"omega_u", "share of the score that one common factor explains; items may weigh unequally in it"},
         {"omega_u_obs", "the same of the spread that is there, in place of what the factor implies"},
         {"omega_total", "what three factors together explain of the score, for items brought to equal spread"},
         {"omega_hierarchical",
          "what one general factor behind the three has of that score; uncertain with one factor"},
         {"ecv", "what the general factor has of all that items share"},
         {"lambda1", "Guttman's first bound, too low by design; the others build on it"},
         {"lambda2", "a bound that is never below alpha"},
         {"lambda3", "Guttman's name for alpha"},
         {"lambda4", "the most consistent split of the items into two parts; flatters small samples"},
         {"lambda5", "a bound that is better when one item goes with all others"},
         {"lambda6", "a bound from how well each item is predicted by the others"},
         {"mu2", "a bound that goes one step beyond lambda2"},
         {"split_equal_min", "the least consistent split into equal halves"},
         {"split_equal_mean", "the mean of all splits into equal halves"},
         {"split_equal_max", "the most consistent split into equal halves"},
         {"sem", "standard error of measurement: how far a score strays by chance, in units of the score"},
         {"sdc", "smallest change of one person that is more than such straying"}}};
    for (const auto& [known, meaning] : meanings)
        if (known == id)
            return meaning;
    return "";
}

/// The error at a score: of the level that holds it or lies closest.
double error_at(const score_errors& method, double score)
{
    double found = std::numeric_limits<double>::quiet_NaN();
    double closest = std::numeric_limits<double>::infinity();
    for (const score_error& level : method.levels) {
        const double distance = std::max({level.lowest - score, score - level.highest, 0.0});
        if (distance < closest) {
            closest = distance;
            found = level.sem;
        }
    }
    return found;
}

}  // namespace

std::string people_of(const scale_quality& scale)
{
    return scale.n_complete == scale.n_persons
               ? fmt::format("{} people, all with every item answered", grouped(scale.n_persons))
               : fmt::format("{} of {} people answered every item", grouped(scale.n_complete),
                             grouped(scale.n_persons));
}

std::string handling_in_words(missing_handling missing)
{
    switch (missing) {
    case missing_handling::listwise: return "people who answered every item of the scale";
    case missing_handling::pairwise: return "covariances of the people who answered both items of a pair";
    case missing_handling::em: return "covariances estimated by maximum likelihood (EM), for answers missing at random";
    }
    return "";
}

shown_table coefficient_rows(const scale_quality& scale)
{
    std::string interval = "interval";
    for (const estimate& figure : scale.coefficients)
        if (figure.ci)
            interval = fmt::format("{} % interval", number_text(100 * figure.ci->level, 0));
    shown_table table{{"coefficient", "what it says", "value", interval}};
    for (const estimate& figure : scale.coefficients)
        table.rows.push_back({figure.id, std::string(figure.message.empty() ? meaning_of(figure.id) : figure.message),
                              number_text(figure.value), interval_text(figure)});
    return table;
}

shown_table item_rows(const scale_quality& scale)
{
    shown_table table{
        {"item", "", "answered", "mean", "sd", "lowest", "highest", "with rest", "alpha without", "omega without"}};
    for (const item_quality& item : scale.items)
        table.rows.push_back(
            {fmt::format("{} {}", item.number, item.id), item.is_reversed ? "reversed" : "",
             grouped(item.answers.n_answered), number_text(item.answers.mean, 2), number_text(item.answers.sd, 2),
             fmt::format("{} %", number_text(100 * item.answers.floor, 0)),
             fmt::format("{} %", number_text(100 * item.answers.ceiling, 0)), number_text(item.relations.item_rest_r),
             number_text(item.relations.alpha_if_dropped), number_text(item.omega_if_dropped)});
    return table;
}

shown_table error_rows(const conditional_error& error)
{
    // Those by single scores span all that somebody has.
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -lowest;
    shown_table table{{error.metric == aggregation::mean ? "mean score" : "sum"}};
    for (const score_errors& method : error.methods) {
        table.head.push_back(method.id);
        for (const score_error& level : method.levels) {
            lowest = std::min(lowest, level.lowest);
            highest = std::max(highest, level.highest);
        }
    }
    constexpr int n_steps = 8;
    const int last = lowest < highest ? n_steps : lowest == highest ? 0 : -1;
    for (int step = 0; step <= last; ++step) {
        const double score = lowest + (highest - lowest) * step / n_steps;
        std::vector<std::string> cells{number_text(score, 2)};
        for (const score_errors& method : error.methods)
            cells.push_back(number_text(error_at(method, score)));
        table.rows.push_back(std::move(cells));
    }
    return table;
}

}  // namespace attune::inline v0::detail
