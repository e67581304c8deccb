#!/usr/bin/env python3
"""Builds the shipped norms of the ECR again, where the open data are: shipped_norms_test.py ATTUNE PROJECT_DIR FOLDER

The file that attune ships is what `scripts/build-norms` makes of the data, to the byte. Mean and standard deviation are
worked out once more from the answers.
"""
import csv
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

REVERSED = {3, 15, 19, 22, 25, 27, 29, 31, 33, 35}
TOLERANCE = 1e-9


def main() -> int:
    attune, project, folder = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    if not (folder / "ecr-open-psychometrics.csv").exists():
        print("skipped: the open ECR data are not here")
        return 77
    shipped = project / "data/norms/ecr-open-psychometrics.json"
    with tempfile.TemporaryDirectory() as work:
        subprocess.run([project / "scripts/build-norms", attune, folder, work], check=True, capture_output=True)
        built = (pathlib.Path(work) / shipped.name).read_bytes()
    assert built == shipped.read_bytes(), "the builder makes another file than the one that is shipped"

    norms = json.loads(built)
    assert norms["n_persons"] == 46393
    scores = {"anxiety": [], "avoidance": []}
    with (folder / "ecr-open-psychometrics.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            answers = {n: int(row[f"Q{n}"]) for n in range(1, 37)}
            if 0 in answers.values() or not 14 <= int(row["age"]) <= 90:
                continue
            keyed = {n: 6 - a if n in REVERSED else a for n, a in answers.items()}
            scores["avoidance"].append(sum(a for n, a in keyed.items() if n % 2) / 18)
            scores["anxiety"].append(sum(a for n, a in keyed.items() if n % 2 == 0) / 18)
    for figures in norms["groups"][0]["scores"]:
        values = scores[figures["id"]]
        assert len(values) == 46393
        assert abs(figures["mean"] - statistics.fmean(values)) < TOLERANCE
        assert abs(figures["sd"] - statistics.stdev(values)) < TOLERANCE
    print("the shipped norms are those of the data")
    return 0


sys.exit(main())
