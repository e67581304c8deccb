#include "profile_run.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "answer_input.hpp"
#include "attune/analysis/profile.hpp"
#include "goal_columns.hpp"
#include "number_text.hpp"
#include "person_groups.hpp"
#include "profile_norms.hpp"
#include "profile_output.hpp"
#include "warnings.hpp"

namespace attune::cli {

namespace {

/// Pages about people on one occasion, row by row.
class profile_run {
public:
    explicit profile_run(const profile_options& options)
        : options_(options),
          output_(options),
          input_(options.input, options.common, options.further_columns(), false),
          norms_(options, input_.key()),
          columns_(options.people, input_)
    {
        const std::map<std::string, std::string> goals = goal_columns(options.goals, input_.key());
        for (std::size_t i = 0; i < input_.key().outputs().size(); ++i)
            if (const auto goal = goals.find(input_.key().outputs()[i].id); goal != goals.end()) {
                const auto place = std::find(input_.carried().begin(), input_.carried().end(), goal->second);
                goals_.emplace_back(i, static_cast<std::size_t>(place - input_.carried().begin()));
            }
    }

    exit_code run()
    {
        std::vector<std::string> warnings = input_.setup().warnings();
        const std::vector<std::string> flags = norms_.flags();
        warnings.insert(warnings.end(), flags.begin(), flags.end());
        print_warnings(warnings, options_.common);
        output_.begin(input_.key());
        csv_chunk chunk;
        answer_rows rows(input_.key().n_columns());
        std::size_t n_rows = 0;
        while (input_.reader().next(chunk)) {
            input_.hash(chunk);
            input_.reader().parser().parse(chunk, rows);
            if (!rows.faults.empty())
                throw input_error(rows.faults);
            for (std::size_t i = 0; i < rows.answers.n_persons(); ++i) {
                ++n_rows;
                if (options_.row == 0 || n_rows == options_.row)
                    output_.add(profile_of_row(rows, i), n_rows);
            }
        }
        output_.end(n_rows, norms_.json(), {{input_.setup().input_name(), input_.sha256()}});
        return code_of(!warnings.empty() || output_.has_refusal(), options_.common);
    }

private:
    [[nodiscard]] person_profile profile_of_row(const answer_rows& rows, std::size_t i)
    {
        const kept_cell* cells = rows.kept.data() + i * input_.carried().size();
        person_profile profile = profile_of(
            input_.setup().instrument(), input_.key(), rows.answers.row(i), norms_.comparison(),
            norms_.groups_of(columns_.gender(cells), columns_.age(cells)), {norms_.memo(), !options_.is_json()});
        profile.mode = options_.input.mode;
        profile.is_other_culture = norms_.is_other_culture();
        for (const auto& [score, place] : goals_)
            profile.scores[score].goal = number_or_unknown(to_string(cells[place]));
        return profile;
    }

    const profile_options& options_;
    profile_output output_;
    answer_input input_;
    profile_norms norms_;
    person_columns columns_;
    std::vector<std::pair<std::size_t, std::size_t>> goals_;  ///< place of a score, and of its column
};

}  // namespace

exit_code write_profiles(const profile_options& options)
{
    return profile_run(options).run();
}

}  // namespace attune::cli
