#pragma once

#include <string>

namespace attune::inline v0::detail {

/// A JSON array of what `to_json` makes of each thing.
template <typename Things, typename ToJson>
[[nodiscard]] std::string list_json(const Things& things, ToJson to_json)
{
    std::string json;
    for (const auto& thing : things)
        json += (json.empty() ? "" : ",\n") + to_json(thing);
    return "[" + json + "]";
}

}  // namespace attune::inline v0::detail
