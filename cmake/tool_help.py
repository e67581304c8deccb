"""What `attune --help` says, as a tree of commands: read by the completions and by the tests of the manual."""
import dataclasses
import re
import subprocess


@dataclasses.dataclass(frozen=True)
class Option:
    """One option; `value` is the name of its value in the help, such as FILE or csv|json, and empty for a flag."""
    long: str
    short: str
    value: str
    repeats: bool
    text: str


@dataclasses.dataclass(frozen=True)
class Argument:
    """What a command takes without an option in front of it."""
    name: str
    repeats: bool


@dataclasses.dataclass(frozen=True)
class Command:
    """A command with its words behind `attune`, such as ("score",); () is the tool itself."""
    words: tuple
    text: str
    options: tuple
    arguments: tuple
    commands: tuple

    def walk(self):
        """This command and all below it, each before those below it."""
        yield self
        for command in self.commands:
            yield from command.walk()


def entries(section):
    """Pairs of the left and the right column of a section of the help.

    The right column begins at a fixed place; where the left one is too long for it, the right one is on the next line.
    """
    column = 30
    rows = []
    for line in section.splitlines():
        if line.startswith(" " * column):
            rows[-1] = ("".join(rows[-1]).strip(), line.strip())
        else:
            rows.append((line[:column], line[column:]))
    return [(left.strip(), right.strip()) for left, right in rows]


def read_option(left, text):
    names, _, value = left.partition(" ")
    long = [name for name in names.split(",") if name.startswith("--")]
    short = [name for name in names.split(",") if not name.startswith("--")]
    words = [word for word in value.split() if word not in ("...", "REQUIRED")]
    return Option(long[0], short[0] if short else "", words[0] if words else "", "..." in value.split(), text)


def read_help(attune, words=()):
    """Runs `attune WORDS --help`, and the same for every command below."""
    text = subprocess.run([attune, *words, "--help"], check=True, text=True, stdout=subprocess.PIPE).stdout
    sections = dict(re.findall(r"^(Positionals|Options|Subcommands):\n((?:  .*\n)+)", text, re.M))
    options = tuple(read_option(*row) for row in entries(sections.get("Options", "")))
    arguments = tuple(Argument(left.split()[0], "..." in left.split())
                      for left, _ in entries(sections.get("Positionals", "")))
    commands = tuple(read_help(attune, (*words, left)) for left, _ in entries(sections.get("Subcommands", "")))
    return Command(tuple(words), text.splitlines()[0], options, arguments, commands)
