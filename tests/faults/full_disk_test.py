#!/usr/bin/env python3
"""Lets the tool write where there is no space: full_disk_test.py ATTUNE limit|disk

`limit`: files may not grow over a limit (RLIMIT_FSIZE), which grows until the run succeeds.
`disk`: a file system in memory has a little more free space at each run. Mounting it takes root; without, exits with 77.
A run that does not succeed says so and ends with 5, leaves the old files, and no temporary file.
"""
import pathlib
import resource
import subprocess
import sys
import tempfile

from work_folder import WRITING, WorkFolder

ATTUNE, KIND = sys.argv[1:]
N_ROWS = 3000  # about 100 KB
PAGE = 4096


def sweep(folder, prepare, steps, **options):
    """Runs the command with more and more space; what was wrong, and how many runs failed for want of space."""
    wrong, n_failed = [], 0
    for step in steps:
        folder.reset()
        run = folder.run(**prepare(step), **options)
        n_failed += run.returncode == 5
        wrong += [f"{step}: {problem}: {run.stderr.decode()[:200]!r}" for problem in folder.problems(run, {0, 5})]
        if run.returncode == 0 and step > 0:
            return wrong, n_failed
    return [*wrong, "never succeeds"], n_failed


def limit_files(work, command):
    def prepare(n_bytes):
        return {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, n_bytes))}

    folder = WorkFolder(work, ATTUNE, command, with_old=True, n_rows=N_ROWS)
    longest = max(len(content) for content in folder.new.values())
    return sweep(folder, prepare, [0, 1, 100, *range(1000, longest, longest // 20), longest - 1, longest])


def fill_disk(work, command):
    ballast = work / "ballast"

    def prepare(n_bytes):
        ballast.unlink(missing_ok=True)
        with ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(PAGE))
            except OSError:
                pass
        with ballast.open("r+b") as file:
            file.truncate(max(0, ballast.stat().st_size - n_bytes))
        return {}

    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "attune-test", work], capture_output=True, text=True)
    if mounted.returncode != 0:
        print(f"skipped: no file system can be mounted here: {mounted.stderr.strip()}")
        sys.exit(77)
    try:
        ballast.touch()
        folder = WorkFolder(work, ATTUNE, command, with_old=True, n_rows=N_ROWS)
        return sweep(folder, prepare, range(0, 512 * 1024, PAGE))
    finally:
        subprocess.run(["umount", work], check=True)


def main():
    test = {"limit": limit_files, "disk": fill_disk}[KIND]
    status = 0
    for name, command in WRITING.items():
        if name == "lines":
            continue  # three lines are less than a page
        with tempfile.TemporaryDirectory() as work:
            wrong, n_failed = test(pathlib.Path(work), command)
        print(f"{name}: {n_failed} runs without enough space")
        for problem in wrong:
            print(f"{name}: {problem}")
        if wrong or n_failed == 0:
            status = 1
    return status


sys.exit(main())
