#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/core/diagnostic.hpp"
#include "attune/instrument/instrument.hpp"
#include "attune/instrument/soundness.hpp"

namespace attune::inline v0 {

namespace detail {

/// What is known of a definition while it is checked, and what was found so far.
class definition_findings {
protected:
    definition_findings(const instrument& of, const soundness& is_sound) : of_(of), is_sound_(is_sound) {}

    template <typename... Args>
    void report(std::string pointer, std::string_view code, fmt::format_string<Args...> text, Args&&... args)
    {
        found_.push_back({severity::error,
                          "instrument." + std::string(code),
                          fmt::format(text, std::forward<Args>(args)...),
                          {"", std::move(pointer), 0, 0}});
    }

    /// The items can be referred to: what refers to them can be checked.
    [[nodiscard]] bool has_items() const { return is_sound_("/items") && !of_.items.empty(); }

    const instrument& of_;
    const soundness& is_sound_;
    std::vector<diagnostic> found_;
};

}  // namespace detail

}  // namespace attune::inline v0
