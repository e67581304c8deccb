#!/usr/bin/env python3
"""Comparisons of groups and places of scores, as their users meet them: compare_test.py ATTUNE PROJECT_DIR"""
import csv
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ATTUNE = sys.argv.pop(1)
PROJECT = pathlib.Path(sys.argv.pop(1))
SAMPLE = PROJECT / "data/samples/ecr-s-made-up.csv"
CANARY = "Canary7531"


def run(*arguments):
    """Runs the tool; standard output and standard error as text."""
    result = subprocess.run([ATTUNE, *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
                            env={**os.environ, "ATTUNE_DATA": str(PROJECT / "data")})
    result.out, result.err = result.stdout.decode(), result.stderr.decode()
    return result


def by_id(estimates):
    return {one["id"]: one for one in estimates}


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name)

    def file(self, name, *lines):
        path = self.path / name
        path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        return path

    def assert_refused(self, result, code, *texts):
        self.assertEqual(result.returncode, code, result.err)
        self.assertEqual(result.out, "")
        for text in texts:
            self.assertIn(text, result.err)
        self.assertNotIn(CANARY, result.err)

    def json_of(self, result):
        self.assertEqual(result.returncode, 0, result.err)
        return json.loads(result.out)


class Summary(Case):
    def test_has_the_published_values(self):
        result = self.json_of(run("compare", "summary", 3.8, 1.1, 120, 3.4, 1.3, 80, "--json"))
        self.assertEqual(result["schema"], "attune.compare/1")
        self.assertNotIn("instrument", result)
        found = by_id(result["estimates"])
        for name, value in {"welch_t": 2.264252, "welch_df": 149.763238, "welch_p": .0249943, "student_t": 2.340894,
                            "cohen_d": .337879, "hedges_g": .336597, "cl": .594415, "u3": .632273,
                            "overlap": .865844}.items():
            self.assertAlmostEqual(found[name]["value"], value, 6, name)
            self.assertEqual(found[name]["status"], "ok")
        self.assertAlmostEqual(found["cohen_d"]["std_error"], .145323, 6)
        self.assertAlmostEqual(found["cohen_d"]["ci"]["lower"], .05261, 5)
        self.assertAlmostEqual(found["cohen_d"]["ci"]["upper"], .62230, 5)
        self.assertAlmostEqual(found["mean_difference"]["ci"]["lower"], .05093, 5)

    def test_turns_when_the_groups_change_places(self):
        one = by_id(self.json_of(run("compare", "summary", -1.2, 1.1, 12, 3.4, 1.3, 8, "--json"))["estimates"])
        other = by_id(self.json_of(run("compare", "summary", 3.4, 1.3, 8, -1.2, 1.1, 12, "--json"))["estimates"])
        for name in ("welch_t", "student_t", "cohen_d", "hedges_g"):
            self.assertAlmostEqual(one[name]["value"], -other[name]["value"], 12)
        for name in ("cl", "u3"):
            self.assertAlmostEqual(one[name]["value"], 1 - other[name]["value"], 12)
        for name in ("overlap", "welch_p", "welch_df"):
            self.assertAlmostEqual(one[name]["value"], other[name]["value"], 12)

    def test_prints_a_table_for_a_reader(self):
        result = run("compare", "summary", 2.1, .9, 1200, 2.3, 1, 800)
        self.assertEqual((result.returncode, result.err), (0, ""))
        self.assertIn("< 0.001", result.out)
        self.assertIn("cohen_d", result.out)

    def test_says_why_a_figure_is_missing(self):
        found = by_id(self.json_of(run("compare", "summary", 3, 0, 9, 4, 0, 9, "--json"))["estimates"])
        self.assertIsNone(found["cohen_d"]["value"])
        self.assertEqual(found["cohen_d"]["status"], "no_variance")
        text = run("compare", "summary", 3, 1, 9, 4, 1, 1).out
        self.assertIn("each group needs at least 2 persons", text)
        self.assertNotIn("nan", text)

    def test_refuses_what_is_no_number_of_a_group(self):
        self.assert_refused(run("compare", "summary", 3, -1, 9, 4, 1, 9), 2, "sd must not be negative")
        self.assert_refused(run("compare", "summary", "inf", 1, 9, 4, 1, 9), 2, "M1: is inf; expected a finite number")
        self.assert_refused(run("compare", "summary", 3, 1, 9.5, 4, 1, 9), 2)
        self.assert_refused(run("compare", "summary", 3, 1, 9, 4, 1), 2)
        self.assert_refused(run("compare", "summary", 3, 1, 9, 4, 1, 9, "--level", 95), 2, "--level")


class Standing(Case):
    def standing(self, *arguments):
        return run("norms", "standing", *arguments)

    def test_has_the_published_values(self):
        result = self.json_of(self.standing("--score", 4.5, "--mean", 3.56, "--sd", 1.12, "--n", 100, "--json"))
        self.assertEqual(list(result), ["schema", "attune", "estimates"])
        found = by_id(result["estimates"])
        self.assertAlmostEqual(found["z"]["value"], .94 / 1.12, 12)
        self.assertAlmostEqual(found["t_linear"]["value"], 50 + 9.4 / 1.12, 12)
        self.assertEqual((found["sten"]["value"], found["stanine"]["value"]), (7, 7))
        self.assertAlmostEqual(found["percentile"]["value"], 79.7170, 4)
        self.assertAlmostEqual(found["percentile"]["ci"]["lower"], 72.8924, 4)
        self.assertAlmostEqual(found["percentile"]["ci"]["upper"], 85.6750, 4)
        self.assertEqual(found["percentile"]["method"], "assumes normal")
        self.assertNotIn("kelley", found)

    def test_adds_the_kelley_estimate_with_a_reliability(self):
        found = by_id(self.json_of(self.standing("--score", 130, "--mean", 100, "--sd", 15, "--n", 2000, "--reliability",
                                                 .9, "--json"))["estimates"])
        self.assertAlmostEqual(found["kelley"]["value"], 127, 10)
        self.assertAlmostEqual(found["kelley"]["ci"]["lower"], 118.1802, 4)
        self.assertAlmostEqual(found["score"]["ci"]["upper"], 139.2969, 4)

    def test_has_no_percentile_without_a_size(self):
        found = by_id(self.json_of(self.standing("--score", 4, "--mean", 3, "--sd", 1, "--json"))["estimates"])
        self.assertEqual(found["z"]["value"], 1)
        self.assertIsNone(found["percentile"]["value"])
        self.assertEqual(found["percentile"]["message"], "the size of the reference group is not reported")

    def test_puts_a_boundary_into_the_upper_class(self):
        found = by_id(self.json_of(self.standing("--score", 4.1, "--mean", 3.6, "--sd", 2, "--json"))["estimates"])
        self.assertEqual(found["stanine"]["value"], 6)

    def test_refuses_what_cannot_be(self):
        self.assert_refused(self.standing("--score", 4, "--mean", 3, "--sd", -1), 2, "sd must not be negative")
        self.assert_refused(self.standing("--score", "nan", "--mean", 3, "--sd", 1), 2, "--score: is nan")
        self.assert_refused(self.standing("--score", 4, "--mean", 3, "--sd", 1, "--reliability", 1.5), 2)
        self.assert_refused(self.standing("--score", 4, "--mean", 3), 2, "--sd")


class Table(Case):
    def test_recomputes_a_paper_from_csv_and_from_json(self):
        rows = [("women", "anxiety", 798, 3.457, 1.148, .447), ("women", "avoidance", 798, 3.018, 1.017, None),
                ("men", "anxiety", 398, 3.546, 1.061, .378), ("men", "avoidance", 398, 3.101, .923, None)]
        names = ("group", "score", "n", "mean", "sd", "r")
        as_csv = self.file("paper.csv", ",".join(names),
                           *(",".join("" if cell is None else str(cell) for cell in row) for row in rows))
        as_json = self.file("paper.json", json.dumps([dict(zip(names, row)) for row in rows]))
        found = self.json_of(run("compare", "--summary-table", as_csv, "--json"))
        same = self.json_of(run("compare", "--summary-table", as_json, "--json"))
        for name in ("groups", "scores", "joint"):
            self.assertEqual(found[name], same[name])
        self.assertEqual(found["groups"], ["women", "men"])
        self.assertNotIn("instrument", found)
        self.assertEqual(found["summary"]["input"]["sha256"], hashlib.sha256(as_csv.read_bytes()).hexdigest())
        single = by_id(self.json_of(run("compare", "summary", 3.457, 1.148, 798, 3.546, 1.061, 398, "--json"))["estimates"])
        for name, figure in by_id(found["scores"][0]["pairs"][0]["estimates"]).items():
            self.assertEqual(figure, {key: value for key, value in single[name].items() if key != "method"})
        d = [by_id(score["pairs"][0]["estimates"])["cohen_d"]["value"] for score in found["scores"]]
        (pair,) = found["joint"]["pairs"]
        self.assertGreater(pair["estimates"][0]["value"], max(map(abs, d)))
        self.assertEqual(found["joint"]["scores"], ["anxiety", "avoidance"])

    def test_compares_more_groups_of_one_score(self):
        path = self.file("paper.csv", "group,n,mean,sd", "a,20,3,1", "b,30,3.5,1.2", "c,25,4.1,.9")
        found = self.json_of(run("compare", "--summary-table", path, "--json"))
        self.assertEqual(len(found["scores"][0]["pairs"]), 3)
        self.assertIsNone(found["joint"])
        (anova, welch) = found["scores"][0]["tests"]
        self.assertEqual((anova["id"], anova["df1"], anova["df2"]), ("anova", 2, 72))
        self.assertEqual(welch["id"], "welch_anova")
        p = sorted(by_id(pair["estimates"])["welch_p"]["value"] for pair in found["scores"][0]["pairs"])
        adjusted = sorted(pair["welch_p_holm"] for pair in found["scores"][0]["pairs"])
        self.assertAlmostEqual(adjusted[0], 3 * p[0], 12)

    def test_refuses_tables_that_cannot_be(self):
        for lines, code, text in (
                (["group,n,mean", "a,3,4", "b,3,4"], "compare.columns", "there is no column 'sd'"),
                (["group,n,mean,sd,SD", "a,3,4,1,1", "b,3,4,1,1"], "compare.columns", "there is a column 'SD'"),
                (["group,n,mean,sd", "a,3,4,1"], "compare.groups", "fewer than two groups"),
                (["group,n,mean,sd", "a,3.5,4,1", "b,3,4,1"], "compare.row", "row 1: n is no whole number from 0"),
                (["group,n,mean,sd", "a,3,4,-1", "b,3,4,1"], "compare.row", "row 1: sd is negative"),
                (["group,n,mean,sd,r", "a,3,4,1,2", "b,3,4,1,0"], "compare.row", "row 1: r lies outside -1..1"),
                (["group,n,mean,sd", ",3,4,1", "b,3,4,1"], "compare.row", "row 1: has no group"),
                (["group,n,mean,sd", "a,3,4,1", "a,3,4,1"], "compare.row", "row 2: repeats the group and score"),
                (["group,score,n,mean,sd", "a,x,3,4,1", "b,x,3,4,1", "a,y,3,4,1"], "compare.row",
                 "there is no row of group 'b' and score 'y'"),
                (["group,n,mean,sd", "a,3,four,1", "b,3,4,1"], "table.not_a_number", "column 3")):
            self.assert_refused(run("compare", "--summary-table", self.file("paper.csv", *lines)), 4, text, f"[{code}]")
        for text, code in (("{}", "table.not_objects"), ("[3]", "table.not_objects"), ("[", "json.syntax"),
                           ('[{"group": "a", "N": 3}]', "compare.columns"), ("[]", "compare.columns"),
                           (f'[{{"group": "a", "n": "{CANARY}"}}]', "table.not_a_number")):
            self.assert_refused(run("compare", "--summary-table", self.file("paper.json", text)), 4, f"[{code}]")

    def test_takes_no_options_of_answers_beside_it(self):
        path = self.file("paper.csv", "group,n,mean,sd", "a,20,3,1", "b,30,3.5,1.2")
        self.assert_refused(run("compare", "--summary-table", path, "--by", "group"), 2, "--by")
        self.assert_refused(run("compare", "--summary-table", self.path / "no.csv"), 4, "no.csv")


class People(Case):
    def setUp(self):
        super().setUp()
        rows = list(csv.reader(SAMPLE.read_text(encoding="utf-8").splitlines()))
        self.head = rows[0] + ["gender", "age", "therapy"]
        self.rows = [row + [str(1 + i % 2), str(20 + 7 * i % 40), str(int(i * 5 % 3 == 0))]
                     for i, row in enumerate(rows[1:], start=2)]

    def people(self, rows=None):
        return self.file("people.csv", ",".join(self.head), *(",".join(row) for row in rows or self.rows))

    def compare(self, path, *arguments):
        return run("compare", "-i", "ecr-s", "--input", path, "--columns", "q{n}", *arguments)

    def scores(self, path):
        result = run("score", "-i", "ecr-s", "--input", path, "--columns", "q{n}", "--keep-all", "--quiet")
        return list(csv.DictReader(result.out.splitlines()))

    def test_compares_groups_as_their_scores_say(self):
        path = self.people()
        found = self.json_of(self.compare(path, "--by", "gender", "--json"))
        self.assertEqual(list(found)[:3], ["schema", "attune", "instrument"])
        self.assertEqual(list(found)[-1], "summary")
        self.assertEqual(found["groups"], ["1", "2"])
        scores = self.scores(path)
        for score in found["scores"]:
            for group in score["groups"]:
                values = [float(row[score["id"]]) for row in scores
                          if row["gender"] == group["group"] and row[score["id"]]]
                self.assertEqual(group["n_persons"], len(values))
                self.assertAlmostEqual(group["mean"], sum(values) / len(values), 12)
            one, two = score["groups"]
            summary = run("compare", "summary", one["mean"], one["sd"], one["n_persons"], two["mean"], two["sd"],
                          two["n_persons"], "--json")
            single = by_id(json.loads(summary.out)["estimates"])
            for name, figure in by_id(score["pairs"][0]["estimates"]).items():
                self.assertEqual(figure, {key: value for key, value in single[name].items() if key != "method"})
        self.assertEqual(found["joint"]["scores"], ["anxiety", "avoidance"])
        self.assertEqual([one["id"] for one in found["joint"]["manova"]],
                         ["pillai", "wilks", "hotelling_lawley", "roy"])
        self.assertAlmostEqual(found["joint"]["manova"][0]["p"], found["joint"]["pairs"][0]["tests"][0]["p"], 10)

    def test_takes_the_order_of_groups_from_the_user(self):
        found = self.json_of(self.compare(self.people(), "--by", "gender", "--json"))
        turned = self.json_of(self.compare(self.people(), "--by", "gender", "--groups", "2,1", "--json"))
        for one, other in zip(found["scores"], turned["scores"]):
            self.assertAlmostEqual(by_id(one["pairs"][0]["estimates"])["cohen_d"]["value"],
                                   -by_id(other["pairs"][0]["estimates"])["cohen_d"]["value"], 12)
        self.assert_refused(self.compare(self.people(), "--by", "gender", "--groups", "1,7"), 2, "--groups 7")

    def test_counts_people_of_no_group(self):
        rows = [row[:] for row in self.rows]
        rows[0][13] = ""
        rows[1][13] = "3"
        found = self.json_of(self.compare(self.people(rows), "--by", "gender", "--groups", "1,2", "--json"))
        self.assertEqual(found["summary"]["rows_without_group"], 2)
        self.assertEqual(found["summary"]["rows"], len(rows))

    def test_correlates_and_holds_covariates_constant(self):
        found = self.json_of(self.compare(self.people(), "--by", "gender", "--covariate", "age", "--reliability",
                                          "anxiety=0.9,avoidance=0.8", "--json"))
        self.assertEqual([one["group"] for one in found["correlations"]], [None, "1", "2"])
        figures = {(one["of"], one["estimate"]["id"]): one["estimate"] for one in found["correlations"][0]["figures"]}
        self.assertIn(("anxiety, age", "correlation"), figures)
        r = figures["anxiety, avoidance", "correlation"]["value"]
        self.assertAlmostEqual(figures["anxiety, avoidance", "correlation_true"]["value"], r / (.9 * .8) ** .5, 12)
        self.assertEqual([one["id"] for one in found["ancova"]], ["anxiety", "avoidance"])
        for one in found["ancova"]:
            self.assertEqual(one["status"], "ok")
            self.assertEqual([test["id"] for test in one["tests"]], ["groups", "slopes"])
            self.assertEqual(len(one["adjusted_means"]), 2)

    def test_explains_an_outcome(self):
        found = self.json_of(self.compare(self.people(), "--by", "gender", "--outcome", "therapy", "--json"))
        (outcome,) = found["outcomes"]
        self.assertEqual(outcome["id"], "therapy")
        self.assertEqual([one["id"] for one in outcome["estimates"]], ["anxiety", "avoidance", "2"])
        self.assertEqual([one["id"] for one in outcome["crossed"]],
                         ["anxiety", "avoidance", "2", "2:anxiety", "2:avoidance"])
        self.assertEqual([test["df"] for test in outcome["tests"]], [2, 2])

    def test_says_when_groups_tell_the_outcome_apart(self):
        rows = [row[:14] + [row[14], str(int(row[13]) - 1)] for row in self.rows]
        found = self.json_of(self.compare(self.people(rows), "--by", "gender", "--outcome", "therapy", "--json"))
        self.assertEqual({one["status"] for one in found["outcomes"][0]["estimates"]}, {"separated"})
        text = self.compare(self.people(rows), "--by", "gender", "--outcome", "therapy").out
        self.assertIn("tells the outcomes apart without fail", text)

    def test_prints_everything_for_a_reader(self):
        result = self.compare(self.people(), "--by", "gender", "--covariate", "age", "--outcome", "therapy")
        self.assertEqual(result.returncode, 0, result.err)
        for text in ("1 less 2", "anxiety and avoidance together", "correlations, all groups", "with age held constant",
                     "therapy: ", "with interactions", "say little about any one person"):
            self.assertIn(text, result.out)
        for word in ("nan", "inf ", "normal people", "an avoidant"):
            self.assertNotIn(word, result.out)

    def test_refuses_columns_that_hold_no_numbers_without_quoting_them(self):
        rows = [row[:] for row in self.rows]
        rows[3][14] = CANARY
        rows[5][15] = "2"
        path = self.people(rows)
        self.assert_refused(self.compare(path, "--by", "gender", "--covariate", "age"), 4,
                            "row 4, column 'age': expected a number [compare.not_a_number]")
        self.assert_refused(self.compare(path, "--by", "gender", "--outcome", "therapy"), 4,
                            "row 6, column 'therapy': expected 0 or 1 [compare.not_a_number]")
        found = self.compare(path, "--by", "gender", "--covariate", "age", "--missing-code", CANARY, "--json")
        self.assertEqual(self.json_of(found)["ancova"][0]["n_left_out"], 3)  # one and two refused scores

    def test_refuses_what_makes_no_groups(self):
        path = self.people([row[:13] + ["1"] + row[14:] for row in self.rows])
        self.assert_refused(self.compare(path, "--by", "gender"), 4, "holds one value only", "[compare.groups]")
        self.assert_refused(self.compare(path, "--by", "person"), 2, "more than 20 values")
        self.assert_refused(self.compare(path), 2, "--by")
        self.assert_refused(self.compare(path, "--by", "nobody"), 4, "nobody")
        self.assert_refused(self.compare(path, "--by", "gender", "--covariate", "gender"), 2, "is named twice")
        self.assert_refused(self.compare(path, "--by", "person", "--id", "person"), 2, "'person'")
        self.assert_refused(self.compare(path, "--by", "gender", "--reliability", "anxiety"), 2, "expected SCORE=R")
        self.assert_refused(self.compare(path, "--by", "gender", "--reliability", "love=0.9"), 2, "no such score")

    def test_is_strict_about_refused_scores(self):
        self.assertEqual(self.compare(self.people(), "--by", "gender", "--strict", "--quiet").returncode, 1)


if __name__ == "__main__":
    unittest.main()
