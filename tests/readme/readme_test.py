#!/usr/bin/env python3
"""Runs the commands of README.md and compares what they print: readme_test.py ATTUNE PROJECT_DIR

Also checks the example of docs/definitions.md. A ```console block is "$ command" and its output. A ```cpp block must be an example, a ```text block an expected output.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

attune, project = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
readme = (project / "README.md").read_text(encoding="utf-8")
environment = {**os.environ, "PATH": f"{attune.parent}:{os.environ['PATH']}", "ATTUNE_DATA": str(project / "data")}
failures = []


def check(what: str, expected: str, found: str) -> None:
    if expected != found:
        failures.append(f"{what}\n--- README\n{expected}--- is\n{found}")


blocks = re.findall(r"^```(\w+)\n(.*?)^```$", readme, re.M | re.S)
for language, text in blocks:
    if language == "console":
        command, _, expected = text.partition("\n")
        run = subprocess.run(command.removeprefix("$ "), shell=True, cwd=project, env=environment, text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        check(command, expected, run.stdout)
    elif language == "cpp":
        check("the example", (project / "examples/score_one.cpp").read_text(), text)
    elif language == "text":
        check("the output of the example", (project / "examples/score_one.txt").read_text(), text)
    elif language == "sh":
        for script in re.findall(r"^\S+", text, re.M):
            if not os.access(project / script, os.X_OK):
                failures.append(f"{script} is no program")
for link in re.findall(r"\]\(([^)#:]+)\)", readme):
    if not (project / link).exists():
        failures.append(f"README links to {link}, which does not exist")
definitions = (project / "docs/definitions.md").read_text(encoding="utf-8")
examples = [text for text in re.findall(r"^```json\n(.*?)^```$", definitions, re.M | re.S) if '"schema"' in text]
for example in examples:
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        file.write(example)
        file.flush()
        run = subprocess.run([attune, "check", file.name], text=True, stdout=subprocess.PIPE)
        if run.returncode != 0:
            failures.append(f"the example of docs/definitions.md has faults:\n{run.stdout}")
languages = [language for language, _ in blocks]
if not examples or languages.count("console") < 4 or "cpp" not in languages or "sh" not in languages:
    failures.append("README or docs/definitions.md lacks the blocks that this test is about")
print("\n".join(failures) or f"{len(blocks)} blocks of README.md are true")
sys.exit(1 if failures else 0)
