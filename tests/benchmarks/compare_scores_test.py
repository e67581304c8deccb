#!/usr/bin/env python3
"""Checks what the comparison of two programs' scores notices: compare_scores_test.py PROJECT_DIR"""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(sys.argv.pop(1)) / "benchmarks"))

from compare_scores import difference  # noqa: E402
from programs import Program  # noqa: E402

ATTUNE = "row,id,anxiety,anxiety_status,avoidance,avoidance_status\n1,P1,4.5,ok,3.25,ok\n2,P2,,no_answers,2,ok\n"
SAME = "id,anxiety,avoidance\nP1,4.5,3.25\nP2,,2\n"
PEER, WITHOUT_RULE = Program("peer", 1, ()), Program("peer", 1, (), has_missing_rule=False)


def compared(scores: str, program: Program = PEER) -> str:
    with tempfile.TemporaryDirectory() as folder:
        own, attune = pathlib.Path(folder) / "own.csv", pathlib.Path(folder) / "attune.csv"
        own.write_text(scores, encoding="ascii")
        attune.write_text(ATTUNE, encoding="ascii")
        return difference(own, attune, program)


class Comparison(unittest.TestCase):
    def test_equal_scores_do_not_differ(self):
        self.assertEqual(compared(SAME), "")
        self.assertEqual(compared(ATTUNE), "")
        self.assertEqual(compared(SAME.replace("id,anxiety,avoidance", "id,anx,avo")), "")

    def test_columns_are_found_by_name_where_they_are_named(self):
        self.assertEqual(compared("avoidance,anxiety,id\n3.25,4.5,P1\n2,,P2\n"), "")

    def test_another_spelling_of_a_number_is_the_same_score(self):
        self.assertEqual(compared(SAME.replace("4.5", "4.50000000000001").replace(",2\n", ",2.0\n")), "")

    def test_a_score_that_differs_is_told_with_its_row(self):
        self.assertEqual(compared(SAME.replace("3.25", "3.25000000001")),
                         "row 1: avoidance is 3.25000000001, by attune 3.25")

    def test_a_score_that_is_no_number_differs(self):
        self.assertEqual(compared(SAME.replace("4.5", "nan")), "row 1: anxiety is nan, by attune 4.5")

    def test_a_refusal_and_a_score_differ_either_way(self):
        self.assertEqual(compared(SAME.replace("4.5", "")), "row 1: anxiety is refused, by attune 4.5")
        self.assertEqual(compared(SAME.replace("P2,,", "P2,3,")), "row 2: anxiety is 3, by attune refused")

    def test_a_program_without_missing_rule_may_score_whom_attune_refuses(self):
        self.assertEqual(compared(SAME.replace("P2,,", "P2,3,"), WITHOUT_RULE), "")
        self.assertEqual(compared(SAME.replace("4.5", ""), WITHOUT_RULE), "row 1: anxiety is refused, by attune 4.5")

    def test_missing_added_and_exchanged_people_differ(self):
        self.assertEqual(compared(SAME.replace("P2,,2\n", "")), "row 2 is in one of the tables alone")
        self.assertEqual(compared(SAME + "P3,1,1\n"), "row 3 is in one of the tables alone")
        self.assertEqual(compared(SAME.replace("P1", "P9")), "row 1 is not about the same person")
        self.assertEqual(compared(""), "row 1 is in one of the tables alone")


unittest.main()
