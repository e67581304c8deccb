// Scores one person's answers to the ECR-S.
#include <vector>

#include <attune/io/instrument_search.hpp>
#include <attune/scoring/score.hpp>
#include <fmt/core.h>

int main()
{
    const attune::instrument ecr_s = attune::load_instrument_by_id("ecr-s");
    const std::vector<int> answers = {2, 6, 3, 5, 1, 4, 3, 2, attune::not_answered, 6, 2, 5};

    for (const attune::scale_score& score : attune::score(ecr_s, answers).scores)
        fmt::print("{}: {:.2f} ({}, {} of {} answered)\n", score.id, score.value.value(), to_string(score.status),
                   score.n_answered, score.n_items);
}
