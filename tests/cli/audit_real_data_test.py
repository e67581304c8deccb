#!/usr/bin/env python3
"""Audits the 51,491 people of the open ECR data, where that folder is present: audit_real_data_test.py ATTUNE PROJECT FOLDER

The right key is accepted; nine faults, of the key or of the data, are each found and named, and nothing else is.
"""
import copy
import csv
import fractions
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ATTUNE, PROJECT, DATA = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]) / "ecr-open-psychometrics.csv"
ECR = json.loads((PROJECT / "data/instruments/ecr.json").read_text())
REVERSED = [3, 15, 19, 22, 25, 27, 29, 31, 33, 35]
ANXIETY, AVOIDANCE = list(range(2, 37, 2)), list(range(1, 37, 2))
FORM = "open-psychometrics"


def audit(arguments, table=DATA):
    """The findings that are not information, as (code, scale, items, by)."""
    run = subprocess.run([ATTUNE, "audit", *map(str, arguments), "--input", table, "--columns", "Q{n}", "--missing-code",
                          "0", "--json"], capture_output=True, text=True,
                         env={**os.environ, "ATTUNE_DATA": str(PROJECT / "data")})
    assert run.returncode in (0, 1), run.stderr
    found = [finding for finding in json.loads(run.stdout)["findings"] if finding["code"] != "too_few_to_judge"]
    assert run.returncode == (1 if found else 0), (run.returncode, found)
    return [(f["code"], f["scale"], f["items"], f["by"]) for f in found]


def score(answers, scale, response):
    """The mean of the keyed answers as a definition states it, or None where too few are answered."""
    flip = response["min"] + response["max"]
    keyed = [flip - answers[n - 1] if n in scale["reversed"] else answers[n - 1]
             for n in scale["items"] if answers[n - 1] is not None]
    return str(fractions.Fraction(sum(keyed), len(keyed))) if len(keyed) >= scale["missing"]["min_answered"] else None


def with_key(folder, reversed_items, scales=None):
    """The form of the web site with other reversed items, as a site might have typed it."""
    made = copy.deepcopy(ECR)
    made["id"] = "ecr-typed"
    for form in [made, *made["forms"]]:
        for scale in form["scales"]:
            scale["items"] = (scales or {"anxiety": ANXIETY, "avoidance": AVOIDANCE})[scale["id"]]
            scale["reversed"] = [n for n in reversed_items if n in scale["items"]]
        for vector in form["vectors"]:
            for scale in form["scales"]:
                vector["scores"][scale["id"]] = score(vector["answers"], scale, form["response"])
    path = folder / "ecr-typed.json"
    path.write_text(json.dumps(made))
    return ["-i", path, "--form", FORM]


def with_answers(folder, change):
    """The data with each row changed."""
    path = folder / "changed.csv"
    with DATA.open(newline="", encoding="utf-8") as old, path.open("w", newline="", encoding="utf-8") as new:
        reader = csv.DictReader(old)
        writer = csv.DictWriter(new, reader.fieldnames)
        writer.writeheader()
        for row in reader:
            change(row)
            writer.writerow(row)
    return path


def turn(row, numbers):
    for number in numbers:
        if row[f"Q{number}"] != "0":
            row[f"Q{number}"] = str(6 - int(row[f"Q{number}"]))


def exchange_scales(row):
    for odd in AVOIDANCE:
        row[f"Q{odd}"], row[f"Q{odd + 1}"] = row[f"Q{odd + 1}"], row[f"Q{odd}"]


def use_six(row):
    if row["country"] == "PH":
        for number in range(1, 37):
            if row[f"Q{number}"] == "5" and number % 2:
                row[f"Q{number}"] = "6"


def main() -> int:
    if not DATA.exists():
        print("skipped: the open ECR data are not here")
        return 77
    right = ["-i", "ecr", "--form", FORM]
    ecr_r = json.loads((PROJECT / "data/instruments/ecr-r.json").read_text())["forms"][0]
    ecr_r_reversed = [n for scale in ecr_r["scales"] for n in scale["reversed"]]
    avoidance_reversed = [n for n in REVERSED if n in AVOIDANCE]
    differing = sorted(set(REVERSED) ^ set(ecr_r_reversed))
    with tempfile.TemporaryDirectory() as work:
        folder = pathlib.Path(work)
        cases = {
            "the right key": (right, DATA, []),
            "the right key, by country": ([*right, "--by", "country"], DATA, []),
            "the right key, by gender": ([*right, "--by", "gender"], DATA, []),
            "the form for 1 to 7": (["-i", "ecr"], DATA, [("wrong_form", None, [], {})]),
            "no reversal at all": (with_key, [], [("item_reversed", "anxiety", [22], {}),
                                                  ("item_reversed", "avoidance", avoidance_reversed, {})]),
            "not keyed before": ([*right, "--already-keyed"], DATA, [("already_keyed", None, REVERSED, {})]),
            "item 35 forgotten": (with_key, [n for n in REVERSED if n != 35],
                                  [("item_reversed", "avoidance", [35], {})]),
            "item 2 in addition": (with_key, [*REVERSED, 2], [("item_reversed", "anxiety", [2], {})]),
            "items 7 and 22 flipped": (with_key, [n for n in [*REVERSED, 7] if n != 22],
                                       [("item_reversed", "anxiety", [22], {}),
                                        ("item_reversed", "avoidance", [7], {})]),
            "columns 7 and 22 flipped": (right, lambda row: turn(row, [7, 22]),
                                         [("item_reversed", "anxiety", [22], {}),
                                          ("item_reversed", "avoidance", [7], {})]),
            "columns already reversed": (right, lambda row: turn(row, REVERSED),
                                         [("already_keyed", None, REVERSED, {})]),
            "key of the ECR-R": (["-i", "ecr-r", "--form", "alternating"], DATA,
                                 [("sibling_key", None, differing, {})]),
            "key of the ECR-R, typed": (with_key, ecr_r_reversed, [("sibling_key", None, differing, {})]),
            "key of the blocked ECR-R": (["-i", "ecr-r"], DATA, [("sibling_key", None, None, {})]),
            "names of the scales swapped": (lambda folder: with_key(folder, REVERSED, {"anxiety": AVOIDANCE,
                                                                                      "avoidance": ANXIETY}), DATA,
                                            [("scales_swapped", None, [], {})]),
            "columns of the scales swapped": (right, exchange_scales, [("scales_swapped", None, None, {})]),
            "item 11 flipped in one country": ([*right, "--by", "country"],
                                               lambda row: turn(row, [11]) if row["country"] == "DE" else None,
                                               [("group_item_reversed", "avoidance", [11], {"country": "DE"})]),
            "item 11 flipped in the largest country": ([*right, "--by", "country"],
                                                       lambda row: turn(row, [11]) if row["country"] == "US" else None,
                                                       [("group_item_reversed", "avoidance", [11],
                                                         {"country": "US"})]),
            "columns reversed in one country": ([*right, "--by", "country"],
                                                lambda row: turn(row, REVERSED) if row["country"] == "IN" else None,
                                                [("group_item_reversed", "anxiety", [22], {"country": "IN"}),
                                                 ("group_item_reversed", "avoidance", avoidance_reversed,
                                                  {"country": "IN"})]),
            "one country uses 6": ([*right, "--by", "country"], use_six,
                                   [("group_out_of_range", None, AVOIDANCE, {"country": "PH"})]),
        }
        for name, (key, data, expected) in cases.items():
            if key is with_key:
                found = audit(with_key(folder, data))
            elif callable(key):
                found = audit(key(folder))
            elif callable(data):
                found = audit(key, with_answers(folder, data))
            else:
                found = audit(key)
            for place, (code, scale, items, by) in enumerate(expected):
                if items is None and place < len(found):
                    expected[place] = (code, scale, found[place][2], by)
            assert found == expected, f"{name}: {found}"
            print(f"{name}: as expected")
    return 0


sys.exit(main())
