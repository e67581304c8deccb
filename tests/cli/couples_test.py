#!/usr/bin/env python3
"""Runs `attune couples`: couples_test.py ATTUNE PROJECT_DIR"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ATTUNE, PROJECT = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
COLUMNS = ["-i", "ecr-s", "--columns", "q{n}", "--dyad", "couple", "--member", "person"]
REVERSED = (1, 5, 8, 9)
CANARY = "Canary7531"
N_COUPLES = 14


def answers_of(anxiety, avoidance):
    """Answers on the ECR-S whose keyed mean is near the two levels."""
    made = []
    for n in range(1, 13):
        keyed = min(max(round((anxiety if n % 2 == 0 else avoidance) + (n % 3 - 1) * 0.6), 1), 7)
        made.append(str(8 - keyed if n in REVERSED else keyed))
    return made


def couples_of(n_couples):
    """Made-up couples; peace falls with one's own anxiety and the partner's avoidance."""
    rows = ["couple,person,role,peace," + ",".join(f"q{n}" for n in range(1, 13))]
    for c in range(n_couples):
        scores = [(2 + (c * 5 + m * 3) % 7 / 2 + c % 3 * 0.5, 1.5 + (c * 3 + m * 4) % 9 / 2) for m in (0, 1)]
        for m, role in enumerate(("wife", "husband")):
            peace = 8 - 0.6 * scores[m][0] - 0.4 * scores[1 - m][1] + ((c * 11 + m * 7) % 5 - 2) / 10 + c % 4 / 5
            rows.append(f"c{c},{'AB'[m]},{role},{peace:.2f}," + ",".join(answers_of(*scores[m])))
    return rows


class Couples(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.work = pathlib.Path(folder.name)
        self.rows = couples_of(N_COUPLES)

    def run_tool(self, *arguments, rows=None, code=0):
        (self.work / "couples.csv").write_text("\n".join(rows or self.rows) + "\n", encoding="utf-8")
        run = subprocess.run([ATTUNE, "couples", "--input", "couples.csv", *(COLUMNS if "-i" not in arguments else []),
                              *arguments], cwd=self.work, capture_output=True, text=True, check=False,
                             stdin=subprocess.DEVNULL, env={**os.environ, "ATTUNE_DATA": str(PROJECT / "data")})
        self.assertEqual(run.returncode, code, run.stderr)
        self.assertNotIn(CANARY, run.stderr)
        return run

    def found(self, *arguments, rows=None):
        return json.loads(self.run_tool("--json", *arguments, rows=rows).stdout)

    def test_json_has_couples_likeness_and_table(self):
        found = self.found("--role", "role", "--outcome", "peace")
        self.assertEqual(found["schema"], "attune.couples/1")
        self.assertEqual((found["dyad"], found["member"], found["role"], found["outcome"], found["norms"]),
                         ("couple", "person", "role", "peace", None))
        self.assertEqual(len(found["dyads"]), N_COUPLES)
        first = found["dyads"][0]
        self.assertEqual(first["id"], "c0")
        self.assertEqual([(m["row"], m["id"], m["role"]) for m in first["members"]], [(1, "A", "wife"), (2, "B", "husband")])
        self.assertEqual([s["id"] for s in first["members"][0]["scores"]], ["anxiety", "avoidance"])
        for similarity in found["similarity"]:
            self.assertEqual((similarity["n_dyads"], similarity["n_alone"]), (N_COUPLES, 0))
            self.assertEqual([e["id"] for e in similarity["estimates"]], ["icc_anova", "icc_double_entry"])
            self.assertEqual([(r["first"], r["second"]) for r in similarity["roles"]], [("husband", "wife")])
        table = found["actor_partner"]
        self.assertEqual((table["n_persons"], table["n_dyads"], table["roles"]), (28, N_COUPLES, ["husband", "wife"]))
        self.assertEqual([t["estimate"]["id"] for t in table["terms"]],
                         ["intercept", "actor_anxiety", "actor_avoidance", "partner_anxiety", "partner_avoidance", "role",
                          "role_x_actor_anxiety", "role_x_actor_avoidance", "role_x_partner_anxiety",
                          "role_x_partner_avoidance"])
        terms = {t["estimate"]["id"]: t for t in table["terms"]}
        self.assertLess(terms["actor_anxiety"]["estimate"]["ci"]["upper"], 0)
        self.assertLess(terms["partner_avoidance"]["p"], 0.05)

    # The scores of both come out of the file: the likeness that Python computes from them is the same.
    def test_likeness_is_that_of_the_scores_shown(self):
        found = self.found()
        pairs = [[m["scores"][0]["value"] for m in dyad["members"]] for dyad in found["dyads"]]
        mean = sum(map(sum, pairs)) / (2 * len(pairs))
        between = sum(2 * (sum(p) / 2 - mean) ** 2 for p in pairs)
        within = sum((p[0] - p[1]) ** 2 / 2 for p in pairs)
        icc, double_entry = (e["value"] for e in found["similarity"][0]["estimates"])
        self.assertAlmostEqual(double_entry, (between - within) / (between + within), 12)
        b, w = between / (len(pairs) - 1), within / len(pairs)
        self.assertAlmostEqual(icc, (b - w) / (b + w), 12)

    def test_order_of_rows_moves_nothing(self):
        before = self.found("--outcome", "peace")
        after = self.found("--outcome", "peace", rows=[self.rows[0], *reversed(self.rows[1:])])
        for one, other in zip(before["actor_partner"]["terms"], after["actor_partner"]["terms"]):
            self.assertAlmostEqual(one["estimate"]["value"], other["estimate"]["value"], 10)
            self.assertAlmostEqual(one["df"], other["df"], 8)

    def test_text_puts_members_side_by_side(self):
        text = self.run_tool("--role", "role", "--outcome", "peace", rows=self.rows[:9]).stdout
        self.assertTrue(text.startswith("ecr-s 1.0.0, form published: 8 rows, 4 couples by couple\n\n"
                                        "c0           A (wife)  B (husband)\n"), text)
        self.assertIn("anxiety: how alike the members of 4 couples are\n", text)
        self.assertIn("  no table: there are not more persons than coefficients\n", text)
        many = self.run_tool("--outcome", "peace").stdout
        self.assertIn("  More than 10 couples are shown side by side by --json alone.\n", many)
        self.assertIn("actor_anxiety: With each point more of one's own anxiety, peace is", many)
        self.assertIn("(CR2), with degrees of freedom by Satterthwaite", many)

    def test_norms_say_where_each_stands(self):
        rows = ["pair,who,gender," + ",".join(f"Q{n}" for n in range(1, 37))]
        for pair in range(3):
            for member in range(2):
                rows.append(f"{pair},{member},{1 + member}," + ",".join(str((pair + member + n) % 5 + 1) for n in range(36)))
        arguments = ["-i", "ecr", "--form", "open-psychometrics", "--columns", "Q{n}", "--dyad", "pair", "--member", "who",
                     "--norms", "ecr-open-psychometrics", "--gender", "gender", "--gender-codes", "1=men,2=women"]
        found = self.found(*arguments, rows=rows)
        self.assertEqual(found["norms"]["id"], "ecr-open-psychometrics")
        for dyad in found["dyads"]:
            for member, group in zip(dyad["members"], ("men", "women")):
                for score in member["scores"]:
                    self.assertEqual([s["group"] for s in score["norms"]], ["all", group])
                    self.assertTrue(0 <= score["norms"][0]["percentile"] <= 100)
        text = self.run_tool(*arguments, rows=rows).stdout
        self.assertIn("    place among 100 people", text)
        self.assertIn("    answering again", text)

    def test_who_is_alone_or_refused_is_left_out_and_counted(self):
        cells = self.rows[4].split(",")
        rows = [*self.rows[:4], ",".join([*cells[:4], *[""] * 12]), *self.rows[5:-1]]  # c1 B refused, c13 A alone
        run = self.run_tool("--json", "--outcome", "peace", rows=rows)
        self.assertIn("couples of which only one member is there: 1", run.stderr)
        found = json.loads(run.stdout)
        self.assertEqual(found["dyads"][1]["members"][1]["scores"][0]["status"], "no_answers")
        self.assertIsNone(found["dyads"][1]["members"][1]["scores"][0]["value"])
        self.assertEqual(found["similarity"][0]["n_alone"], 2)
        table = found["actor_partner"]
        self.assertEqual((table["n_persons"], table["n_left_out"]), (24, 3))
        self.assertEqual(self.run_tool("--strict", rows=rows, code=1).returncode, 1)

    # A child beside each couple of the first ten: the partner is the mean of the two others.
    def test_families_have_a_table_too(self):
        rows = list(self.rows)
        for c in range(10):
            rows.append(f"c{c},C,child,{4 + c % 3}," + ",".join(answers_of(2 + c % 4, 2 + c % 3)))
        run = self.run_tool("--json", "--role", "role", "--outcome", "peace", rows=rows)
        self.assertIn("--role role: has 3 values; the actor-partner table leaves them out, as it needs two", run.stderr)
        found = json.loads(run.stdout)
        self.assertEqual(len(found["similarity"][0]["roles"]), 3)
        self.assertEqual(found["similarity"][0]["estimates"][0]["ci"]["method"], "f_approximate")
        self.assertEqual(found["similarity"][0]["estimates"][1]["status"], "not_defined")
        self.assertEqual(found["actor_partner"]["n_larger_dyads"], 10)
        self.assertEqual(found["actor_partner"]["n_persons"], 38)

    def test_a_constant_outcome_and_unreadable_cells_are_said(self):
        rows = [self.rows[0]] + [",".join([*row.split(",")[:3], "5", *row.split(",")[4:]]) for row in self.rows[1:]]
        table = self.found("--outcome", "peace", rows=rows)["actor_partner"]
        self.assertEqual((table["status"], table["message"]), ("no_variance", "all persons have the same outcome"))
        self.assertIsNone(table["terms"][0]["estimate"]["value"])
        cells = self.rows[3].split(",")
        rows = [*self.rows[:3], ",".join([*cells[:3], CANARY, *cells[4:]]), *self.rows[4:]]
        run = self.run_tool("--json", "--outcome", "peace", rows=rows)
        self.assertIn("rows whose outcome is no number: 1", run.stderr)
        self.assertEqual(json.loads(run.stdout)["actor_partner"]["n_persons"], 27)
        self.assertNotIn("no number", self.run_tool("--outcome", "peace", "--missing-code", CANARY, rows=rows).stderr)

    def test_what_cannot_be_is_refused(self):
        twice = [*self.rows[:3], self.rows[1].replace("c0,A", f"{CANARY},{CANARY}"),
                 self.rows[2].replace("c0,B", f"{CANARY},{CANARY}")]
        self.assertIn("row 4 has the couple and the member of row 3; expected one row a person "
                      "[couples.duplicate_member]", self.run_tool(rows=twice, code=4).stderr)
        crowd = [self.rows[0]] + [f"{CANARY},p{i},x,1," + ",".join(answers_of(3, 3)) for i in range(21)]
        self.assertIn("row 1 and 20 more have one value of column 'couple'; expected couples or families of up to 20 "
                      "[couples.size]", self.run_tool(rows=crowd, code=4).stderr)
        self.assertIn("--dyad and --member are one column",
                      self.run_tool("-i", "ecr-s", "--columns", "q{n}", "--dyad", "couple", "--member", "couple",
                                    code=2).stderr)
        self.assertIn("--role peace: has more than 6 values", self.run_tool("--role", "peace", code=2).stderr)
        self.assertIn("--dyad is required",
                      self.run_tool("-i", "ecr-s", "--columns", "q{n}", "--member", "person", code=2).stderr)
        nobody = [self.rows[0], self.rows[1].replace("c0,", " ,"), self.rows[2].replace(",B,", ",,"), *self.rows[3:7]]
        run = self.run_tool("--json", rows=nobody)
        self.assertIn("rows without a couple or a member: 2", run.stderr)
        self.assertEqual(len(json.loads(run.stdout)["dyads"]), 2)

    def test_one_column_may_have_two_uses(self):
        found = self.found("--role", "person", "--id", "couple,person")
        self.assertEqual([m["role"] for m in found["dyads"][0]["members"]], ["A", "B"])


unittest.main(argv=sys.argv[:1])
