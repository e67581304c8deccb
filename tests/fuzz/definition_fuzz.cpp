// Any bytes as a definition: findings with places in the text, or an instrument that scores.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "attune/io/instrument_file.hpp"
#include "attune/scoring/score.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t n_bytes)
{
    const std::string_view text(reinterpret_cast<const char*>(data), n_bytes);
    const auto result = attune::parse_instrument(text, "fuzz");
    if (result.value.has_value() == attune::has_error(result.found))
        std::abort();
    for (const attune::diagnostic& finding : result.found)
        if (finding.code.empty() || to_string(finding).find('\n') != std::string::npos)
            std::abort();
    if (result.value)
        for (const std::string& form : form_ids(*result.value)) {
            const attune::scoring_key key(*result.value, {.form = form});
            const std::vector<int> answers(key.n_columns(), key.range().max);
            for (const attune::scale_score& score : attune::score(key, answers).scores)
                if (is_refused(score.status) == score.value.has_value())
                    std::abort();
        }
    return 0;
}
