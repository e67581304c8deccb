// What clinic software does: load the definition once, score each form that comes in, show a number or the reason why
// there is none.
#include <string>
#include <vector>

#include <attune/io/instrument_search.hpp>
#include <attune/report/score_report.hpp>
#include <attune/scoring/score.hpp>
#include <fmt/core.h>

namespace {

struct submitted_form {
    std::string record;        // the clinic's own number of the record
    std::vector<int> answers;  // as typed in; attune::not_answered where the client left a line empty
};

std::string line_for_the_record(const attune::scoring_key& key, std::size_t place, const attune::scale_score& score)
{
    const attune::raw_score raw{score.exact.value_or(attune::fraction{}), score.sum.value_or(0), score.n_answered,
                                score.status};
    const std::string reason = attune::reason_in_words(key.outputs()[place], raw, key);
    if (!score.value)
        return fmt::format("{}: no score ({})", score.id, reason);
    return fmt::format("{}: {:.2f} on {}..{}{}", score.id, *score.value, key.range().min, key.range().max,
                       reason.empty() ? "" : " (" + reason + ")");
}

}  // namespace

int main()
{
    const attune::scoring_key key(attune::load_instrument_by_id("ecr-s"));
    constexpr int none = attune::not_answered;
    const std::vector<submitted_form> forms = {
        {"A-1", {2, 6, 3, 5, 1, 4, 3, 2, 2, 6, 2, 5}},
        {"A-2", {2, 6, 3, 5, none, 4, 3, 2, 2, 6, 2, 5}},
        {"A-3", {2, 6, none, 5, none, 4, 3, 22, 2, 6, 2, 5}},
    };

    fmt::print("{} {}, scoring key {}\n", key.identity().id, key.identity().version,
               key.identity().scoring_sha256.substr(0, 12));
    for (const submitted_form& form : forms) {
        fmt::print("record {}\n", form.record);
        const attune::person_scores person = attune::score(key, form.answers);
        for (std::size_t i = 0; i < person.scores.size(); ++i)
            fmt::print("  {}\n", line_for_the_record(key, i, person.scores[i]));
    }
}
