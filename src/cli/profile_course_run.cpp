#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "attune/analysis/change_norms.hpp"
#include "attune/analysis/occasions.hpp"
#include "attune/analysis/profile.hpp"
#include "goal_columns.hpp"
#include "number_text.hpp"
#include "occasion_input.hpp"
#include "profile_norms.hpp"
#include "profile_output.hpp"
#include "profile_run.hpp"
#include "score_figures.hpp"
#include "warnings.hpp"

namespace attune::cli {

namespace {

/// Pages about people on several occasions: of the last one, with the way to it.
class profile_course_run {
public:
    explicit profile_course_run(const profile_options& options)
        : options_(options),
          output_(options),
          read_(read_occasions_of(options.input, options.common, options.source, options.further_columns(), true)),
          norms_(options, key()),
          goals_(goal_columns(options.goals, key()))
    {
        if (!options.source.occasion.empty())
            arrange_occasions(read_.occasions, options.source, options.order, options.input.input);
        find_figures();
    }

    exit_code run()
    {
        std::vector<std::string> warnings = read_.first->setup().warnings();
        const std::vector<std::string> flags = norms_.flags();
        warnings.insert(warnings.end(), flags.begin(), flags.end());
        print_warnings(warnings, options_.common);
        output_.begin(key());
        std::vector<std::vector<std::string>> ids;
        for (const occasion_rows& occasion : read_.occasions)
            ids.push_back(occasion.ids);
        bool is_shown = options_.row == 0;
        for (const auto& places : join_occasions(ids).persons) {
            const std::vector<place> own = places_of(places);
            if (options_.row != 0 && !has_row(own))
                continue;
            is_shown = true;
            output_.add(profile_of_places(own), own.back().row + 1);
        }
        const auto n_rows = static_cast<std::size_t>(read_.inputs.front().n_rows);
        if (!is_shown && options_.row <= n_rows)
            throw failure(exit_code::usage,
                          fmt::format("--row {}: has no id or no occasion, so it belongs to nobody", options_.row));
        output_.end(n_rows, norms_.json(), read_.inputs);
        return code_of(!warnings.empty() || output_.has_refusal(), options_.common);
    }

private:
    /// A row of a person on one occasion.
    struct place {
        const occasion_rows* occasion = nullptr;
        std::size_t at = 0;   ///< among the rows of the occasion
        std::size_t row = 0;  ///< of its table, from 0
    };

    [[nodiscard]] const scoring_key& key() const { return read_.first->key(); }

    /// The figures by which changes are judged, one a score: as given, else of the norms.
    void find_figures()
    {
        const score_figures sd("--sd", options_.sd, 1, key());
        const score_figures reliability("--reliability", options_.reliability, 1, key());
        change_norms norms;
        if (const norm_comparison* known = norms_.comparison();
            known != nullptr && known->overall() != person_groups::none)
            norms.functional = norm_group_of_set{known->set(), known->overall()};
        for (const scored_output& output : key().outputs()) {
            change_figures& figures = figures_.emplace_back();
            if (const auto given = sd.of(output.id))
                figures.sd = {given->at(0), "as given"};
            if (const auto given = reliability.of(output.id))
                figures.reliability = {given->at(0), "as given"};
            add_norm_figures(figures, output.id, norms);
        }
    }

    [[nodiscard]] std::vector<place> places_of(const std::vector<std::optional<std::size_t>>& rows) const
    {
        std::vector<place> places;
        for (std::size_t o = 0; o < rows.size(); ++o)
            if (rows[o])
                places.push_back({&read_.occasions[o], *rows[o], read_.occasions[o].rows[*rows[o]]});
        return places;
    }

    /// Whether --row is one of these rows of the first table.
    [[nodiscard]] bool has_row(const std::vector<place>& places) const
    {
        return std::any_of(places.begin(), places.end(), [&](const place& one) {
            return one.occasion->people == read_.tables.front().get() && one.row + 1 == options_.row;
        });
    }

    [[nodiscard]] std::string cell(const place& of, const std::string& column) const
    {
        return column.empty() ? std::string{} : read_.cell(*of.occasion, of.at, column);
    }

    [[nodiscard]] double goal_at(const place& of, const std::string& score) const
    {
        const auto column = goals_.find(score);
        return column == goals_.end() ? std::numeric_limits<double>::quiet_NaN()
                                      : number_or_unknown(cell(of, column->second));
    }

    [[nodiscard]] person_profile profile_of_places(const std::vector<place>& places)
    {
        const place& last = places.back();
        const std::size_t n_columns = key().n_columns();
        person_profile profile = profile_of(
            read_.first->setup().instrument(), key(),
            std::span(last.occasion->people->codes).subspan(last.row * n_columns, n_columns), norms_.comparison(),
            norms_.groups_of(cell(last, options_.people.gender), cell(last, options_.people.age)),
            {norms_.memo(), !options_.is_json()});
        profile.mode = options_.input.mode;
        profile.is_other_culture = norms_.is_other_culture();
        std::vector<double> first_goals;
        for (profile_score& score : profile.scores) {
            first_goals.push_back(goal_at(places.front(), score.step.output.id));
            for (const place& one : places)  // the latest goal that was stated
                if (const double goal = goal_at(one, score.step.output.id); !std::isnan(goal))
                    score.goal = goal;
        }
        if (places.size() > 1)
            profile.course = course_of(places, first_goals);
        return profile;
    }

    [[nodiscard]] profile_course course_of(const std::vector<place>& places, const std::vector<double>& goals) const
    {
        std::vector<std::string> names;
        person_course person;
        person.scores.resize(key().outputs().size());
        for (const place& one : places) {
            const auto which = static_cast<std::size_t>(one.occasion - read_.occasions.data());
            names.push_back(one.occasion->name);
            person.occasions.push_back(which);
            person.times.push_back(static_cast<double>(which));
            for (std::size_t s = 0; s < person.scores.size(); ++s) {
                person.scores[s].values.push_back(one.occasion->people->score(one.row, s));
                person.scores[s].statuses.push_back(one.occasion->people->status(one.row, s));
            }
        }
        return as_usage([&] { return profile_course_of(key(), names, person, figures_, goals); });
    }

    const profile_options& options_;
    profile_output output_;
    read_occasions read_;
    profile_norms norms_;
    std::map<std::string, std::string> goals_;
    std::vector<change_figures> figures_;
};

}  // namespace

exit_code write_profile_courses(const profile_options& options)
{
    return profile_course_run(options).run();
}

}  // namespace attune::cli
