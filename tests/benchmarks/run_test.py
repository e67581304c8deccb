#!/usr/bin/env python3
"""Runs all benchmarks on a few rows, with a program that scores wrongly among them: run_test.py ATTUNE PROJECT_DIR

No time is looked at. Skipped without GNU time, by which memory is measured.
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

attune, project = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
if not shutil.which("time"):
    print("skipped: GNU time is not installed")
    sys.exit(77)

with tempfile.TemporaryDirectory() as work:
    wrong = pathlib.Path(work) / "wrong"
    wrong.write_text(f'#!/bin/sh\nexec "{attune}" "$@" --already-keyed\n', encoding="utf-8")
    wrong.chmod(0o700)
    command = [sys.executable, project / "benchmarks/run", "--attune", attune, "--before", wrong, "--memory", work,
               "--results", f"{work}/results", "--yardstick", work, "--rows", "1000", "--rounds", "1"]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    assert run.returncode == 1, run.stderr
    results = json.loads(pathlib.Path(work, "results/results.json").read_text(encoding="utf-8"))
    assert pathlib.Path(work, "results/results.md").read_text(encoding="utf-8") in run.stdout

names = [row["name"] for row in results["tables"][0]["programs"]]
assert names[:3] == ["attune"] * 3 and "attune before" not in names, names
assert "left out: attune before, because its scores are not attune's: row 1: " in run.stderr, run.stderr
assert "left out: the minimum, because its source is not here" in run.stderr, run.stderr
assert all(f"Left out: {reason}." in run.stdout for reason in results["left_out"])
assert results["tables"][0]["ratio_to"] == "attune, 2 threads" and results["disk"]["rows"] == 1000
assert str(project.resolve()) not in run.stdout, "a path of the machine stands in the results"
print(f"measured {', '.join(names)}")
