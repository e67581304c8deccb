#!/usr/bin/env python3
"""Computes each statistic of the benchmarks with attune and with R, for few people: statistics_test.py BUILD PROJECT_DIR

No time is looked at: the measurement ends with 1 when the values differ. Skipped where R or its packages are not installed.
"""
import pathlib
import subprocess
import sys
import tempfile

BUILD, PROJECT = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
sys.path.insert(0, str(PROJECT / "benchmarks"))

from programs import version_with_r  # noqa: E402

if not all(map(version_with_r, ("psych", "GPArotation", "lavaan"))):
    print("skipped: R with psych, GPArotation and lavaan is not installed")
    sys.exit(77)

with tempfile.TemporaryDirectory() as work:
    run = subprocess.run([sys.executable, PROJECT / "benchmarks/statistics", "--build", BUILD, "--memory", work,
                          "--persons", "500", "--rows", "1000", "--rounds", "1"],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
assert run.returncode == 0, run.stderr
assert "| alpha with item statistics, 18 items | " in run.stdout, run.stdout
for what in ("omega of one factor", "2 factors, minres and oblimin", "polychoric correlations"):
    assert f"| {what}" in run.stdout, run.stdout
if version_with_r("lme4"):
    assert "| growth of 10,000 people " in run.stdout, run.stdout
assert "| attune reliability | " in run.stdout, run.stdout
assert "| attune audit | " in run.stdout, run.stdout
print(run.stdout)
