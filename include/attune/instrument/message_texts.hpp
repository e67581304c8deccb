#pragma once

#include <map>
#include <string>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// The sentences of one language, as patterns of ICU's MessageFormat with named arguments:
///
///     {n_missing, plural, one {One question} other {# questions}} of {n_items} had no answer.
struct message_texts {
    std::string language;  ///< BCP 47, e.g. "en", "de-AT": rules of plurals and numbers
    std::map<std::string, std::string, std::less<>> texts;  ///< pattern by id, e.g. "client.higher_than"
};

/// The sentences of a language with some of them replaced, as a clinic may wish.
///
/// @param all  the sentences of the language.
/// @param own  whose language does not count; ids that `all` lacks are added, and found by `compare_messages()`.
[[nodiscard]] inline message_texts with_own(message_texts all, const message_texts& own)
{
    for (const auto& [id, pattern] : own.texts)
        all.texts[id] = pattern;
    return all;
}

}  // namespace attune::inline v0
