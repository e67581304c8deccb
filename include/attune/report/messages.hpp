#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "attune/core/diagnostic.hpp"
#include "attune/core/error.hpp"
#include "attune/instrument/message_texts.hpp"

namespace attune::inline v0 {

/// What stands in a place of a sentence: text as it is, or a number as the language writes it.
using message_value = std::variant<std::string, std::int64_t, double>;

/// The values of a sentence by the names of their places.
using message_values = std::vector<std::pair<std::string_view, message_value>>;

/// Sentences that can be said: patterns of one language, compiled. Immutable, so that threads may share one.
class messages {
public:
    /// Compiles all patterns.
    ///
    /// @return  nothing when one is at fault, with a finding each: `messages.pattern` a pattern that cannot be read, at
    ///          its pointer /messages/ID; `messages.language` a language that is not known.
    [[nodiscard]] static outcome<messages> compiled(const message_texts& texts);

    ~messages();
    messages(messages&&) noexcept;
    messages& operator=(messages&&) noexcept;

    [[nodiscard]] const std::string& language() const noexcept;
    [[nodiscard]] bool has(std::string_view id) const;

    /// A sentence, filled in. Doubles have at most one decimal, with the mark of the language.
    ///
    /// @throws std::invalid_argument  there is no such sentence, or a place of it has no value.
    [[nodiscard]] std::string operator()(std::string_view id, const message_values& values = {}) const;

private:
    struct patterns;
    explicit messages(std::unique_ptr<patterns> all);
    std::unique_ptr<patterns> patterns_;
};

/// What keeps one language from standing in for another.
///
/// @param reference  the sentences that a program was written with.
/// @param other      a translation, or the same language with sentences of a clinic's own.
/// @return           in the order of ids: `messages.missing` a sentence that `other` lacks, `messages.unknown` one that
///                   `reference` lacks, `messages.places` one with other places than in `reference`, `messages.pattern`
///                   and `messages.language` as `compiled()`. Pointers are /messages/ID.
[[nodiscard]] std::vector<diagnostic> compare_messages(const message_texts& reference, const message_texts& other);

}  // namespace attune::inline v0
