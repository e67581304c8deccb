#!/usr/bin/env python3
"""Runs `attune change growth`: growth_test.py ATTUNE PROJECT_DIR"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ATTUNE, PROJECT = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
COMMAND = ["change", "growth", "-i", "ecr-s", "--input", "waves.csv", "--columns", "q{n}", "--id", "person", "--time", "week"]
TARGETS = {"anxiety": (2, 4, 6, 8, 10, 12), "avoidance": (1, 3, 5, 7, 9, 11)}
REVERSED = (1, 5, 8, 9)


def waves() -> str:
    """Twelve made-up people over five weeks; those who wish for more change fall faster."""
    rows = ["person,week,wish," + ",".join(f"q{n}" for n in range(1, 13))]
    for person in range(12):
        wish = person % 4 - 1.5
        for week in range(5):
            level = 5 - 0.5 * wish * week / 2 + (person % 3 - 1) + ((person * 7 + week * 3) % 5 - 2) / 4
            answers = []
            for n in range(1, 13):
                keyed = min(max(round(level + ((n * 5 + person + week) % 3 - 1) / 2), 1), 7)
                answers.append(str(8 - keyed if n in REVERSED else keyed))
            if person == 3 and week == 2:
                answers = [""] * 12  # a missing wave
            rows.append(f"p{person},{week},{wish}," + ",".join(answers))
    return "\n".join(rows) + "\n"


class Growth(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.work = pathlib.Path(folder.name)
        self.table = waves()
        self.write(self.table)

    def write(self, table):
        (self.work / "waves.csv").write_text(table, encoding="utf-8")

    def run_tool(self, *arguments, code=0):
        run = subprocess.run([ATTUNE, *COMMAND, *arguments], cwd=self.work, capture_output=True, text=True, check=False,
                             env={**os.environ, "ATTUNE_DATA": str(PROJECT / "data")})
        self.assertEqual(run.returncode, code, run.stderr)
        return run

    def scores(self, *arguments):
        found = json.loads(self.run_tool("--json", *arguments).stdout)
        return found, {score["id"]: score for score in found["scores"]}

    @staticmethod
    def value(score, name):
        return next(figure for figure in score["estimates"] if figure["id"] == name)["value"]

    def test_json_has_every_figure_and_person(self):
        found, scores = self.scores("--predictor", "wish")
        self.assertEqual(found["schema"], "attune.change_growth/1")
        self.assertEqual((found["time"], found["predictor"]), ("week", "wish"))
        self.assertEqual(set(scores), set(TARGETS))
        anxiety = scores["anxiety"]
        self.assertEqual(anxiety["n_persons"], 12)
        self.assertEqual(anxiety["n_observations"], 59)
        self.assertEqual(anxiety["n_left_out"], 1)
        self.assertEqual([figure["id"] for figure in anxiety["estimates"]],
                         ["intercept", "time", "predictor", "time_predictor", "intercept_variance", "slope_variance",
                          "covariance", "correlation", "residual_variance", "reml_criterion", "icc_empty"])
        self.assertLess(self.value(anxiety, "time_predictor"), -0.1)
        self.assertEqual([person["id"] for person in anxiety["persons"]][:3], ["p0", "p1", "p2"])
        self.assertEqual(found["summary"]["rows"], 60)

    def test_order_of_rows_moves_nothing(self):
        _, before = self.scores("--predictor", "wish")
        head, *rows = self.table.splitlines()
        self.write("\n".join([head, *reversed(rows)]) + "\n")
        _, after = self.scores("--predictor", "wish")
        for name in TARGETS:
            self.assertAlmostEqual(self.value(before[name], "time"), self.value(after[name], "time"), places=9)
            self.assertAlmostEqual(self.value(before[name], "slope_variance"), self.value(after[name], "slope_variance"),
                                   places=7)

    def test_likelihoods_and_random_effects(self):
        _, full = self.scores("--likelihood", "ml", "--random", "intercept")
        self.assertEqual(self.value(full["anxiety"], "slope_variance"), 0)
        self.assertIsNone(full["anxiety"]["random_slope_test"])
        self.assertIn("deviance", [figure["id"] for figure in full["anxiety"]["estimates"]])

    def test_text_answers_the_questions(self):
        text = self.run_tool("--predictor", "wish").stdout
        self.assertIn("ecr-s 1.0.0, form published: 12 persons over week, by wish\n", text)
        self.assertIn("time_predictor: With each unit of wish a person's change in one unit of week is", text)
        self.assertIn("Do persons differ in how they change? Likelihood ratio", text)

    def test_what_is_wrong_is_said(self):
        self.assertIn("--id is missing", self.run_without_id())
        rows = self.table.splitlines()
        rows[3] = rows[3].replace(",-1.5,", ",2,")
        self.write("\n".join(rows) + "\n")
        failed = self.run_tool("--predictor", "wish", code=4).stderr
        self.assertIn("column 'wish' of data row 3 differs from that person's first row; expected one value per person "
                      "[change.predictor_varies]", failed)
        self.write(self.table.replace("p0,0,", "p0,soon,"))
        self.assertIn("rows whose time is no number: 1", self.run_tool().stderr)
        self.assertEqual(self.run_tool("--strict", code=1).returncode, 1)

    def run_without_id(self):
        arguments = [part for part in COMMAND if part not in ("--id", "person")]
        run = subprocess.run([ATTUNE, *arguments], cwd=self.work, capture_output=True, text=True, check=False,
                             env={**os.environ, "ATTUNE_DATA": str(PROJECT / "data")})
        self.assertEqual(run.returncode, 2)
        return run.stderr

    def test_no_model_has_its_reason(self):
        head, *rows = self.table.splitlines()
        self.write("\n".join([head, *rows[:5]]) + "\n")
        _, scores = self.scores()
        self.assertEqual(scores["anxiety"]["status"], "too_few_persons")
        self.assertIsNone(self.value(scores["anxiety"], "time"))
        self.assertIn("no model: A two-level model needs at least two persons", self.run_tool().stdout)


unittest.main(argv=sys.argv[:1])
