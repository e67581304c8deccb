// Computes one statistic of a table of answers again and again, and prints how long one computation takes and what came
// out, as the R script of the same name does:
//   attune_beside_r CASE ANSWERS
// Reading the table is not measured, nor is what a case makes of it beforehand. Procedure: benchmarks/README.md.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "attune/io/answer_reader.hpp"
#include "attune/io/input_file.hpp"
#include "attune/stats/change/growth.hpp"
#include "attune/stats/factor/minimum_residual.hpp"
#include "attune/stats/factor/rotation/rotate.hpp"
#include "attune/stats/items/item_statistics.hpp"
#include "attune/stats/moments/covariance.hpp"
#include "attune/stats/moments/moments.hpp"
#include "attune/stats/moments/pair_tables.hpp"
#include "attune/stats/polychoric/polychoric_matrix.hpp"
#include "attune/stats/reliability/alpha.hpp"
#include "attune/stats/reliability/alpha_adf.hpp"
#include "attune/stats/reliability/omega.hpp"

namespace {

using values = std::map<std::string, double>;
using computation = std::function<values()>;
using clock = std::chrono::steady_clock;

constexpr std::size_t n_items = 36;

/// The answers i1..i36 of 1 to 7.
attune::code_block read_answers(const std::string& file)
{
    const auto source = attune::open_input(file);
    attune::answer_reader input(*source, {.source = file});
    attune::column_selection selection;
    for (std::size_t item = 1; item <= n_items; ++item) {
        const auto found = std::find(input.header().begin(), input.header().end(), fmt::format("i{}", item));
        selection.answers.push_back(static_cast<std::size_t>(found - input.header().begin()));
    }
    input.select(selection, attune::answer_syntax({.min = 1, .max = 7}));
    attune::code_block all(n_items);
    attune::code_block block(n_items);
    while (input.next(block)) {
        for (std::size_t person = 0; person < block.n_persons(); ++person)
            std::copy_n(block.padded_row(person), n_items, all.append().begin());
        block.clear();
    }
    return all;
}

/// The first items as one scale, every second of them reversed.
attune::moment_layout one_scale(std::size_t n_in_scale = 18)
{
    attune::moment_layout layout{n_in_scale, 1, 7, {{}}};
    for (std::size_t item = 0; item < n_in_scale; ++item) {
        layout.scales[0].items.push_back(item);
        layout.scales[0].is_reversed.push_back(item % 2 == 1);
    }
    return layout;
}

/// Alpha with its interval, and for each item what psych::alpha gives.
values alpha(const attune::code_block& answers)
{
    attune::moments sums(one_scale());
    sums.add(answers.padded_row(0), answers.n_persons(), answers.stride());
    const attune::matrix cov = attune::listwise_covariances(sums, 0).cov;
    values found{{"alpha_raw", attune::alpha_interval_adf(sums, 0).value}, {"alpha_std", attune::alpha_std(cov).value}};
    const std::vector<attune::item_relations> relations = attune::relations_of_items(cov);
    for (std::size_t item = 0; item < 18; ++item) {
        const auto distribution = attune::distribution_of(sums, 0, item);
        found[fmt::format("mean_{}", item + 1)] = distribution.mean;
        found[fmt::format("item_rest_r_{}", item + 1)] = relations[item].item_rest_r;
        found[fmt::format("alpha_if_dropped_{}", item + 1)] = relations[item].alpha_if_dropped;
    }
    return found;
}

/// Covariances of the first items, every second of them reversed.
attune::matrix covariances(const attune::code_block& answers, std::size_t n_in_scale)
{
    attune::moments sums(one_scale(n_in_scale));
    sums.add(answers.padded_row(0), answers.n_persons(), answers.stride());
    return attune::listwise_covariances(sums, 0).cov;
}

/// Omega of one factor with its interval, from covariances of 18 items.
computation omega(const attune::code_block& answers)
{
    return [cov = covariances(answers, 18), n = static_cast<std::int64_t>(answers.n_persons())] {
        return values{{"omega_u", attune::omegas_of_one_factor(cov, n).model.value}};
    };
}

/// Two factors by minimum residuals and oblimin, from covariances of 36 items.
computation factors(const attune::code_block& answers)
{
    return [cov = covariances(answers, n_items)] {
        const attune::minimum_residual_solution fitted = attune::minimum_residual_factors(cov, 2);
        const attune::rotation_result rotated = attune::rotate(fitted.loadings);
        values found{{"factor_r", std::abs(rotated.correlations(0, 1))}};
        for (Eigen::Index item = 0; item < fitted.uniquenesses.size(); ++item)
            found[fmt::format("uniqueness_{}", item + 1)] = fitted.uniquenesses[item];
        return found;
    };
}

/// Polychoric correlations of 18 items with their standard errors, from answers.
values polychoric(const attune::code_block& answers)
{
    constexpr std::size_t n_correlated = 18;
    attune::pair_tables tables(n_correlated, 1, 7);
    tables.add(answers.padded_row(0), answers.n_persons(), answers.stride());
    const attune::polychoric_correlations correlations = attune::polychoric_matrix(tables);
    values found;
    for (Eigen::Index item = 1; item < correlations.r.rows(); ++item)
        found[fmt::format("r_1_{}", item + 1)] = correlations.r(0, item);
    return found;
}

/// Up to 10,000 people over five occasions: means of seven answers each, the wish is the last item.
attune::growth_data five_occasions(const attune::code_block& answers)
{
    attune::growth_data data;
    for (std::size_t person = 0; person < std::min<std::size_t>(answers.n_persons(), 10'000); ++person) {
        const auto row = answers.row(person);
        data.predictor.push_back(row[35]);
        for (std::size_t week = 0; week < 5; ++week) {
            int sum = 0;
            for (std::size_t item = 7 * week; item < 7 * week + 7; ++item)
                sum += row[item];
            data.person.push_back(person);
            data.time.push_back(static_cast<double>(week));
            data.outcome.push_back(sum / 7.0);
        }
    }
    return data;
}

/// The model of growth with everybody's line, as lme4::lmer and lme4::ranef(condVar = TRUE) give it.
computation growth(const attune::code_block& answers)
{
    return [data = five_occasions(answers)] {
        const attune::growth_model model = attune::growth(data);
        values found{{"reml_criterion", model.criterion.value}};
        for (const attune::estimate& figure : model.fixed) {
            found[figure.id] = figure.value;
            found[figure.id + "_error"] = *figure.std_error;
        }
        return found;
    };
}

/// A case that begins with the answers.
std::function<computation(const attune::code_block&)> from_answers(values (*compute)(const attune::code_block&))
{
    return [compute](const attune::code_block& answers) { return [compute, &answers] { return compute(answers); }; };
}

const std::map<std::string, std::function<computation(const attune::code_block&)>> cases{
    {"alpha", from_answers(alpha)},
    {"factors", factors},
    {"growth", growth},
    {"omega", omega},
    {"polychoric", from_answers(polychoric)}};

/// The median of as many computations as fit into about half a second, at least three.
void measure(const computation& compute)
{
    values found;
    std::vector<double> seconds;
    const auto start = clock::now();
    while (seconds.size() < 3 || clock::now() - start < std::chrono::milliseconds(500)) {
        const auto before = clock::now();
        found = compute();
        seconds.push_back(std::chrono::duration<double>(clock::now() - before).count());
    }
    std::nth_element(seconds.begin(), seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2), seconds.end());
    std::string text;
    for (const auto& [name, value] : found)
        text += fmt::format("{}\"{}\": {}", text.empty() ? "" : ", ", name, value);
    std::cout << fmt::format("{{\"seconds\": {}, \"values\": {{{}}}}}\n", seconds[seconds.size() / 2], text);
}

}  // namespace

int main(int argc, char** argv)
{
    try {
        const auto& chosen = cases.at(argc == 3 ? argv[1] : "");
        const attune::code_block answers = read_answers(argv[2]);
        measure(chosen(answers));
        return 0;
    } catch (const std::out_of_range&) {
        std::cerr << "usage: attune_beside_r CASE ANSWERS, where CASE is one of";
        for (const auto& [name, compute] : cases)
            std::cerr << ' ' << name;
        std::cerr << '\n';
    } catch (const std::exception& failure) {
        std::cerr << failure.what() << '\n';
    }
    return 2;
}
