#!/usr/bin/env python3
"""Check that check_abi.py notices what breaks a program, and what is added.

    python3 check_abi_test.py PROJECT_DIR LIBRARY COMPILER
"""

import pathlib
import sys
import tempfile
import unittest

import check_abi

PROJECT, LIBRARY, COMPILER = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]


def problem_after(*replacements):
    """What the check says of a header with changes, each an old and a new text; nothing when it finds no fault."""
    header = (PROJECT / "include/attune/attune.h").read_text(encoding="utf-8")
    for old, new in replacements:
        assert header.count(old) == 1, old
        header = header.replace(old, new)
    with tempfile.TemporaryDirectory() as folder:
        include = pathlib.Path(folder) / "include"
        (include / "attune").mkdir(parents=True)
        (include / "attune/attune.h").write_text(header, encoding="utf-8")
        try:
            found = check_abi.describe(pathlib.Path(folder), include, PROJECT / "src/capi/attune.map", LIBRARY, COMPILER)
            check_abi.compare(PROJECT / "tests/capi/libattune.abi", found)
        except check_abi.AbiError as problem:
            return str(problem)
    return None


class CheckAbi(unittest.TestCase):
    def test_finds_no_fault_in_the_header_as_it_is(self):
        self.assertIsNone(problem_after())

    def test_finds_no_fault_in_a_changed_comment(self):
        self.assertIsNone(problem_after(("/** One score of one person.", "/** A score of a person.")))

    def test_notices_a_member_that_is_inserted(self):
        self.assertIn("attune_score", problem_after(("    double value; ", "    int32_t row;\n    double value; ")))

    def test_notices_a_member_that_is_appended(self):
        self.assertIn("'int32_t n_scored', at offset 288",
                      problem_after(("/**< items that it rests on */\n", "/**< items that it rests on */\n    int32_t n_scored;\n")))

    def test_notices_members_that_change_places(self):
        members = ("    int32_t n_answered; /**< valid answers, refused or not */\n",
                   "    int32_t status;     /**< enum attune_status */\n")
        self.assertIn("attune_score", problem_after(("".join(members), "".join(reversed(members)))))

    def test_notices_another_type_of_a_parameter(self):
        self.assertIn("attune_status_name", problem_after(("attune_status_name(int32_t", "attune_status_name(int64_t")))

    def test_notices_another_type_of_a_result(self):
        self.assertIn("attune_key_n_scores", problem_after(("size_t ATTUNE_CALL attune_key_n_scores",
                                                            "int ATTUNE_CALL attune_key_n_scores")))

    def test_notices_a_function_that_is_removed(self):
        removed = "ATTUNE_API const char* ATTUNE_CALL attune_version(void);\n"
        self.assertIn("only exported: attune_version@@ATTUNE_0", problem_after((removed, "")))

    def test_notices_a_function_that_is_added(self):
        known = "ATTUNE_API const char* ATTUNE_CALL attune_version(void);\n"
        added = "ATTUNE_API int ATTUNE_CALL attune_added(void);\n"
        self.assertIn("only declared: attune_added@@ATTUNE_0", problem_after((known, known + added)))

    def test_notices_a_status_of_another_number(self):
        found = problem_after(("ATTUNE_NO_ANSWERS = 4", "ATTUNE_NO_ANSWERS = 6"))
        self.assertIn("removed attune_status: ATTUNE_NO_ANSWERS = 4", found)
        self.assertIn("added attune_status: ATTUNE_NO_ANSWERS = 6", found)

    def test_notices_a_code_that_is_added(self):
        self.assertIn("added attune_result: ATTUNE_ERROR_NEW = -71",
                      problem_after(("    ATTUNE_ERROR_INTERNAL = -70 ",
                                     "    ATTUNE_ERROR_NEW = -71,\n    ATTUNE_ERROR_INTERNAL = -70 ")))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
