#pragma once

#include <string>

#include "attune/instrument/norm_set.hpp"

namespace attune_test {

/// Norms of `two_scales()`: everybody with counts, women with mean, SD and n, men without n.
[[nodiscard]] inline attune::norm_set sample_norms()
{
    attune::norm_set made;
    made.id = "sample-norms";
    made.version = "1.0.0";
    made.name = "Invented people";
    made.instrument = "sample";
    made.min = 1;
    made.max = 7;
    made.age = attune::age_span{18, 60};
    made.invariance_tested = true;
    made.evidence = attune::norm_evidence::computed;

    attune::norm_group all;
    all.id = "all";
    all.name = "everybody";
    all.n_persons = 200;
    all.r_anxiety_avoidance = 0.25;
    // 50 people at 3, 100 at 3.5 and 50 at 4
    const attune::norm_counts counts{{3, 1}, {1, 2}, {50, 100, 50}, {}};
    all.scores = {{"anxiety", 3.5, 0.3544406025041679, attune::norm_reliability{"alpha_raw", 0.75}, counts},
                  {"avoidance", 3, 1, std::nullopt, std::nullopt}};
    attune::norm_group women = all;
    women.id = women.name = "women";
    women.gender = "women";
    women.n_persons = 120;
    women.scores = {{"anxiety", 4, 1, attune::norm_reliability{"alpha_raw", 0.84}, std::nullopt}};
    attune::norm_group young_women = women;
    young_women.id = "women.age.18-24";
    young_women.age = attune::age_span{18, 24};
    attune::norm_group men = women;
    men.id = men.name = "men";
    men.gender = "men";
    men.n_persons.reset();
    made.groups = {all, women, young_women, men};
    return made;
}

}  // namespace attune_test
