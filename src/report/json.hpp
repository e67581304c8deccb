#pragma once

#include <cmath>

#include <nlohmann/json.hpp>

#include "attune/instrument/identity.hpp"

namespace attune::inline v0::detail {

using ordered_json = nlohmann::ordered_json;

/// Where a result comes from, as every JSON output states it.
[[nodiscard]] ordered_json identity_json(const instrument_identity& identity);

/// A number, or null where it is none.
[[nodiscard]] inline ordered_json number_or_null(double number)
{
    return std::isfinite(number) ? ordered_json(number) : ordered_json();
}

/// The object that every JSON output of a command begins with.
[[nodiscard]] ordered_json head(std::string_view command);

}  // namespace attune::inline v0::detail
