#!/usr/bin/env python3
"""Lets every call of the C library fail in its turn and looks at what the tool leaves behind.

    fault_test.py ATTUNE SHIM [--every] [COMMAND...]

Each run of a command has one fault: its k-th allocation, write, fsync, rename, removal, open, close or read fails (see
fault_shim.h); k grows until the command is through without meeting it. Whatever fails, then

- the tool ends by itself, with the exit code that belongs to the fault and a word about it;
- every output file is the old one or the complete new one, byte for byte, and no temporary file stays behind;
- a meta file is of the same run as the scores and refusals beside it;
- calls that transfer little or are interrupted change nothing at all.

The files are looked at in the same way when the program is killed ahead of its k-th call.

Allocations are so many that only some of them fail: the first 64, then every sixteenth part further; --every takes all.
"""
import pathlib
import signal
import sys
import tempfile

from work_folder import PRINTING, WRITING, WorkFolder

EVERY = "--every" in sys.argv
ATTUNE, SHIM, *CHOSEN = [argument for argument in sys.argv[1:] if argument != "--every"]
COMMANDS = WRITING | PRINTING
MEMORY = ("out of memory", "Cannot allocate memory")
ENOSPC, EIO, EMFILE = 28, 5, 24
KILL = "kill"
FAULTS = {  # kind: error numbers, exit codes that may follow
    "memory": ([0], {0, 70}),
    "exhausted": ([0], {0, 70}),
    "write": ([ENOSPC, EIO], {5}),
    "sync": ([EIO], {0, 5}),  # a folder that cannot be synced is no failure
    "rename": ([EIO], {5}),
    "remove": ([EIO], {5}),
    "open": ([EMFILE], {0, 2, 3, 4, 5}),  # by what could not be opened; libraries look for files that they can do without
    "close": ([EIO], {0}),  # what was written has reached the disk before
    "read": ([EIO], {0, 3, 4}),
    "thread": ([0], {0}),  # fewer threads do the same
    "short": ([0], {0}),
    "interrupt": ([0], {0}),
    KILL: ([0], set()),
}


def next_call(kind, call):
    if EVERY or kind not in ("memory", "exhausted") or call < 64:
        return call + 1
    return call + max(1, call // 16)


def sweep(folder, kind, error):
    """Runs the command with every fault of a kind; the number of runs and what was wrong."""
    wrong, n_runs, call = [], 0, 1
    while len(wrong) < 10:
        folder.reset()
        fault = {"LD_PRELOAD": str(pathlib.Path(SHIM).resolve()), "ATTUNE_FAULT": f"{kind}:{call}:{error}", "ATTUNE_FAULT_MARK": "mark"}
        run = folder.run(env=folder.environment(**fault))
        happened = (folder.path / "mark").exists()
        n_runs += 1
        codes = FAULTS[kind][1] if happened else {0}
        said = run.stderr.decode(errors="replace")
        if any(text in said for text in MEMORY):
            codes = codes | {run.returncode} - {0}
        if happened and kind == KILL:
            problems = list(folder.file_problems())
            if run.returncode != -signal.SIGKILL:
                problems.append("was not killed")
        else:
            problems = folder.problems(run, codes)
        wrong += [f"{kind} {call} (error {error}): {problem}: {said[:200]!r}" for problem in problems]
        if not happened:
            break
        call = next_call(kind, call)
    return n_runs, wrong


def main():
    wrong = []
    for command in CHOSEN or COMMANDS:
        writes = command in WRITING
        n_runs = 0
        for with_old in [True, False] if writes else [False]:
            with tempfile.TemporaryDirectory() as work:
                folder = WorkFolder(pathlib.Path(work), ATTUNE, COMMANDS[command], with_old)
                for kind, (errors, _) in FAULTS.items():
                    if writes and not with_old and kind in ("memory", "exhausted"):
                        continue  # the same allocations as with old files
                    for error in errors:
                        n, found = sweep(folder, kind, error)
                        n_runs += n
                        wrong += [f"{command}: {problem}" for problem in found]
        print(f"{command}: {n_runs} runs", flush=True)
    print("\n".join(wrong))
    return 1 if wrong else 0


sys.exit(main())
