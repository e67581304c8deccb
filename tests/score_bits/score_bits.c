/* Prints a checksum over the bits of many scores of each questionnaire: they are the same on every system. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <attune/attune.h>

enum { n_persons = 1000, most_answers = 64, most_scores = 16 };

/* Numbers that look random and are the same everywhere (Knuth's MMIX generator). */
static uint32_t next_number(uint64_t* state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33);
}

/* FNV-1a, 64 bits. */
static uint64_t add_to_checksum(uint64_t checksum, uint64_t number)
{
    for (int shift = 0; shift < 64; shift += 8)
        checksum = (checksum ^ (number >> shift & 0xff)) * UINT64_C(1099511628211);
    return checksum;
}

/* The bits of a score; those of a refused one, which are any of those of NaN, count as 0. */
static uint64_t bits_of(const attune_score* score)
{
    uint64_t bits = 0;
    if (score->status <= ATTUNE_PRORATED)
        memcpy(&bits, &score->value, sizeof bits);
    return bits;
}

static int print_checksums(const attune_key* key, const char* id)
{
    const size_t n_answers = attune_key_n_answers(key);
    const size_t n_scores = attune_key_n_scores(key);
    int32_t min = 0;
    int32_t max = 0;
    uint64_t state = 1;
    uint64_t checksums[most_scores];
    if (n_answers > most_answers || n_scores > most_scores || attune_key_range(key, &min, &max) != ATTUNE_OK)
        return 0;
    for (size_t i = 0; i < n_scores; ++i)
        checksums[i] = UINT64_C(14695981039346656037);

    for (int person = 0; person < n_persons; ++person) {
        int32_t answers[most_answers];
        attune_score scores[most_scores];
        for (size_t i = 0; i < n_answers; ++i)
            answers[i] = next_number(&state) % 16 == 0
                             ? ATTUNE_NOT_ANSWERED
                             : min + (int32_t)(next_number(&state) % (uint32_t)(max - min + 1));
        if (attune_score_persons(key, answers, 1, scores) != ATTUNE_OK)
            return 0;
        for (size_t i = 0; i < n_scores; ++i) {
            checksums[i] = add_to_checksum(checksums[i], bits_of(&scores[i]));
            checksums[i] =
                add_to_checksum(checksums[i], (uint64_t)scores[i].status << 32 | (uint32_t)scores[i].n_answered);
        }
    }
    for (size_t i = 0; i < n_scores; ++i) {
        attune_score_info info = ATTUNE_SCORE_INFO_INIT;
        if (attune_key_score_info(key, i, &info) != ATTUNE_OK)
            return 0;
        printf("%s %s %016" PRIx64 "\n", id, info.id, checksums[i]);
    }
    return 1;
}

int main(void)
{
    static const char* const ids[] = {"ecr", "ecr-r", "ecr-rs", "ecr-s", "maq", "raas", "rq", "saam"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; ++i) {
        attune_instrument* instrument = NULL;
        attune_key* key = NULL;
        const int is_done = attune_instrument_by_id(ids[i], NULL, &instrument) == ATTUNE_OK &&
                            attune_key_compile(instrument, NULL, &key) == ATTUNE_OK && print_checksums(key, ids[i]);
        attune_key_free(key);
        attune_instrument_free(instrument);
        if (!is_done) {
            fprintf(stderr, "%s: %s\n", ids[i], attune_last_error());
            return 1;
        }
    }
    return 0;
}
