#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attune/core/exact.hpp"
#include "attune/instrument/instrument.hpp"
#include "attune/instrument/norm_model.hpp"

namespace attune::inline v0 {

/// In which units a norm set gives its figures.
enum class norm_metric { mean, sum };

/// Who the people of a norm set are.
enum class norm_sample { community, students, clinical, untreated_retest, volunteers, other };

/// How the figures of a norm set came to stand in it.
enum class norm_evidence {
    computed,   ///< from the answers themselves
    published,  ///< read in the publication
    secondary   ///< read in a work that relays the publication
};

/// How many people had which score: the scores `first`, `first + step`, ... in the units of the norm set.
struct norm_counts {
    fraction first;
    fraction step{1, 1};
    std::vector<std::int64_t> persons;  ///< at each of them
    std::vector<double> weights;        ///< the same after raking; empty in a set without weights
};

/// How reliable a score was in a group.
struct norm_reliability {
    std::string kind;  ///< for example "alpha_raw", "omega_u", "retest_r"
    double value = 0;
};

/// The later scores of people who were measured twice with nothing done in between.
struct norm_retest {
    double mean = 0;
    double sd = 0;               ///< divisor n - 1
    double r = 0;                ///< correlation with the earlier scores, -1..1
    std::optional<double> days;  ///< between the two occasions; nothing when it was not reported
};

/// The figures of one score in one group, in the units of the norm set.
struct norm_figures {
    std::string score;  ///< id of a score of the form
    double mean = 0;
    double sd = 0;  ///< divisor n - 1
    std::optional<norm_reliability> reliability;
    std::optional<norm_counts> counts;
    std::optional<norm_retest> retest = {};  ///< in sets of type `untreated_retest`, and only there
};

/// Ages in whole years, both ends included; nothing = open.
struct age_span {
    std::optional<int> min;
    std::optional<int> max;

    [[nodiscard]] constexpr bool contains(int age) const { return (!min || age >= *min) && (!max || age <= *max); }
    friend bool operator==(const age_span&, const age_span&) = default;
};

/// People of a norm set who have something in common. What is not stated about them is not known, or mixed.
struct norm_group {
    std::string id;
    std::string name;
    std::optional<std::string> gender;  ///< for example "women", "men", "other"
    std::optional<age_span> age;
    std::optional<std::string> relationship;
    std::optional<bool> clinical;
    std::optional<std::int64_t> n_persons;  ///< nothing when it was not reported
    std::optional<double> n_effective;      ///< of a weighted group: Kish's effective number of people
    std::vector<norm_figures> scores;
    std::optional<double> r_anxiety_avoidance;

    /// The figures of a score; null when the group has none.
    [[nodiscard]] const norm_figures* find(std::string_view score) const
    {
        for (const norm_figures& figures : scores)
            if (figures.score == score)
                return &figures;
        return nullptr;
    }
};

/// People whose answers did not enter a norm set.
struct norm_exclusion {
    std::string reason;
    std::int64_t n_persons = 0;
};

/// The file that a norm set was computed from.
struct norm_data {
    std::string name;    ///< without folders
    std::string sha256;  ///< of its bytes
    std::int64_t n_rows = 0;
};

/// How the people of a norm set were weighted towards known margins.
struct norm_weighting {
    std::string margins;  ///< in words: what was raked, and where the shares come from
    double design_effect = 1;
};

/// Scores of a reference sample that a person is compared with: data, never code.
///
/// Bound to one form of a questionnaire by its scoring hash. See docs/norms.md for each field, `load_norm_set()` to
/// read one.
struct norm_set {
    std::string id;
    std::string version;
    std::string name;

    std::string instrument;
    std::string form = std::string(published_form);
    std::string scoring_sha256;
    int min = 0;  ///< lowest answer of the form
    int max = 0;  ///< highest
    norm_metric metric = norm_metric::mean;

    norm_sample type = norm_sample::other;
    std::string population;
    std::vector<std::string> countries;
    std::vector<std::string> languages;
    std::string year;
    std::string mode = "self_report";
    std::string sampling;
    std::optional<age_span> age;     ///< nothing when ages were not recorded
    std::optional<int> n_sites;      ///< nothing when it is not known
    bool invariance_tested = false;  ///< whether scores were shown to mean the same in all of its groups
    std::optional<std::int64_t> n_persons;
    std::vector<norm_exclusion> exclusions;
    std::optional<norm_data> data;
    std::optional<norm_weighting> weighting;

    std::string source;
    norm_evidence evidence = norm_evidence::secondary;
    std::string licence;
    std::vector<std::string> caveats;
    std::vector<norm_group> groups;
    std::vector<norm_model> models;  ///< curves over age, of one method; often none

    std::string sha256;  ///< of the canonical file; empty when built in memory

    /// The curve of a score for a gender, that for this gender alone before that for everybody; null when there is
    /// none.
    ///
    /// @param score   its id.
    /// @param gender  empty when it is not known.
    [[nodiscard]] const norm_model* model_of(std::string_view score, std::string_view gender) const
    {
        const norm_model* best = nullptr;
        for (const norm_model& model : models)
            if (model.score == score && model.is_for(gender) && (best == nullptr || best->genders.empty()))
                best = &model;
        return best;
    }

    /// The group with this id; null when there is none.
    [[nodiscard]] const norm_group* find(std::string_view group) const
    {
        for (const norm_group& g : groups)
            if (g.id == group)
                return &g;
        return nullptr;
    }
};

/// Id of the group that holds everybody.
inline constexpr std::string_view everybody = "all";

/// Fewer people make no norm: with 30 the interval of the median already spans 36 of 100.
inline constexpr std::int64_t min_norm_persons = 30;

/// Fewer people make a norm that is shown with a warning.
inline constexpr std::int64_t few_norm_persons = 100;

/// The longest list of counts: 900 items of 0..100 would fill it.
inline constexpr std::size_t max_norm_counts = 100'000;

[[nodiscard]] constexpr std::string_view to_string(norm_metric value)
{
    return value == norm_metric::mean ? "mean" : "sum";
}

[[nodiscard]] constexpr std::string_view to_string(norm_sample value)
{
    switch (value) {
    case norm_sample::community: return "community";
    case norm_sample::students: return "students";
    case norm_sample::clinical: return "clinical";
    case norm_sample::untreated_retest: return "untreated_retest";
    case norm_sample::volunteers: return "volunteers";
    case norm_sample::other: return "other";
    }
    return "other";
}

[[nodiscard]] constexpr std::string_view to_string(norm_evidence value)
{
    switch (value) {
    case norm_evidence::computed: return "computed";
    case norm_evidence::published: return "published";
    case norm_evidence::secondary: return "secondary";
    }
    return "secondary";
}

}  // namespace attune::inline v0
