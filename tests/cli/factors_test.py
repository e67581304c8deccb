#!/usr/bin/env python3
"""`attune factors` as its users meet it: factors_test.py ATTUNE PROJECT_DIR

That loadings fit is checked here against correlations computed from the answers.
"""
import csv
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
import xml.etree.ElementTree

ATTUNE = sys.argv.pop(1)
PROJECT = pathlib.Path(sys.argv.pop(1))
DEFINITION = json.loads((PROJECT / "data/instruments/ecr-s.json").read_text())
FLIP = DEFINITION["response"]["min"] + DEFINITION["response"]["max"]
SCALES = DEFINITION["scales"]
REVERSED = {number for scale in SCALES for number in scale["reversed"]}
SVG = "{http://www.w3.org/2000/svg}"


def run(*arguments):
    environment = {**os.environ, "ATTUNE_DATA": str(PROJECT / "data")}
    return subprocess.run([ATTUNE, *map(str, arguments)], capture_output=True, env=environment, timeout=300)


def people(n, seed=7, missing=0.02):
    """Two dimensions that correlate .3, an item of each in turn as the definition has it."""
    draw = random.Random(seed)
    rows = []
    for _ in range(n):
        first = draw.gauss(0, 1)
        place = {scale["id"]: value for scale, value in zip(SCALES, (first, 0.3 * first + draw.gauss(0, 0.95)))}
        row = {}
        for scale in SCALES:
            for number in scale["items"]:
                direction = -1 if number in REVERSED else 1
                answer = min(7, max(1, round(4 + direction * 1.2 * place[scale["id"]] + draw.gauss(0, 1.2))))
                row[f"q{number}"] = "" if draw.random() < missing else str(answer)
        rows.append(row)
    return rows


def correlation(x, y):
    mean_x, mean_y = statistics.fmean(x), statistics.fmean(y)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y)) / math.sqrt(
        sum((a - mean_x) ** 2 for a in x) * sum((b - mean_y) ** 2 for b in y))


class Factors(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.rows = people(400)
        self.table = self.write("answers.csv", self.rows)

    def write(self, name, rows):
        path = self.path / name
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
        return path

    def factors(self, *arguments, table=None):
        return run("factors", "-i", "ecr-s", "--input", table or self.table, "--columns", "q{n}", *arguments)

    def report(self, *arguments, table=None):
        result = self.factors("--json", "--quiet", *arguments, table=table)
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)

    def correlations(self):
        complete = [row for row in self.rows if "" not in row.values()]
        columns = [[FLIP - int(row[f"q{n}"]) if n in REVERSED else int(row[f"q{n}"]) for row in complete]
                   for n in range(1, 13)]
        return len(complete), [[correlation(a, b) for b in columns] for a in columns]

    def test_two_dimensions_come_out_as_two_factors(self):
        report = self.report()
        self.assertEqual(report["schema"], "attune.factors/1")
        self.assertEqual((report["missing"], report["method"], report["rotation"]["criterion"]),
                         ("listwise", "minres", "oblimin"))
        (found,) = report["sets"]
        self.assertEqual((found["id"], found["n_items"], found["n_persons"]), ("all", 12, 400))
        self.assertEqual((found["status"], found["chosen_by"]), ("ok", "parallel"))
        self.assertEqual((found["n_factors"], found["parallel"]["n_factors"], found["map"]["n_factors_squared"]), (2, 2, 2))
        home = {}
        for item in found["items"]:
            self.assertEqual(item["reversed"], item["number"] in REVERSED)
            strong = max((0, 1), key=lambda f: abs(item["loadings"][f]))
            self.assertGreater(item["loadings"][strong], 0.5)
            self.assertLess(abs(item["loadings"][1 - strong]), 0.2)
            self.assertEqual(home.setdefault(item["scale"], strong), strong)
            self.assertAlmostEqual(item["communality"], 1 - item["uniqueness"], places=12)
        self.assertEqual(len(set(home.values())), 2)
        self.assertTrue(0.15 < found["factor_correlations"][0][1] < 0.45)

    def test_figures_fit_the_answers(self):
        n, r = self.correlations()
        for method in ("minres", "ml"):
            (found,) = self.report("--factors", 2, "--method", method)["sets"]
            self.assertEqual((found["n_used"], found["n_complete"], found["chosen_by"]), (n, n, "asked"))
            self.assertTrue(math.isclose(sum(found["eigenvalues"]), 12, rel_tol=1e-12))
            loadings = [item["loadings"] for item in found["items"]]
            phi = found["factor_correlations"]
            left = {(i, j): r[i][j] - sum(loadings[i][a] * phi[a][b] * loadings[j][b] for a in (0, 1) for b in (0, 1))
                    for i in range(12) for j in range(i)}
            self.assertTrue(math.isclose(found["fit"]["rmsr"], math.sqrt(statistics.fmean(x * x for x in left.values())),
                                         rel_tol=1e-9))
            (i, j), worst = max(left.items(), key=lambda entry: abs(entry[1]))
            self.assertEqual(sorted(found["fit"]["largest_residual"]["items"]), sorted((i + 1, j + 1)))
            self.assertAlmostEqual(found["fit"]["largest_residual"]["residual"], worst, places=9)
            for i, item in enumerate(found["items"]):
                common = sum(loadings[i][a] * phi[a][b] * loadings[i][b] for a in (0, 1) for b in (0, 1))
                self.assertAlmostEqual(item["communality"], common, places=8)
            total = sum(map(sum, r))
            omega = {figure["id"]: figure for figure in found["coefficients"]}
            self.assertAlmostEqual(omega["omega_total"]["value"],
                                   1 - sum(item["uniqueness"] for item in found["items"]) / total, places=9)
            self.assertEqual(omega["omega_total"]["n_persons"], n)
            self.assertLess(found["gradient"], 1e-8)

    def test_maximum_likelihood_has_a_fit(self):
        (found,) = self.report("--factors", 2, "--method", "ml")["sets"]
        fit = found["fit"]["maximum_likelihood"]
        n, df = found["n_used"], 43
        self.assertEqual((fit["model"], fit["n_persons"], fit["df"], fit["status"]), ("exploratory", n, df, "ok"))
        weight = n - 1 - (2 * 12 + 5) / 6 - 2 * 2 / 3  # Bartlett's, of which the chi-square beside it is
        self.assertAlmostEqual(fit["chi_square"] / n, found["fit"]["chi_square"] / weight, places=9)
        excess, baseline = fit["chi_square"] - df, fit["baseline_chi_square"] - fit["baseline_df"]
        self.assertAlmostEqual(fit["cfi"], 1 - max(excess, 0) / max(excess, baseline, 0), places=12)
        self.assertAlmostEqual(fit["tli"], 1 - excess / df * 66 / baseline, places=12)
        self.assertAlmostEqual(fit["rmsea"], math.sqrt(max(excess, 0) / (n * df)), places=12)
        self.assertLessEqual(fit["rmsea_ci"]["lower"], fit["rmsea"])
        self.assertGreaterEqual(fit["rmsea_ci"]["upper"], fit["rmsea"])
        self.assertAlmostEqual(fit["srmr"], found["fit"]["rmsr"] * math.sqrt(11 / 13), places=6)  # the diagonal fits
        text = self.factors("--quiet", "--factors", 2, "--method", "ml").stdout.decode()
        for words in ("With Bartlett's correction for small samples: chi-square", "fit of 2 factors", "cfi", "srmr"):
            self.assertIn(words, text)
        self.assertIsNone(self.report("--factors", 2)["sets"][0]["fit"]["maximum_likelihood"])

    def test_a_fit_that_cannot_be_tested_says_why(self):
        for missing in ("pairwise", "em"):
            fit = self.report("--factors", 2, "--method", "ml", "--missing", missing)["sets"][0]["fit"]["maximum_likelihood"]
            self.assertEqual((fit["chi_square"], fit["cfi"], fit["status"]), (None, None, "not_known"))
            self.assertTrue(fit["message"].startswith("no test of fit without complete answers"))
            self.assertGreater(fit["srmr"], 0)
        fit = self.report("--per-scale", "--factors", 3, "--method", "ml")["sets"][0]["fit"]["maximum_likelihood"]
        self.assertEqual((fit["df"], fit["rmsea"]), (0, None))
        same = self.write("same.csv", [dict(row, q3=row["q1"]) for row in self.rows])
        (found,) = self.report("--factors", 2, "--method", "ml", table=same)["sets"]
        self.assertEqual(found["fit"]["maximum_likelihood"]["status"], "not_positive_definite")
        self.assertEqual(found["fit"]["maximum_likelihood"]["message"], found["message"])

    def test_is_the_same_for_any_number_of_threads_and_changes_with_the_seed(self):
        for options in (["--parallel", "permuted", "--replicates", 40], ["--missing", "em"]):
            self.assertEqual(self.report("--threads", 1, *options), self.report("--threads", 3, *options))
        one, other = (self.report("--seed", seed)["sets"][0] for seed in (1, 2))
        self.assertNotEqual(one["parallel"]["mean"], other["parallel"]["mean"])
        self.assertAlmostEqual(one["items"][0]["loadings"][0], other["items"][0]["loadings"][0], places=6)

    def test_uses_incomplete_people_when_asked(self):
        listwise, pairwise, em = (self.report("--factors", 2, "--missing", m)["sets"][0] for m in ("listwise", "pairwise", "em"))
        for other in (pairwise, em):
            self.assertGreater(other["n_used"], listwise["n_used"])
            for a, b in zip(listwise["items"], other["items"]):
                self.assertAlmostEqual(a["loadings"][0], b["loadings"][0], delta=0.15)

    def test_a_target_has_the_scales_for_factors(self):
        (found,) = self.report("--rotation", "target")["sets"]
        self.assertEqual([factor["id"] for factor in found["factors"]], [scale["id"] for scale in SCALES])
        self.assertEqual(found["chosen_by"], "key")
        self.assertEqual(found["status"], "ok")

    def test_factors_each_scale_apart(self):
        sets = self.report("--per-scale", "--factors", 3)["sets"]
        self.assertEqual([found["id"] for found in sets], [scale["id"] for scale in SCALES])
        for found, scale in zip(sets, SCALES):
            self.assertEqual([item["number"] for item in found["items"]], sorted(scale["items"]))

    def test_varimax_keeps_factors_apart_and_kaiser_is_stated(self):
        report = self.report("--rotation", "varimax", "--kaiser", "--factors", 2)
        self.assertEqual(report["rotation"], {"criterion": "varimax", "kaiser": True})
        self.assertEqual(report["sets"][0]["factor_correlations"], [[1, 0], [0, 1]])

    def test_rotates_from_as_many_starts_as_asked(self):
        (found,) = self.report("--rotation", "geomin", "--factors", 2, "--starts", 25)["sets"]
        self.assertEqual(found["rotation"]["starts"], 25)
        self.assertTrue(1 <= found["rotation"]["at_best"] <= found["rotation"]["converged"] <= 25)
        (unrotated,) = self.report("--rotation", "none", "--factors", 2)["sets"]
        self.assertEqual(unrotated["rotation"]["starts"], 0)
        for a, b in zip(found["items"], unrotated["items"]):
            self.assertAlmostEqual(a["communality"], b["communality"], places=9)

    def test_says_why_there_are_no_factors(self):
        constant = self.write("constant.csv", [dict(row, q3="4") for row in self.rows])
        result = self.factors("--strict", table=constant)
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"warning: all: item 3 has no variance, so it correlates with none\n", result.stderr)
        self.assertIn(b"No factors: item 3 has no variance, so it correlates with none.", result.stdout)
        few = self.write("few.csv", self.rows[:2])
        self.assertEqual(self.report(table=few)["sets"][0]["status"], "too_few_persons")
        empty = self.path / "empty.csv"
        empty.write_text(",".join(f"q{n}" for n in range(1, 13)) + "\n")
        self.assertEqual(self.report(table=empty)["sets"][0]["status"], "too_few_persons")
        many = self.report("--factors", 30)["sets"][0]
        self.assertEqual((many["status"], many["message"]), ("not_defined", "12 items are too few for 30 factors"))

    def test_refuses_options_that_are_not_known(self):
        for wrong in (["--rotation", "promax"], ["--method", "pa"], ["--factors", 0], ["--factors", "two"],
                      ["--replicates", 3], ["--starts", 0], ["--parallel", "other"], ["--missing", "no"]):
            self.assertEqual(self.factors(*wrong).returncode, 2, wrong)

    def test_writes_a_figure_that_stands_alone(self):
        path = self.path / "scree.svg"
        result = self.factors("--quiet", "--scree", path)
        self.assertEqual(result.returncode, 0, result.stderr)
        figure = xml.etree.ElementTree.parse(path).getroot()
        self.assertEqual(figure.find(SVG + "title").text, "Scree plot of ecr-s, form published")
        self.assertIn("2 of them are above what chance gives", figure.find(SVG + "desc").text)
        self.assertEqual(len(figure.findall(f".//{SVG}circle")), 12)
        text = path.read_text()
        self.assertEqual(text.count("http"), 1, "only the namespace")
        self.assertIn("prefers-color-scheme: dark", text)
        missing = self.factors("--quiet", "--scree", self.path / "no/folder.svg")
        self.assertEqual(missing.returncode, 5)
        self.assertEqual(missing.stdout, b"")

    def test_text_says_it_in_words(self):
        text = self.factors("--quiet").stdout.decode()
        for words in ("rotated by oblimin", "Parallel analysis suggests 2 factors", "in Kaiser's words",
                      "2 are taken, as parallel analysis says", "Residuals: root mean square", "10 of 10 starts", "omega_hierarchical"):
            self.assertIn(words, text)
        self.assertNotIn("nan", text)
        for line in text.splitlines():
            self.assertLessEqual(len(line), 140)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
