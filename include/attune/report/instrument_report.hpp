#pragma once

#include <string>
#include <vector>

#include "attune/instrument/instrument.hpp"
#include "attune/instrument/norm_set.hpp"

namespace attune::inline v0 {

/// A definition as a person checks it against the paper form: key per form, missing rules, sources, confidence, terms
/// of use, published figures.
///
/// @param of     the definition.
/// @param norms  its norm sets, as far as they were found.
[[nodiscard]] std::string instrument_text(const instrument& of, const std::vector<norm_set>& norms = {});

/// The same as JSON: {"schema": "attune.show/1", ...}.
[[nodiscard]] std::string instrument_json(const instrument& of, const std::vector<norm_set>& norms = {});

/// A table of questionnaires, one a line.
[[nodiscard]] std::string catalogue_text(const std::vector<instrument>& instruments);

/// The same as JSON: {"schema": "attune.list/1", "instruments": [...]}.
[[nodiscard]] std::string catalogue_json(const std::vector<instrument>& instruments);

}  // namespace attune::inline v0
