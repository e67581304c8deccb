#!/usr/bin/env python3
"""`attune reliability` and `attune state` as their users meet them: reliability_test.py ATTUNE PROJECT_DIR

Expected figures are computed here, from the answers, by the formulas that the manual names.
"""
import csv
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
import xml.etree.ElementTree

ATTUNE = sys.argv.pop(1)
PROJECT = pathlib.Path(sys.argv.pop(1))
DEFINITION = json.loads((PROJECT / "data/instruments/ecr-s.json").read_text())
FLIP = DEFINITION["response"]["min"] + DEFINITION["response"]["max"]
SVG = "{http://www.w3.org/2000/svg}"


def run(*arguments):
    environment = {**os.environ, "ATTUNE_DATA": str(PROJECT / "data")}
    return subprocess.run([ATTUNE, *map(str, arguments)], capture_output=True, env=environment, timeout=300)


def keyed(row, scale):
    """The keyed answers of a complete person, or None."""
    answers = [row[f"q{number}"] for number in scale["items"]]
    if "" in answers:
        return None
    return [FLIP - int(a) if n in scale["reversed"] else int(a) for a, n in zip(answers, scale["items"])]


def covariance(x, y):
    mean_x, mean_y = statistics.fmean(x), statistics.fmean(y)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y)) / (len(x) - 1)


def alpha_of(people):
    columns = list(zip(*people))
    totals = [sum(person) for person in people]
    k = len(columns)
    return k / (k - 1) * (1 - sum(map(statistics.variance, columns)) / statistics.variance(totals))


def lambda4_of(people):
    columns = list(zip(*people))
    cov = [[covariance(a, b) for b in columns] for a in columns]
    total = sum(map(sum, cov))
    k = len(columns)
    best = 0
    for n in range(1, k):
        for part in itertools.combinations(range(k), n):
            rest = [j for j in range(k) if j not in part]
            best = max(best, 4 * sum(cov[i][j] for i in part for j in rest) / total)
    return best


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.rows = self.people(150)
        self.table = self.write("answers.csv", self.rows)

    @staticmethod
    def people(n, seed=7):
        draw = random.Random(seed)
        rows = []
        for i in range(n):
            place = draw.gauss(0, 1)
            row = {"person": f"p{i}", "site": "north" if i % 3 else "south"}
            for number in range(1, 13):
                direction = -1 if any(number in scale["reversed"] for scale in DEFINITION["scales"]) else 1
                answer = min(7, max(1, round(4 + direction * place + draw.gauss(0, 1.2))))
                row[f"q{number}"] = "" if draw.random() < 0.02 else str(answer)
            rows.append(row)
        return rows

    def write(self, name, rows):
        path = self.path / name
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
        return path

    def reliability(self, *arguments, table=None):
        return run("reliability", "-i", "ecr-s", "--input", table or self.table, "--columns", "q{n}", "--quiet",
                   *arguments)

    def report(self, *arguments, table=None):
        result = self.reliability("--json", *arguments, table=table)
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)

    def state(self, command, *arguments):
        return run("state", command, *arguments)

    def build(self, name, rows, *arguments):
        path = self.path / name
        result = self.state("build", "-i", "ecr-s", "--input", self.write(name + ".csv", rows), "--columns", "q{n}",
                            "--output", path, "--quiet", *arguments)
        self.assertEqual(result.returncode, 0, result.stderr)
        return path


class Reliability(Case):
    def test_figures_are_those_of_the_people(self):
        report = self.report()
        self.assertEqual(report["schema"], "attune.reliability/1")
        self.assertEqual(report["instrument"]["id"], "ecr-s")
        self.assertEqual(report["missing"], "listwise")
        self.assertEqual(report["summary"]["rows"], 150)
        (group,) = report["groups"]
        self.assertEqual(group["by"], {})
        for scale, definition in zip(group["scales"], DEFINITION["scales"]):
            people = [p for p in (keyed(row, definition) for row in self.rows) if p]
            scores = [statistics.fmean(p) for p in people]
            figures = {figure["id"]: figure for figure in scale["coefficients"]}
            self.assertEqual(scale["id"], definition["id"])
            self.assertEqual((scale["n_persons"], scale["n_complete"]), (150, len(people)))
            self.assertTrue(math.isclose(scale["mean"], statistics.fmean(scores), rel_tol=1e-12))
            self.assertTrue(math.isclose(scale["sd"], statistics.stdev(scores), rel_tol=1e-12))
            alpha = figures["alpha_raw"]
            self.assertTrue(math.isclose(alpha["value"], alpha_of(people), rel_tol=1e-12))
            self.assertEqual(alpha["ci"]["method"], "adf")
            self.assertLess(alpha["ci"]["lower"], alpha["value"])
            self.assertGreater(alpha["ci"]["upper"], alpha["value"])
            self.assertTrue(math.isclose(figures["lambda4"]["value"], lambda4_of(people), rel_tol=1e-12))
            self.assertGreaterEqual(figures["lambda2"]["value"], alpha["value"])
            self.assertTrue(math.isclose(figures["sem"]["value"],
                                         scale["sd"] * math.sqrt(1 - alpha["value"]), rel_tol=1e-12))
            for item, place in zip(scale["items"], range(6)):
                self.assertEqual(item["number"], definition["items"][place])
                self.assertEqual(item["reversed"], item["number"] in definition["reversed"])
                x = [p[place] for p in people]
                rest = [sum(p) - p[place] for p in people]
                r = covariance(x, rest) / (statistics.stdev(x) * statistics.stdev(rest))
                self.assertTrue(math.isclose(item["item_rest_r"], r, rel_tol=1e-12))
                without = alpha_of([p[:place] + p[place + 1:] for p in people])
                self.assertTrue(math.isclose(item["alpha_if_dropped"], without, rel_tol=1e-12))
                self.assertEqual(sum(item["n_chosen"]), item["n_answered"])

    def test_is_the_same_for_any_number_of_threads_and_order_of_people(self):
        expected = self.report("--threads", 1)
        self.assertEqual(self.report("--threads", 3), expected)
        shuffled = self.rows[:]
        random.Random(1).shuffle(shuffled)
        self.assertEqual(self.report(table=self.write("shuffled.csv", shuffled))["groups"], expected["groups"])

    def test_computes_groups_apart_and_tests_whether_alpha_is_the_same(self):
        report = self.report("--by", "site")
        self.assertEqual([group["by"] for group in report["groups"]], [{"site": "north"}, {"site": "south"}])
        self.assertEqual(sum(group["n_persons"] for group in report["groups"]), 150)
        north = self.write("north.csv", [row for row in self.rows if row["site"] == "north"])
        self.assertEqual(self.report(table=north)["groups"][0]["scales"], report["groups"][0]["scales"])
        self.assertEqual([c["scale"] for c in report["comparisons"]], [s["id"] for s in DEFINITION["scales"]])
        for comparison in report["comparisons"]:
            self.assertEqual(comparison["df"], 1)
            self.assertTrue(0 < comparison["p"] <= 1)

    def test_uses_incomplete_people_when_asked(self):
        pairwise = self.report("--missing", "pairwise")
        em = self.report("--missing", "em")
        for listwise, other in itertools.product([self.report()], [pairwise, em]):
            for a, b in zip(listwise["groups"][0]["scales"], other["groups"][0]["scales"]):
                first, second = a["coefficients"][0], b["coefficients"][0]
                self.assertAlmostEqual(first["value"], second["value"], delta=0.05)
                self.assertNotEqual(first["value"], second["value"])
                self.assertGreater(second["n_persons"], first["n_persons"])
                self.assertIsNone(second["ci"])

    def test_complete_answers_give_the_same_alpha_however_missing_ones_are_handled(self):
        complete = self.write("complete.csv", [row for row in self.rows if "" not in row.values()])
        reports = [self.report("--missing", m, table=complete) for m in ("listwise", "pairwise", "em")]
        for scales in zip(*(report["groups"][0]["scales"] for report in reports)):
            alphas = [scale["coefficients"][0]["value"] for scale in scales]
            for alpha in alphas:
                self.assertTrue(math.isclose(alpha, alphas[0], rel_tol=1e-12))

    def test_bootstraps_alpha_the_same_for_any_number_of_threads(self):
        one = self.report("--interval", "bca", "--threads", 1)
        self.assertEqual(self.report("--interval", "bca", "--threads", 3), one)
        for drawn, computed in zip(one["groups"][0]["scales"], self.report()["groups"][0]["scales"]):
            bca, adf = drawn["coefficients"][0], computed["coefficients"][0]
            self.assertEqual(bca["ci"]["method"], "bca")
            self.assertTrue(math.isclose(bca["value"], adf["value"], rel_tol=1e-12))
            for end in ("lower", "upper"):
                self.assertAlmostEqual(bca["ci"][end], adf["ci"][end], delta=0.03)
            for a, b in zip(drawn["coefficients"], computed["coefficients"]):
                if a["id"] in ("omega_u", "omega_u_obs"):
                    self.assertEqual((a["ci"]["method"], b["ci"]["method"]), ("bca", "delta"))
                    self.assertTrue(math.isclose(a["value"], b["value"], rel_tol=1e-10))
                    self.assertAlmostEqual(a["ci"]["lower"], b["ci"]["lower"], delta=0.04)
                    self.assertAlmostEqual(a["ci"]["upper"], b["ci"]["upper"], delta=0.03)

    def test_has_omega_and_the_fit_of_its_factor(self):
        for scale, definition in zip(self.report()["groups"][0]["scales"], DEFINITION["scales"]):
            figures = {figure["id"]: figure for figure in scale["coefficients"]}
            for omega in (figures["omega_u"], figures["omega_u_obs"]):
                self.assertEqual((omega["status"], omega["ci"]["method"]), ("ok", "delta"))
                self.assertEqual(omega["n_persons"], scale["n_complete"])
                self.assertTrue(omega["ci"]["lower"] < omega["value"] < omega["ci"]["upper"])
            # The answers were made up with equal loadings: omega is alpha, but for the sample.
            self.assertAlmostEqual(figures["omega_u"]["value"], figures["alpha_raw"]["value"], delta=0.02)
            fit = scale["fit"]
            self.assertEqual((fit["model"], fit["status"], fit["df"], fit["baseline_df"]), ("one_factor", "ok", 9, 15))
            self.assertEqual(fit["n_persons"], scale["n_complete"])
            cfi = 1 - max(fit["chi_square"] - 9, 0) / (fit["baseline_chi_square"] - 15)
            self.assertTrue(math.isclose(fit["cfi"], cfi, rel_tol=1e-12))
            rmsea = math.sqrt(max(fit["chi_square"] - 9, 0) / (9 * scale["n_complete"]))
            self.assertTrue(math.isclose(fit["rmsea"], rmsea, rel_tol=1e-12, abs_tol=1e-12))
            self.assertTrue(fit["rmsea_ci"]["lower"] <= fit["rmsea"] <= fit["rmsea_ci"]["upper"])
            self.assertLess(fit["srmr"], 0.1)
            for item in scale["items"]:
                self.assertAlmostEqual(item["omega_if_dropped"], item["alpha_if_dropped"], delta=0.02)
        for missing in ("pairwise", "em"):
            scale = self.report("--missing", missing)["groups"][0]["scales"][0]
            figures = {figure["id"]: figure for figure in scale["coefficients"]}
            self.assertEqual((figures["omega_u"]["status"], figures["omega_u"]["ci"]), ("ok", None))
            self.assertEqual(figures["omega_u"]["n_persons"], figures["alpha_raw"]["n_persons"])
            self.assertEqual((scale["fit"]["status"], scale["fit"]["chi_square"]), ("not_known", None))
            self.assertGreater(scale["fit"]["srmr"], 0)

    def test_has_omega_of_three_factors_or_says_why_not(self):
        for scale in self.report()["groups"][0]["scales"]:
            figures = {figure["id"]: figure for figure in scale["coefficients"]}
            total, general, ecv = (figures[name] for name in ("omega_total", "omega_hierarchical", "ecv"))
            for figure in (total, general, ecv):
                self.assertEqual(figure["n_persons"], scale["n_complete"])
                self.assertEqual(figure["value"] is None, figure["status"] != "ok")
                self.assertEqual("message" in figure, figure["status"] != "ok")
            if total["status"] == "ok" and general["status"] == "ok":
                self.assertLessEqual(general["value"], total["value"])

    def test_refuses_omega_where_the_factor_is_not_found(self):
        # One answer in the columns of two items.
        first, second = DEFINITION["scales"][0]["items"][:2]
        twice = [dict(row, **{f"q{second}": row[f"q{first}"]}) for row in self.rows]
        table = self.write("twice.csv", twice)
        scale = self.report(table=table)["groups"][0]["scales"][0]
        figures = {figure["id"]: figure for figure in scale["coefficients"]}
        for omega in (figures["omega_u"], figures["omega_u_obs"], scale["fit"]):
            self.assertEqual(omega["status"], "not_positive_definite")
            self.assertIn("an item is a linear combination of others", omega["message"])
        self.assertIsNone(figures["omega_u"]["value"])
        self.assertEqual(figures["alpha_raw"]["status"], "ok")
        text = self.reliability(table=table).stdout.decode()
        self.assertIn("fit of one factor: an item is a linear combination of others", text)
        self.assertIn("omega is not available: an item is", self.reliability("--methods", table=table).stdout.decode())

    def page(self, *arguments, table=None):
        result = self.reliability("--format", "html", "--quiet", *arguments, table=table)
        self.assertEqual(result.returncode, 0, result.stderr)
        page = result.stdout.decode()
        return page, xml.etree.ElementTree.fromstring(page.replace("<!DOCTYPE html>", ""))

    def test_makes_a_page_that_loads_and_runs_nothing(self):
        page, root = self.page()
        (policy,) = [meta for meta in root.iter("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
        self.assertIn("default-src 'none'", policy.get("content"))
        for element in root.iter():
            self.assertNotIn(element.tag, ("script", "img", "link", "iframe"))
            self.assertFalse([name for name in element.keys() if name in ("src", "href") or name.startswith("on")])
        self.assertNotIn("url(", page)
        self.assertNotIn("nan", page)
        self.assertIn("prefers-color-scheme: dark", page)
        self.assertIn("@media print", page)
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        self.assertEqual(len(ids), len(set(ids)))

    def test_page_has_a_table_beside_every_figure(self):
        _, root = self.page()
        figures = root.findall(f".//{SVG}svg")
        self.assertEqual(len(figures), 4 * len(DEFINITION["scales"]))
        for figure in figures:
            title, description = (figure.find(SVG + name) for name in ("title", "desc"))
            self.assertEqual(figure.get("aria-labelledby"), f"{title.get('id')} {description.get('id')}")
            self.assertTrue(title.text and description.text)
        for section in root.iter("section"):
            behind = [child.tag for child in section]
            for place, tag in enumerate(behind):
                if tag == SVG + "svg":
                    self.assertEqual(behind[place + 1], "div", "the table")
            captions = [caption.text for caption in section.iter("caption")]
            for expected in ("Coefficients", "Item-rest correlations", "Answers in the keyed direction",
                             "Split-half coefficients", "Standard errors of measurement by score"):
                self.assertIn(expected, captions)

    def test_page_says_what_json_says(self):
        _, root = self.page("--level", 0.9)
        scales = self.report("--level", 0.9, "--conditional")["groups"][0]["scales"]
        for section, scale in zip(root.iter("section"), scales):
            tables = {table.find("caption").text: table for table in section.iter("table")}

            def rows(caption):
                return [[cell.text or "" for cell in row] for row in tables[caption].find("tbody")]

            alpha = scale["coefficients"][0]
            self.assertEqual(rows("Coefficients")[0][1], f"{alpha['value']:.3f}")
            for cells, item in zip(rows("Item-rest correlations"), scale["items"]):
                r = item["item_rest_r"]
                half = statistics.NormalDist().inv_cdf(0.95) / math.sqrt(scale["n_complete"] - 3)
                lower, upper = (math.tanh(math.atanh(r) + side * half) for side in (-1, 1))
                self.assertEqual(cells[2:], [f"{r:.3f}", f"{lower:.3f} to {upper:.3f} (90 %)"])
            for cells, item in zip(rows("Answers in the keyed direction"), scale["items"]):
                self.assertEqual(cells[1:-1], [f"{100 * n / item['n_answered']:.1f} %" for n in item["n_chosen"]])
            self.assertEqual(sum(int(cells[1]) for cells in rows("Split-half coefficients")), 10)

    def test_page_is_of_groups_and_of_people_who_are_not_there(self):
        page, root = self.page("--by", "site")
        groups = self.report("--by", "site")["groups"]
        self.assertEqual(len(list(root.iter("section"))), len(groups) * len(DEFINITION["scales"]) + 1)
        self.assertIn("Is alpha the same in all values of site?", page)
        for missing in ("pairwise", "em"):
            page, _ = self.page("--missing", missing)
            self.assertNotIn("(95 %)</td>", page)
        page, _ = self.page(table=self.write_header())
        self.assertIn("There is nothing to show", page)
        constant = [dict(row, **{f"q{n}": "4" for n in range(1, 13)}) for row in self.rows]
        page, _ = self.page(table=self.write("constant.csv", constant))
        self.assertIn("No item has an item-rest correlation.", page)
        self.assertNotIn("nan", page)

    def test_format_is_another_word_for_json_and_goes_with_no_other(self):
        self.assertEqual(self.reliability("--format", "json").stdout, self.reliability("--json").stdout)
        self.assertEqual(self.reliability("--format", "text").stdout, self.reliability().stdout)
        for wrong in (["--methods"], ["--ordinal"], ["--json"]):
            result = self.reliability("--format", "html", *wrong)
            self.assertEqual(result.returncode, 2)
            self.assertIn(b"--format html has its own contents", result.stderr)
        self.assertEqual(self.reliability("--format", "pdf").returncode, 2)

    def test_says_why_a_figure_is_not_there(self):
        constant = [dict(row, **{f"q{n}": "4" for n in range(1, 13)}) for row in self.rows]
        report = self.report(table=self.write("constant.csv", constant))
        for figure in report["groups"][0]["scales"][0]["coefficients"]:
            self.assertIsNone(figure["value"], figure["id"])
            self.assertNotEqual(figure["status"], "ok", figure["id"])
            self.assertTrue(figure["message"], figure["id"])
        header = self.report(table=self.write_header())
        self.assertEqual(header["groups"][0]["n_persons"], 0)
        self.assertIn("the input has a header and no rows", header["summary"]["warnings"])

    def write_header(self):
        path = self.path / "header.csv"
        path.write_text(",".join(self.rows[0]) + "\n")
        return path

    def test_takes_answers_as_categories_when_asked(self):
        self.assertNotIn("ordinal", self.report()["groups"][0])
        report = self.report("--ordinal", "--by", "site")
        for group in report["groups"]:
            self.assertNotIn("conditional_sem", group)
            self.assertEqual([o["scale"] for o in group["ordinal"]], [s["id"] for s in DEFINITION["scales"]])
            for scale, ordinal in zip(group["scales"], group["ordinal"]):
                omega, alpha = ordinal["coefficients"]
                self.assertEqual((omega["id"], alpha["id"]), ("omega_categorical", "ordinal_alpha"))
                self.assertAlmostEqual(omega["value"], scale["coefficients"][0]["value"], delta=0.05)
                self.assertGreater(alpha["value"], scale["coefficients"][0]["value"])
                self.assertIn("hypothetical", ordinal["note"])
                polychoric = ordinal["polychoric"]
                self.assertEqual(polychoric["n_persons"], scale["n_complete"])
                self.assertEqual(len(polychoric["thresholds"][0]), FLIP - 2)
                self.assertTrue(polychoric["positive_definite"])
        self.assertEqual(self.report("--ordinal", "--by", "site", "--threads", 3), report)
        pairwise = self.report("--ordinal", "--missing", "pairwise")["groups"][0]["ordinal"][0]["polychoric"]
        listwise = self.report("--ordinal")["groups"][0]["ordinal"][0]["polychoric"]
        self.assertGreater(pairwise["n_persons"], listwise["n_persons"])
        refused = self.reliability("--ordinal", "--missing", "em")
        self.assertEqual(refused.returncode, 2)
        self.assertIn(b"--ordinal", refused.stderr)

    def test_gives_errors_by_score_when_asked(self):
        report = self.report("--conditional")
        (group,) = report["groups"]
        self.assertNotIn("ordinal", group)
        for scale, definition, errors in zip(group["scales"], DEFINITION["scales"], group["conditional_sem"]):
            self.assertEqual((errors["scale"], errors["metric"]), (definition["id"], definition["score"]))
            people = [p for p in (keyed(row, definition) for row in self.rows) if p]
            methods = {method["id"]: method for method in errors["methods"]}
            self.assertEqual(list(methods), ["csem_thorndike", "csem_feldt", "csem_mollenkopf_feldt", "csem_keats",
                                             "csem_lord"])
            for level in methods["csem_thorndike"]["levels"]:
                there = [p for p in people if level["lowest"] - 1e-9 < sum(p) / 6 < level["highest"] + 1e-9]
                self.assertEqual(level["n_persons"], len(there))
                error = statistics.stdev(sum(p[::2]) - sum(p[1::2]) for p in there) / 6
                self.assertTrue(math.isclose(level["sem"], error, rel_tol=1e-12))
            for level in methods["csem_lord"]["levels"]:
                steps = 6 * level["lowest"] - 6
                self.assertTrue(math.isclose(level["sem"], math.sqrt(max(0, steps * (36 - steps)) / 35) / 6,
                                             rel_tol=1e-9, abs_tol=1e-7))
        self.assertEqual(self.report("--conditional", "--threads", 3), report)
        (nobody,) = self.report("--conditional", "--ordinal", table=self.write_header())["groups"]
        for figure in nobody["ordinal"][0]["coefficients"] + nobody["conditional_sem"][0]["methods"]:
            self.assertNotEqual(figure["status"], "ok", figure["id"])
            self.assertTrue(figure["message"], figure["id"])
        text = self.reliability("--conditional", "--ordinal").stdout.decode()
        self.assertIn("standard error of measurement by score", text)
        self.assertIn("hypothetical", text)
        self.assertFalse([line for line in text.splitlines() if line != line.rstrip()], "no spaces at line ends")

    def test_prints_a_table_and_a_paragraph(self):
        text = self.reliability().stdout.decode()
        self.assertIn("alpha_raw", text)
        self.assertIn("reversed", text)
        self.assertIn("omega without", text)
        self.assertRegex(text, r"\n  rmsea +misfit per degree of freedom; 0 is perfect +\d\.\d+ +\d\.\d+ to \d\.\d+ \(90 %\)")
        self.assertIn("of 150 people answered every item", text)
        self.assertFalse([line for line in text.splitlines() if line != line.rstrip()], "no spaces at line ends")
        paragraph = self.reliability("--methods").stdout.decode()
        self.assertIn("coefficient alpha = .", paragraph)
        self.assertRegex(paragraph, r"; omega of one factor \(maximum likelihood\) = \.\d+, 95 % CI \[\.\d+, \.\d+\], "
                                    r"delta method on the logit \(Raykov, 2002\); fit of the factor: chi-square\(9\) = ")
        self.assertIn(DEFINITION["citation"], paragraph)
        self.assertIn("scoring_sha256 ", paragraph)

    def test_refuses_what_it_cannot_do(self):
        for arguments, text in ((["--by", "person"], "--by person: the column"), (["--by", "nowhere"], "nowhere"),
                                (["--missing", "mean"], "--missing"), (["--level", "2"], "--level")):
            result = self.reliability(*arguments, table=self.write("many.csv", self.people(450)))
            self.assertIn(result.returncode, (2, 4), arguments)
            self.assertIn(text.split(":")[0], result.stderr.decode())
            self.assertEqual(result.stdout, b"")


class State(Case):
    def test_of_parts_merge_to_the_state_of_the_whole(self):
        whole = self.build("whole.state", self.rows)
        first, rest = self.build("first.state", self.rows[:60]), self.build("rest.state", self.rows[60:])
        merged = self.path / "merged.state"
        result = self.state("merge", first, rest, "--output", merged)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(merged.read_bytes(), whole.read_bytes())
        backward = self.path / "backward.state"
        self.state("merge", rest, first, "--output", backward)
        self.assertEqual(backward.read_bytes(), whole.read_bytes())

    def test_shows_what_the_answers_would_give(self):
        state = self.build("whole.state", self.rows)
        shown = json.loads(self.state("show", state, "--json").stdout)
        self.assertEqual(shown["groups"], self.report()["groups"])

    def test_takes_people_out_again(self):
        whole, one = self.build("whole.state", self.rows), self.build("one.state", self.rows[:1], "--force")
        rest = self.path / "rest.state"
        refused = self.state("subtract", whole, one, "--output", rest)
        self.assertEqual(refused.returncode, 2)
        self.assertIn(b"personal data", refused.stderr)
        self.assertFalse(rest.exists())
        self.assertEqual(self.state("subtract", whole, one, "--output", rest, "--force").returncode, 0)
        shown = json.loads(self.state("show", rest, "--json").stdout)
        without = self.report(table=self.write("without.csv", self.rows[1:]))
        self.assertEqual(shown["groups"], without["groups"])
        self.assertIn("personal data", shown["summary"]["warnings"][0])
        wrong = self.state("subtract", one, whole, "--output", rest, "--force")
        self.assertEqual(wrong.returncode, 4)
        self.assertIn(b"[state.not_a_part]", wrong.stderr)

    def test_of_few_people_is_not_written_without_force(self):
        table = self.write("few.csv", self.rows[:9])
        result = self.state("build", "-i", "ecr-s", "--input", table, "--columns", "q{n}", "--output",
                            self.path / "few.state")
        self.assertEqual(result.returncode, 2)
        self.assertIn(b"fewer than 10 people", result.stderr)
        self.assertFalse((self.path / "few.state").exists())

    def test_of_another_key_is_refused(self):
        mine = self.build("mine.state", self.rows)
        keyed_already = self.build("keyed.state", self.rows, "--already-keyed")
        result = self.state("merge", mine, keyed_already, "--output", self.path / "both.state")
        self.assertEqual(result.returncode, 4)
        self.assertIn(b"[state.other_key]", result.stderr)

    def test_notices_what_is_no_state(self):
        result = self.state("show", self.table)
        self.assertEqual(result.returncode, 4)
        self.assertIn(b"[state.no_state]", result.stderr)
        state = self.build("whole.state", self.rows)
        damaged = bytearray(state.read_bytes())
        damaged[-20] ^= 1
        state.write_bytes(damaged)
        result = self.state("merge", state)
        self.assertEqual(result.returncode, 4)
        self.assertIn(b"[state.damaged]", result.stderr)
        state.write_bytes(b"attune.state/9" + bytes(damaged[14:]))
        self.assertIn(b"[state.version]", self.state("show", state).stderr)


if __name__ == "__main__":
    unittest.main()
