#pragma once

#include <string>

#include "attune/io/instrument_file.hpp"
#include "attune/scoring/key.hpp"

namespace attune_test {

/// A definition of data/instruments.
[[nodiscard]] inline attune::instrument shipped_instrument(const std::string& id)
{
    return attune::load_instrument(std::string(ATTUNE_TEST_DATA_DIR "/instruments/") + id + ".json");
}

/// The key of a definition of data/instruments.
[[nodiscard]] inline attune::scoring_key shipped_key(const std::string& id, const attune::key_options& options = {})
{
    return attune::scoring_key(shipped_instrument(id), options);
}

}  // namespace attune_test
