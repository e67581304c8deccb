#!/usr/bin/env python3
"""Scores the 51,491 people of the open ECR data, where that folder is present: real_data_test.py ATTUNE FOLDER

Expected values: computed with R and again with pandas from the same file, complete cases, answers 1..5, 0 = no answer.
"""
import csv
import json
import math
import pathlib
import statistics
import subprocess
import sys
import tempfile

EXPECTED = {"anxiety": (48774, 3.096367, 0.802169), "avoidance": (48757, 2.568120, 0.839328)}  # complete, mean, sd
TOLERANCE = 5e-7  # the published figures have six places


def main() -> int:
    attune, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    data = folder / "ecr-open-psychometrics.csv"
    if not data.exists():
        print("skipped: the open ECR data are not here")
        return 77
    with tempfile.TemporaryDirectory() as work:
        output = pathlib.Path(work) / "scores.csv"
        run = subprocess.run([attune, "score", "-i", "ecr", "--form", "open-psychometrics", "--input", data, "--columns",
                              "Q{n}", "--missing-code", "0", "--keep", "age,gender,country", "--output", output],
                             check=True, capture_output=True, text=True)
        rows = list(csv.DictReader(output.open(encoding="utf-8")))
        meta = json.loads(pathlib.Path(str(output) + ".meta.json").read_text())
    assert len(rows) == 51491 and "51,491 rows" in run.stderr
    assert sum(row["country"] == "NA" for row in rows) == 7, "Namibia is a country"
    assert sum(sum(item["missing"].values()) for item in meta["summary"]["items"]) == 9534
    assert sum(row["anxiety_answered"] == "0" and row["avoidance_answered"] == "0" for row in rows) == 58
    for scale, (n_complete, mean, sd) in EXPECTED.items():
        complete = [float(row[scale]) for row in rows if row[scale + "_status"] == "ok"]
        assert len(complete) == n_complete, (scale, len(complete))
        assert math.isclose(statistics.fmean(complete), mean, abs_tol=TOLERANCE), scale
        assert math.isclose(statistics.stdev(complete), sd, abs_tol=TOLERANCE), scale
    print("agrees with R and pandas")
    return 0


sys.exit(main())
