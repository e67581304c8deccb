#include "attune/attune.h"

#include <cstddef>
#include <cstring>
#include <exception>
#include <filesystem>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "attune/core/check.hpp"
#include "attune/core/error.hpp"
#include "attune/core/version.hpp"
#include "attune/io/instrument_file.hpp"
#include "attune/io/instrument_search.hpp"
#include "attune/report/score_report.hpp"
#include "attune/scoring/key.hpp"
#include "sized_struct.hpp"

struct attune_instrument {
    attune::instrument definition;
};

struct attune_key {
    attune::scoring_key key;
};

namespace {

std::string& last_error()
{
    thread_local std::string text;
    return text;
}

/// Remembers a text; when even that needs memory that is not there, the text is lost and the code remains.
int fail(int code, const char* text) noexcept
{
    try {
        last_error() = text;
    } catch (...) {
        last_error().clear();
    }
    return code;
}

/// Runs an action; whatever it throws becomes a code and a text.
template <typename Action>
int guarded(Action action) noexcept
{
    try {
        last_error().clear();
        action();
        return ATTUNE_OK;
    } catch (const attune::unknown_instrument_error& unknown) {
        return fail(ATTUNE_ERROR_NOT_FOUND, unknown.what());
    } catch (const attune::input_error& faults) {
        return fail(ATTUNE_ERROR_DEFINITION, faults.what());
    } catch (const std::invalid_argument& mistake) {
        return fail(ATTUNE_ERROR_ARGUMENT, mistake.what());
    } catch (const std::bad_alloc&) {
        return fail(ATTUNE_ERROR_MEMORY, "out of memory");
    } catch (const std::exception& bug) {
        return fail(ATTUNE_ERROR_INTERNAL, bug.what());
    } catch (...) {
        return fail(ATTUNE_ERROR_INTERNAL, "an exception of unknown type");
    }
}

void check_given(const void* pointer, const char* function, const char* argument)
{
    if (pointer == nullptr)
        attune::fail_argument(function, argument, "point to something", "null");
}

template <typename T>
T& given(T* pointer, const char* function, const char* argument)
{
    check_given(pointer, function, argument);
    return *pointer;
}

/// A path in UTF-8, whatever the system's own encoding of names is.
std::filesystem::path utf8_path(const char* text, const char* function, const char* argument)
{
    try {
        return {std::u8string(text, text + std::strlen(text))};
    } catch (const std::filesystem::filesystem_error&) {
        attune::fail_argument(function, argument, "be a path in UTF-8", "none");
    }
}

attune::key_options to_options(const attune_key_options* given_options)
{
    constexpr std::size_t first_size = offsetof(attune_key_options, n_targets) + sizeof(attune_key_options::n_targets);
    attune::key_options result;
    if (given_options == nullptr)
        return result;
    const auto options =
        attune::detail::read_sized<attune_key_options>(given_options, first_size, "attune_key_compile");
    if (options.form != nullptr)
        result.form = options.form;
    result.already_keyed = options.already_keyed != 0;
    if (options.n_targets == 0)
        return result;
    check_given(options.targets, "attune_key_compile", "targets");
    for (std::size_t i = 0; i < options.n_targets; ++i)
        result.targets.emplace_back(&given(options.targets[i], "attune_key_compile", "target"));
    return result;
}

}  // namespace

const char* attune_version(void)
{
    return attune::version.data();
}

const char* attune_last_error(void)
{
    try {
        return last_error().c_str();
    } catch (...) {
        return "out of memory";
    }
}

int attune_instrument_from_memory(const char* json, size_t n_bytes, attune_instrument** instrument)
{
    return guarded([&] {
        attune_instrument*& made = given(instrument, "attune_instrument_from_memory", "instrument");
        made = nullptr;
        const std::string_view text(&given(json, "attune_instrument_from_memory", "json"), n_bytes);
        made = new attune_instrument{value_or_throw(attune::parse_instrument(text, "definition"))};
    });
}

int attune_instrument_from_file(const char* path, attune_instrument** instrument)
{
    return guarded([&] {
        attune_instrument*& made = given(instrument, "attune_instrument_from_file", "instrument");
        made = nullptr;
        const char* const file = &given(path, "attune_instrument_from_file", "path");
        made = new attune_instrument{attune::load_instrument(utf8_path(file, "attune_instrument_from_file", "path"))};
    });
}

int attune_instrument_by_id(const char* id, const char* data_folder, attune_instrument** instrument)
{
    return guarded([&] {
        attune_instrument*& made = given(instrument, "attune_instrument_by_id", "instrument");
        made = nullptr;
        const attune::search_path path =
            data_folder == nullptr
                ? attune::default_search_path()
                : attune::search_path{utf8_path(data_folder, "attune_instrument_by_id", "data_folder")};
        made = new attune_instrument{attune::load_instrument_by_id(&given(id, "attune_instrument_by_id", "id"), path)};
    });
}

void attune_instrument_free(attune_instrument* instrument)
{
    delete instrument;
}

int attune_key_compile(const attune_instrument* instrument, const attune_key_options* options, attune_key** key)
{
    return guarded([&] {
        attune_key*& made = given(key, "attune_key_compile", "key");
        made = nullptr;
        made = new attune_key{
            attune::scoring_key(given(instrument, "attune_key_compile", "instrument").definition, to_options(options))};
    });
}

void attune_key_free(attune_key* key)
{
    delete key;
}

size_t attune_key_n_answers(const attune_key* key)
{
    return key == nullptr ? 0 : key->key.n_columns();
}

size_t attune_key_n_scores(const attune_key* key)
{
    return key == nullptr ? 0 : key->key.outputs().size();
}

int attune_key_range(const attune_key* key, int32_t* min, int32_t* max)
{
    return guarded([&] {
        const attune::response_range& range = given(key, "attune_key_range", "key").key.range();
        given(min, "attune_key_range", "min") = range.min;
        given(max, "attune_key_range", "max") = range.max;
    });
}

int attune_key_score_info(const attune_key* key, size_t score, attune_score_info* info)
{
    return guarded([&] {
        const auto& outputs = given(key, "attune_key_score_info", "key").key.outputs();
        check_given(info, "attune_key_score_info", "info");
        attune::check_within<std::size_t>("attune_key_score_info", "score", score, 0, outputs.size() - 1);
        attune_score_info made = ATTUNE_SCORE_INFO_INIT;
        made.id = outputs[score].id.c_str();
        made.dimension = to_string(outputs[score].on).data();
        made.higher_means = to_string(outputs[score].higher_means).data();
        made.n_items = outputs[score].n_items;
        constexpr std::size_t first_size = offsetof(attune_score_info, n_items) + sizeof(attune_score_info::n_items);
        attune::detail::write_sized(info, made, first_size, "attune_key_score_info");
    });
}

const char* attune_key_scoring_sha256(const attune_key* key)
{
    return key == nullptr ? "" : key->key.identity().scoring_sha256.c_str();
}

int attune_score_persons(const attune_key* key, const int32_t* answers, size_t n_persons, attune_score* scores)
{
    return guarded([&] {
        const attune::scoring_key& compiled = given(key, "attune_score_persons", "key").key;
        if (n_persons == 0)
            return;
        given(answers, "attune_score_persons", "answers");
        given(scores, "attune_score_persons", "scores");
        attune::code_block block(compiled.n_columns());
        std::vector<attune::raw_score> raw(compiled.outputs().size());
        for (std::size_t person = 0; person < n_persons; ++person) {
            block.clear();
            attune::encode({answers + person * compiled.n_columns(), compiled.n_columns()}, compiled.range().min,
                           compiled.range().max, block.append());
            compiled.score_rows(block.padded_row(0), 1, raw.data());
            for (std::size_t i = 0; i < raw.size(); ++i)
                scores[person * raw.size() + i] = {raw[i].value(), raw[i].n_answered,
                                                   static_cast<int32_t>(raw[i].status)};
        }
    });
}

const char* attune_status_name(int32_t status)
{
    if (status < 0 || static_cast<std::size_t>(status) >= attune::n_score_statuses)
        return nullptr;
    return to_string(static_cast<attune::score_status>(status)).data();
}

int attune_reason(const attune_key* key, size_t score, const attune_score* result, char* buffer, size_t n_bytes,
                  size_t* n_needed)
{
    bool has_space = true;
    const int code = guarded([&] {
        const attune::scoring_key& compiled = given(key, "attune_reason", "key").key;
        attune::check_within<std::size_t>("attune_reason", "score", score, 0, compiled.outputs().size() - 1);
        const attune_score& given_score = given(result, "attune_reason", "result");
        attune::check_within<std::int32_t>("attune_reason", "status", given_score.status, 0,
                                           static_cast<std::int32_t>(attune::n_score_statuses) - 1);
        attune::raw_score raw;
        raw.n_answered = given_score.n_answered;
        raw.status = static_cast<attune::score_status>(given_score.status);
        const std::string text = attune::reason_in_words(compiled.outputs()[score], raw, compiled);
        if (n_needed != nullptr)
            *n_needed = text.size() + 1;
        has_space = buffer != nullptr && n_bytes > text.size();
        if (has_space)
            std::memcpy(buffer, text.c_str(), text.size() + 1);
    });
    return code == ATTUNE_OK && !has_space ? fail(ATTUNE_ERROR_SPACE, "attune_reason: the buffer is too small") : code;
}
