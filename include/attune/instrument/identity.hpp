#pragma once

#include <string>
#include <string_view>

#include "attune/instrument/instrument.hpp"

namespace attune::inline v0 {

/// Which key produced a result: stands at the head of every output.
struct instrument_identity {
    std::string id;
    std::string version;
    std::string form;
    std::string sha256;          ///< of the whole definition; empty when it was built in memory
    std::string scoring_sha256;  ///< of what moves a score on this form; empty likewise
    attune::confidence confidence = attune::confidence::single_source;
};

[[nodiscard]] inline instrument_identity identity_of(const instrument& of, std::string_view form)
{
    const auto hash = of.scoring_sha256.find(std::string(form));
    return {of.id,
            of.version,
            std::string(form),
            of.sha256,
            hash == of.scoring_sha256.end() ? std::string{} : hash->second,
            of.provenance.confidence};
}

}  // namespace attune::inline v0
