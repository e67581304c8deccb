#!/usr/bin/env python3
"""Runs the benchmark of profiles on a few people: profiles_test.py ATTUNE PROJECT_DIR. No time is looked at."""
import pathlib
import subprocess
import sys
import tempfile

attune, project = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
with tempfile.TemporaryDirectory() as work:
    run = subprocess.run([sys.executable, project / "benchmarks/profiles", attune, "--people", "200", "--rounds", "1",
                          "--memory", work], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
assert run.returncode == 0, run.stderr
lines = run.stdout.splitlines()
assert lines[0].startswith("1 rounds"), lines
assert [line.split(":")[0].strip() for line in lines[1:]] == ["JSON of 200 people", "page of one person"], lines
print(run.stdout, end="")
