/** @file
 * The C interface of attune: scores attachment questionnaires from any language. Valid C99 and C++.
 *
 * - Handles are opaque, made by one function and released by another; a null handle may be released.
 * - Buffers belong to the caller. Texts that are returned belong to the handle they come from, or to the thread.
 *   All texts are UTF-8, paths too (on POSIX systems a path is taken byte for byte).
 * - Structures that may grow begin with their size: set it to sizeof, or use the INIT macros. A program that was
 *   compiled with an older header works with a newer library: what its structure lacks counts as zero, which is always
 *   the default. With an older library, members that it does not know must be zero, and come back as zero.
 * - Functions that can fail return ATTUNE_OK or a negative code; attune_last_error() then says what was found and what
 *   was expected, and whatever they would have made is null. No exception crosses the boundary, and no memory that the
 *   caller must release except by the functions here.
 * - Handles do not change after they are made: any number of threads may use one at the same time, as long as it is
 *   released only when the last of them is done. The last error belongs to the calling thread.
 * - On Windows functions have the calling convention __cdecl.
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
#elif defined(__GNUC__)
#define ATTUNE_API __attribute__((visibility("default")))
#else
#define ATTUNE_API
#endif

#ifdef _WIN32
#define ATTUNE_CALL __cdecl
#else
#define ATTUNE_CALL
#endif
/** @endcond */

/** What a function returns. The numbers never change; later versions may add codes, all of them negative. */
enum attune_result {
    ATTUNE_OK = 0,
    ATTUNE_ERROR_ARGUMENT = -1,   /**< the caller's mistake: a null pointer, a wrong length, an unknown form */
    ATTUNE_ERROR_NOT_FOUND = -2,  /**< no questionnaire has this id */
    ATTUNE_ERROR_DEFINITION = -3, /**< the definition has faults; the last error lists all of them */
    ATTUNE_ERROR_MEMORY = -4,     /**< out of memory */
    ATTUNE_ERROR_SPACE = -5,      /**< the caller's buffer is too small */
    ATTUNE_ERROR_INTERNAL = -70   /**< a bug of attune */
};

/** What became of a score, from best to worst. Above ATTUNE_PRORATED there is no value. The numbers never change. */
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
    size_t n_targets;           /**< 0 when targets is null */
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

/** One score of one person. Rows of people are arrays of it, so it has no size and stays as it is; figures that later
 * versions add have functions of their own. */
typedef struct attune_score {
    double value;       /**< NaN when refused */
    int32_t n_answered; /**< valid answers, refused or not */
    int32_t status;     /**< enum attune_status */
} attune_score;

/** Version of the library, for example "0.1.0". Never null. */
ATTUNE_API const char* ATTUNE_CALL attune_version(void);

/** What went wrong in the last call on this thread that can fail; "" when it succeeded. Never null. Valid until the
 * next such call on this thread; functions that return no code leave it as it is. */
ATTUNE_API const char* ATTUNE_CALL attune_last_error(void);

/** Loads a definition from JSON text in memory, n_bytes long; no zero byte is needed, and the text is not kept.
 * ATTUNE_ERROR_DEFINITION: it has faults. The last error lists all of them, a line each. */
ATTUNE_API int ATTUNE_CALL attune_instrument_from_memory(const char* json, size_t n_bytes,
                                                         attune_instrument** instrument);

/** Loads a definition from a file.
 * ATTUNE_ERROR_DEFINITION: the file cannot be read, or has faults. */
ATTUNE_API int ATTUNE_CALL attune_instrument_from_file(const char* path, attune_instrument** instrument);

/** Loads a definition by its id, for example "ecr-s". `data_folder` is the folder that holds instruments/; null
 * searches the folder in the environment variable ATTUNE_DATA, the site's folder (/etc/attune, on Windows attune in
 * ProgramData) and ../share/attune beside the program. ATTUNE_ERROR_NOT_FOUND: no folder has it; the last error names
 * the nearest ids and the folders. ATTUNE_ERROR_DEFINITION: it cannot be read, has faults, or two folders have it with
 * different contents. */
ATTUNE_API int ATTUNE_CALL attune_instrument_by_id(const char* id, const char* data_folder,
                                                   attune_instrument** instrument);

/** Releases a definition. Keys that were compiled from it stay valid. Null does nothing. */
ATTUNE_API void ATTUNE_CALL attune_instrument_free(attune_instrument* instrument);

/** Compiles the key of a definition for a form and targets; null `options` stand for ATTUNE_KEY_OPTIONS_INIT. The
 * definition and the options may be released afterwards.
 * ATTUNE_ERROR_ARGUMENT: the definition has no such form or target. */
ATTUNE_API int ATTUNE_CALL attune_key_compile(const attune_instrument* instrument, const attune_key_options* options,
                                              attune_key** key);

/** Releases a key, and the texts that belong to it. Null does nothing. */
ATTUNE_API void ATTUNE_CALL attune_key_free(attune_key* key);

/** How many answers a person has: the items in the order of their numbers, target after target. 0 for a null key. */
ATTUNE_API size_t ATTUNE_CALL attune_key_n_answers(const attune_key* key);

/** How many scores come out for a person. 0 for a null key. */
ATTUNE_API size_t ATTUNE_CALL attune_key_n_scores(const attune_key* key);

/** The least and the greatest answer. */
ATTUNE_API int ATTUNE_CALL attune_key_range(const attune_key* key, int32_t* min, int32_t* max);

/** Describes a score, 0 .. n_scores - 1. The size of `info` must be set. */
ATTUNE_API int ATTUNE_CALL attune_key_score_info(const attune_key* key, size_t score, attune_score_info* info);

/** SHA-256 of what moves a score, as 64 hexadecimal digits: what a stored score should be kept with. Belongs to the
 * key;
 * "" for a null key. */
ATTUNE_API const char* ATTUNE_CALL attune_key_scoring_sha256(const attune_key* key);

/** Scores people: `answers` holds n_persons rows of n_answers integers, `scores` receives n_persons rows of n_scores.
 * An answer is an integer within the range or a negative reason, ATTUNE_NOT_ANSWERED for one; anything else is an
 * invalid answer and refuses the scores that it touches: that is a status, not an error. With n_persons 0 both may be
 * null. */
ATTUNE_API int ATTUNE_CALL attune_score_persons(const attune_key* key, const int32_t* answers, size_t n_persons,
                                                attune_score* scores);

/** Name of a status as it stands in files, for example "too_few_answers"; null for a number that is none. */
ATTUNE_API const char* ATTUNE_CALL attune_status_name(int32_t status);

/** Writes in words why a score was refused or prorated, "" for a complete one, ended by a zero byte. `result` is what
 * attune_score_persons() gave for this score of this key. *n_needed, unless null, receives the size that suffices.
 * ATTUNE_ERROR_SPACE: n_bytes is less than that, or `buffer` is null; nothing was written. */
ATTUNE_API int ATTUNE_CALL attune_reason(const attune_key* key, size_t score, const attune_score* result, char* buffer,
                                         size_t n_bytes, size_t* n_needed);

#ifdef __cplusplus
}
#endif

#endif
