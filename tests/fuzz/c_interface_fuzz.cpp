// Any sequence of calls of the C interface: a code, never a crash; a refused score has no value.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "attune/attune.h"

namespace {

constexpr std::string_view definition =
    R"({"schema":"attune.instrument/1","id":"t","version":"1.0.0","name":"t","citation":"t",
"doi":null,"year":2000,"population":"t","languages":["en"],"licence":"t","codings":[],
"reference":{"relationship":"t","timeframe":"t"},"response":{"min":1,"max":5,"anchors":{}},
"items":[{"number":1,"id":"a","topic":null},{"number":2,"id":"b","topic":null}],"unscored":[],
"scales":[{"id":"s","dimension":"other","higher_means":"neither","score":"mean","items":[1,2],"reversed":[2],
"missing":{"min_answered":1,"source":"t"}}],
"derived":[{"id":"d","dimension":"other","higher_means":"neither","constant":6,"terms":[{"score":"s","weight":-1}]}],
"targets":["x","y"],"forms":[],"siblings":[],"modes":["self_report"],
"use":{"research":"unknown","clinical":"unknown","commercial":"unknown","training_required":false},
"provenance":{"sources":[{"where":"t","what":"t"}],"confidence":"single_source","checked_on":"2026-01-01"},
"published":[],"vectors":[{"answers":{"x":[1,1],"y":[1,1]},"scores":{"x_s":"3","x_d":"3","y_s":"3","y_d":"3",
"global_s":"3","global_d":"3"}}]})";

/// The definition, loaded once for all inputs, as that takes longer than all other calls together; that loading takes
/// any bytes is what the definition target looks at.
const attune_instrument* sound_instrument()
{
    static const attune_instrument* const loaded = [] {
        attune_instrument* instrument = nullptr;
        if (attune_instrument_from_memory(definition.data(), definition.size(), &instrument) != ATTUNE_OK)
            std::abort();
        return instrument;
    }();
    return loaded;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t n_bytes)
{
    const attune_instrument* instrument = nullptr;
    attune_instrument* refused = nullptr;
    attune_key* key = nullptr;
    for (std::size_t i = 0; i + 1 < n_bytes; i += 2) {
        const unsigned value = data[i + 1];
        switch (data[i] % 6) {
        case 0: {
            constexpr unsigned n_refused = 8;  // of 256 values
            attune_instrument_free(refused);
            refused = nullptr;
            if (value < n_refused)
                attune_instrument_from_memory(reinterpret_cast<const char*>(data) + i, n_bytes - i, &refused);
            instrument = value < n_refused ? refused : sound_instrument();
            break;
        }
        case 1: {
            const char* targets[] = {value % 2 == 0 ? "x" : "z"};
            struct {
                attune_key_options known = ATTUNE_KEY_OPTIONS_INIT;
                unsigned char unknown[256] = {};
            } of_a_newer_version;
            attune_key_options& options = of_a_newer_version.known;
            options.size = value % 7 == 6 ? value : sizeof options;
            of_a_newer_version.unknown[value / 2] = value % 2 == 0 ? 0 : 1;
            options.already_keyed = value % 3 == 0;
            options.targets = value % 5 == 0 ? targets : nullptr;
            options.n_targets = 1;
            attune_key_free(key);
            attune_key_compile(instrument, value % 4 == 3 ? nullptr : &options, &key);
            break;
        }
        case 2: {
            const std::size_t n_answers = attune_key_n_answers(key);
            std::vector<int32_t> answers(2 * n_answers);
            for (std::size_t k = 0; k < answers.size(); ++k)
                answers[k] = static_cast<int32_t>(data[(i + k) % n_bytes]) - 8;
            std::vector<attune_score> scores(2 * attune_key_n_scores(key));
            if (attune_score_persons(key, answers.data(), 2, scores.data()) != ATTUNE_OK)
                break;
            for (const attune_score& score : scores)
                if (std::isnan(score.value) != (score.status > ATTUNE_PRORATED))
                    std::abort();
            break;
        }
        case 3: {
            attune_score_info info = ATTUNE_SCORE_INFO_INIT;
            attune_key_score_info(key, value, &info);
            break;
        }
        case 4: {
            const attune_score score{0, static_cast<int32_t>(value), static_cast<int32_t>(value % 8)};
            std::vector<char> buffer(value);
            std::size_t n_needed = 0;
            attune_reason(key, value % 9, &score, buffer.data(), buffer.size(), value % 2 == 0 ? &n_needed : nullptr);
            break;
        }
        default: attune_status_name(static_cast<int32_t>(value) - 100); break;
        }
        if (attune_last_error() == nullptr)
            std::abort();
    }
    attune_key_free(key);
    attune_instrument_free(refused);
    return 0;
}
