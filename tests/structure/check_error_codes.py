#!/usr/bin/env python3
"""Check that every code attune can report is documented and tested.

    python3 check_error_codes.py PROJECT_DIR

Collects the codes from include/ and src/ and compares them with docs/errors.md and tests/:
- every code has a heading ### `code` in docs/errors.md, and every such heading is a code of the source;
- below the heading stand one or more examples that end in [code]; where tests/reference/definitions or norms holds files of the
  code, each example is a line that one of them is expected to print (the name of the file aside);
- every code stands in a file below tests/ (tests/structure does not count).
Prints `file:line: message` for what is wrong and exits 1; prints a count and exits 0 otherwise; exits 2 on wrong usage.
"""

import pathlib
import re
import sys

# A literal that begins so is a code, wherever it stands.
GROUPS = ("json.", "definition.", "instrument.", "file.", "search.", "csv.", "columns.", "ndjson.",
          "table.", "retest.", "compare.", "couples.", "change.", "messages.")

TOKENS = re.compile(
    r'R"(?P<mark>[^(\s]*)\((?P<raw>.*?)\)(?P=mark)"'  # raw string
    r'|"(?P<text>(?:[^"\\\n]|\\.)*)"'  # string
    r"|'(?:[^'\\\n]|\\.)'"  # character
    r"|//[^\n]*|/\*.*?\*/",  # comment
    re.DOTALL)
FULL_CODE = re.compile(r"[a-z]+(\.[a-z_0-9]+)+")
PART_OF_CODE = re.compile(r"[a-z_]+(\.[a-z_0-9]+)*")
HEADING = re.compile(r"^### `(?P<code>[^`]+)`\s*$", re.MULTILINE)


def without_comments(text):
    """The text of a C++ file with its comments blanked out, so that lines keep their numbers."""

    def replace(token):
        is_comment = token.group().startswith(("//", "/*"))
        return re.sub(r"[^\n]", " ", token.group()) if is_comment else token.group()

    return TOKENS.sub(replace, text)


def arguments_of(text, call):
    """The text between the brackets of every call of a function, with the offset at which it begins."""
    for found in re.finditer(r"\b" + call + r"\(", text):
        depth, at = 1, found.end()
        while depth and at < len(text):
            token = TOKENS.match(text, at)
            if token:
                at = token.end()
                continue
            depth += {"(": 1, ")": -1}.get(text[at], 0)
            at += 1
        yield found.end(), text[found.end():at - 1]


def literals(text):
    for token in TOKENS.finditer(text):
        if token.group("text") is not None:
            yield token.start(), token.group("text")


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


class Source:
    """The codes of the source with the first place of each."""

    def __init__(self, project):
        self.places = {}
        self.problems = []
        self.texts = {}
        for folder in ("include", "src"):
            for path in sorted((project / folder).rglob("*.[ch]pp")):
                self.texts[path.relative_to(project)] = without_comments(path.read_text(encoding="utf-8"))
        for path, text in self.texts.items():
            self.collect_full(path, text)
        for path, text in self.texts.items():
            for found in re.finditer(r'"([a-z]+)\." \+', text):  # "instrument." + code, as it is given to report()
                access = re.findall(r"\b(public|private):", text[:found.start()])
                self.collect_parts(path, found.group(1), is_private=access[-1:] == ["private"])

    def add(self, path, text, offset, code):
        self.places.setdefault(code, f"{path}:{line_of(text, offset)}")

    def collect_full(self, path, text):
        for offset, literal in literals(text):
            is_stated = re.search(r"severity::(error|warning),\s*$", text[:offset]) is not None
            is_file = text.startswith("#include", text.rfind("\n", 0, offset) + 1)
            if not is_file and FULL_CODE.fullmatch(literal) and (literal.startswith(GROUPS) or is_stated):
                self.add(path, text, offset, literal)

    def collect_parts(self, path, group, is_private):
        """Codes that are put together in one file and reported from there, or from a file that includes it."""
        users = [path] if is_private else self.users_of(path)
        for user in users:
            text = self.texts[user]
            for begin, arguments in arguments_of(text, "report"):
                self.collect_from_report(user, users, begin, arguments, group)

    def users_of(self, path):
        """The file and all of its layer that include it, directly or through others."""
        layer = path.parts[:3 if path.parts[0] == "include" else 2]
        users, fresh = [path], [path]
        while fresh:
            include = re.compile(rf'#include "[^"]*\b{re.escape(fresh.pop().name)}"')
            new = [p for p, text in self.texts.items()
                   if p not in users and p.parts[:len(layer)] == layer and include.search(text)]
            users += new
            fresh += new
        return users

    def collect_from_report(self, path, users, begin, arguments, group):
        """The code is the first argument of report() that is a word; a place, when there is one, comes before it."""
        text = self.texts[path]
        for offset, argument in top_level_arguments(arguments):
            literal = re.fullmatch(r'\s*"((?:[^"\\]|\\.)*)"\s*', argument)
            pattern = re.match(r'\s*fmt::format\("\{\}\.([a-z_]+)", (\w+)\)', argument)
            if pattern:
                self.collect_from_pattern(path, users, begin + offset, group, *pattern.groups())
                return
            if literal and FULL_CODE.fullmatch(literal.group(1)) and literal.group(1).startswith(GROUPS):
                return  # a full code, collected before
            if literal and PART_OF_CODE.fullmatch(literal.group(1)):
                self.add(path, text, begin + offset, f"{group}.{literal.group(1)}")
                return
        if '"' in arguments:
            self.problems.append(f"{path}:{line_of(text, begin)}: no code found in report(...); expected a literal")

    def collect_from_pattern(self, path, users, offset, group, suffix, parameter):
        """fmt::format("{}.suffix", parameter): the words are what the function around it is called with."""
        text = self.texts[path]
        around = re.findall(rf"\b(\w+)\([^;{{}}()]*\b{parameter}\)\s*(?:const\s*)?\n?\s*{{", text[:offset])
        words = []
        if around:
            for _, arguments in (call for user in users for call in arguments_of(self.texts[user], around[-1])):
                word = re.search(r',\s*"([a-z_]+)"\s*$', arguments)
                if word:
                    words.append(word.group(1))
        if not words:
            self.problems.append(f"{path}:{line_of(text, offset)}: cannot tell the codes of '{{}}.{suffix}'; "
                                 "expected a function that is called with a literal")
        for word in words:
            self.add(path, text, offset, f"{group}.{word}.{suffix}")


def top_level_arguments(arguments):
    """The arguments of a call, each with its offset."""
    begin, depth, at = 0, 0, 0
    while at < len(arguments):
        token = TOKENS.match(arguments, at)
        if token:
            at = token.end()
            continue
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(arguments[at], 0)
        if arguments[at] == "," and depth == 0:
            yield begin, arguments[begin:at]
            begin = at + 1
        at += 1
    yield begin, arguments[begin:]


def check_documentation(project, codes):
    path = pathlib.Path("docs/errors.md")
    if not (project / path).is_file():
        return [f"{path}:1: not found; expected a heading for each of {len(codes)} codes"]
    text = (project / path).read_text(encoding="utf-8")
    headings = list(HEADING.finditer(text))
    documented = [heading.group("code") for heading in headings]
    problems = [f"{place}: code '{code}' has no heading in {path}" for code, place in codes.items()
                if code not in documented]
    for k, heading in enumerate(headings):
        code, where = documented[k], f"{path}:{line_of(text, heading.start())}"
        if code not in codes:
            problems.append(f"{where}: heading '{code}' is no code of the source")
        if code in documented[:k]:
            problems.append(f"{where}: heading '{code}' stands twice")
        following = headings[k + 1].start() if k + 1 < len(headings) else len(text)
        problems += check_examples(project, code, where, text[heading.end():following])
    return problems


def check_examples(project, code, where, section):
    examples = [line for line in section.splitlines() if line.endswith(f"[{code}]")]
    if not examples:
        return [f"{where}: no example that ends in [{code}]"]
    references = {file.name.removesuffix("expected.txt") + "json": file.read_text(encoding="utf-8")
                  for folder in ("definitions", "norms")
                  for file in (project / "tests/reference" / folder).glob("*.expected.txt")
                  if file.name.removesuffix(".expected.txt").split("-")[0] == code}
    printed = {line.removeprefix(name) for name, text in references.items() for line in text.splitlines()}
    return [f"{where}: example is none of tests/reference/definitions or norms: {example}" for example in examples
            if printed and re.sub(r"^[^:]*", "", example) not in printed]


def check_tests(project, codes):
    tested = set()
    for path in (project / "tests").rglob("*"):
        if path.is_file() and "structure" not in path.relative_to(project / "tests").parts[:1]:
            tested.update(re.findall(r"[a-z]+(?:\.[a-z_0-9]+)+", path.read_text(encoding="utf-8", errors="replace")))
    return [f"{place}: code '{code}' stands in no test" for code, place in codes.items() if code not in tested]


def main(arguments):
    if len(arguments) != 1 or not (pathlib.Path(arguments[0]) / "include/attune").is_dir():
        print("usage: check_error_codes.py PROJECT_DIR", file=sys.stderr)
        return 2
    project = pathlib.Path(arguments[0])
    source = Source(project)
    codes = dict(sorted(source.places.items()))
    problems = source.problems + check_documentation(project, codes) + check_tests(project, codes)
    for problem in problems:
        print(problem)
    if problems:
        return 1
    print(f"{len(codes)} codes, all documented and tested")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
