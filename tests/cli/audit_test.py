#!/usr/bin/env python3
"""`attune audit` as its users meet it: audit_test.py ATTUNE PROJECT_DIR"""
import csv
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

ATTUNE = sys.argv.pop(1)
PROJECT = pathlib.Path(sys.argv.pop(1))
DEFINITION = json.loads((PROJECT / "data/instruments/ecr-s.json").read_text())
REVERSED = sorted(number for scale in DEFINITION["scales"] for number in scale["reversed"])


def people(n, seed=7, change=None):
    """Made-up people who answer as ecr-s is keyed; `change` is applied to each."""
    draw = random.Random(seed)
    rows = []
    for i in range(n):
        row = {"person": f"secret-{i}", "site": "south" if i % 3 == 0 else "north"}
        for scale in DEFINITION["scales"]:
            place = draw.gauss(0, 1)
            for number in scale["items"]:
                direction = -1 if number in scale["reversed"] else 1
                row[f"q{number}"] = str(min(7, max(1, round(4 + 1.3 * (direction * place + draw.gauss(0, 1))))))
        if change:
            change(row)
        rows.append(row)
    return rows


def turn(*numbers):
    def change(row):
        for number in numbers:
            row[f"q{number}"] = str(8 - int(row[f"q{number}"]))
    return change


class Audit(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)

    def write(self, rows):
        path = self.path / "answers.csv"
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, ["person", "site", *(f"q{n}" for n in range(1, 13))])
            writer.writeheader()
            writer.writerows(rows)
        return path

    def run_audit(self, rows, *arguments):
        return subprocess.run([ATTUNE, "audit", "-i", "ecr-s", "--input", self.write(rows), "--columns", "q{n}",
                               *map(str, arguments)], capture_output=True, timeout=300,
                              env={**os.environ, "ATTUNE_DATA": str(PROJECT / "data")})

    def report(self, rows, *arguments):
        run = self.run_audit(rows, "--json", *arguments)
        self.assertIn(run.returncode, (0, 1), run.stderr)
        report = json.loads(run.stdout)
        found = [finding for finding in report["findings"] if finding["code"] != "too_few_to_judge"]
        self.assertEqual(run.returncode, 1 if found else 0)
        return report

    def test_accepts_the_right_key(self):
        report = self.report(people(300))
        self.assertEqual(list(report), ["schema", "attune", "instrument", "findings", "published", "summary"])
        self.assertEqual(report["schema"], "attune.audit/1")
        self.assertEqual(report["instrument"]["id"], "ecr-s")
        self.assertEqual(report["findings"], [])
        self.assertEqual(report["summary"]["rows"], 300)
        self.assertEqual(len(report["summary"]["input_sha256"]), 64)
        self.assertIn(b"Nothing in the answers contradicts the key.", self.run_audit(people(300)).stdout)

    def test_names_what_is_wrong(self):
        (finding,) = self.report(people(300, change=turn(7)))["findings"]
        message = finding.pop("message")
        self.assertEqual(finding, {"code": "item_reversed", "scale": "avoidance", "items": [7], "by": {},
                                   "n_persons": 300, "fits": None})
        self.assertIn("item 7 points against the other 5 items", message)
        (keyed,) = self.report(people(300, change=turn(*REVERSED)))["findings"]
        self.assertEqual((keyed["code"], keyed["scale"], keyed["items"]), ("already_keyed", None, REVERSED))
        self.assertEqual(self.report(people(300, change=turn(*REVERSED)), "--already-keyed")["findings"], [])
        text = self.run_audit(people(300, change=turn(7))).stdout.decode()
        self.assertIn("The answers and the key contradict each other.", text)
        self.assertIn("item_reversed, avoidance (300 people)", text)

    def test_names_the_group(self):
        rows = people(600, change=lambda row: turn(5)(row) if row["site"] == "south" else None)
        (finding,) = self.report(rows, "--by", "site")["findings"]
        self.assertEqual((finding["code"], finding["items"], finding["by"], finding["n_persons"]),
                         ("group_item_reversed", [5], {"site": "south"}, 200))
        # A column that also identifies people groups them all the same.
        self.assertEqual(self.report(rows, "--by", "site", "--id", "site,person")["findings"], [finding])
        rows = people(600, change=lambda row: row.update(q3="9") if row["site"] == "south" else None)
        (finding,) = self.report(rows, "--by", "site")["findings"]
        self.assertEqual((finding["code"], finding["items"], finding["by"]),
                         ("group_out_of_range", [3], {"site": "south"}))
        self.assertEqual([f["code"] for f in self.report(rows)["findings"]], ["out_of_range"])

    def test_few_people_are_information(self):
        report = self.report(people(49, change=turn(7)))
        self.assertEqual([finding["code"] for finding in report["findings"]], ["too_few_to_judge"])
        self.assertIn(b"too few people to say", self.run_audit(people(49)).stdout)
        empty = self.run_audit([])
        self.assertEqual(empty.returncode, 0, empty.stderr)
        self.assertIn(b"warning: the input has a header and no rows", empty.stderr)
        self.assertEqual(self.run_audit([], "--strict").returncode, 1)

    def test_is_the_same_for_any_number_of_threads_and_order_of_people(self):
        rows = people(5000, change=turn(7))
        expected = self.report(rows, "--by", "site", "--threads", 1)
        self.assertEqual(self.report(rows, "--by", "site", "--threads", 3), expected)
        random.Random(1).shuffle(rows)
        self.assertEqual(self.report(rows, "--by", "site")["findings"], expected["findings"])

    def test_says_nothing_about_single_people(self):
        rows = people(300, change=lambda row: row.update(q3="77") if row["person"] == "secret-5" else None)
        run = self.run_audit(rows, "--id", "person", "--json")
        self.assertEqual(run.returncode, 1)
        for secret in (b"secret", b"77 ", b"\"77"):
            self.assertNotIn(secret, run.stdout + run.stderr)

    def test_refuses_what_it_cannot_do(self):
        for arguments, code in ((["--by", "person"], 2), (["--by", "nowhere"], 4), (["--form", "nowhere"], 2)):
            run = self.run_audit(people(450), *arguments)
            self.assertEqual(run.returncode, code, arguments)
            self.assertEqual(run.stdout, b"")


if __name__ == "__main__":
    unittest.main()
