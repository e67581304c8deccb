#include <cstdio>
#include <vector>

#include <attune/io/instrument_search.hpp>
#include <attune/scoring/score.hpp>

// Loads a shipped definition by id and scores the midpoint: an item and its reversal both count 4 there.
int main()
{
    const attune::instrument ecr_s = attune::load_instrument_by_id("ecr-s", {ATTUNE_DATA_DIR});
    const attune::person_scores person = attune::score(ecr_s, std::vector<int>(12, 4));
    std::printf("anxiety %.1f, avoidance %.1f\n", *person.at("anxiety").value, *person.at("avoidance").value);
    return person.at("anxiety").value == 4.0 && person.at("avoidance").value == 4.0 ? 0 : 1;
}
