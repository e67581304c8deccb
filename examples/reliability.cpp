// Reads answers and says how consistent they are; no questionnaire is needed for the figures themselves.
#include <iostream>

#include <fmt/format.h>

#include "attune/io/answer_reader.hpp"
#include "attune/io/input_file.hpp"
#include "attune/stats/moments/covariance.hpp"
#include "attune/stats/reliability/alpha_adf.hpp"
#include "attune/stats/reliability/guttman.hpp"

int main(int, char** arguments)
{
    // Columns q1 to q12 of the table; items 1, 5, 8 and 9 belong to one scale, 1, 5, 8 as they are, 9 turned round.
    const auto file = attune::open_input(arguments[1]);
    attune::answer_reader table(*file, {.source = arguments[1]});
    table.select({.answers = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}}, attune::answer_syntax({.min = 1, .max = 7}));

    attune::moments all({12, 1, 7, {{{0, 4, 7, 8}, {false, false, false, true}}}});
    for (attune::code_block block(12); table.next(block); block.clear())
        all.add(block.padded_row(0), block.n_persons(), block.stride());

    const auto found = attune::listwise_covariances(all, 0);
    const attune::estimate alpha = attune::alpha_interval_adf(all, 0);
    std::cout << fmt::format("{} people, {} of them complete\n", all.n_persons(), found.n_complete)
              << fmt::format("alpha   {:.3f}  {:.3f} to {:.3f}\n", alpha.value, alpha.ci->lower, alpha.ci->upper)
              << fmt::format("lambda2 {:.3f}\n", attune::lambda2(found.cov).value);
}
