#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/core/exact.hpp"
#include "attune/core/missing.hpp"
#include "attune/instrument/scale.hpp"

namespace attune::inline v0 {

/// The answers a questionnaire allows: the integers min..max, within 0..100.
struct response_range {
    int min = 0;
    int max = 0;
    std::map<int, std::string> anchors;  ///< what is printed at some of the answers, as far as confirmed

    [[nodiscard]] constexpr bool contains(int answer) const { return answer >= min && answer <= max; }
};

/// One question. attune never holds its wording.
struct item {
    int number = 0;                    ///< as printed on the form, counted from 1
    std::string id;                    ///< the same question keeps its id on every form
    std::optional<std::string> topic;  ///< attune's own two to six words
};

/// Answers together with the scores that they must give.
struct test_vector {
    /// Answers in the order of item numbers, `not_answered` for none; one list, or one per target under its name.
    std::map<std::string, std::vector<int>> answers;
    std::map<std::string, std::optional<fraction>> scores;  ///< by id of the output; nothing where it is refused
};

/// A layout or range in circulation other than the published one: says only what differs.
struct form {
    std::string id;
    std::string note;
    std::string source;
    std::optional<response_range> response;
    bool reordered = false;                    ///< the form prints the questions in another order
    std::optional<std::vector<int>> order;     ///< published number of the k-th printed item; nothing = not known
    std::optional<std::vector<int>> unscored;  ///< by the numbers of this form; follows from a known order
    std::optional<std::vector<scale>> scales;
    std::optional<std::vector<derived_score>> derived;
    std::vector<test_vector> vectors;
};

/// What the questionnaire asks about, for use in sentences.
struct reference_frame {
    std::string relationship;  ///< for example "romantic partners in general"
    std::string timeframe;     ///< for example "in general", "right now"
};

/// Whether a kind of use is permitted by those who hold the rights, as far as known.
enum class permission { allowed, ask, forbidden, unknown };

/// What those who hold the rights permit, as far as known.
struct use_terms {
    permission research = permission::unknown;
    permission clinical = permission::unknown;
    permission commercial = permission::unknown;
    bool training_required = false;
};

/// Another questionnaire that this one is confused with.
struct sibling {
    std::string id;
    std::string note;
};

/// The code of the questionnaire in a terminology, for example LOINC.
struct coding {
    std::string system;
    std::string code;
    std::string display;
};

/// How well the key is confirmed.
enum class confidence { verified, single_source };

/// A place that confirms the key, and what it confirms.
struct evidence {
    std::string where;
    std::string what;
};

/// Where the key comes from.
struct provenance_record {
    std::vector<evidence> sources;
    attune::confidence confidence = attune::confidence::single_source;
    std::string checked_on;  ///< date, YYYY-MM-DD
};

/// A figure somebody reported for a score; information, never a norm.
struct published_figure {
    std::string score;
    std::string form;
    std::string sample;
    std::optional<int> n_persons;
    std::optional<double> mean;
    std::optional<double> sd;
    std::optional<double> alpha;
    std::string source;
};

/// A questionnaire as its definition file states it: data, never code.
///
/// The fields at this level are the form named `published`; `forms` holds the others. See docs/definitions.md for each
/// field, `load_instrument()` to read one, `resolve_form()` to get one form in full.
struct instrument {
    std::string id;
    std::string version;
    std::string name;
    std::string citation;
    std::optional<std::string> doi;
    int year = 0;
    std::string population;
    std::vector<std::string> languages;
    std::string licence;
    std::vector<coding> codings;
    reference_frame reference;
    response_range response;
    std::vector<item> items;
    std::vector<int> unscored;
    std::vector<scale> scales;
    std::vector<derived_score> derived;
    std::vector<std::string> targets;
    std::vector<form> forms;
    std::vector<sibling> siblings;
    std::vector<std::string> modes;
    use_terms use;
    provenance_record provenance;
    std::vector<published_figure> published;
    std::vector<test_vector> vectors;

    std::string sha256;                                 ///< of the canonical definition; empty when built in memory
    std::map<std::string, std::string> scoring_sha256;  ///< by form: of all that moves a score; empty likewise
};

/// Name of the form that a definition states at its top level.
inline constexpr std::string_view published_form = "published";

[[nodiscard]] constexpr std::string_view to_string(permission value)
{
    switch (value) {
    case permission::allowed: return "allowed";
    case permission::ask: return "ask";
    case permission::forbidden: return "forbidden";
    case permission::unknown: return "unknown";
    }
    return "unknown";
}

[[nodiscard]] constexpr std::string_view to_string(confidence value)
{
    return value == confidence::verified ? "verified" : "single_source";
}

}  // namespace attune::inline v0
