#!/usr/bin/env python3
"""Completes lines in a real shell and compares with what the tool says of itself.

completions_test.py ATTUNE bash|zsh|fish COMPLETION_FILE
"""
import json
import os
import pathlib
import pty
import subprocess
import sys
import tempfile
import time
import unittest

attune, shell, completion = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2], pathlib.Path(sys.argv[3]).resolve()
sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "cmake"))
import tool_help  # noqa: E402

folder = tempfile.TemporaryDirectory()
environment = {**os.environ, "PATH": f"{attune.parent}:{os.environ['PATH']}", "HOME": folder.name, "TERM": "dumb",
               "XDG_CONFIG_HOME": folder.name, "XDG_DATA_HOME": folder.name}

BASH = """
source "$1"
complete -p attune >/dev/null || exit 1
while IFS= read -r line; do
    eval "COMP_WORDS=($line)"
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _attune attune "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
    printf '%s\\n' "${COMPREPLY[@]}" END
done
"""
FISH = """
source $argv[1]
while read -l line
    complete -C $line | string replace -r '\\t.*' ''
    echo END
end
"""
ZSH = """
PS1=
fpath=({folder} $fpath)
autoload -Uz compinit
compinit -D -u
compadd() {{
    local -a found
    if (( ! ${{@[(I)-[OAD]]}} )); then
        builtin compadd -O found "$@"
        (( ! $#found )) || print -rl -- $found >> {found}
    fi
    builtin compadd "$@"
}}
finish() {{
    print END >> {found}
    comppostfuncs=(finish)
}}
comppostfuncs=(finish)
setopt no_list_beep no_auto_list
print END >> {found}
"""


def ask(command, script, lines):
    """The answers of a shell that reads lines and prints what they can be completed with."""
    run = subprocess.run([*command, script, *([] if shell == "fish" else ["bash"]), str(completion)], input="\n".join(lines) + "\n",
                         text=True, env=environment, cwd=folder.name, stdout=subprocess.PIPE, check=True)
    return [set(answer.split("\n")) - {""} for answer in run.stdout.split("END\n")[:-1]]


def ask_zsh(lines):
    """The same of zsh, which completes on a terminal only."""
    functions = pathlib.Path(folder.name) / "functions"
    functions.mkdir(exist_ok=True)
    (functions / "_attune").write_text(completion.read_text())
    found = pathlib.Path(folder.name) / "found"
    found.write_text("")
    start = pathlib.Path(folder.name) / "start"
    start.write_text(ZSH.format(folder=functions, found=found))
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder.name)
        os.execvpe("zsh", ["zsh", "-f", "-i"], environment)
    os.set_blocking(terminal, False)
    answers = []
    for keys in [f"source {start}\n", *(f"{line}\t" for line in lines)]:
        os.write(terminal, keys.encode())
        deadline = time.monotonic() + 120
        while not found.read_text().endswith("END\n"):
            if time.monotonic() > deadline:
                raise TimeoutError(f"zsh does not answer {keys!r}")
            time.sleep(0.01)
            try:
                os.read(terminal, 65536)
            except BlockingIOError:
                pass
        answers.append(set(found.read_text().split("\n")) - {"", "END"})
        found.write_text("")
        os.write(terminal, b"\x15")
    os.write(terminal, b"exit\n")
    os.close(terminal)
    os.waitpid(child, 0)
    return answers[1:]


def complete(lines):
    """Sets of what each line can be completed with; a line ends with the word that is being completed, '' for none."""
    if shell == "bash":
        return ask(["bash", "--norc", "-c"], BASH, lines)
    lines = [line.removesuffix("''").replace(" = ", "=") for line in lines]
    if shell == "fish":
        return ask(["fish", "--no-config", "-c"], FISH, lines)
    return ask_zsh(lines)


class Completions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tool = tool_help.read_help(attune)
        cls.catalogue = json.loads(subprocess.run([attune, "list", "--json"], check=True, stdout=subprocess.PIPE).stdout)
        cls.ids = {each["id"] for each in cls.catalogue["instruments"]}
        (pathlib.Path(folder.name) / "answers.csv").touch()
        (pathlib.Path(folder.name) / "own.json").touch()
        (pathlib.Path(folder.name) / "site").mkdir(exist_ok=True)

    def check(self, cases):
        """Checks pairs of a line and what it must be completed with, at least."""
        for (line, expected), found in zip(cases, complete([line for line, _ in cases]), strict=True):
            with self.subTest(line=line):
                self.assertLessEqual(expected, {each.split("=")[-1] or each.rstrip("=") for each in found}, found)

    def options_with(self, value):
        """Lines that end behind an option whose value has this name, one for each such option."""
        return [" ".join(("attune", *command.words, name)) for command in self.tool.walk() for option in command.options
                if option.value == value for name in (option.short, option.long) if name]

    def test_commands(self):
        self.check([(" ".join(("attune", *command.words, "''")), {each.words[-1] for each in command.commands})
                    for command in self.tool.walk() if command.commands])

    def test_long_options(self):
        self.check([(" ".join(("attune", *command.words, "--")), {option.long for option in command.options})
                    for command in self.tool.walk()])

    def test_words_of_values(self):
        self.check([(f"{line} ''", set(option.value.split("|"))) for command in self.tool.walk() for option in command.options
                    if option.value and option.value == option.value.lower() for line in self.options_with(option.value)])
        self.check([("attune score --format = n", {"ndjson"})])

    def test_ids(self):
        lines = self.options_with("ID")
        self.assertTrue(lines)
        self.check([(f"{line} ''", self.ids) for line in lines])
        self.check([("attune show ''", self.ids), ("attune show o", {"own.json"}),
                    ("attune score --instrument = ec", {each for each in self.ids if each.startswith("ec")})])

    def test_forms(self):
        self.check([(f"attune score {option} {each['id']} --form ''", set(each["forms"]))
                    for each in self.catalogue["instruments"] for option in ("-i", "--instrument =")])

    def test_files_and_folders(self):
        self.check([(f"{line} ans", {"answers.csv"}) for line in self.options_with("FILE")])
        self.check([("attune check ow", {"own.json"})])
        for (line, found) in zip(self.options_with("DIR"), complete([f"{line} si" for line in self.options_with("DIR")])):
            self.assertEqual({each.rstrip("/") for each in found}, {"site"}, line)

    def test_values_of_the_users_own(self):
        for found in complete(["attune score --columns ''", "attune score --threads ''"]):
            self.assertEqual(found, set())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
