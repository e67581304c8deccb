#!/usr/bin/env python3
"""Runs what the pages of the documentation show and compares what is printed: readme_test.py ATTUNE PROJECT_DIR PAGE...

A page is one session in a folder of its own, from which the folders of the project are in sight.

    ```console             "$ command" lines, each with what it prints below; so also ``` of a man page that begins with "$ "
    <!-- file: NAME -->    saves the block that follows
    <!-- run: COMMAND -->  runs what the page does not show; "; run: COMMAND" in a man page

In README.md a ```cpp block must be an example, a ```text block its expected output, a ```sh block names scripts. Links
must lead to files of the project.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

attune, project = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
environment = {"ATTUNE_DATA": str(project / "data"), **os.environ, "PATH": f"{attune.parent}:{os.environ['PATH']}"}
failures = []
PART = re.compile(r"^(?:<!--|;) (?P<directive>file|run): (?P<operand>.*?)(?: -->)?$"
                  r"|^```(?P<language>\w*)\n(?P<block>.*?)^```$", re.M | re.S)


def check(what: str, expected: str, found: str) -> None:
    if expected != found:
        failures.append(f"{what}\n--- shown\n{expected}--- is\n{found}")


def run(commands: list, folder: pathlib.Path) -> list:
    """What each command prints on standard output; all run in one shell, so that $? is that of the one before."""
    script = "".join(f"{command}\n{{ status=$?; printf '\\0'; (exit $status); }}\n" for command in commands)
    done = subprocess.run(["bash", "-c", script], cwd=folder, env=environment, text=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    printed = done.stdout.split("\0")
    if len(printed) != len(commands) + 1:
        failures.append(f"the shell did not come to the end of:\n{script}{done.stderr}")
    return [*printed, *[""] * len(commands)][:len(commands)]


def check_console(page: pathlib.Path, block: str, folder: pathlib.Path) -> None:
    steps = [step.partition("\n") for step in re.split(r"^\$ ", block, flags=re.M)[1:]]
    for (command, _, expected), printed in zip(steps, run([command for command, _, _ in steps], folder)):
        check(f"{page.name}: {command}", expected, printed)


def check_readme(language: str, block: str) -> None:
    if language == "cpp":
        check("the example", (project / "examples/score_one.cpp").read_text(), block)
    elif language == "text":
        check("the output of the example", (project / "examples/score_one.txt").read_text(), block)
    elif language == "sh":
        for script in re.findall(r"^\S+", block, re.M):
            if not os.access(project / script, os.X_OK):
                failures.append(f"{script} is no program")


def check_page(page: pathlib.Path, folder: pathlib.Path) -> int:
    """Plays a page; the number of its blocks that are run, saved or compared."""
    for entry in project.iterdir():
        if entry.is_dir() and not entry.name.startswith((".", "build")):
            (folder / entry.name).symlink_to(entry)
    text = page.read_text(encoding="utf-8")
    file_name = None
    n_blocks = 0
    for part in PART.finditer(text):
        if part["directive"] == "file":
            file_name = part["operand"]
        elif part["directive"] == "run":
            run([part["operand"]], folder)
        else:
            is_console = part["language"] == "console" or (page.suffix == ".scd" and part["block"].startswith("$ "))
            if file_name is not None:
                path = folder / file_name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(part["block"], encoding="utf-8")
            elif is_console:
                check_console(page, part["block"], folder)
            elif page.name == "README.md":
                check_readme(part["language"], part["block"])
            n_blocks += is_console or file_name is not None
            file_name = None
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        if page.suffix == ".md" and not (page.parent / link).exists():
            failures.append(f"{page.name} links to {link}, which does not exist")
    return n_blocks


for name in sys.argv[3:]:
    page = pathlib.Path(name)
    with tempfile.TemporaryDirectory() as folder:
        if check_page(page, pathlib.Path(folder)) == 0:
            failures.append(f"{page.name} shows no command that can be run")
print("\n".join(failures) or f"{len(sys.argv) - 3} pages are true")
sys.exit(1 if failures else 0)
