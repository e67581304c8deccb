#!/usr/bin/env python3
"""Runs `attune profile` and compares what it prints with golden files: profile_test.py ATTUNE PROJECT_DIR [--write]

--write replaces the golden files; look at the pages then.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

ATTUNE, PROJECT = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
GOLDEN = PROJECT / "tests/reference/profile"
WRITES = "--write" in sys.argv
DATA = PROJECT / "data"
ECR_R = ["profile", "-i", "ecr-r", "--input", "people.csv", "--columns", "q{n}", "--gender", "sex", "--gender-codes",
         "1=men,2=women", "--norms", "ecr-r-penguin", "--date", "1 May 2026", "--quiet"]


SEVERAL = [*ECR_R[:4], "several.csv", *ECR_R[5:], "--id", "person", "--occasion", "when", "--goal", "anxiety=less",
           "--goal", "avoidance=closer"]
RELATIONSHIPS = ["profile", "-i", "ecr-rs", "--input", "relationships.csv", "--columns", "{target}{n}", "--id", "person",
                 "--occasion", "when", "--sd", "1.2", "--reliability", "0.9", "--goal", "mother_anxiety=wants", "--date",
                 "1 May 2026", "--quiet"]


def several() -> str:
    """Two made-up people over four and two occasions; the goal is stated on the first, and on the last anew."""
    rows = ["person,when,sex,less,closer," + ",".join(f"q{n}" for n in range(1, 37))]
    for when, goal, anxiety, avoidance in (("January", "-1,", 6, 5), ("March", ",", 5, 5), ("May", ",", 5, 3),
                                           ("August", "-1,-1", 3, 2)):
        rows.append(f"p1,{when},2,{goal}," + answers(anxiety, avoidance))
    rows.append("p2,January,1,,," + answers(3, 3))
    rows.append("p2,August,1,,," + "," * 14 + ",".join(answers(3, 5).split(",")[14:]))
    return "\n".join(rows) + "\n"


def answers(anxiety: int, avoidance: int) -> str:
    """Answers to the ECR-R of about these scores."""
    scales = {scale["id"]: scale for scale in
              json.loads((DATA / "instruments/ecr-r.json").read_text(encoding="utf-8"))["scales"]}
    cells = []
    for number in range(1, 37):
        name, wanted = ("anxiety", anxiety) if number in scales["anxiety"]["items"] else ("avoidance", avoidance)
        answer = min(7, max(1, wanted + (number % 3 == 0) - (number % 5 == 0)))
        cells.append(str(8 - answer if number in scales[name]["reversed"] else answer))
    return ",".join(cells)


def relationships() -> str:
    """One made-up person on two occasions, on four relationships."""
    targets = ("mother", "father", "partner", "friend")
    rows = ["person,when,wants," + ",".join(f"{target}{n}" for target in targets for n in range(1, 10))]
    for when, shift in (("before", 0), ("after", 1)):
        rows.append(f"p1,{when},-1," + ",".join(str(min(7, max(1, (2 + 3 * place + n) % 7 + 1 - shift * (place % 2))))
                                                for place in range(4) for n in range(1, 10)))
    return "\n".join(rows) + "\n"


def people() -> str:
    """Made-up answers to the ECR-R: complete, with gaps, and too few."""
    rows = ["sex," + ",".join(f"q{n}" for n in range(1, 37))]
    rows.append("2," + ",".join(str((7 * n) % 5 + 2) for n in range(1, 37)))
    rows.append("," + ",".join("" if n in (3, 20) else str((5 * n) % 7 + 1) for n in range(1, 37)))
    rows.append("1," + ",".join("" if n < 9 else str((3 * n) % 7 + 1) for n in range(1, 37)))
    return "\n".join(rows) + "\n"


class Profile(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.work = pathlib.Path(folder.name)
        for name, text in (("people", people()), ("several", several()), ("relationships", relationships())):
            (self.work / f"{name}.csv").write_text(text, encoding="utf-8")

    def run_tool(self, *arguments, code=0):
        run = subprocess.run([ATTUNE, *map(str, arguments)], cwd=self.work, capture_output=True, text=True, check=False,
                             env={**os.environ, "ATTUNE_DATA": str(DATA)})
        self.assertEqual(run.returncode, code, run.stderr)
        return run

    def compare(self, name, text):
        # Versions and hashes change with every definition, and are tested elsewhere.
        text = re.sub(r"\b[0-9a-f]{64}\b", "HASH", re.sub(r"attune \d+\.\d+\.\d+", "attune VERSION", text))
        text = re.sub(r'"attune":"[^"]*"', '"attune":"VERSION"', text)
        if WRITES:
            GOLDEN.mkdir(exist_ok=True)
            (GOLDEN / name).write_text(text, encoding="utf-8")
        self.assertEqual(text, (GOLDEN / name).read_text(encoding="utf-8"))

    def test_text_in_both_languages(self):
        for language in ("en", "de"):
            for row in (1, 2, 3):
                self.compare(f"{language}-{row}.txt",
                             self.run_tool(*ECR_R, "--row", row, "--language", language).stdout)

    def test_page_is_golden_and_whole(self):
        for language, row in (("en", 1), ("de", 2), ("en", 3)):
            page = self.run_tool(*ECR_R, "--row", row, "--language", language, "--format", "html").stdout
            self.check_page(f"{language}-{row}.html", language, page)

    def check_page(self, name, language, page):
        self.compare(name, page)
        root = xml.etree.ElementTree.fromstring(page.replace("<!DOCTYPE html>", ""))
        self.assertEqual(root.get("lang"), language)
        self.assertNotIn("<script", page)
        self.assertNotIn("http://", page.replace("http://www.w3.org/2000/svg", ""))
        self.assertIn("default-src 'none'", page)
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        self.assertEqual(len(ids), len(set(ids)))
        svg = "{http://www.w3.org/2000/svg}"
        for figure in root.iter(svg + "svg"):
            self.assertTrue(figure.find(svg + "title").text)
            self.assertTrue(figure.find(svg + "desc").text)
            self.assertTrue(set(figure.get("aria-labelledby").split()) <= set(ids))

    def test_refused_score_shows_its_reason_and_nothing_else(self):
        person = json.loads(self.run_tool(*ECR_R, "--row", 3, "--format", "json").stdout)["persons"][0]
        scores = {score["id"]: score for score in person["scores"]}
        refused = scores["anxiety"]
        self.assertEqual(refused["status"], "too_few_answers")
        self.assertEqual((refused["value"], refused["sum"], refused["standing"]), (None, None, {"all": None, "like": None}))
        self.assertIsNone(person["points"][0]["region"])
        page = self.run_tool(*ECR_R, "--row", 3, "--format", "html", "--client-only").stdout
        self.assertIn("Too few questions of this part were answered (10 of 18), so there is no result.", page)
        self.assertNotIn('id="anxiety-title"', page)
        self.assertNotIn('id="plane-title"', page)
        self.assertNotIn("For the clinician", page)

    def test_json_holds_everybody_and_ends_with_a_summary(self):
        whole = json.loads(self.run_tool(*ECR_R, "--format", "json").stdout)
        self.assertEqual(whole["schema"], "attune.profile/1")
        self.assertEqual([person["row"] for person in whole["persons"]], [1, 2, 3])
        self.assertEqual(whole["summary"]["rows"], 3)
        self.assertEqual(whole["summary"]["norms"]["id"], "ecr-r-penguin")
        like = [person["scores"][1]["standing"]["like"] for person in whole["persons"]]
        self.assertEqual([group and group["group"] for group in like], ["women", None, "men"])
        region = whole["persons"][0]["points"][0]["region"]
        self.assertEqual(region["error_r"], 0)

    def test_several_occasions_are_golden(self):
        for language in ("en", "de"):
            self.compare(f"{language}-several.txt",
                         self.run_tool(*SEVERAL, "--row", 1, "--language", language).stdout)
        self.check_page("en-several.html", "en",
                        self.run_tool(*SEVERAL, "--row", 1, "--format", "html").stdout)
        self.check_page("de-relationships.html", "de", self.run_tool(
            *RELATIONSHIPS, "--order", "before,after", "--row", 1, "--language", "de", "--format", "html").stdout)

    def test_way_leads_from_the_first_occasion_to_the_last(self):
        whole = json.loads(self.run_tool(*SEVERAL, "--json").stdout)
        self.assertEqual([person["row"] for person in whole["persons"]], [4, 6])
        self.assertEqual((whole["summary"]["rows"], whole["summary"]["persons"]), (6, 2))
        first, second = whole["persons"]
        self.assertEqual(first["course"]["occasions"], ["January", "March", "May", "August"])
        changes = {change["id"]: change for change in first["course"]["changes"]}
        self.assertEqual(changes["anxiety"]["result"], "reliable_toward_security")
        self.assertEqual(len(changes["anxiety"]["values"]), 4)
        self.assertEqual(changes["anxiety"]["reliability"]["source"], "alpha_raw of ecr-r-penguin 1.0.0, all")
        self.assertEqual(first["course"]["movements"][0]["goal"], {"anxiety": -1, "avoidance": 0})
        self.assertEqual([score["goal"] for score in first["scores"]], [-1, -1])
        self.assertEqual(second["course"]["occasions"], ["January", "August"])
        self.assertEqual({change["id"]: change["result"] for change in second["course"]["changes"]},
                         {"anxiety": None, "avoidance": "reliable_away_from_security"})
        for row in (1, 2, 3, 4):  # any row of the person
            self.assertEqual(json.loads(self.run_tool(*SEVERAL, "--row", row, "--json").stdout)["persons"], [first])

    def test_goal_is_said_on_one_occasion_too(self):
        arguments = [*ECR_R[:4], "several.csv", *ECR_R[5:], "--goal", "anxiety=less", "--row"]
        self.assertIn("You said that you would like less attachment anxiety.\n", self.run_tool(*arguments, 1).stdout)
        self.assertNotIn("You said", self.run_tool(*arguments, 2).stdout)

    def test_second_table_is_a_later_occasion(self):
        for name, rows in (("first", (0, 1, 5)), ("second", (0, 4))):
            lines = several().splitlines()
            (self.work / f"{name}.csv").write_text("".join(lines[row] + "\n" for row in rows), encoding="utf-8")
        arguments = [*ECR_R[:4], "first.csv", *ECR_R[5:], "--second", "second.csv", "--id", "person"]
        whole = json.loads(self.run_tool(*arguments, "--json").stdout)
        self.assertEqual([person["course"] and person["course"]["occasions"] for person in whole["persons"]],
                         [["first.csv", "second.csv"], None])
        self.assertEqual((whole["summary"]["input"]["name"], whole["summary"]["second"]["name"]),
                         ("first.csv", "second.csv"))

    def test_clinic_replaces_single_sentences(self):
        own = {"schema": "attune.messages/1", "language": "en", "version": "1.0.0",
               "messages": {"client.movable": "Nothing is fixed."}}
        (self.work / "own.json").write_text(json.dumps(own), encoding="utf-8")
        text = self.run_tool(*ECR_R, "--row", 1, "--messages", "own.json").stdout
        self.assertIn("\nNothing is fixed.\n", text)
        own["messages"] = {"client.interval": "between {low} and {upper}", "client.intro2": "?", "client.intro": "{"}
        (self.work / "own.json").write_text(json.dumps(own), encoding="utf-8")
        failed = self.run_tool(*ECR_R, "--row", 1, "--messages", "own.json", code=3).stderr
        for expected in ("/messages/client.interval: has the places low, upper; expected lower, upper [messages.places]",
                         "/messages/client.intro2: is no sentence of ours", "[messages.pattern]"):
            self.assertIn(expected, failed)
        checked = self.run_tool("check", "own.json", code=3).stdout
        self.assertIn("[messages.places]", checked)
        self.assertIn("own.json: warning: /messages/client.movable: missing", checked)

    def test_shipped_languages_are_complete(self):
        for language in ("en", "de"):
            checked = self.run_tool("check", DATA / f"messages/{language}.json").stdout
            self.assertIn(f"messages in {language}: no findings", checked)

    def test_what_is_wrong_is_said(self):
        self.assertIn("--row is missing", self.run_tool(*ECR_R, code=2).stderr)
        self.assertIn("--row 9: the input has 3 rows", self.run_tool(*ECR_R, "--row", 9, code=2).stderr)
        self.assertIn("--row 9: the input has 6 rows", self.run_tool(*SEVERAL, "--row", 9, code=2).stderr)
        self.assertIn("--id is missing", self.run_tool(*SEVERAL[:-8], "--row", 1, "--occasion", "when", code=2).stderr)
        self.assertIn("no score 'worry'", self.run_tool(*ECR_R, "--row", 1, "--goal", "worry=sex", code=2).stderr)
        self.assertIn("columns.not_found", self.run_tool(*ECR_R, "--row", 1, "--goal", "anxiety=none", code=4).stderr)
        self.assertIn("no messages in 'fr'; expected one of de, en",
                      self.run_tool(*ECR_R, "--row", 1, "--language", "fr", code=3).stderr)

    def test_no_page_holds_a_figure_without_norms(self):
        text = self.run_tool("profile", "-i", "ecr-r", "--input", "people.csv", "--columns", "q{n}", "--row", 1).stdout
        self.assertIn("There is no comparison group for this form", text)
        self.assertNotIn("of 100", text)


unittest.main(argv=sys.argv[:1])
