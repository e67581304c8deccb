/* Scores one person's answers to the ECR-S from C, and says why a score is refused. */
#include <stdio.h>

#include <attune/attune.h>

static int fail(void)
{
    fprintf(stderr, "%s\n", attune_last_error());
    return 1;
}

int main(void)
{
    const int32_t answers[12] = {2, 6, 3, 5, ATTUNE_NOT_ANSWERED, 4, 3, 22, 2, 6, 2, 5};
    attune_instrument* ecr_s = NULL;
    attune_key* key = NULL;
    attune_score scores[2];
    if (attune_instrument_by_id("ecr-s", NULL, &ecr_s) != ATTUNE_OK ||
        attune_key_compile(ecr_s, NULL, &key) != ATTUNE_OK)
        return fail();
    if (attune_key_n_answers(key) != 12 || attune_key_n_scores(key) != 2 ||
        attune_score_persons(key, answers, 1, scores) != ATTUNE_OK)
        return fail();

    for (size_t i = 0; i < 2; ++i) {
        attune_score_info info = ATTUNE_SCORE_INFO_INIT;
        char reason[200];
        if (attune_key_score_info(key, i, &info) != ATTUNE_OK ||
            attune_reason(key, i, &scores[i], reason, sizeof reason, NULL) != ATTUNE_OK)
            return fail();
        if (scores[i].status > ATTUNE_PRORATED)
            printf("%s: no score (%s)\n", info.id, reason);
        else
            printf("%s: %.2f (%s, %d of %d answered)\n", info.id, scores[i].value, attune_status_name(scores[i].status),
                   (int)scores[i].n_answered, (int)info.n_items);
    }
    attune_key_free(key);
    attune_instrument_free(ecr_s);
    return 0;
}
