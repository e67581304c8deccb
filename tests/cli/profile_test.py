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
        (self.work / "people.csv").write_text(people(), encoding="utf-8")

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
            self.compare(f"{language}-{row}.html", page)
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
        self.assertIn("no messages in 'fr'; expected one of de, en",
                      self.run_tool(*ECR_R, "--row", 1, "--language", "fr", code=3).stderr)

    def test_no_page_holds_a_figure_without_norms(self):
        text = self.run_tool("profile", "-i", "ecr-r", "--input", "people.csv", "--columns", "q{n}", "--row", 1).stdout
        self.assertIn("There is no comparison group for this form", text)
        self.assertNotIn("of 100", text)


unittest.main(argv=sys.argv[:1])
