#!/usr/bin/env python3
"""`attune norms` and `attune score --norms` as their users meet them: norms_test.py ATTUNE PROJECT_DIR

Expected figures are computed here, from the answers, by the formulas that the manual names.
"""
import csv
import hashlib
import io
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
SCALES = {scale["id"]: scale for scale in DEFINITION["scales"]}
FIGURES = ["z", "t_linear", "t_normalised", "sten", "stanine", "percentile", "percentile_lower", "percentile_upper", "measured_lower",
           "measured_upper", "measured_percentile_lower", "measured_percentile_upper"]
WORDS = {"1": "men", "2": "women"}
EXACT = 1e-9  # figures are computed here in another order


def run(*arguments):
    environment = {**os.environ, "ATTUNE_DATA": str(PROJECT / "data")}
    return subprocess.run([ATTUNE, *map(str, arguments)], capture_output=True, env=environment, timeout=300, text=True)


def score_of(row, scale):
    """The mean of the keyed answers of a complete person, or None."""
    answers = [row[f"q{number}"] for number in scale["items"]]
    if "" in answers:
        return None
    return sum(8 - int(a) if n in scale["reversed"] else int(a) for a, n in zip(answers, scale["items"])) / len(answers)


def is_counted(row):
    return all(score_of(row, scale) is not None for scale in SCALES.values()) and row["age"].isdigit() \
        and 18 <= int(row["age"]) <= 70


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.rows = self.people(600)
        self.table = self.write("answers.csv", self.rows)
        self.set = self.path / "ours.json"

    @staticmethod
    def people(n, seed=5):
        draw = random.Random(seed)
        rows = []
        for i in range(n):
            row = {"gender": draw.choice(["1", "2", "2", "0"]), "age": str(draw.randint(16, 72))}
            place = draw.gauss(0, 1)
            for number in range(1, 13):
                sign = -1 if any(number in scale["reversed"] for scale in SCALES.values()) else 1
                row[f"q{number}"] = str(min(7, max(1, round(3.5 + sign * place + draw.gauss(0, 1.2)))))
            if i % 40 == 0:
                row["q2"] = ""
            if i % 90 == 1:
                row["age"] = "n/a"
            rows.append(row)
        return rows

    def write(self, name, rows):
        path = self.path / name
        with path.open("w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, rows[0])
            table.writeheader()
            table.writerows(rows)
        return path

    def about(self):
        path = self.path / "about.json"
        path.write_text(json.dumps({
            "schema": "attune.norm-description/1", "id": "ours", "version": "1.0.0", "name": "Our people",
            "type": "community", "population": "made up", "countries": ["NL"], "languages": ["nl"], "year": "2026",
            "sampling": "drawn by a generator", "n_sites": 1, "invariance_tested": False, "source": "these tests",
            "licence": "none", "caveats": ["made up"]}))
        return path

    def build(self, *more, expect=0):
        result = run("norms", "build", "-i", "ecr-s", "--input", self.table, "--columns", "q{n}", "--by", "gender",
                     "--gender-codes", "1=men,2=women", "--age", "age", "--ages", "18-70", "--age-bands",
                     "18-29,30-49,50-", "--about", self.about(), "--output", self.set, *more)
        self.assertEqual(result.returncode, expect, result.stderr)
        return result

    def scored(self, *more, table=None):
        result = run("score", "-i", "ecr-s", "--input", table or self.table, "--columns", "q{n}", *more)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result

    def scored_rows(self, *more, table=None):
        return list(csv.DictReader(io.StringIO(self.scored("--quiet", *more, table=table).stdout)))


class Build(Case):
    def test_figures_are_those_of_the_people_of_each_group(self):
        self.build()
        made = json.loads(self.set.read_text())
        self.assertEqual(made["schema"], "attune.norms/1")
        self.assertEqual((made["id"], made["instrument"]["id"], made["mode"]), ("ours", "ecr-s", "self_report"))
        counted = [row for row in self.rows if is_counted(row)]
        self.assertEqual(made["n_persons"], len(counted))
        for group in made["groups"]:
            people = [row for row in counted
                      if (not group["gender"] or WORDS.get(row["gender"]) == group["gender"])
                      and (not group["age"] or (group["age"]["min"] or 0) <= int(row["age"]) <= (group["age"]["max"] or 999))]
            self.assertEqual(group["n_persons"], len(people), group["id"])
            both = []
            for figures in group["scores"]:
                values = [score_of(row, SCALES[figures["id"]]) for row in people]
                both.append(values)
                self.assertAlmostEqual(figures["mean"], statistics.fmean(values), 12)
                self.assertAlmostEqual(figures["sd"], statistics.stdev(values), 12)
                self.assertEqual(figures["counts"]["step"], "1/6")
                self.assertEqual(figures["counts"]["persons"],
                                 [sum(round(6 * v) == total for v in values) for total in range(6, 43)])
            self.assertAlmostEqual(group["r_anxiety_avoidance"], statistics.correlation(*both), 12)

    def test_reliability_is_what_the_command_for_it_says(self):
        self.build()
        everybody = json.loads(self.set.read_text())["groups"][0]
        complete = self.write("complete.csv", [row for row in self.rows if is_counted(row)])
        result = run("reliability", "-i", "ecr-s", "--input", complete, "--columns", "q{n}", "--json")
        for scale, figures in zip(json.loads(result.stdout)["groups"][0]["scales"], everybody["scores"]):
            alpha = next(c["value"] for c in scale["coefficients"] if c["id"] == "alpha_raw")
            self.assertAlmostEqual(figures["reliability"]["value"], alpha, 12)

    def test_every_exclusion_is_counted_and_the_data_are_named(self):
        self.build()
        made = json.loads(self.set.read_text())
        left_out = {e["reason"]: e["n_persons"] for e in made["exclusions"]}
        self.assertEqual(left_out["with a scale that is not complete"], 15)
        self.assertEqual(sum(left_out.values()) + made["n_persons"], len(self.rows))
        self.assertEqual(set(left_out), {"with a scale that is not complete", "without a stated age",
                                         "younger than 18", "older than 70"})
        self.assertEqual(made["data"], {"name": "answers.csv", "n_rows": len(self.rows),
                                        "sha256": hashlib.sha256(self.table.read_bytes()).hexdigest()})

    def test_threads_and_order_of_rows_do_not_matter(self):
        self.build("--threads", "1")
        first = json.loads(self.set.read_text())["groups"]
        self.rows.reverse()
        self.table = self.write("answers.csv", self.rows)
        self.build("--threads", "3")
        self.assertEqual(json.loads(self.set.read_text())["groups"], first)

    def test_small_groups_are_not_built_or_warned_of(self):
        self.table = self.write("few.csv", self.people(140))
        result = self.build()
        self.assertIn("warning: not built: men.age.18-29: ", result.stderr)
        self.assertIn("warning: only ", result.stderr)
        ids = [group["id"] for group in json.loads(self.set.read_text())["groups"]]
        self.assertNotIn("men.age.18-29", ids)
        self.assertEqual(run("norms", "check", self.set).returncode, 0)
        self.assertIn("[norms.group.few]", run("check", self.set).stdout)
        self.build("--strict", expect=1)

    def test_fewer_than_thirty_people_make_no_norms(self):
        self.table = self.write("few.csv", self.people(20))
        result = self.build(expect=4)
        self.assertRegex(result.stderr, r"\d+ people could be counted; expected at least 30")
        self.assertFalse(self.set.exists())

    def test_people_may_have_been_asked_about_one_relationship(self):
        table = self.write("mother.csv", [{f"mother_{n}": str(1 + (n * i + i) % 7) for n in range(1, 10)}
                                          for i in range(120)])
        result = run("norms", "build", "-i", "ecr-rs", "--target", "mother", "--input", table, "--columns",
                     "{target}_{n}", "--output", self.set)
        self.assertEqual(result.returncode, 0, result.stderr)
        scores = json.loads(self.set.read_text())["groups"][0]["scores"]
        self.assertEqual([score["id"] for score in scores], ["mother_anxiety", "mother_avoidance"])

    def test_it_says_that_nobody_said_who_the_people_are(self):
        result = run("norms", "build", "-i", "ecr-s", "--input", self.table, "--columns", "q{n}", "--output", self.set)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("who these people are is not stated: give --about", result.stderr)
        self.assertEqual(json.loads(self.set.read_text())["population"], "not stated")

    def test_mistakes_in_usage_are_explained(self):
        for more, text in ((["--by", "gender"], "expected --gender-codes"),
                           (["--by", "gender", "--gender-codes", "1"], "expected CODE=WORD"),
                           (["--age-bands", "18-29"], "expected --age COL"),
                           (["--age", "age", "--age-bands", "young"], "expected ages such as 18-24"),
                           (["--age", "age", "--age-bands", "30-18"], "expected ages such as 18-24"),
                           (["--age", "age", "--age-bands", "18-30,30-40"], "must not overlap"),
                           (["--already-keyed"], "as they were given")):
            result = run("norms", "build", "-i", "ecr-s", "--input", self.table, "--columns", "q{n}", *more)
            self.assertEqual((result.returncode, text in result.stderr), (2, True), result.stderr)
        about = self.about()
        about.write_text("{}")
        result = run("norms", "build", "-i", "ecr-s", "--input", self.table, "--columns", "q{n}", "--about", about)
        self.assertEqual(result.returncode, 3)
        self.assertIn("[definition.missing_field]", result.stderr)
        result = run("norms", "build", "-i", "ecr-s", "--input", self.table, "--columns", "q{n}", "--age", "years")
        self.assertEqual(result.returncode, 4)


class Weigh(Case):
    def margins(self, **more):
        path = self.path / "margins.json"
        path.write_text(json.dumps({"schema": "attune.margins/1", "source": "a register", **more}))
        return path

    def test_weighted_groups_have_the_margins(self):
        self.build("--margins", self.margins(gender={"men": 0.5, "women": 0.5},
                                             age={"18-29": 0.2, "30-49": 0.4, "50-and-over": 0.4}))
        made = json.loads(self.set.read_text())
        self.assertEqual(made["weighting"]["margins"], "raked to gender and age of: a register")
        self.assertGreater(made["weighting"]["design_effect"], 1)
        groups = {group["id"]: group for group in made["groups"]}
        total = {name: sum(group["scores"][0]["counts"]["weights"]) for name, group in groups.items()}
        self.assertAlmostEqual(total["women"] / total["all"], 0.5, 9)
        self.assertAlmostEqual(total["age.18-29"] / total["all"], 0.2, 9)
        self.assertAlmostEqual(groups["all"]["n_effective"], made["n_persons"] / made["weighting"]["design_effect"], 6)
        left_out = {e["reason"]: e["n_persons"] for e in made["exclusions"]}
        self.assertEqual(left_out["without a gender or age to be weighted by"],
                         sum(is_counted(row) and row["gender"] == "0" for row in self.rows))
        mean = sum(groups[g]["scores"][0]["mean"] * total[g] for g in ("men", "women")) / total["all"]
        self.assertAlmostEqual(groups["all"]["scores"][0]["mean"], mean, 9)
        self.scored("--norms", self.set)

    def test_margins_of_other_levels_and_faulty_files_are_refused(self):
        result = self.build("--margins", self.margins(gender={"men": 0.5, "diverse": 0.5}), expect=2)
        self.assertIn("gender must have the levels men, women, but is of diverse, men", result.stderr)
        result = self.build("--margins", self.margins(sex={}), expect=3)
        self.assertIn("[definition.unknown_field]", result.stderr)


class Show(Case):
    def test_what_was_built_is_shown_and_read_again(self):
        self.build()
        shown = run("norms", "show", self.set)
        self.assertIn("ours 1.0.0: Our people\n", shown.stdout)
        self.assertIn("  women (women): ", shown.stdout)
        self.assertEqual(run("norms", "show", self.set, "--json").stdout, self.set.read_text())

    def test_norms_of_a_questionnaire_are_listed_with_it(self):
        self.assertIn("  ecr-open-psychometrics (form open-psychometrics", run("show", "ecr").stdout)
        shown = json.loads(run("show", "raas", "--json").stdout)
        self.assertEqual([norms["id"] for norms in shown["norms"]], ["raas-us-students"])
        self.assertNotIn("Norm sets", run("show", "ecr-s").stdout)

    def test_a_clinic_adds_a_folder_of_its_own(self):
        self.build()
        (self.path / "data/norms").mkdir(parents=True)
        self.set.rename(self.path / "data/norms/ours.json")
        self.assertIn("Our people", run("norms", "show", "ours", "--data", self.path / "data").stdout)
        self.assertIn("  ours (form published", run("show", "ecr-s", "--data", self.path / "data").stdout)
        self.scored("--norms", "ours", "--data", self.path / "data")

    def test_unknown_and_faulty_sets_are_refused(self):
        result = run("norms", "show", "ecr-r-penguins")
        self.assertEqual(result.returncode, 2)
        self.assertIn("no norm set 'ecr-r-penguins'; nearest: ecr-r-penguin", result.stderr)
        faulty = PROJECT / "tests/reference/norms/many_faults.json"
        for command in (("norms", "show", faulty), ("norms", "check", faulty), ("check", faulty)):
            self.assertEqual(run(*command).returncode, 3, command)
        self.assertEqual(run("norms", "check", "/nowhere.json").returncode, 3)


class Score(Case):
    def setUp(self):
        super().setUp()
        self.build()
        self.norms = {group["id"]: group for group in json.loads(self.set.read_text())["groups"]}
        self.groups = ["--norms", self.set, "--gender", "gender", "--gender-codes", "1=men,2=women", "--age", "age"]

    def figures(self, group, scale):
        return next(score for score in self.norms[group]["scores"] if score["id"] == scale)

    def test_the_scores_themselves_do_not_change(self):
        plain = list(csv.reader(io.StringIO(self.scored("--quiet", "--keep", "age").stdout)))
        with_norms = list(csv.reader(io.StringIO(self.scored("--quiet", "--keep", "age", *self.groups).stdout)))
        self.assertEqual([row[:len(plain[0])] for row in with_norms], plain)
        self.assertEqual(len(with_norms[0]), len(plain[0]) + 2 * (1 + 2 * len(FIGURES)) + 2)

    def test_overall_and_same_group_stand_together(self):
        n_compared = 0
        for row, person in zip(self.scored_rows(*self.groups), self.rows):
            if not row["anxiety"] or not person["age"].isdigit() or not 18 <= int(person["age"]) <= 70:
                continue
            for prefix, group in (("anxiety_", "all"), ("anxiety_same_", row["norm_group"])):
                if not group:
                    continue
                figures = self.figures(group, "anxiety")
                x = float(row["anxiety"])
                z = (x - figures["mean"]) / figures["sd"]
                self.assertAlmostEqual(float(row[prefix + "z"]), z, delta=EXACT)
                self.assertAlmostEqual(float(row[prefix + "t_linear"]), 50 + 10 * z, delta=EXACT)
                persons = figures["counts"]["persons"]
                place = 6 * x - 6
                below = sum(n for i, n in enumerate(persons) if i < place - 1e-9)
                equal = sum(n for i, n in enumerate(persons) if abs(i - place) < 1e-9)
                percentile = 100 * (below + equal / 2) / sum(persons)
                self.assertAlmostEqual(float(row[prefix + "percentile"]), percentile, delta=EXACT)
                if 0 < percentile < 100:
                    t = 50 + 10 * statistics.NormalDist().inv_cdf(percentile / 100)
                    self.assertAlmostEqual(float(row[prefix + "t_normalised"]), t, delta=EXACT)
                r = figures["reliability"]["value"]
                r = r * (share := int(row["anxiety_answered"]) / 6) / (1 + (share - 1) * r)
                reach = 1.959963984540054 * figures["sd"] * (1 - r) ** 0.5
                self.assertAlmostEqual(float(row[prefix + "measured_lower"]), x - reach, delta=EXACT)
                self.assertAlmostEqual(float(row[prefix + "measured_upper"]), x + reach, delta=EXACT)
                n_compared += 1
        self.assertGreater(n_compared, 800)

    def test_the_norm_people_have_mean_0_and_sd_1_within_their_own_group(self):
        rows = [row for row, person in zip(self.scored_rows(*self.groups), self.rows)
                if is_counted(person) and person["gender"] == "2"]
        for ages in ("18-29", "30-49", "50-and-over"):
            z = [float(row["avoidance_same_z"]) for row in rows if row["norm_group"] == f"women.age.{ages}"]
            self.assertGreater(len(z), 30)
            self.assertAlmostEqual(statistics.fmean(z), 0, 12)
            self.assertAlmostEqual(statistics.stdev(z), 1, 12)

    def test_unknown_gender_and_unsuitable_ages_are_flagged(self):
        seen = set()
        for row, person in zip(self.scored_rows(*self.groups), self.rows):
            flag = row["norm_flag"]
            seen.add(flag)
            if not person["age"].isdigit():
                self.assertEqual(flag, "age_unknown")
            elif not 18 <= int(person["age"]) <= 70:
                self.assertEqual((flag, row["anxiety_z"], row["norm_group"]), ("age_outside", "", ""))
            elif person["gender"] == "0":
                self.assertEqual(flag, "gender_unknown")
                self.assertTrue(row["norm_group"].startswith("age."))
                self.assertEqual(bool(row["anxiety"]), bool(row["anxiety_z"]))
        self.assertEqual(seen, {"", "age_unknown", "age_outside", "gender_unknown"})

    def test_no_figure_stands_beside_a_refused_score(self):
        row = {**self.rows[1], "q1": "9", "age": "30"}
        scored = self.scored_rows(*self.groups, table=self.write("one.csv", [row]))[0]
        self.assertEqual(scored["avoidance_status"], "invalid_answer")
        for column, cell in scored.items():
            if column.startswith("avoidance_") and column not in ("avoidance_answered", "avoidance_status"):
                self.assertEqual(cell, "", column)
        self.assertNotEqual(scored["anxiety_z"], "")
        person = json.loads(self.scored(*self.groups, "--format", "json", "--quiet", table=self.path / "one.csv").stdout)
        self.assertEqual(person["persons"][0]["scores"][1]["norms"], [])

    def test_groups_can_be_named(self):
        rows = self.scored_rows("--norms", f"{self.set}:women,men")
        figures = self.figures("women", "anxiety")
        self.assertAlmostEqual(float(rows[2]["anxiety_women_z"]),
                               (float(rows[2]["anxiety"]) - figures["mean"]) / figures["sd"], delta=EXACT)
        self.assertIn("anxiety_men_z", rows[0])
        self.assertNotIn("norm_group", rows[0])
        result = run("score", "-i", "ecr-s", "--input", self.table, "--columns", "q{n}", "--norms", f"{self.set}:sailors")
        self.assertEqual(result.returncode, 2)
        self.assertIn("is 'sailors'", result.stderr)

    def test_json_has_the_same_figures_and_says_which_norms(self):
        document = json.loads(self.scored(*self.groups, "--format", "json", "--quiet").stdout)
        self.assertEqual(document["norms"]["id"], "ours")
        self.assertEqual(len(document["norms"]["sha256"]), 64)
        for person, row in zip(document["persons"], self.scored_rows(*self.groups)):
            self.assertEqual(person["norm_flag"], row["norm_flag"])
            for score in person["scores"]:
                for norms in score["norms"]:
                    prefix = score["id"] + ("_" if norms["group"] == "all" else "_same_")
                    for figure in ("z", "t_linear", "sten", "stanine", "percentile"):
                        self.assertEqual(norms[figure], float(row[prefix + figure]))
                    self.assertEqual(norms["percentile_ci"]["lower"], float(row[prefix + "percentile_lower"]))
                if score["value"] is not None:
                    self.assertEqual(score["pomp"], float(row[score["id"] + "_pomp"]))
                    self.assertAlmostEqual(score["pomp"], 100 * (score["value"] - 1) / 6, delta=EXACT)

    def test_the_meta_file_and_the_summary_name_the_norms(self):
        output = self.path / "scores.csv"
        result = self.scored(*self.groups, "--output", output)
        self.assertIn("warning: ours: that scores mean the same in all groups of the norms was not tested", result.stderr)
        meta = json.loads((self.path / "scores.csv.meta.json").read_text())
        self.assertEqual(meta["norms"]["id"], "ours")
        self.assertIn("ours: that scores mean the same in all groups of the norms was not tested",
                      meta["summary"]["warnings"])

    def test_threads_do_not_matter(self):
        self.assertEqual(self.scored(*self.groups, "--quiet", "--threads", "1").stdout,
                         self.scored(*self.groups, "--quiet", "--threads", "4").stdout)

    def test_norms_of_something_else_are_refused_with_the_reason(self):
        def refusal(*more, table=self.table):
            result = run("score", "--input", table, "--columns", "q{n}", *more)
            self.assertEqual(result.returncode, 2)
            return result.stderr

        self.assertIn("is of ecr-r; expected a norm set of ecr-s", refusal("-i", "ecr-s", "--norms", "ecr-r-penguin"))
        self.assertIn("is of the form open-psychometrics; expected one of the form published",
                      refusal("-i", "ecr", "--norms", "ecr-open-psychometrics", table=self.write(
                          "ecr.csv", [{f"q{n}": "3" for n in range(1, 37)}])))
        other = json.loads(self.set.read_text())
        other["instrument"]["scoring_sha256"] = "0" * 64
        self.set.write_text(json.dumps(other))
        self.assertIn("was made by another key", refusal("-i", "ecr-s", "--norms", self.set))
        self.assertIn("expected --norms", refusal("-i", "ecr-s", "--gender", "gender"))

    def test_another_mode_is_flagged(self):
        self.assertIn("norms of self_report are used for answers given by read_aloud",
                      self.scored(*self.groups, "--mode", "read_aloud").stderr)

    def test_what_is_missing_from_a_call_is_said(self):
        stderr = self.scored("--norms", self.set).stderr
        self.assertIn("give --gender to compare people with theirs as well", stderr)
        self.assertIn("the norms are of people aged 18 to 70: give --age", stderr)

    def test_norms_without_counts_people_and_reliability_give_less_and_say_why(self):
        table = self.write("raas.csv", [{f"q{n}": str(1 + (n * 7 + i) % 5) for n in range(1, 19)} for i in range(5)])
        result = run("score", "-i", "raas", "--input", table, "--columns", "q{n}", "--norms", "raas-us-students:women",
                     "--format", "json")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("close divided by 6", result.stderr)
        self.assertIn("the norms have no group of everybody", result.stderr)
        person = json.loads(result.stdout)["persons"][0]
        anxiety = next(score for score in person["scores"] if score["id"] == "anxiety")
        women = anxiety["norms"][0]
        self.assertAlmostEqual(women["z"], (anxiety["value"] - 15.7 / 6) / (6.05 / 6), 12)
        self.assertIsNone(women["percentile"])
        self.assertIn("reliability", women["because"]["sem"])
        self.assertEqual(set(women["because"]), {"t_normalised", "percentile", "percent_below", "percent_equal", "sem"})

    def test_json_has_the_region_and_the_difference_of_the_dimensions(self):
        document = json.loads(self.scored(*self.groups, "--format", "json", "--quiet").stdout)
        person = next(p for p in document["persons"] if all(score["status"] == "ok" for score in p["scores"])
                      and len(p["planes"]) == 2)
        for plane, difference in zip(person["planes"], person["differences"]):
            z, r = [], []
            for score in person["scores"]:
                figures = self.figures(plane["group"], score["id"])
                z.append((score["value"] - figures["mean"]) / figures["sd"])
                r.append(figures["reliability"]["value"])
                axis = "x" if score["id"] == "anxiety" else "y"
                self.assertEqual(plane["region"][axis], score["value"])
            self.assertEqual((difference["first"], difference["second"]), ("anxiety", "avoidance"))
            z, r = dict(zip((s["id"] for s in person["scores"]), z)), sum(r)
            self.assertAlmostEqual(difference["value"], z["anxiety"] - z["avoidance"], 12)
            self.assertAlmostEqual(difference["std_error"], (2 - r) ** 0.5, 12)
            both = self.norms[plane["group"]]["r_anxiety_avoidance"]
            self.assertAlmostEqual(difference["reliability"], (r - 2 * both) / (2 - 2 * both), 12)

    def test_every_figure_stands_in_the_table_when_asked_for(self):
        row = next(row for row in self.scored_rows(*self.groups, "--all-figures")
                   if row["norm_group"] and row["anxiety_status"] == row["avoidance_status"] == "ok")
        for prefix, group in (("", "all"), ("same_", row["norm_group"])):
            figures = self.figures(group, "anxiety")
            x, mean, sd, r = float(row["anxiety"]), figures["mean"], figures["sd"], figures["reliability"]["value"]
            sem = sd * (1 - r) ** 0.5
            here = f"anxiety_{prefix}"
            self.assertAlmostEqual(float(row[here + "sem"]), sem, delta=EXACT)
            self.assertAlmostEqual(float(row[here + "kelley"]), mean + r * (x - mean), delta=EXACT)
            self.assertAlmostEqual(float(row[here + "kelley_upper"]),
                                   mean + r * (x - mean) + 1.959963984540054 * sem * r ** 0.5, delta=EXACT)
            self.assertAlmostEqual(float(row[here + "sem_conditional"]),
                                   ((x - 1) * (7 - x) * (1 - r) * sd ** 2 / ((mean - 1) * (7 - mean) - sd ** 2)) ** 0.5,
                                   delta=EXACT)
            self.assertAlmostEqual(float(row[here + "percent_below"]) + float(row[here + "percent_equal"]) / 2,
                                   float(row[here + "percentile"]), delta=EXACT)
            self.assertLess(float(row[here + "percentile_ties_lower"]), float(row[here + "percentile_lower"]))
            self.assertLess(float(row[here + "percentile_jeffreys_lower"]), float(row[here + "percentile"]))
            z = [float(row[f"{scale}_{prefix}z"]) for scale in ("anxiety", "avoidance")]
            self.assertAlmostEqual(float(row[prefix + "difference"]), z[0] - z[1], delta=EXACT)
            radius = (-2 * math.log(0.05)) ** 0.5
            sems = [float(row[f"{scale}_{prefix}sem"]) for scale in ("anxiety", "avoidance")]
            self.assertAlmostEqual(float(row[prefix + "region_semi_major"]), radius * max(sems), delta=EXACT)
            self.assertAlmostEqual(float(row[prefix + "region_semi_minor"]), radius * min(sems), delta=EXACT)

    def test_a_stream_of_people_gets_the_figures_of_the_table(self):
        lines = self.path / "people.ndjson"
        items = [f"q{n}" for n in range(1, 13)]
        lines.write_text("".join(json.dumps({
            "id": i, "gender": row["gender"], "age": int(row["age"]) if row["age"].isdigit() else None,
            "answers": {q: int(row[q]) if row[q] else None for q in items}}) + "\n" for i, row in enumerate(self.rows)))
        result = run("score", "-i", "ecr-s", "--input", lines, "--columns", "q{n}", "--from", "ndjson", "--format",
                     "ndjson", *self.groups, "--prototypes")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("warning: ours: that scores mean the same", result.stderr)
        *people, summary = map(json.loads, result.stdout.splitlines())
        self.assertEqual(summary["norms"]["id"], "ours")
        self.assertTrue(summary["prototypes"]["exploratory"])
        table = json.loads(self.scored(*self.groups, "--prototypes", "--format", "json", "--quiet").stdout)
        self.assertEqual(len(people), len(table["persons"]))
        for one, other in zip(people, table["persons"]):
            for member in ("scores", "norm_flag", "planes", "differences"):
                self.assertEqual(one[member], other[member])


class Curves(Case):
    """Norms that change with age."""

    def fit(self, method, *more, expect=0):
        self.rows = self.people(1500)
        self.table = self.write("answers.csv", self.rows)
        return self.build("--method", method, *more, expect=expect)

    def test_an_equation_standardises_the_people_it_was_made_of(self):
        result = self.fit("regression", "--age-power", "2")
        self.assertRegex(result.stderr, r"groups, 4 curves")
        made = json.loads(self.set.read_text())
        self.assertEqual([(m["score"], m["genders"]) for m in made["models"]],
                         [("anxiety", []), ("anxiety", ["men", "women"]), ("avoidance", []),
                          ("avoidance", ["men", "women"])])
        equation = made["models"][1]
        self.assertEqual([(t["age"], t.get("gender")) for t in equation["terms"]],
                         [(0, None), (1, None), (2, None), (0, "women")])
        self.assertEqual(equation["df"], equation["n_persons"] - 4)
        groups = ["--norms", self.set, "--gender", "gender", "--gender-codes", "1=men,2=women", "--age", "age"]
        z = []
        for row, person in zip(self.scored_rows(*groups), self.rows):
            if is_counted(person) and person["gender"] in WORDS:
                self.assertEqual(row["norm_group"], f"regression.{WORDS[person['gender']]}.age.{person['age']}")
                z.append(float(row["anxiety_same_z"]))
                self.assertLess(float(row["anxiety_same_percentile_lower"]), float(row["anxiety_same_percentile"]))
            elif is_counted(person):
                self.assertEqual((row["norm_group"], row["norm_flag"]),
                                 (f"regression.age.{person['age']}", "gender_unknown"))
        self.assertEqual(len(z), equation["n_persons"])
        self.assertAlmostEqual(sum(z), 0, 8)
        self.assertAlmostEqual(sum(x * x for x in z), equation["df"], 6)

    def test_percentiles_of_every_method_rise_with_the_score_and_suit_the_people(self):
        for method in ("regression", "continuous", "beta-binomial"):
            self.fit(method)
            made = json.loads(self.set.read_text())
            self.assertTrue(all(m["fit"]["largest_misfit"] < 20 and m["fit"]["n_falling"] == 0 for m in made["models"]))
            self.assertEqual(run("norms", "check", self.set).returncode, 0)
            shown = run("norms", "show", self.set)
            self.assertIn("\nCurves over age\n  anxiety of everybody: " + made["models"][0]["method"], shown.stdout)
            self.assertEqual(run("norms", "show", self.set, "--json").stdout, self.set.read_text())
            ladder = [{"gender": "2", "age": "40", **{f"q{n}": str(8 - a if any(
                n in s["reversed"] for s in SCALES.values()) else a) for n in range(1, 13)}} for a in range(1, 8)]
            rows = self.scored_rows("--norms", self.set, "--gender", "gender", "--gender-codes", "1=men,2=women",
                                    "--age", "age", table=self.write("ladder.csv", ladder))
            percentiles = [float(row["anxiety_same_percentile"]) for row in rows]
            self.assertEqual(percentiles, sorted(percentiles))
            self.assertTrue(0 <= percentiles[0] < 20 and 80 < percentiles[-1] <= 100, percentiles)

    def test_nothing_is_said_beyond_the_ages_of_the_people(self):
        self.fit("continuous")
        made = json.loads(self.set.read_text())["models"]
        oldest = max(m["highest_age"] for m in made)
        self.assertLess(oldest, 70)
        person = {"gender": "?", "age": str(oldest + 1), **{f"q{n}": "4" for n in range(1, 13)}}
        options = ["--norms", self.set, "--gender", "gender", "--gender-codes", "1=men,2=women", "--age", "age"]
        row = self.scored_rows(*options, table=self.write("old.csv", [person]))[0]
        self.assertEqual((row["norm_flag"], row["norm_group"], row["anxiety_same_z"]), ("age_outside_curve", "", ""))
        self.assertNotEqual(row["anxiety_z"], "", "everybody")
        for age, text in ((oldest + 1, "it says nothing about age"), (71, "its people are aged 18 to 70")):
            result = run("norms", "standing", "--score", "4", "--norms", self.set, "--of", "anxiety", "--age", str(age))
            self.assertEqual(result.returncode, 2)
            self.assertIn(text, result.stderr)

    def test_the_calculator_has_the_figures_of_the_table(self):
        for method in ("groups", "regression", "beta-binomial"):
            self.fit(method)
            options = ["--norms", self.set, "--gender", "gender", "--gender-codes", "1=men,2=women", "--age", "age"]
            row = next(r for r in self.scored_rows(*options)
                       if r["anxiety_status"] == "ok" and "women.age" in r["norm_group"])
            person = self.rows[int(row["row"]) - 1]
            result = run("norms", "standing", "--score", row["anxiety"], "--norms", self.set, "--of", "anxiety", "--gender",
                         "women", "--age", person["age"], "--json")
            self.assertEqual(result.returncode, 0, result.stderr)
            found = {e["id"]: e for e in json.loads(result.stdout)["estimates"]}
            for prefix in ("", "same_"):
                for figure in ("z", "t_linear", "sten", "stanine", "percentile"):
                    self.assertAlmostEqual(found[prefix + figure]["value"], float(row[f"anxiety_{prefix}{figure}"]),
                                           delta=EXACT)
                self.assertAlmostEqual(found[prefix + "score"]["ci"]["lower"],
                                       float(row[f"anxiety_{prefix}measured_lower"]), delta=EXACT)
            self.assertIn(row["norm_group"], found["same_z"]["method"])

    def test_threads_and_order_of_rows_do_not_matter(self):
        self.fit("beta-binomial", "--threads", "1")
        first = json.loads(self.set.read_text())["models"]
        self.rows.reverse()
        self.table = self.write("answers.csv", self.rows)
        self.build("--method", "beta-binomial", "--threads", "3")
        self.assertEqual(json.loads(self.set.read_text())["models"], first)

    def test_curves_that_cannot_be_are_named_with_the_reason(self):
        self.table = self.write("few.csv", self.people(140))
        result = self.build("--method", "continuous")
        self.assertIn("warning: not built: curve of anxiety of everybody: a surface needs 2 groups of 100 people",
                      result.stderr)
        self.assertIn("curve of anxiety of men: ", result.stderr)
        self.assertNotIn("models", json.loads(self.set.read_text()))

    def test_mistakes_in_usage_are_explained(self):
        for more, text in ((["--method", "regression"], "--method regression: expected --age COL"),
                           (["--method", "regression", "--age", "age", "--margins", "x.json"], "expected one of them"),
                           (["--method", "spline"], "--method"), (["--age-power", "7"], "--age-power")):
            result = run("norms", "build", "-i", "ecr-s", "--input", self.table, "--columns", "q{n}", *more)
            self.assertEqual((result.returncode, text in result.stderr), (2, True), result.stderr)
        for more, text in ((["--mean", "3"], "expected the figures of a group, --mean and --sd, or --norms with --of"),
                           (["--norms", "ecr-r-penguin", "--mean", "3", "--sd", "1"], "expected the figures of a group"),
                           (["--norms", "ecr-r-penguin"], "--norms: expected --of"),
                           (["--norms", "ecr-r-penguin", "--of", "worry"], "expected --of one of anxiety, avoidance")):
            result = run("norms", "standing", "--score", "4", *more)
            self.assertEqual((result.returncode, text in result.stderr), (2, True), result.stderr)


class Prototypes(Case):
    """Nearness to the four reference points: only when asked for, all four, and no label."""

    POINTS = {"secure": (-1, -1), "preoccupied": (1, -1), "dismissing": (-1, 1), "fearful": (1, 1)}

    def test_distances_and_similarities_are_those_of_the_standard_scores(self):
        self.build()
        options = ["--norms", self.set, "--gender", "gender", "--gender-codes", "1=men,2=women", "--prototypes"]
        rows = self.scored_rows(*options)
        self.assertNotIn("distance_secure", self.scored_rows(*options[:-1])[0])
        n_compared = 0
        for row in rows:
            for prefix in ("", "same_"):
                z = [row[f"{scale}_{prefix}z"] for scale in ("anxiety", "avoidance")]
                distances = {point: row[f"{prefix}distance_{point}"] for point in self.POINTS}
                if "" in z:
                    self.assertEqual(set(distances.values()), {""})
                    continue
                anxiety, avoidance = map(float, z)
                weights = {}
                for point, (a, v) in self.POINTS.items():
                    squared = (anxiety - a) ** 2 + (avoidance - v) ** 2
                    self.assertAlmostEqual(float(distances[point]), squared ** 0.5, delta=4 * EXACT)
                    weights[point] = math.exp(-squared / 2)
                for point, weight in weights.items():
                    self.assertAlmostEqual(float(row[f"{prefix}similarity_{point}"]), weight / sum(weights.values()),
                                           delta=4 * EXACT)
                n_compared += 1
        self.assertGreater(n_compared, 800)

    def test_the_convention_is_named_and_no_label_given(self):
        self.build()
        output = self.path / "scores.csv"
        result = self.scored("--norms", self.set, "--prototypes", "--output", output)
        self.assertIn("distances and similarities: reference points one standard deviation", result.stderr)
        self.assertIn("no posterior: the discriminant functions of 1998 are for the published form of the ecr",
                      result.stderr)
        about = json.loads((self.path / "scores.csv.meta.json").read_text())["prototypes"]
        self.assertTrue(about["exploratory"])
        self.assertIn("spread 1", about["convention"])
        self.assertIsNone(about["posterior"])
        self.assertIn("these are scores of ecr-s", about["because"])
        header = output.read_text().splitlines()[0].split(",")
        self.assertEqual(header[-8:], [f"{what}_{point}" for what in ("distance", "similarity") for point in self.POINTS])

    def test_the_posterior_of_the_published_ecr_needs_no_norms(self):
        raw = [1, 2, 7, 2, 1, 2, 2, 2, 1, 2, 2, 1, 1, 1, 7, 2, 2, 2, 2, 2, 7, 6, 2, 2, 7, 6, 6, 1, 4, 1, 6, 2, 6, 4, 2, 1]
        table = self.write("ecr.csv", [{f"q{n}": str(a) for n, a in enumerate(raw, 1)},
                                       {f"q{n}": "9" for n in range(1, 37)}])
        command = ["score", "-i", "ecr", "--input", table, "--columns", "q{n}", "--prototypes"]
        result = run(*command)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("one digit is disputed", result.stderr)
        first, refused = csv.DictReader(io.StringIO(result.stdout))
        found = {"secure": 7.7588933111111, "fearful": 2.1449838222222, "preoccupied": 1.0962762111111,
                 "dismissing": 5.9291621277778}
        total = sum(map(math.exp, found.values()))
        for point, value in found.items():
            self.assertAlmostEqual(float(first[f"posterior_{point}"]), math.exp(value) / total, delta=2e-6)
            self.assertEqual(refused[f"posterior_{point}"], "")
        document = json.loads(run(*command, "--format", "json", "--quiet").stdout)
        self.assertIn("one digit is disputed", document["prototypes"]["posterior"])
        self.assertAlmostEqual(document["persons"][0]["posterior"]["secure"], float(first["posterior_secure"]), 15)
        self.assertEqual(set(document["persons"][1]["posterior"].values()), {None})

    def test_it_says_what_is_missing(self):
        result = run("score", "-i", "ecr-s", "--input", self.table, "--columns", "q{n}", "--prototypes")
        self.assertEqual(result.returncode, 2)
        self.assertIn("--prototypes: expected --norms, as distances are of standard scores", result.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
