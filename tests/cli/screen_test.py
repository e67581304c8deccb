#!/usr/bin/env python3
"""`attune screen` as its users meet it: screen_test.py ATTUNE PROJECT_DIR

Expected figures are computed here, from the answers, by the definitions that the manual names.
"""
import csv
import io
import itertools
import json
import math
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import unittest

ATTUNE = sys.argv.pop(1)
PROJECT = pathlib.Path(sys.argv.pop(1))
DEFINITION = json.loads((PROJECT / "data/instruments/ecr-s.json").read_text())
INDICES = ["longstring", "irv", "even_odd", "mahalanobis", "synonyms", "antonyms", "person_total_r", "share_missing"]


def people(n, seed=3):
    """Made-up people, of whom every tenth answers 4 throughout."""
    draw = random.Random(seed)
    rows = []
    for i in range(n):
        row = {"person": f"p{i}", "note": 'a "quoted", note' if i == 2 else f"secret{i}"}
        for scale in DEFINITION["scales"]:
            place = draw.gauss(0, 1)
            for number in scale["items"]:
                direction = -1 if number in scale["reversed"] else 1
                answer = min(7, max(1, round(4 + 1.3 * (direction * place + draw.gauss(0, 1)))))
                row[f"q{number}"] = "4" if i % 10 == 0 else "" if draw.random() < 0.03 else str(answer)
        rows.append(row)
    return rows


def answers(row):
    return [int(row[f"q{n}"]) if row[f"q{n}"] else None for n in range(1, 13)]


def correlation(x, y):
    pairs = [(a, b) for a, b in zip(x, y) if a is not None and b is not None]
    if len(pairs) < 3 or len({a for a, _ in pairs}) == 1 or len({b for _, b in pairs}) == 1:
        return None
    return statistics.correlation(*zip(*pairs))


class Screen(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.rows = people(200)

    def screen(self, *arguments, rows=None):
        table = self.path / "answers.csv"
        with table.open("w", newline="") as file:
            writer = csv.DictWriter(file, ["person", "note", *(f"q{n}" for n in range(1, 13))])
            writer.writeheader()
            writer.writerows(self.rows if rows is None else rows)
        return subprocess.run([ATTUNE, "screen", "-i", "ecr-s", "--input", table, "--columns", "q{n}",
                               *map(str, arguments)], capture_output=True, timeout=300,
                              env={**os.environ, "ATTUNE_DATA": str(PROJECT / "data")})

    def table(self, *arguments, rows=None):
        run = self.screen("--quiet", *arguments, rows=rows)
        self.assertEqual(run.returncode, 0, run.stderr)
        return list(csv.DictReader(io.StringIO(run.stdout.decode())))

    def report(self, *arguments, rows=None):
        run = self.screen("--json", "--quiet", *arguments, rows=rows)
        self.assertEqual(run.returncode, 0, run.stderr)
        return json.loads(run.stdout)

    def expect(self, found, expected, what):
        if expected is None:
            self.assertEqual(found, "", what)
        else:
            self.assertTrue(math.isclose(float(found), expected, rel_tol=1e-10, abs_tol=1e-12), (what, found, expected))

    def test_indices_are_those_of_each_person(self):
        table = self.table("--id", "person", "--keep", "note")
        self.assertEqual(list(table[0]), ["row", "person", "note", "n_answered", *INDICES])
        for i, (row, found) in enumerate(zip(self.rows, table)):
            given = answers(row)
            there = [a for a in given if a is not None]
            self.assertEqual((found["row"], found["person"], found["note"], found["n_answered"]),
                             (str(i + 1), row["person"], row["note"], str(len(there))))
            runs = [len(list(run)) for answer, run in itertools.groupby(given) if answer is not None]
            self.expect(found["longstring"], max(runs), "longstring")
            self.expect(found["irv"], statistics.stdev(there), "irv")
            self.expect(found["share_missing"], 1 - len(there) / 12, "share_missing")
            others = [statistics.fmean(a for a in column if a is not None)
                      for column in zip(*(answers(other) for other in self.rows if other is not row))]
            self.expect(found["person_total_r"], correlation(given, others), "person_total_r")
            self.assertEqual(found["even_odd"], "", "two scales are too few")
            self.assertGreater(float(found["mahalanobis"]), 0)

    def test_synonyms_are_pairs_of_items_that_correlate(self):
        report = self.report("--critical", "0.4")
        columns = list(zip(*(answers(row) for row in self.rows)))
        for name, sign in (("synonyms", 1), ("antonyms", -1)):
            expected = [[a + 1, b + 1] for b in range(12) for a in range(b)
                        if sign * correlation(columns[a], columns[b]) > 0.4]
            self.assertEqual(report["pairs"][name], expected)
            self.assertGreater(len(expected), 2)
            for row, person in zip(self.rows, report["persons"]):
                given = answers(row)
                r = correlation([given[a - 1] for a, _ in expected], [given[b - 1] for _, b in expected])
                self.assertTrue(person[name] is None if r is None else math.isclose(person[name], r, abs_tol=1e-10))

    def test_says_how_much_scales_depend_on_the_suspicious(self):
        report = self.report()
        self.assertEqual(list(report), ["schema", "attune", "instrument", "persons", "indices", "pairs", "everybody",
                                        "sensitivity", "summary"])
        self.assertEqual(report["schema"], "attune.screen/1")
        low = [step for step in report["sensitivity"] if step["index"] == "irv"]
        self.assertEqual([step["share"] for step in low], [0.01, 0.05, 0.1])
        self.assertEqual([step["n_left_out"] for step in low], [0, 0, 20], "those who answer 4 throughout are alike")
        self.assertEqual(low[0]["scales"], report["everybody"])
        rest = [row for i, row in enumerate(self.rows) if i % 10 != 0]
        self.assertEqual(low[2]["scales"], self.report(rows=rest)["everybody"])
        self.assertIsNone(report["indices"][0]["why_unknown"])
        self.assertEqual(report["indices"][2]["why_unknown"], "it needs at least three scales")
        text = self.screen().stderr.decode()
        self.assertIn("low irv", text)
        self.assertIn("No index is a verdict", text)

    def test_is_the_same_for_any_number_of_threads_and_order_of_people(self):
        rows = people(3000)
        expected = self.report("--id", "person", "--threads", 1, rows=rows)
        self.assertEqual(self.report("--id", "person", "--threads", 3, rows=rows), expected)
        found = self.report("--id", "person", rows=rows[::-1])
        self.assertEqual(found["sensitivity"], expected["sensitivity"])
        for a, b in zip(found["persons"], reversed(expected["persons"])):
            self.assertEqual({**a, "row": 0}, {**b, "row": 0})

    def test_says_nothing_about_single_people_on_standard_error(self):
        self.assertNotIn(b"secret", self.screen("--keep", "note").stderr)

    def test_writes_a_file_as_a_whole(self):
        output = self.path / "indices.csv"
        self.assertEqual(self.screen("--output", output).stdout, b"")
        self.assertEqual(output.read_bytes(), self.screen().stdout)
        refused = self.screen("--output", self.path / "answers.csv")
        self.assertEqual(refused.returncode, 2)
        self.assertIn(b"would replace the input", refused.stderr)

    def test_takes_tables_of_nobody_and_of_people_without_answers(self):
        self.assertEqual(self.table(rows=[]), [])
        self.assertEqual(self.report(rows=[])["persons"], [])
        self.assertEqual(self.screen("--strict", rows=[]).returncode, 1)
        empty = [{"person": "a", "note": ""} | {f"q{n}": "" for n in range(1, 13)}]
        (person,) = self.table(rows=empty)
        self.assertEqual({person[index] for index in INDICES[:-1]}, {""})
        self.assertEqual(person["share_missing"], "1")

    def test_refuses_what_it_cannot_do(self):
        for arguments in (["--critical", "2"], ["--keep", "note", "--keep-all"], ["--id", "person", "--keep", "row"]):
            self.assertIn(self.screen(*arguments).returncode, (2, 4), arguments)
        clash = self.screen("--keep", "irv", rows=None)
        self.assertEqual(clash.returncode, 4)


if __name__ == "__main__":
    unittest.main()
