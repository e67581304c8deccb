#!/usr/bin/env python3
"""Agreement of raters and of occasions, as its users meet it: retest_test.py ATTUNE PROJECT_DIR"""
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
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def run(*arguments, stdin=b""):
    """Runs the tool; standard output and standard error as text."""
    result = subprocess.run([ATTUNE, *map(str, arguments)], input=stdin, capture_output=True, timeout=120,
                            env={**os.environ, "ATTUNE_DATA": str(PROJECT / "data")})
    result.out, result.err = result.stdout.decode(), result.stderr.decode()
    return result


def by_id(estimates):
    return {one["id"]: one for one in estimates}


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
        return json.loads(result.out)


class Ratings(Case):
    def ratings(self, *rows, head="a,b,c,d", name="ratings.csv"):
        return self.file(name, head, *rows)

    def shrout_fleiss(self):
        return self.ratings(*(",".join(map(str, row)) for row in SHROUT_FLEISS))

    def test_gives_the_coefficients_of_shrout_and_fleiss(self):
        path = self.shrout_fleiss()
        result = self.json_of(run("retest", "table", "--input", path, "--json"))
        self.assertEqual(list(result)[:2], ["schema", "attune"])
        self.assertEqual(list(result)[-1], "summary")
        self.assertEqual(result["schema"], "attune.retest/1")
        self.assertNotIn("instrument", result)
        self.assertEqual(result["raters"], ["a", "b", "c", "d"])
        found = by_id(result["estimates"])
        for name, value in {"icc_1_1": .165741768, "icc_2_1": .289763780, "icc_3_1": .714840715,
                            "icc_1_k": .442797134, "icc_2_k": .620050548, "icc_3_k": .909315542}.items():
            self.assertAlmostEqual(found[name]["value"], value, 9)
            self.assertEqual(found[name]["status"], "ok")
            self.assertEqual(found[name]["n_persons"], 6)
        self.assertAlmostEqual(found["icc_2_1"]["ci"]["lower"], .0187865, 7)
        self.assertEqual(found["icc_2_1"]["ci"]["level"], .95)
        tests = by_id(result["f_tests"])
        self.assertEqual((tests["icc_1_1"]["df1"], tests["icc_1_1"]["df2"]), (5, 18))
        self.assertAlmostEqual(tests["icc_3_1"]["f"], 11.0272480, 7)
        summary = result["summary"]
        self.assertEqual((summary["rows"], summary["n_persons"], summary["n_left_out"], summary["n_raters"]),
                         (6, 6, 0, 4))
        self.assertEqual(summary["input"], {"name": "ratings.csv",
                                            "sha256": hashlib.sha256(path.read_bytes()).hexdigest()})

    def test_says_each_coefficient_in_a_sentence(self):
        result = run("retest", "table", "--input", self.shrout_fleiss())
        self.assertEqual(result.returncode, 0)
        self.assertTrue(result.out.startswith("Agreement of 4 raters on 6 persons\n"), result.out)
        self.assertIn("icc_2_1                     0.290   0.019 to 0.761  11.03  5, 15  < 0.001\n", result.out)
        self.assertIn("icc_2_1: Of what differs in a single rating, about 29 of 100 parts are differences between "
                      "persons; that one rater is more lenient than another counts as error.\n", result.out)
        self.assertNotIn("nan", result.out)

    def test_leaves_persons_with_an_empty_cell_out_and_counts_them(self):
        rows = [",".join(map(str, row)) for row in SHROUT_FLEISS]
        whole = self.json_of(run("retest", "table", "--input", self.shrout_fleiss(), "--json"))
        path = self.ratings(*rows[:3], "1,,2,3", *rows[3:], "4,5", ",,,", name="gaps.csv")
        result = run("retest", "table", "--input", path, "--json")
        gaps = self.json_of(result)
        self.assertEqual(gaps["estimates"], whole["estimates"])
        self.assertEqual((gaps["summary"]["rows"], gaps["summary"]["n_left_out"], gaps["summary"]["short_rows"]),
                         (9, 3, 1))
        self.assertEqual(run("retest", "table", "--input", path, "--strict").returncode, 1)
        self.assertIn("; 3 persons left out for a missing rating", run("retest", "table", "--input", path).out)

    def test_reads_spreadsheets_of_other_countries(self):
        text = "person;erste;zweite\r\nMüller;1,5;2\r\nSchäfer;3;-\r\nBöhm;4,25;5,5\r\nVoß;2;2,5\r\n"
        path = self.path / "ratings.csv"
        path.write_bytes(text.encode("windows-1252"))
        result = self.json_of(run("retest", "table", "--input", path, "--id", "person", "--delimiter", ";", "--decimal",
                                  ",", "--encoding", "windows-1252", "--missing-code", "-", "--json"))
        self.assertEqual(result["raters"], ["erste", "zweite"])
        self.assertEqual(result["summary"]["n_persons"], 3)
        found = by_id(result["estimates"])
        self.assertAlmostEqual(found["bias"]["value"], (.5 + 1.25 + .5) / 3)
        self.assertIn("test_retest_r", found)

    def test_reads_standard_input(self):
        table = self.shrout_fleiss().read_bytes()
        result = self.json_of(run("retest", "table", "--input", "-", "--json", stdin=table))
        self.assertEqual(result["summary"]["input"]["name"], "-")

    def test_names_the_place_of_a_cell_that_is_no_number(self):
        self.assert_refused(run("retest", "table", "--input", self.ratings("1,2,3,4", f"5,{CANARY},7,8")), 4,
                            "ratings.csv:3: error: column 2 holds no number")

    def test_refuses_a_table_without_a_header(self):
        self.assert_refused(run("retest", "table", "--input", self.ratings("6,1,3,2", head="9,2,5,8")), 4,
                            "table.no_header")

    def test_refuses_a_person_who_stands_twice(self):
        path = self.ratings(f"{CANARY},2", "x,3", f"{CANARY},4", head="person,a")
        self.assert_refused(run("retest", "table", "--input", path, "--id", "person"), 4,
                            "row 3 has the id of row 1; expected one row per person [retest.duplicate_id]")

    def test_refuses_what_it_cannot_find(self):
        path = self.shrout_fleiss()
        self.assert_refused(run("retest", "table", "--input", self.path / "no.csv"), 4, "file.unreadable")
        self.assert_refused(run("retest", "table", "--input", path, "--id", "nobody"), 4, "columns.not_found")
        self.assert_refused(run("retest", "table", "--input", path, "--encoding", "martian"), 2)
        self.assert_refused(run("retest", "table", "--input", path, "--decimal", "x"), 2)
        self.assert_refused(run("retest", "table"), 2, "--input")
        self.assert_refused(run("retest", "table", "--input", self.file("empty.csv")), 4, "csv.empty")

    def test_says_why_a_coefficient_is_missing(self):
        for head, rows, status in (("a", ["1", "2"], "too_few_raters"), ("a,b", ["1,2"], "too_few_persons"),
                                   ("a,b", [], "too_few_persons"), ("a,b", ["3,3", "3,3"], "no_variance")):
            path = self.ratings(*rows, head=head)
            found = by_id(self.json_of(run("retest", "table", "--input", path, "--json", "--quiet"))["estimates"])
            self.assertIsNone(found["icc_2_1"]["value"])
            self.assertIsNone(found["icc_2_1"]["ci"])
            self.assertEqual(found["icc_2_1"]["status"], status)
            text = run("retest", "table", "--input", path, "--quiet").out
            self.assertIn("icc_2_1: " + found["icc_2_1"]["message"], text)

    def test_warns_of_a_table_without_rows(self):
        result = run("retest", "table", "--input", self.ratings(head="a,b"))
        self.assertEqual((result.returncode, result.err), (0, "warning: the input has a header and no rows\n"))

    def test_has_an_infinite_f_for_raters_who_agree(self):
        path = self.ratings("1,1", "2,2", "4,4", head="a,b")
        result = self.json_of(run("retest", "table", "--input", path, "--json"))
        found, tests = by_id(result["estimates"]), by_id(result["f_tests"])
        self.assertEqual(found["icc_3_1"]["value"], 1)
        self.assertEqual((found["icc_3_1"]["ci"]["lower"], found["icc_3_1"]["ci"]["upper"]), (1, 1))
        self.assertEqual((tests["icc_3_1"]["f"], tests["icc_3_1"]["p"]), (None, 0))
        self.assertEqual(found["sem_agreement"]["value"], 0)


class Occasions(Case):
    """The ecr-s sample as the first occasion, and answers of the same persons moved by hand as the second."""

    @classmethod
    def setUpClass(cls):
        with open(SAMPLE, encoding="utf-8", newline="") as file:
            cls.head, *cls.rows = list(csv.reader(file))
        cls.complete = [row for row in cls.rows if all(cell in "1234567" and cell for cell in row[1:])]

    def moved(self, row):
        """Another sitting of a person: some answers one higher or lower, by a fixed rule."""
        place = self.complete.index(row)
        cells = [str(min(7, max(1, int(cell) + (place + item) % 3 - 1))) for item, cell in enumerate(row[1:])]
        return [row[0], *cells]

    def occasion(self, name, rows, extra=None):
        head = self.head + ([extra] if extra else [])
        return self.file(name, ",".join(head), *(",".join(row) for row in rows))

    def retest(self, first, *arguments):
        return run("retest", "-i", "ecr-s", "--input", first, "--columns", "q{n}", "--id", "person", *arguments)

    def scores(self, path):
        result = run("score", "-i", "ecr-s", "--input", path, "--columns", "q{n}", "--id", "person", "--quiet")
        return {row["person"]: row for row in csv.DictReader(result.out.splitlines())}

    def test_compares_the_scores_of_two_files(self):
        first = self.occasion("before.csv", self.complete)
        second = self.occasion("after.csv", [self.moved(row) for row in reversed(self.complete)])
        result = self.json_of(self.retest(first, "--second", second, "--json"))
        self.assertEqual(list(result)[:3], ["schema", "attune", "instrument"])
        self.assertEqual(list(result)[-1], "summary")
        self.assertEqual(result["instrument"]["id"], "ecr-s")
        self.assertEqual(result["occasions"], ["before.csv", "after.csv"])
        before, after = self.scores(first), self.scores(second)
        self.assertEqual([score["id"] for score in result["scores"]], ["anxiety", "avoidance"])
        for score in result["scores"]:
            self.assertEqual(score["n_persons"], len(self.complete))
            found = by_id(score["estimates"])
            self.assertEqual(list(found), ["test_retest_r", "icc_2_1", "icc_3_1", "sem_agreement", "sem_consistency",
                                           "sdc_agreement_individual", "sdc_agreement_group",
                                           "sdc_consistency_individual", "sdc_consistency_group", "bias",
                                           "sd_differences", "loa_lower", "loa_upper"])
            differences = [float(after[person][score["id"]]) - float(before[person][score["id"]]) for person in before]
            bias = sum(differences) / len(differences)
            variance = sum((d - bias) ** 2 for d in differences) / (len(differences) - 1)
            self.assertAlmostEqual(found["bias"]["value"], bias, 12)
            self.assertAlmostEqual(found["sd_differences"]["value"], variance ** .5, 12)
            self.assertAlmostEqual(found["sem_consistency"]["value"], (variance / 2) ** .5, 12)
            self.assertAlmostEqual(found["loa_upper"]["value"], bias + 1.959963984540054 * variance ** .5, 12)
        self.assertEqual(result["summary"]["rows"], [len(self.complete)] * 2)
        self.assertEqual(result["summary"]["n_paired"], len(self.complete))
        self.assertEqual(result["summary"]["warnings"], [])
        self.assertEqual([one["sha256"] for one in result["summary"]["inputs"]],
                         [hashlib.sha256(path.read_bytes()).hexdigest() for path in (first, second)])

    def test_finds_the_same_in_one_file_with_an_occasion_column(self):
        moved = [self.moved(row) for row in self.complete]
        apart = self.json_of(self.retest(self.occasion("before.csv", self.complete), "--second",
                                         self.occasion("after.csv", moved), "--json"))
        mixed = [row + [wave] for pair in zip(moved, self.complete) for row, wave in zip(pair, ("10", "9"))]
        both = self.json_of(self.retest(self.occasion("both.csv", mixed, "wave"), "--occasion", "wave", "--json"))
        self.assertEqual(both["scores"], apart["scores"])
        self.assertEqual(both["occasions"], ["9", "10"])
        self.assertEqual(both["summary"]["rows"], [2 * len(self.complete)])

    def test_takes_the_order_of_occasions_from_the_file_or_from_the_user(self):
        rows = [row + [wave] for row in self.complete for wave in ("pre", "post")]
        path = self.occasion("both.csv", rows, "wave")
        self.assertEqual(self.json_of(self.retest(path, "--occasion", "wave", "--json"))["occasions"], ["pre", "post"])
        turned = self.json_of(self.retest(path, "--occasion", "wave", "--first", "post", "--json"))
        self.assertEqual(turned["occasions"], ["post", "pre"])
        self.assert_refused(self.retest(path, "--occasion", "wave", "--first", "later"), 2, "--first later")

    def test_counts_people_on_one_occasion_only(self):
        first = self.occasion("before.csv", self.complete[:-1] + [["", *self.complete[-1][1:]]])
        second = self.occasion("after.csv", [self.moved(row) for row in self.complete[2:]])
        result = self.retest(first, "--second", second, "--json")
        summary = self.json_of(result)["summary"]
        self.assertEqual((summary["n_paired"], summary["n_only_first"], summary["n_only_second"],
                          summary["rows_without_id"]), (len(self.complete) - 3, 2, 1, 1))
        self.assertEqual(result.err, "warning: persons on the first occasion only: 2\n"
                                     "warning: persons on the second occasion only: 1\n"
                                     "warning: rows without an id: 1\n")
        self.assertEqual(self.retest(first, "--second", second, "--json", "--quiet", "--strict").returncode, 1)
        self.assertIn("on one occasion only: 2 persons on the first, 1 person on the second\n",
                      self.retest(first, "--second", second, "--quiet").out)

    def test_leaves_refused_scores_out_and_counts_them(self):
        first = self.occasion("before.csv", self.complete)
        spoiled = [self.moved(row) for row in self.complete]
        spoiled[0][1] = "9"  # item 1, scored in one of the two scales
        second = self.occasion("after.csv", spoiled)
        result = self.retest(first, "--second", second, "--json")
        counts = {score["id"]: (score["n_persons"], score["n_left_out"]) for score in self.json_of(result)["scores"]}
        n = len(self.complete)
        self.assertEqual(sorted(counts.values()), [(n - 1, 1), (n, 0)])
        text = self.retest(first, "--second", second).out
        self.assertIn(f"{n - 1} persons; 1 person left out for a refused score\n", text)
        self.assertEqual(self.retest(first, "--second", second, "--strict").returncode, 1)

    def test_says_each_coefficient_in_a_sentence(self):
        first = self.occasion("before.csv", self.complete)
        second = self.occasion("after.csv", [self.moved(row) for row in self.complete])
        result = self.retest(first, "--second", second)
        self.assertEqual((result.returncode, result.err), (0, ""))
        self.assertIn(f"{len(self.complete)} persons on both occasions; first before.csv, second after.csv", result.out)
        self.assertIn("that everybody moved by the same amount counts as error.", result.out)
        for word in ("recovered", "deteriorated", "harmed", "nan"):
            self.assertNotIn(word, result.out)

    def test_refuses_an_id_that_stands_twice_without_naming_it(self):
        twice = [[CANARY, *self.complete[0][1:]], self.complete[1], [CANARY, *self.complete[2][1:]]]
        first = self.occasion("before.csv", self.complete)
        self.assert_refused(self.retest(first, "--second", self.occasion("after.csv", twice)), 4,
                            "after.csv: error: row 3 has the id of row 1", "[retest.duplicate_id]")
        both = self.occasion("both.csv", [row + [wave] for row, wave in zip(twice, "121")], "wave")
        self.assert_refused(self.retest(both, "--occasion", "wave"), 4, "row 3 has the id of row 1")

    def test_refuses_columns_that_do_not_tell_two_occasions(self):
        for waves, found in (("111", "one value only"), ("123", "more than two values"), ([""] * 3, "nothing")):
            path = self.occasion("both.csv", [row + [wave] for row, wave in zip(self.complete, waves)], "wave")
            self.assert_refused(self.retest(path, "--occasion", "wave"), 4,
                                f"column 'wave' holds {found}; expected two values", "[retest.occasions]")

    def test_counts_rows_that_name_no_occasion(self):
        rows = [row + [wave] for row in self.complete[:-1] for wave in "12"] + [self.complete[-1] + [""]]
        result = self.retest(self.occasion("both.csv", rows, "wave"), "--occasion", "wave", "--json")
        self.assertEqual(self.json_of(result)["summary"]["rows_without_occasion"], 1)
        self.assertEqual(result.err, "warning: rows without an occasion: 1\n")

    def test_refuses_options_that_do_not_go_together(self):
        first = self.occasion("before.csv", self.complete)
        self.assert_refused(self.retest(first), 2, "--second and --occasion")
        self.assert_refused(self.retest(first, "--second", first, "--occasion", "wave"), 2, "--second and --occasion")
        self.assert_refused(self.retest(first, "--occasion", "person"), 2, "--occasion person")
        self.assert_refused(self.retest("-", "--second", "-"), 2, "standard input")
        self.assert_refused(run("retest", "-i", "ecr-s", "--input", first, "--second", first), 2, "--id")
        self.assert_refused(run("retest", "--input", first), 2, "--instrument")
        self.assert_refused(run("retest", "-i", "ecr-s", "--id", "person", "--second", first), 2, "--input")
        self.assert_refused(run("retest", "-i", "nobody", "--input", first, "--id", "person", "--second", first), 2)
        self.assert_refused(self.retest(first, "--second", self.path / "no.csv"), 4, "no.csv")

    def test_joins_by_several_columns(self):
        rows = [[f"{row[0]},{site}", *row[1:]] for row in self.complete for site in ("north", "south")]
        path = self.path / "sites.csv"
        path.write_text("\n".join([",".join(["person,site", *self.head[1:]]), *(",".join(row) for row in rows)]) + "\n",
                        encoding="utf-8")
        result = self.json_of(self.retest(path, "--id", "site", "--second", path, "--json"))
        self.assertEqual(result["summary"]["n_paired"], 2 * len(self.complete))
        for score in result["scores"]:
            found = by_id(score["estimates"])
            self.assertEqual(found["test_retest_r"]["value"], 1)
            self.assertEqual(found["icc_2_1"]["value"], 1)
            self.assertEqual(found["bias"]["value"], 0)


if __name__ == "__main__":
    unittest.main()
