#!/usr/bin/env python3
"""Kills batches at random moments and looks at their files: kill_test.py ATTUNE [N_KILLS [SEED]]

A batch scores one of two tables in turn over what the one before left. A file is always what it was or the complete new
one, and a meta file is of the same run as the scores and refusals beside it. Half of the kills come at any time of a run,
half about its end, where files take their names; a run that ends before it is killed does not count. At last an
undisturbed run puts everything in order.
"""
import collections
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

from work_folder import NEW_LINES, WRITING, WorkFolder, new_table

ATTUNE = sys.argv[1]
N_KILLS = int(sys.argv[2]) if len(sys.argv) > 2 else 60
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1


def moment(generator, seconds):
    if generator.random() < 0.5:
        return generator.uniform(0, 1.1 * seconds)
    return max(0, generator.gauss(seconds, 0.05 * seconds))


def condition(content, folder, name):
    if content is None:
        return "absent"
    return "new" if content == folder.new[name] else "old"


def main():
    generator = random.Random(SEED)
    n_killed = n_runs = 0
    states = collections.Counter()
    with tempfile.TemporaryDirectory() as work:
        folder = WorkFolder(pathlib.Path(work), ATTUNE, WRITING["csv_and_refused"], with_old=False, n_rows=30_000)
        tables = [new_table(30_000), new_table(25_000)]
        complete = []
        for table in tables:
            folder.give_input(table, NEW_LINES)
            begin = time.monotonic()
            folder.run()
            seconds = time.monotonic() - begin
            complete.append(folder.read())
        while n_killed < N_KILLS and n_runs < 20 * N_KILLS:
            n_runs += 1
            folder.old, folder.new = folder.read(), complete[n_runs % 2]
            folder.give_input(tables[n_runs % 2], NEW_LINES)
            batch = subprocess.Popen([folder.attune, *folder.arguments], cwd=folder.path, env=folder.environment(),
                                     stderr=subprocess.DEVNULL)
            time.sleep(moment(generator, seconds))
            batch.kill()
            was_killed = batch.wait() == -signal.SIGKILL
            problems = list(folder.file_problems())
            if problems:
                print(f"run {n_runs} of seed {SEED}: {'; '.join(problems)}")
                return 1
            found = folder.read()
            if was_killed:
                n_killed += 1
                states[", ".join(f"{name} {condition(found[name], folder, name)}" for name in folder.outputs)] += 1
            seconds *= 1.02 if was_killed else 0.96  # other programs come and go
            for left in folder.path.glob(".attune-*"):
                left.unlink()  # nobody is left to do it
        run = folder.run()
        if run.returncode != 0 or folder.read() != folder.new:
            print("an undisturbed run does not put things right")
            return 1
    print(f"{n_killed} of {n_runs} runs were killed before their end; what these left:")
    for state, count in sorted(states.items()):
        print(f"  {count:5} x {state}")
    return 0


sys.exit(main())
