#!/usr/bin/env python3
"""Change over occasions, as its users meet it: change_test.py ATTUNE PROJECT_DIR"""
import csv
import io
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import unittest

ATTUNE = sys.argv.pop(1)
PROJECT = pathlib.Path(sys.argv.pop(1))
CANARY = "Canary7531"
FORBIDDEN = ("recover", "improve", "deteriorat", "failed", "harmed", "nan", "inf,")


def run(*arguments, stdin=b""):
    """Runs the tool; standard output and standard error as text."""
    result = subprocess.run([ATTUNE, *map(str, arguments)], input=stdin, capture_output=True, timeout=120,
                            env={**os.environ, "ATTUNE_DATA": str(PROJECT / "data")})
    result.out, result.err = result.stdout.decode(), result.stderr.decode()
    return result


def by_id(entries):
    return {one["id"]: one for one in entries}


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)

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
        self.assertEqual(result.err, "")
        return json.loads(result.out)


class Calculator(Case):
    CLIENT = ("--pre", "32.5", "--post", "47.5", "--sd", "7.5", "--reliability", "0.8")

    def test_gives_the_figures_of_jacobson_and_truax_under_their_ids(self):
        result = self.json_of(run("change", "rci", *self.CLIENT, "--json"))
        self.assertEqual(list(result), ["schema", "attune", "estimates"])
        self.assertEqual(result["schema"], "attune.change/1")
        self.assertEqual([one["id"] for one in result["estimates"]], ["sem", "s_diff", "rci", "rci_threshold", "sdc"])
        found = by_id(result["estimates"])
        for name, value in {"sem": 3.35410196625, "s_diff": 4.74341649025, "rci": 3.16227766017,
                            "rci_threshold": 9.296925484568419, "sdc": 9.296925484568419}.items():
            self.assertAlmostEqual(found[name]["value"], value, 10)
        self.assertEqual(found["rci"]["std_error"], 1)
        self.assertAlmostEqual(found["rci"]["ci"]["upper"], 3.16227766017 + 1.959963984540054, 10)
        self.assertIsNone(found["sem"]["std_error"])
        self.assertIsNone(found["sem"]["ci"])

    def test_says_it_in_a_sentence(self):
        result = run("change", "rci", *self.CLIENT)
        self.assertEqual((result.returncode, result.err), (0, ""))
        self.assertIn("A change of 15.000 points: more than the 9.297 points that measurement error explains.", result.out)
        small = run("change", "rci", "--pre", "4.5", "--post", "3.6", "--sd", "1.12", "--reliability", ".85")
        self.assertIn("A change of -0.900 points: no more than the 1.202 points", small.out)
        for word in FORBIDDEN:
            self.assertNotIn(word, result.out.lower())

    def test_takes_another_level(self):
        found = by_id(self.json_of(run("change", "rci", *self.CLIENT, "--level", "0.9", "--json"))["estimates"])
        self.assertAlmostEqual(found["sdc"]["value"], 1.6448536269514722 * 4.74341649025, 9)

    def test_says_why_there_is_no_index(self):
        for more, message in ((("--reliability", "1"), "the error is 0, so no change can be told from error"),
                              (("--reliability", "1.5"), "a reliability lies in 0..1, but this is 1.5")):
            arguments = (*self.CLIENT[:6], *more)
            found = by_id(self.json_of(run("change", "rci", *arguments, "--json"))["estimates"])
            self.assertIsNone(found["rci"]["value"])
            self.assertEqual(found["rci"]["message"], message)
            self.assertIn(message, run("change", "rci", *arguments).out)
            self.assertEqual(run("change", "rci", *arguments, "--strict").returncode, 1)

    def test_refuses_what_it_cannot_use(self):
        self.assert_refused(run("change", "rci", *self.CLIENT[:6]), 2, "--reliability")
        self.assert_refused(run("change", "rci", *self.CLIENT, "--level", "1"), 2, "level must lie between 0 and 1")
        self.assert_refused(run("change", "rci", "--pre", "x", *self.CLIENT[2:]), 2, "--pre")
        self.assert_refused(run("change", "rci", *self.CLIENT[:4], "--sd", "-1", *self.CLIENT[6:]), 2,
                            "sd must not be negative")
        self.assert_refused(run("change", "rci", "--pre", "1e200", *self.CLIENT[2:]), 2, "1e150")
        self.assert_refused(run("change"), 2, "--instrument")


class Occasions(Case):
    """Persons on ecr-s; each item of a scale has the same keyed answer, so that the score is that answer."""
    ITEMS = {"avoidance": (1, 3, 5, 7, 9, 11), "anxiety": (2, 4, 6, 8, 10, 12)}

    @classmethod
    def setUpClass(cls):
        definition = json.loads((PROJECT / "data/instruments/ecr-s.json").read_text(encoding="utf-8"))
        cls.scales = {scale["id"]: scale for scale in definition["scales"]}

    def answers(self, anxiety, avoidance):
        cells = [""] * 12
        for name, score in (("anxiety", anxiety), ("avoidance", avoidance)):
            for number in self.scales[name]["items"]:
                if score is not None:
                    cells[number - 1] = str(8 - score if number in self.scales[name]["reversed"] else score)
        return ",".join(cells)

    def table(self, name, rows, *more):
        head = ",".join(["person", *more, *(f"q{n}" for n in range(1, 13))])
        return self.file(name, head, *(f"{','.join(map(str, (person, *rest)))},{self.answers(anxiety, avoidance)}"
                                       for person, *rest, anxiety, avoidance in rows))

    def change(self, first, *arguments):
        return run("change", "-i", "ecr-s", "--input", first, "--columns", "q{n}", "--id", "person", *arguments)

    def people(self):
        """Ten persons before and after: anxiety 3 lower, 2 lower or as before; avoidance as before or 2 higher."""
        before = [(f"p{i}", 4 + i % 4, 1 + i % 5) for i in range(10)]
        after = [(name, anxiety - (3, 2, 0)[i % 3], avoidance + (2 if i == 7 else 0))
                 for i, (name, anxiety, avoidance) in enumerate(before)]
        return before, after

    def two_files(self):
        before, after = self.people()
        return self.table("before.csv", before), "--second", self.table("after.csv", list(reversed(after)))

    FIGURES = ("--sd", "1.12", "--reliability", "0.85")  # a change beyond 1.202 is reliable

    def test_names_the_result_of_each_person_and_score(self):
        result = self.change(*self.two_files(), *self.FIGURES, "--format", "csv", "--quiet")
        self.assertEqual((result.returncode, result.err), (0, ""))
        rows = list(csv.DictReader(io.StringIO(result.out)))
        self.assertEqual(list(rows[0])[:11], ["person", "from", "to", "score", "pre", "pre_status", "post", "post_status",
                                              "change", "jacobson_truax", "jacobson_truax_result"])
        self.assertEqual(len(rows), 20)
        before, after = self.people()
        for row in rows:
            at = int(row["person"][1:])
            pre, post = (people[at][1 if row["score"] == "anxiety" else 2] for people in (before, after))
            self.assertEqual((float(row["pre"]), float(row["post"]), float(row["change"])), (pre, post, post - pre))
            self.assertAlmostEqual(float(row["jacobson_truax"]), (post - pre) / (math.sqrt(2 * .15) * 1.12), 12)
            self.assertEqual(row["jacobson_truax_result"],
                             "reliable_toward_security" if post < pre else
                             "reliable_away_from_security" if post > pre else "none_beyond_error")
            self.assertEqual((row["from"], row["to"]), ("before.csv", "after.csv"))

    def test_finds_the_same_in_one_file_with_an_occasion_column(self):
        before, after = self.people()
        mixed = [(name, wave, *scores) for wave, people in (("10", after), ("9", before)) for name, *scores in people]
        path = self.table("both.csv", mixed, "wave")
        apart = self.json_of(self.change(*self.two_files(), *self.FIGURES, "--json"))
        both = self.json_of(self.change(path, "--occasion", "wave", *self.FIGURES, "--json"))
        self.assertEqual(both["occasions"], ["9", "10"])
        self.assertEqual([one["comparison"] for one in both["scores"]], [one["comparison"] for one in apart["scores"]])
        turned = self.json_of(self.change(path, "--occasion", "wave", "--order", "10,9", *self.FIGURES, "--json"))
        self.assertEqual(turned["occasions"], ["10", "9"])
        self.assertEqual(by_id(turned["scores"])["anxiety"]["comparison"]["methods"][0]["reliable_away_from_security"], 7)

    def test_counts_results_by_method_and_marks_what_is_no_evidence(self):
        result = self.json_of(self.change(*self.two_files(), *self.FIGURES, "--json"))
        self.assertEqual(list(result), ["schema", "attune", "instrument", "occasions", "scores", "persons", "summary"])
        anxiety = by_id(result["scores"])["anxiety"]
        methods = by_id(anxiety["comparison"]["methods"])
        self.assertEqual(len(methods), 12)
        first = methods["jacobson_truax"]
        self.assertEqual((first["reliable_toward_security"], first["none_beyond_error"],
                          first["reliable_away_from_security"]), (7, 3, 0))
        self.assertTrue(first["is_evidence"])
        self.assertNotIn("mark", first)
        self.assertEqual(methods["hsu_linn_lord"]["mark"], "not evidence about therapy")
        self.assertFalse(methods["chelune"]["is_evidence"])
        self.assertGreater(anxiety["comparison"]["n_disagree"], anxiety["comparison"]["n_disagree_evidence"])
        text = self.change(*self.two_files(), *self.FIGURES).out
        self.assertRegex(text, r"(?m)^  hsu_linn_lord +not evidence about therapy +\d")
        self.assertRegex(text, r"(?m)^  jacobson_truax +7 +3 +0 +10$")
        self.assertIn("a change of more than 1.202 points is larger than measurement error\n", text)
        for word in FORBIDDEN:
            self.assertNotIn(word, text.lower())

    def test_takes_figures_from_the_persons_and_says_so(self):
        before, _ = self.people()
        result = self.json_of(self.change(*self.two_files(), "--reliability", "0.85", "--json"))
        anxiety = by_id(result["scores"])["anxiety"]
        self.assertAlmostEqual(anxiety["sd"]["value"], statistics.stdev(row[1] for row in before), 12)
        self.assertEqual(anxiety["sd"]["source"], "of the first scores of these persons")
        self.assertEqual(anxiety["reliability"], {"value": .85, "source": "as given"})
        own = by_id(self.json_of(self.change(*self.two_files(), "--json"))["scores"])["anxiety"]
        self.assertEqual(own["reliability"], {"value": 1, "source": "alpha of the first occasion"})
        self.assertEqual(own["comparison"]["methods"][0]["status"], "no_variance")

    def test_takes_figures_for_one_score_or_for_all(self):
        result = self.json_of(self.change(*self.two_files(), "--sd", "1", "--sd", "anxiety=2", "--reliability", ".8",
                                          "--json"))
        self.assertEqual([one["sd"]["value"] for one in result["scores"]], [2, 1])

    def test_shows_methods_that_need_untreated_people_only_with_them(self):
        files = self.two_files()
        self.assert_refused(self.change(*files, *self.FIGURES, "--method", "chelune"), 2, "--untreated")
        untreated = ("--untreated", "anxiety=3.56,1.12,3.50,1.10,0.85,120")
        result = self.json_of(self.change(*files, *self.FIGURES, "--method", "all", *untreated, "--json"))
        shown = by_id(by_id(result["persons"][0]["scores"])["anxiety"]["methods"])
        self.assertEqual(len(shown), 12)
        self.assertAlmostEqual(shown["chelune"]["value"], (-3 + .06) / (math.sqrt(2 * .15) * 1.12), 12)
        avoidance = by_id(by_id(result["persons"][0]["scores"])["avoidance"]["methods"])
        self.assertEqual(list(avoidance), ["jacobson_truax", "gulliksen_lord_novick", "edwards_nunnally",
                                           "nunnally_kotsch"])
        self.assertTrue(by_id(by_id(result["scores"])["anxiety"]["comparison"]["methods"])["chelune"]["is_evidence"])

    def test_has_cut_offs_only_with_both_groups(self):
        files = self.two_files()
        groups = ("--clinical", "anxiety=4.6,1.2", "--functional", "anxiety=3.4,1.1")
        result = self.json_of(self.change(*files, *self.FIGURES, *groups, "--json"))
        found = by_id(by_id(result["scores"])["anxiety"]["estimates"])
        for name, value in {"cutoff_a": 2.2, "cutoff_b": 5.6, "cutoff_c": 3.97391304348,
                            "misclassified_c": .300925987885}.items():
            self.assertAlmostEqual(found[name]["value"], value, 10)
        self.assertNotIn("cutoff_a", by_id(by_id(result["scores"])["avoidance"]["estimates"]))
        first = by_id(result["persons"][0]["scores"])
        self.assertEqual((first["anxiety"]["crossed_cutoff"], first["anxiety"]["crossed_to"]), (True, "functional"))
        self.assertEqual((first["avoidance"]["crossed_cutoff"], first["avoidance"]["crossed_to"]), (None, None))
        rows = list(csv.DictReader(io.StringIO(
            self.change(*files, *self.FIGURES, *groups, "--format", "csv", "--quiet").out)))
        self.assertEqual({row["crossed_cutoff"] for row in rows if row["score"] == "anxiety"},
                         {"toward_functional", "no"})
        self.assert_refused(self.change(*files, *self.FIGURES, *groups[:2]), 2, "--clinical and --functional")

    def norms(self, name, kind, anxiety, **changes):
        """A made-up norm set: anxiety has the figures, avoidance none."""
        shown = json.loads(run("show", "ecr-s", "--json").out)
        made = {
            "schema": "attune.norms/1", "id": name, "version": "1.0.0", "name": "Made-up people",
            "instrument": {"id": "ecr-s", "form": "published", "min": 1, "max": 7,
                           "scoring_sha256": shown["instrument"]["scoring_sha256"]},
            "metric": "mean", "type": kind, "population": "nobody", "countries": [], "languages": ["en"], "year": "2026",
            "mode": "self_report", "sampling": "made up", "age": {"min": 18, "max": None}, "n_sites": None,
            "invariance_tested": True, "n_persons": 120, "exclusions": [], "data": None, "weighting": None,
            "source": "these tests", "evidence": "computed", "licence": "none needed", "caveats": [],
            "groups": [{"id": "all", "name": "everybody", "gender": None, "age": None, "relationship": None,
                        "clinical": None, "n_persons": 120, "r_anxiety_avoidance": None,
                        "scores": [{"id": "anxiety", "counts": None, **anxiety}]}]}
        made.update(changes)
        return self.file(f"{name}.json", json.dumps(made))

    ALPHA = {"kind": "alpha_raw", "value": .85}

    def functional(self, **changes):
        return self.norms("people", "community", {"mean": 3.4, "sd": 1.1, "reliability": self.ALPHA}, **changes)

    def patients(self, **changes):
        return self.norms("patients", "clinical", {"mean": 4.6, "sd": 1.2, "reliability": None}, **changes)

    def untreated(self):
        return self.norms("twice", "untreated_retest", {
            "mean": 3.56, "sd": 1.12, "reliability": self.ALPHA,
            "retest": {"mean": 3.5, "sd": 1.1, "r": .85, "days": 42}})

    def test_takes_cut_offs_and_error_from_norms_of_both_groups(self):
        norms = ("--norms", self.functional(), "--norms", self.patients())
        result = self.json_of(self.change(*self.two_files(), *norms, "--json"))
        anxiety = by_id(result["scores"])["anxiety"]
        self.assertEqual((anxiety["functional"], anxiety["clinical"]), ("people 1.0.0, all", "patients 1.0.0, all"))
        self.assertEqual(anxiety["sd"], {"value": 1.1, "source": "of people 1.0.0, all"})
        self.assertEqual(anxiety["reliability"], {"value": .85, "source": "alpha_raw of people 1.0.0, all"})
        found = by_id(anxiety["estimates"])
        for name, value in {"cutoff_a": 2.2, "cutoff_b": 5.6, "cutoff_c": 3.97391304348,
                            "misclassified_c": .300925987885}.items():
            self.assertAlmostEqual(found[name]["value"], value, 10)
        avoidance = by_id(result["scores"])["avoidance"]
        self.assertEqual((avoidance["functional"], avoidance["clinical"]), (None, None))
        self.assertEqual(avoidance["sd"]["source"], "of the first scores of these persons")
        self.assertNotIn("cutoff_c", by_id(avoidance["estimates"]))
        self.assertTrue(by_id(result["persons"][0]["scores"])["anxiety"]["crossed_cutoff"])
        text = self.change(*self.two_files(), *norms).out
        self.assertIn("  people who seek help: patients 1.0.0, all; people who do not: people 1.0.0, all\n", text)
        for word in FORBIDDEN:
            self.assertNotIn(word, text.lower())
        one = self.json_of(self.change(*self.two_files(), *norms[:2], "--json"))
        self.assertIsNone(by_id(one["scores"])["anxiety"]["functional"])

    def test_has_no_cut_offs_between_people_of_another_form_range_or_mode(self):
        files = self.two_files()
        key = json.loads(self.functional().read_text(encoding="utf-8"))["instrument"]
        for change, texts in (({"instrument": {**key, "id": "ecr-r"}}, ("is of ecr-r", "expected a norm set of ecr-s")),
                              ({"instrument": {**key, "form": "short"}}, ("of the form short", "do not carry over")),
                              ({"instrument": {**key, "max": 5}}, ("answers 1..5", "answers 1..7")),
                              ({"mode": "read_aloud"}, ("cut-offs need norms of one mode: patients was given by "
                                                        "read_aloud, and these answers by self_report",))):
            self.assert_refused(self.change(*files, "--norms", self.functional(), "--norms", self.patients(**change)), 2,
                                *texts)
        given = self.change(*files, *self.FIGURES, "--clinical", "4.6,1.2", "--functional", "3.4,1.1")
        self.assertIn("as given; whether the form, range and mode are those of these answers is not checked\n", given.out)

    def test_takes_the_change_of_untreated_people_from_a_norm_set(self):
        files = (*self.two_files(), "--method", "all", "--json")
        found = self.json_of(self.change(*files, "--norms", self.untreated()))
        given = self.json_of(self.change(*files, *self.FIGURES, "--untreated", "anxiety=3.56,1.12,3.50,1.10,0.85,120"))
        methods = [by_id(by_id(one["persons"][0]["scores"])["anxiety"]["methods"]) for one in (found, given)]
        self.assertEqual(methods[0], methods[1])
        self.assertEqual(len(methods[0]), 12)
        anxiety, avoidance = (by_id(found["scores"])[name] for name in ("anxiety", "avoidance"))
        self.assertEqual(anxiety["untreated"], "twice 1.0.0, all")
        self.assertTrue(by_id(anxiety["comparison"]["methods"])["chelune"]["is_evidence"])
        self.assertIsNone(avoidance["untreated"])
        self.assertEqual(by_id(avoidance["comparison"]["methods"])["chelune"]["mark"], "not evidence about therapy")
        named = self.change(*files[:3], "--method", "chelune", "--norms", self.untreated())
        self.assertEqual(named.returncode, 0, named.err)
        self.assertIn("  people measured twice without treatment: twice 1.0.0, all\n", named.out)
        self.assert_refused(self.change(*files[:3], "--method", "chelune", "--norms", self.functional()), 2,
                            "--norms or --untreated")

    def test_refuses_norms_whose_people_have_no_place(self):
        files = self.two_files()
        unclear = self.norms("unclear", "other", {"mean": 3.4, "sd": 1.1, "reliability": None})
        self.assert_refused(self.change(*files, "--norms", unclear), 2, "does not say whether its people seek help")
        self.assert_refused(self.change(*files, "--norms", self.functional(), "--norms", self.functional()), 2,
                            "people 1.0.0, all are functional people as well; expected one group of them")
        self.assert_refused(self.change(*files, "--norms", f"{self.functional()}:men"), 2, "expected one group of all")
        self.assert_refused(self.change(*files, "--norms", self.untreated(), "--untreated", "1,2,3,4,.5,90"), 2,
                            "--untreated and --norms both state figures of these people")
        self.assert_refused(self.change(*files, "--norms", "nobody"), 2, "nobody")
        aloud = self.change(*files, "--norms", self.functional(mode="read_aloud"))
        self.assertEqual(aloud.returncode, 0)
        self.assertIn("warning: ", aloud.err)
        self.assertIn("norms of read_aloud are used for answers given by self_report\n", aloud.err)

    def test_gives_a_refused_score_its_reason_and_no_figure(self):
        before, after = self.people()
        after[0] = ("p0", None, 1)
        files = self.table("before.csv", before), "--second", self.table("after.csv", after)
        rows = list(csv.DictReader(io.StringIO(
            self.change(*files, *self.FIGURES, "--method", "all", "--format", "csv", "--quiet").out)))
        refused = next(row for row in rows if row["person"] == "p0" and row["score"] == "anxiety")
        self.assertEqual((refused["pre_status"], refused["post_status"]), ("ok", "no_answers"))
        for name, cell in refused.items():
            if name not in ("person", "from", "to", "score", "pre", "pre_status", "post_status"):
                self.assertEqual(cell, "", name)
        result = self.change(*files, *self.FIGURES, "--json")
        found = json.loads(result.out)
        self.assertIsNone(by_id(found["persons"][0]["scores"])["anxiety"]["methods"][0]["result"])
        self.assertEqual(by_id(found["scores"])["anxiety"]["comparison"]["n_left_out"], 1)
        self.assertEqual(self.change(*files, *self.FIGURES, "--strict").returncode, 1)
        self.assertIn("1 person left out for a refused score", self.change(*files, *self.FIGURES).out)

    def course(self):
        """One person over five weeks that are not equally far apart."""
        return self.table("course.csv", [("p1", week, -1, 0, anxiety, 3) for week, anxiety in
                                         ((0, 6), (1, 5), (3, 5), (4, 4), (9, 2))], "week", "want", "other")

    def test_tells_the_course_of_one_person(self):
        arguments = (self.course(), "--occasion", "week", "--time", "week", *self.FIGURES)
        found = self.json_of(self.change(*arguments, "--json"))["persons"][0]
        self.assertEqual([one["time"] for one in found["occasions"]], [0, 1, 3, 4, 9])
        anxiety = by_id(found["scores"])["anxiety"]
        self.assertEqual([one["value"] for one in anxiety["values"]], [6, 5, 5, 4, 2])
        trends = by_id(anxiety["trends"])
        slope = statistics.linear_regression([0, 1, 3, 4, 9], [6, 5, 5, 4, 2]).slope \
            if hasattr(statistics, "linear_regression") else -20.8 / 49.2
        self.assertAlmostEqual(trends["trend_ols"]["value"], slope, 12)
        self.assertAlmostEqual(trends["trend_measured"]["std_error"], 1.12 * math.sqrt(.15) / math.sqrt(49.2), 12)
        self.assertEqual(trends["trend_theil_sen"]["ci"]["method"], "sen")
        text = self.change(*arguments)
        self.assertEqual((text.returncode, text.err), (0, ""))
        self.assertIn("  6.00 -> 5.00 -> 5.00 -> 4.00 -> 2.00\n", text.out)
        self.assertIn("jacobson_truax: moved reliably towards security (-6.52, beyond 1.96 is more than error)\n", text.out)
        self.assertIn("jacobson_truax: no change larger than measurement error (0.00,", text.out)
        self.assertIn("trend_theil_sen: ", text.out)
        for word in FORBIDDEN:
            self.assertNotIn(word, text.out.lower())

    def test_shows_the_way_along_the_direction_that_was_chosen(self):
        arguments = (self.course(), "--occasion", "week", *self.FIGURES)
        found = self.json_of(self.change(*arguments, "--goal", "anxiety=want", "--goal", "avoidance=other", "--json"))
        movement, = found["persons"][0]["movements"]
        self.assertEqual(movement["goal"], {"anxiety": -1, "avoidance": 0})
        estimates = by_id(movement["estimates"])
        self.assertEqual((estimates["distance"]["value"], estimates["along_goal"]["value"], estimates["off_goal"]["value"]),
                         (4, 4, 0))
        self.assertAlmostEqual(estimates["along_goal"]["std_error"], 1.12 * math.sqrt(.3), 12)
        one = self.json_of(self.change(*arguments, "--goal", "anxiety=want", "--json"))
        self.assertEqual(one["persons"][0]["movements"], found["persons"][0]["movements"])
        none = self.json_of(self.change(*arguments, "--json"))["persons"][0]["movements"][0]
        self.assertEqual(by_id(none["estimates"])["along_goal"]["message"], "a goal is not stated")
        self.assertIn("4.00 points along the direction that was chosen", self.change(*arguments, "--goal", "anxiety=want").out)
        self.assert_refused(self.change(*arguments, "--goal", "want"), 2, "expected SCORE=COL")
        self.assert_refused(self.change(*arguments, "--goal", "anxious=want"), 2, "no score 'anxious'")
        self.assert_refused(self.change(*arguments, "--goal", "anxiety=nowhere"), 4, "columns.not_found")

    def test_has_no_word_of_security_for_scores_that_do_not_speak_of_it(self):
        rows = lambda answer: [f"p{i},{answer},{answer},{answer},{answer}" for i in range(3)]
        before, after = self.file("a.csv", "person,q1,q2,q3,q4", *rows(6)), self.file("b.csv", "person,q1,q2,q3,q4", *rows(2))
        result = run("change", "-i", "rq", "--input", before, "--second", after, "--columns", "q{n}", "--id", "person",
                     *self.FIGURES, "--format", "csv", "--quiet")
        found = {row["score"]: row["jacobson_truax_result"] for row in csv.DictReader(io.StringIO(result.out))}
        self.assertEqual(found["fearful"], "reliable_decrease")

    def test_counts_who_cannot_be_compared(self):
        before, after = self.people()
        files = self.table("before.csv", [*before, ("", 3, 3)]), "--second", self.table("after.csv", after[2:])
        result = self.change(*files, *self.FIGURES, "--json")
        summary = json.loads(result.out)["summary"]
        self.assertEqual((summary["n_persons"], summary["n_only_once"], summary["rows_without_id"]), (8, 2, 1))
        self.assertEqual(result.err, "warning: persons on one occasion only: 2\nwarning: rows without an id: 1\n")
        self.assertEqual(self.change(*files, *self.FIGURES, "--strict", "--quiet").returncode, 1)

    def test_warns_of_times_that_are_missing_or_do_not_grow(self):
        path = self.table("t.csv", [("p1", 1, 5, 4, 3), ("p1", 2, 5, 4, 3), ("p1", 3, "x", 4, 3)], "wave", "week")
        result = self.change(path, "--occasion", "wave", "--time", "week", *self.FIGURES, "--json")
        self.assertEqual(result.err, "warning: rows without a time, which no trend uses: 1\n"
                                     "warning: occasions that are not later than the one before: 1\n")
        trends = by_id(json.loads(result.out)["persons"][0]["scores"][0]["trends"])
        self.assertEqual(trends["trend_ols"]["status"], "no_variance")

    def test_writes_to_a_file_and_sums_up_on_standard_error(self):
        output = self.path / "out.csv"
        result = self.change(*self.two_files(), *self.FIGURES, "--format", "csv", "--output", output)
        self.assertEqual((result.returncode, result.out), (0, ""))
        self.assertIn("10 persons on two or more of the occasions before.csv, after.csv\n", result.err)
        self.assertTrue(output.read_text(encoding="utf-8").startswith("person,from,to,score,"))

    def test_quotes_cells_that_hold_a_comma(self):
        path = self.file("q.csv", "person," + ",".join(f"q{n}" for n in range(1, 13)), f'"Doe, ""J""",{self.answers(4, 3)}')
        result = self.change(path, "--second", path, *self.FIGURES, "--format", "csv", "--quiet")
        self.assertEqual(next(csv.DictReader(io.StringIO(result.out)))["person"], 'Doe, "J"')

    def test_refuses_what_does_not_go_together(self):
        files = self.two_files()
        first = files[0]
        path = self.table("w.csv", [("p1", 1, 4, 3), ("p1", 2, 4, 3)], "wave")
        self.assert_refused(self.change(first), 2, "--second and --occasion")
        self.assert_refused(self.change(*files, "--level", "0"), 2, "--level must lie between 0 and 1")
        self.assert_refused(self.change(*files, "--method", "best"), 2, "--method")
        self.assert_refused(self.change(*files, "--sd", "x"), 2, "--sd x: expected 1 number")
        self.assert_refused(self.change(*files, "--sd", "-1"), 2, "negative")
        self.assert_refused(self.change(*files, "--sd", "1", "--sd", "2"), 2, "stands twice")
        self.assert_refused(self.change(*files, "--untreated", "1,2,3"), 2, "expected 6 numbers")
        self.assert_refused(self.change(*files, "--untreated", "1,2,3,4,.5,2.5"), 2, "no number of persons")
        self.assert_refused(self.change(path, "--occasion", "wave", "--order", "2"), 2, "lacks 1 of the occasions")
        self.assert_refused(self.change(path, "--occasion", "wave", "--order", "1,3"), 2, "'3' is no value")
        self.assert_refused(self.change(self.table("o.csv", [("p1", 1, 4, 3)], "wave"), "--occasion", "wave"), 4,
                            "holds one value only", "[retest.occasions]")
        many = self.table("m.csv", [(f"p{i}", f"w{i}", 4, 3) for i in range(101)], "wave")
        self.assert_refused(self.change(many, "--occasion", "wave"), 4, "more than 100 values", "[retest.occasions]")
        twice = self.table("d.csv", [(CANARY, 1, 4, 3), (CANARY, 1, 4, 3), ("p2", 2, 4, 3)], "wave")
        self.assert_refused(self.change(twice, "--occasion", "wave"), 4, "[retest.duplicate_id]")


if __name__ == "__main__":
    unittest.main()
