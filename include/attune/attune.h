/** @file
 * The C interface of attune: scores attachment questionnaires from any language. Valid C99.
 *
 * - Handles are opaque, made by one function and released by another; a null handle may be released.
 * - Buffers belong to the caller. Texts that are returned belong to the handle they come from, or to the thread.
 * - Structures begin with their size, so that later versions can add members: set it to sizeof, or use the INIT macros.
 * - Functions return ATTUNE_OK or a negative code; attune_last_error() then says what was found and what was expected.
 *   No exception and no allocation crosses the boundary.
 * - Handles do not change after they are made: threads may share them. The last error belongs to the calling thread.
 */
#ifndef ATTUNE_H
#define ATTUNE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** @cond */
#if defined(_WIN32) && defined(ATTUNE_C_BUILD)
#define ATTUNE_API __declspec(dllexport)
#elif defined(_WIN32)
#define ATTUNE_API __declspec(dllimport)
#else
#define ATTUNE_API __attribute__((visibility("default")))
#endif
/** @endcond */

/** What a function returns. */
enum attune_result {
    ATTUNE_OK = 0,
    ATTUNE_ERROR_ARGUMENT = -1,   /**< the caller's mistake: a null pointer, a wrong length, an unknown form */
    ATTUNE_ERROR_NOT_FOUND = -2,  /**< no questionnaire has this id */
    ATTUNE_ERROR_DEFINITION = -3, /**< the definition has faults; the last error lists all of them */
    ATTUNE_ERROR_MEMORY = -4,     /**< out of memory */
    ATTUNE_ERROR_SPACE = -5,      /**< the caller's buffer is too small */
    ATTUNE_ERROR_INTERNAL = -70   /**< a bug of attune */
};

/** What became of a score, from best to worst. Above ATTUNE_PRORATED there is no value. */
enum attune_status {
    ATTUNE_COMPLETE = 0,
    ATTUNE_PRORATED = 1,
    ATTUNE_TARGET_MISSING = 2,
    ATTUNE_TOO_FEW_ANSWERS = 3,
    ATTUNE_NO_ANSWERS = 4,
    ATTUNE_INVALID_ANSWER = 5
};

/** Stands for "no answer" among answers. */
#define ATTUNE_NOT_ANSWERED (-1)

/** A questionnaire, from memory, from a file or by its id; released by attune_instrument_free(). */
typedef struct attune_instrument attune_instrument;

/** A compiled key, which scores; made by attune_key_compile(), released by attune_key_free(). */
typedef struct attune_key attune_key;

/** What of a questionnaire is scored. */
typedef struct attune_key_options {
    size_t size;                /**< sizeof(attune_key_options) */
    const char* form;           /**< null: "published" */
    int already_keyed;          /**< not 0: the answers are keyed, nothing is reversed */
    const char* const* targets; /**< the relationships that were asked about; null: all of the definition */
    size_t n_targets;           /**< length of targets */
} attune_key_options;
/** Options that are not set yet. */
#define ATTUNE_KEY_OPTIONS_INIT                      \
    {                                                \
        sizeof(attune_key_options), NULL, 0, NULL, 0 \
    }

/** What a score of a key is. The texts belong to the key. */
typedef struct attune_score_info {
    size_t size;              /**< sizeof(attune_score_info) */
    const char* id;           /**< for example "anxiety", "mother_avoidance" */
    const char* dimension;    /**< "anxiety", "avoidance" or "other" */
    const char* higher_means; /**< "less_secure", "more_secure" or "neither" */
    int32_t n_items;          /**< items that it rests on */
} attune_score_info;
/** A description that is not filled in yet. */
#define ATTUNE_SCORE_INFO_INIT                         \
    {                                                  \
        sizeof(attune_score_info), NULL, NULL, NULL, 0 \
    }

/** One score of one person. */
typedef struct attune_score {
    double value;       /**< NaN when refused */
    int32_t n_answered; /**< valid answers, refused or not */
    int32_t status;     /**< enum attune_status */
} attune_score;

/** Version of the library, for example "0.1.0". */
ATTUNE_API const char* attune_version(void);

/** What went wrong last on this thread; "" when nothing did. Valid until the next call on this thread. */
ATTUNE_API const char* attune_last_error(void);

/** Loads a definition from JSON text in memory. */
ATTUNE_API int attune_instrument_from_memory(const char* json, size_t n_bytes, attune_instrument** instrument);

/** Loads a definition from a file. */
ATTUNE_API int attune_instrument_from_file(const char* path, attune_instrument** instrument);

/** Loads a definition by its id. `data_folder` is the folder that holds instruments/; null searches ATTUNE_DATA,
 * /etc/attune and ../share/attune beside the program. */
ATTUNE_API int attune_instrument_by_id(const char* id, const char* data_folder, attune_instrument** instrument);

/** Releases a definition; null is allowed. */
ATTUNE_API void attune_instrument_free(attune_instrument* instrument);

/** Compiles a key; `options` may be null. The instrument may be released afterwards. */
ATTUNE_API int attune_key_compile(const attune_instrument* instrument, const attune_key_options* options,
                                  attune_key** key);

/** Releases a key; null is allowed. */
ATTUNE_API void attune_key_free(attune_key* key);

/** How many answers a person has: items in the order of their numbers, target after target. 0 for a null key. */
ATTUNE_API size_t attune_key_n_answers(const attune_key* key);

/** How many scores come out for a person. 0 for a null key. */
ATTUNE_API size_t attune_key_n_scores(const attune_key* key);

/** Lowest and highest answer. */
ATTUNE_API int attune_key_range(const attune_key* key, int32_t* min, int32_t* max);

/** Describes a score, 0 .. n_scores - 1. */
ATTUNE_API int attune_key_score_info(const attune_key* key, size_t score, attune_score_info* info);

/** SHA-256 of what moves a score, as hexadecimal digits: to be kept with a stored score. Belongs to the key. */
ATTUNE_API const char* attune_key_scoring_sha256(const attune_key* key);

/** Scores people: `answers` holds n_persons rows of n_answers integers, `scores` receives n_persons rows of n_scores.
 * An answer is an integer within the range or a negative reason, ATTUNE_NOT_ANSWERED for one; anything else is an
 * invalid answer and refuses the scores that it touches. */
ATTUNE_API int attune_score_persons(const attune_key* key, const int32_t* answers, size_t n_persons,
                                    attune_score* scores);

/** Name of a status as it stands in files, for example "too_few_answers"; null for a number that is none. */
ATTUNE_API const char* attune_status_name(int32_t status);

/** Writes in words why a score was refused or prorated, "" for a complete one, ended by a zero byte. With too small a
 * buffer writes nothing and returns ATTUNE_ERROR_SPACE; *n_needed, unless null, receives the size that suffices. */
ATTUNE_API int attune_reason(const attune_key* key, size_t score, const attune_score* result, char* buffer,
                             size_t n_bytes, size_t* n_needed);

#ifdef __cplusplus
}
#endif

#endif
