#include "attune/report/factors_report.hpp"

#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "attune/core/version.hpp"
#include "attune/report/estimate_json.hpp"
#include "attune/report/score_report.hpp"
#include "attune/report/text_table.hpp"
#include "counts.hpp"
#include "factor_fit_tables.hpp"
#include "list_json.hpp"

namespace attune::inline v0 {

namespace {

using detail::grouped;
using detail::list_json;

std::string numbers_json(const Eigen::VectorXd& numbers)
{
    return list_json(numbers, number_json);
}

std::string matrix_json(const matrix& rows)
{
    std::string json;
    for (Eigen::Index i = 0; i < rows.rows(); ++i)
        json += (json.empty() ? "" : ",") + numbers_json(rows.row(i).transpose());
    return "[" + json + "]";
}

std::string status_json(estimate_status status, const std::string& message)
{
    return status == estimate_status::ok
               ? "\"status\":\"ok\""
               : fmt::format("\"status\":\"{}\",\"message\":{}", to_string(status), json_string(message));
}

/// What is known of an item; null where there are no such figures.
double entry(const Eigen::VectorXd& of, std::size_t item)
{
    const auto at = static_cast<Eigen::Index>(item);
    return at < of.size() ? of[at] : std::numeric_limits<double>::quiet_NaN();
}

std::string items_json(const factor_analysis& of)
{
    std::string json;
    for (std::size_t i = 0; i < of.set.items.size(); ++i) {
        const factor_item& item = of.set.items[i];
        const auto row = static_cast<Eigen::Index>(i);
        const double uniqueness = entry(of.uniquenesses, i);
        const bool has_parts = of.parts.general.size() > row;
        json += fmt::format(
            "{}{{\"number\":{},\"id\":{},\"topic\":{},\"scale\":{},\"reversed\":{},\"loadings\":{},\"communality\":{},"
            "\"uniqueness\":{},\"complexity\":{},\"msa\":{},\"general\":{},\"groups\":{}}}",
            json.empty() ? "" : ",", item.number, json_string(item.id), item.topic ? json_string(*item.topic) : "null",
            json_string(item.scale), item.is_reversed,
            of.loadings.rows() > row ? numbers_json(of.loadings.row(row).transpose()) : "null",
            number_json(1 - uniqueness), number_json(uniqueness), number_json(entry(of.complexity, i)),
            number_json(entry(of.adequacy.msa, i)), has_parts ? number_json(of.parts.general[row]) : "null",
            has_parts ? numbers_json(of.parts.groups.row(row).transpose()) : "null");
    }
    return "[" + json + "]";
}

std::string set_json(const factor_analysis& of, const factors_result& result)
{
    const auto n_items = static_cast<double>(of.set.items.size());
    std::string factors;
    for (std::size_t f = 0; f < of.names.size(); ++f) {
        const double explained = entry(of.explained, f);
        factors += fmt::format("{}{{\"id\":{},\"sum_of_squares\":{},\"variance\":{}}}", factors.empty() ? "" : ",",
                               json_string(of.names[f]), number_json(explained), number_json(explained / n_items));
    }
    const std::string adequacy =
        fmt::format("\"kmo\":{},\"bartlett\":{{\"chi_square\":{},\"df\":{},\"p\":{},{}}}",
                    estimate_json(of.adequacy.kmo), number_json(of.sphericity.chi_square), of.sphericity.df,
                    number_json(of.sphericity.p), status_json(of.sphericity.status, of.sphericity.message));
    const std::string how_many = fmt::format(
        "\"eigenvalues\":{},\"parallel\":{{\"mean\":{},\"percentile\":{},\"n_factors\":{}}},"
        "\"map\":{{\"squared\":{},\"fourth\":{},\"n_factors_squared\":{},\"n_factors_fourth\":{}}}",
        numbers_json(of.eigenvalues), numbers_json(of.chance.mean), numbers_json(of.chance.percentile), of.n_parallel,
        numbers_json(of.partials.squared), numbers_json(of.partials.fourth), of.partials.n_factors_squared,
        of.partials.n_factors_fourth);
    std::string worst = "null";
    if (std::isfinite(of.fit.largest))
        worst = fmt::format("{{\"items\":[{},{}],\"residual\":{}}}", of.set.items[of.fit.largest_pair.first].number,
                            of.set.items[of.fit.largest_pair.second].number, number_json(of.fit.largest));
    return fmt::format(
        "{{\"id\":{},\"n_items\":{},\"n_persons\":{},\"n_used\":{},\"n_complete\":{},{},{},"
        "\"n_factors\":{},\"chosen_by\":\"{}\",{},\"iterations\":{},\"gradient\":{},"
        "\"fit\":{{\"rmsr\":{},\"largest_residual\":{},\"chi_square\":{},\"df\":{},\"p\":{},"
        "\"maximum_likelihood\":{}}},"
        "\"rotation\":{{\"value\":{},\"starts\":{},\"converged\":{},\"at_best\":{},\"iterations\":{},\"gradient\":{}}},"
        "\"factors\":[{}],\"factor_correlations\":{},\"coefficients\":{},\"schmid_leiman\":{{\"higher\":{},{}}},"
        "\"items\":{}}}",
        json_string(of.set.id), of.set.items.size(), of.n_persons, of.n_used, of.n_complete, adequacy, how_many,
        of.n_factors,
        of.is_asked                                                       ? "asked"
        : result.options.rotation.criterion == rotation_criterion::target ? "key"
                                                                          : "parallel",
        status_json(of.status, of.message), of.n_iterations, number_json(of.gradient_norm), number_json(of.fit.rmsr),
        worst, number_json(of.fit.chi_square), of.fit.df, number_json(of.fit.p),
        of.likelihood ? detail::fit_json(*of.likelihood, "exploratory") : "null", number_json(of.rotation.value),
        of.rotation.n_starts, of.rotation.n_converged, of.rotation.n_best, of.rotation.n_iterations,
        number_json(of.rotation.gradient_norm), factors, matrix_json(of.correlations),
        list_json(of.coefficients, estimate_json), numbers_json(of.parts.higher),
        status_json(of.parts.status, of.parts.message), items_json(of));
}

std::string_view kind_of_parallel(const factor_options& options)
{
    return options.is_permuted ? "permuted" : "normal";
}

std::string answers_in_words(missing_handling missing)
{
    switch (missing) {
    case missing_handling::listwise: return "people who answered every item";
    case missing_handling::pairwise: return "correlations of the people who answered both items of a pair";
    case missing_handling::em: return "covariances estimated by maximum likelihood (EM), for answers missing at random";
    }
    return "";
}

/// Kaiser's (1974) words for his measure.
std::string_view kaiser_in_words(double kmo)
{
    return kmo >= 0.9   ? "marvellous"
           : kmo >= 0.8 ? "meritorious"
           : kmo >= 0.7 ? "middling"
           : kmo >= 0.6 ? "mediocre"
           : kmo >= 0.5 ? "miserable"
                        : "unacceptable";
}

std::string factors_in_words(int n)
{
    return n == 1 ? "1 factor" : fmt::format("{} factors", n);
}

std::string count_text(const factor_analysis& of, const factors_result& result)
{
    const parallel_options& parallel = result.options.parallel;
    text_table table({"place", "eigenvalue", "by chance", "above chance"}, 0);
    const Eigen::Index n_shown =
        std::min<Eigen::Index>(of.eigenvalues.size(), std::max(of.n_parallel, of.n_factors) + 2);
    for (Eigen::Index i = 0; i < n_shown; ++i)
        table.add({fmt::format("{}", i + 1), number_text(of.eigenvalues[i]), number_text(of.chance.percentile[i]),
                   of.eigenvalues[i] > of.chance.percentile[i] ? "yes" : "no"});
    const std::string chosen = of.is_asked ? "were asked for"
                               : result.options.rotation.criterion == rotation_criterion::target
                                   ? "are those of the key"
                                   : "are taken, as parallel analysis says";
    return fmt::format(
        "How many factors\n"
        "  Parallel analysis suggests {}: that many eigenvalues lie above the {} % point of\n  {} ({} replicates, seed {}).\n"
        "  MAP suggests {} by squared partial correlations, {} by fourth powers. It looks for factors that several\n"
        "  items share, parallel analysis for any that are more than chance: with many people that finds small ones too.\n"
        "  {} {}.\n{}",
        factors_in_words(of.n_parallel), number_text(100 * parallel.percentile, 0),
        result.options.is_permuted ? "answers dealt to the people anew" : "normal answers that do not correlate",
        parallel.n_replicates, parallel.seed, of.partials.n_factors_squared, of.partials.n_factors_fourth, of.n_factors,
        chosen, table.text("  "));
}

std::string loading_table(const factor_analysis& of)
{
    std::vector<std::string> head{"item", "about", "scale"};
    head.insert(head.end(), of.names.begin(), of.names.end());
    const bool has_general = of.names.size() > 1 && of.parts.status == estimate_status::ok;
    if (has_general)
        head.emplace_back("general");
    for (const char* name : {"communality", "uniqueness", "complexity", "KMO"})
        head.emplace_back(name);
    text_table table(head, 3);
    for (std::size_t i = 0; i < of.set.items.size(); ++i) {
        const factor_item& item = of.set.items[i];
        std::vector<std::string> line{fmt::format("{}{}", item.number, item.is_reversed ? " reversed" : ""),
                                      item.topic.value_or(""), item.scale};
        for (std::size_t f = 0; f < of.names.size(); ++f)
            line.push_back(number_text(of.loadings(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(f)), 2));
        if (has_general)
            line.push_back(number_text(entry(of.parts.general, i), 2));
        line.push_back(number_text(1 - of.uniquenesses[static_cast<Eigen::Index>(i)], 2));
        line.push_back(number_text(of.uniquenesses[static_cast<Eigen::Index>(i)], 2));
        line.push_back(number_text(entry(of.complexity, i), 1));
        line.push_back(number_text(entry(of.adequacy.msa, i), 2));
        table.add(line);
    }
    return table.text("  ");
}

std::string factor_table(const factor_analysis& of)
{
    std::vector<std::string> head{"", "sum of squares", "% of variance"};
    if (of.names.size() > 1)
        for (const std::string& name : of.names)
            head.push_back("r with " + name);
    text_table table(head, 1);
    for (std::size_t f = 0; f < of.names.size(); ++f) {
        const auto row = static_cast<Eigen::Index>(f);
        std::vector<std::string> line{
            of.names[f], number_text(of.explained[row], 2),
            number_text(100 * of.explained[row] / static_cast<double>(of.set.items.size()), 1)};
        for (Eigen::Index other = 0; of.names.size() > 1 && other < of.correlations.cols(); ++other)
            line.push_back(number_text(of.correlations(row, other), 2));
        table.add(line);
    }
    return table.text("  ");
}

std::string_view meaning_of_omega(std::string_view id)
{
    return id == "omega_total"          ? "what all factors share of the variance of the sum of standardised items"
           : id == "omega_hierarchical" ? "what one general factor behind them has of it"
                                        : "what the general factor has of all that items have in common";
}

std::string fit_text(const factor_analysis& of)
{
    std::string text = fmt::format("  Residuals: root mean square {}", number_text(of.fit.rmsr));
    if (std::isfinite(of.fit.largest))
        text += fmt::format("; the largest, {}, between items {} and {}", number_text(of.fit.largest),
                            of.set.items[of.fit.largest_pair.first].number,
                            of.set.items[of.fit.largest_pair.second].number);
    text += std::isnan(of.fit.chi_square)
                ? ".\n"
                : fmt::format(".\n  {}: chi-square {} on {} degrees of freedom, p {}.\n",
                              of.likelihood ? "With Bartlett's correction for small samples" : "For normal answers",
                              number_text(of.fit.chi_square, 1), of.fit.df, detail::p_in_words(of.fit.p));
    if (of.rotation.n_starts > 0)
        text += fmt::format("  Rotation: {} of {} starts found the same best position.\n", of.rotation.n_best,
                            of.rotation.n_starts);
    if (of.likelihood)
        text += "\n" + detail::fit_text(*of.likelihood, of.n_factors);
    return text;
}

std::string set_text(const factor_analysis& of, const factors_result& result)
{
    std::string text = fmt::format("\n{}: {} items, {} people, {} of them with every item answered\n", of.set.id,
                                   of.set.items.size(), grouped(of.n_persons), grouped(of.n_complete));
    if (of.eigenvalues.size() == 0)
        return text + fmt::format("\n  No factors: {}.\n", of.message);
    text += of.adequacy.kmo.status == estimate_status::ok
                ? fmt::format("\n  Do the items belong together? KMO {}, in Kaiser's words {}.\n",
                              number_text(of.adequacy.kmo.value, 2), kaiser_in_words(of.adequacy.kmo.value))
                : fmt::format("\n  KMO: {}.\n", of.adequacy.kmo.message);
    text += of.sphericity.status == estimate_status::ok
                ? fmt::format(
                      "  Bartlett's test that no items correlate: chi-square {} on {} degrees of freedom, p {}.\n\n",
                      number_text(of.sphericity.chi_square, 1), of.sphericity.df, detail::p_in_words(of.sphericity.p))
                : fmt::format("  Bartlett's test that no items correlate: {}.\n\n", of.sphericity.message);
    text += count_text(of, result);
    if (of.names.empty())
        return text + fmt::format("\n  No loadings: {}.\n", of.message);
    if (of.status != estimate_status::ok)
        text += fmt::format("\n  Handle with care: {}.\n", of.message);
    text += fmt::format("\nLoadings\n{}\nFactors\n{}\n{}", loading_table(of), factor_table(of), fit_text(of));
    text_table omegas({"", "", ""}, 2);
    for (const estimate& figure : of.coefficients)
        omegas.add({figure.id, figure.message.empty() ? std::string(meaning_of_omega(figure.id)) : figure.message,
                    number_text(figure.value)});
    return text + "\n" + omegas.text("  ");
}

}  // namespace

std::string factors_json(const scoring_key& key, const factors_result& result)
{
    const factor_options& options = result.options;
    return fmt::format(
        "{{{},\"missing\":\"{}\",\"method\":\"{}\",\"rotation\":{{\"criterion\":\"{}\",\"kaiser\":{}}},"
        "\"parallel\":{{\"answers\":\"{}\",\"percentile\":{},\"replicates\":{},\"seed\":{}}},\"sets\":{},"
        "\"summary\":{{\"rows\":{},\"short_rows\":{},\"input\":{},\"input_sha256\":{},\"warnings\":{}}}}}\n",
        json_head("factors", key.identity()), to_string(options.missing), to_string(options.method),
        to_string(options.rotation.criterion), options.rotation.is_kaiser, kind_of_parallel(options),
        number_json(options.parallel.percentile), options.parallel.n_replicates, options.parallel.seed,
        list_json(result.sets, [&](const factor_analysis& of) { return set_json(of, result); }), result.n_rows,
        result.n_short_rows, json_string(result.input_name), json_string(result.input_sha256),
        list_json(result.warnings, [](const std::string& warning) { return json_string(warning); }));
}

std::string factors_text(const scoring_key& key, const factors_result& result)
{
    const instrument_identity& identity = key.identity();
    const rotation_options& rotation = result.options.rotation;
    std::string text = fmt::format(
        "{}, form {}{}\nFrom {}.\nFactors by {}, {}{}. Items count in the direction in which they are keyed.\n",
        identity.id, identity.form,
        identity.confidence == confidence::single_source ? "; its key rests on a single source" : "",
        answers_in_words(result.options.missing),
        result.options.method == factor_method::ml ? "maximum likelihood" : "minimum residuals",
        rotation.criterion == rotation_criterion::none ? "not rotated"
        : rotation.criterion == rotation_criterion::target
            ? "rotated towards the key"
            : fmt::format("rotated by {}", to_string(rotation.criterion)),
        rotation.is_kaiser ? " with Kaiser's normalisation" : "");
    for (const factor_analysis& of : result.sets)
        text += set_text(of, result);
    return text;
}

}  // namespace attune::inline v0
