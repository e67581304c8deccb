#include "scored_people.hpp"

#include <algorithm>
#include <limits>

#include "attune/scoring/block.hpp"
#include "person_ids.hpp"

namespace attune::cli {

scored_people score_everybody(answer_input& input, bool keeps_codes)
{
    const scoring_key& key = input.key();
    const std::size_t n_carried = input.carried().size();
    scored_people people;
    people.n_scores = key.outputs().size();
    people.id_cells.resize(input.n_id_columns());
    people.others.resize(n_carried - input.n_id_columns());
    csv_chunk chunk;
    answer_rows rows(key.n_columns());
    score_block scores(people.n_scores);
    std::vector<std::string> id(input.n_id_columns());
    while (input.reader().next(chunk)) {
        input.reader().parser().parse(chunk, rows);
        if (!rows.faults.empty())
            throw input_error(rows.faults);
        score(key, rows.answers, scores);
        people.n_short_rows += static_cast<std::int64_t>(rows.n_short);
        for (std::size_t i = 0; i < rows.answers.n_persons(); ++i) {
            const kept_cell* cells = rows.kept.data() + i * n_carried;
            std::transform(cells, cells + id.size(), id.begin(), [](const kept_cell& cell) { return to_string(cell); });
            people.ids.push_back(joined_id(id));
            for (std::size_t k = 0; k < id.size(); ++k)
                people.id_cells[k].push_back(id[k]);
            for (std::size_t k = 0; k < people.others.size(); ++k)
                people.others[k].push_back(to_string(cells[id.size() + k]));
            bool has_refusal = false;
            for (const raw_score& one : scores.row(i)) {
                has_refusal |= is_refused(one.status);
                people.statuses.push_back(one.status);
                people.scores.push_back(is_refused(one.status) ? std::numeric_limits<double>::quiet_NaN()
                                                               : one.value());
            }
            people.n_refused_rows += has_refusal ? 1 : 0;
            if (keeps_codes) {
                const answer_code* codes = rows.answers.padded_row(i);
                people.codes.insert(people.codes.end(), codes, codes + key.n_columns());
            }
        }
    }
    return people;
}

}  // namespace attune::cli
