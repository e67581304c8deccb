#!/usr/bin/env python3
"""Compares the man pages with the tool: man_test.py ATTUNE MANUAL_DIR EXIT_CODE_HEADER

Every command has a page, every option that its help has stands in the page with the same value, and no other does.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

attune, manual, exit_codes = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "cmake"))
import tool_help  # noqa: E402

OPTION = re.compile(r"^(?:\*(?P<short>-\w)\*, )?\*(?P<long>--[\w-]+)\*(?: _(?P<value>.+)_)?$", re.M)


def section(page, title):
    return re.search(rf"^# {title}\n(.*?)(?=^# |\Z)", page, re.M | re.S).group(1)


def page_name(command):
    return "-".join(("attune", *command.words))


class ManPages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.commands = list(tool_help.read_help(attune).walk())
        cls.pages = {path.name.removesuffix(".1.scd"): path.read_text() for path in manual.glob("*.1.scd")}

    def test_every_command_has_a_page_and_every_page_a_command(self):
        self.assertEqual(set(self.pages), {page_name(command) for command in self.commands})

    def test_pages_and_help_have_the_same_options_with_the_same_values(self):
        for command in self.commands:
            with self.subTest(command=command.words):
                shown = {(found["short"] or "", found["long"], (found["value"] or "").replace("\\", ""))
                         for found in OPTION.finditer(section(self.pages[page_name(command)], "OPTIONS"))}
                self.assertEqual(shown, {(option.short, option.long, option.value) for option in command.options})

    def test_pages_name_the_arguments(self):
        for command in self.commands:
            for argument in command.arguments:
                self.assertIn(f"_{argument.name}_" + ("..." if argument.repeats else ""),
                              section(self.pages[page_name(command)], "SYNOPSIS"))

    def test_the_first_page_names_every_command_and_every_page_leads_to_it(self):
        for command in self.commands[1:]:
            self.assertIn(f"*{page_name(command)}*(1)", section(self.pages["attune"], "COMMANDS"))
            self.assertIn("*attune*(1)", section(self.pages[page_name(command)], "SEE ALSO"))

    def test_links_lead_to_pages(self):
        for name, page in self.pages.items():
            self.assertLessEqual(set(re.findall(r"\*(attune[\w-]*)\*\(1\)", page)), set(self.pages), name)

    def test_exit_codes_are_those_of_the_tool(self):
        known = re.findall(r"^ +\w+ = (\d+),", exit_codes.read_text(), re.M)
        self.assertEqual(re.findall(r"^\*(\d+)\*$", section(self.pages["attune"], "EXIT STATUS"), re.M), known)

    def test_pages_render_without_warnings(self):
        for name in self.pages:
            page = manual / f"{name}.1"
            if shutil.which("man"):
                run = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", page], stdout=subprocess.PIPE,
                                     stderr=subprocess.PIPE, text=True, check=True)
                self.assertEqual(run.stderr, "", name)
                self.assertIn("NAME", run.stdout)
            if shutil.which("mandoc"):
                run = subprocess.run(["mandoc", "-T", "lint", "-W", "error", page], stdout=subprocess.PIPE, text=True)
                self.assertEqual(run.stdout, "", name)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
