/* Lets every allocation of a sequence of calls of the C interface fail in its turn: each call succeeds with the right
 * result or says that memory is short, nothing leaks, and the next sequence works again.
 *   c_interface_fault_test DEFINITION_FILE DATA_FOLDER */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attune/attune.h"
#include "fault_shim.h"

static const char* definition_file;
static const char* data_folder;
static char definition[8192];
static size_t definition_size;
static const char* stage = "";

/* What is wrong is said without memory: a fault may be set up. */
static void fail(const char* what, int code)
{
    fault_arm(NULL);
    fprintf(stderr, "%s: %s, code %d: %s\n", stage, what, code, attune_last_error());
    exit(1);
}

/* 1 when a call succeeded; ends the test when it failed for another reason than memory. */
static int succeeded(const char* what, int code)
{
    if (code == ATTUNE_OK)
        return 1;
    if (code != ATTUNE_ERROR_MEMORY || !fault_has_happened())
        fail(what, code);
    return 0;
}

static void use_key(const attune_key* key)
{
    const int32_t answers[] = {1, 2, 5, ATTUNE_NOT_ANSWERED, 9, 1};
    attune_score scores[3];
    attune_score_info info = ATTUNE_SCORE_INFO_INIT;
    char reason[256];
    if (succeeded("attune_key_score_info", attune_key_score_info(key, 0, &info)) && strcmp(info.id, "s") != 0)
        fail("another score", 0);
    if (!succeeded("attune_score_persons", attune_score_persons(key, answers, 3, scores)))
        return;
    if (scores[0].value != 2.5 || scores[1].value != 5 || scores[1].status != ATTUNE_PRORATED ||
        !isnan(scores[2].value))
        fail("another value", 0);
    if (succeeded("attune_reason", attune_reason(key, 0, &scores[1], reason, sizeof reason, NULL)) && *reason == '\0')
        fail("no reason", 0);
}

static void use_instrument(attune_instrument* instrument)
{
    attune_key* key = NULL;
    if (succeeded("attune_key_compile", attune_key_compile(instrument, NULL, &key)))
        use_key(key);
    else if (key != NULL)
        fail("a key without success", 0);
    attune_key_free(key);
    attune_instrument_free(instrument);
}

static void from_memory(void)
{
    attune_instrument* instrument = NULL;
    if (succeeded("attune_instrument_from_memory",
                  attune_instrument_from_memory(definition, definition_size, &instrument)))
        use_instrument(instrument);
}

static void from_file(void)
{
    attune_instrument* instrument = NULL;
    if (succeeded("attune_instrument_from_file", attune_instrument_from_file(definition_file, &instrument)))
        use_instrument(instrument);
}

static void by_id(void)
{
    attune_instrument* instrument = NULL;
    if (succeeded("attune_instrument_by_id", attune_instrument_by_id("rq", data_folder, &instrument)))
        attune_instrument_free(instrument);
}

static void mistakes(void)
{
    attune_instrument* instrument = NULL;
    int code = attune_instrument_from_memory("{\"id\": 1}", 9, &instrument);
    if (code != ATTUNE_ERROR_DEFINITION)
        succeeded("a faulty definition", code);
    code = attune_instrument_by_id("nothing", data_folder, &instrument);
    if (code != ATTUNE_ERROR_NOT_FOUND)
        succeeded("an unknown id", code);
    code = attune_key_compile(NULL, NULL, NULL);
    if (code != ATTUNE_ERROR_ARGUMENT)
        succeeded("a null pointer", code);
}

/* Lets the allocations of a sequence fail, one run each; the number of runs. `step` of them are passed over. */
static long sweep(const char* kind, void (*sequence)(void), long step, int may_keep)
{
    char fault[64];
    for (long call = 1;; call += step) {
        const long before = fault_live_blocks();
        snprintf(fault, sizeof fault, "%s:%ld", kind, call);
        fault_arm(fault);
        sequence();
        const int happened = fault_has_happened();
        fault_arm(NULL);
        const long kept = fault_live_blocks() - before;
        if (kept != 0 && !may_keep) {
            fprintf(stderr, "%s: %s %ld: %ld blocks are not given back\n", stage, kind, call, kept);
            exit(1);
        }
        if (!happened)
            return call;
    }
}

static void test(const char* name, void (*sequence)(void), long step)
{
    stage = name;
    sequence();
    /* The first round makes what a thread or a library keeps for itself, such as the text of the last error. */
    sweep("memory", sequence, 17 * step, 1);
    printf("%s: %ld allocations\n", name, sweep("memory", sequence, step, 0));
    sweep("exhausted", sequence, 7 * step, 0);
    sequence();
}

int main(int argc, char** argv)
{
    if (argc != 3)
        return 2;
    definition_file = argv[1];
    data_folder = argv[2];
    FILE* const file = fopen(definition_file, "rb");
    if (file == NULL)
        return 2;
    definition_size = fread(definition, 1, sizeof definition, file);
    fclose(file);
    test("from memory", from_memory, 1);
    test("from file", from_file, 1);
    test("mistakes", mistakes, 1);
    test("by id", by_id, 7);
    return 0;
}
