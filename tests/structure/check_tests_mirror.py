#!/usr/bin/env python3
"""Check that the tests mirror the headers.

    python3 check_tests_mirror.py PROJECT_DIR

- Every include/attune/<layer>/<x>.hpp has tests/<layer>/<x>_test.cpp; for headers in a detail/ folder it is optional.
- Every tests/<layer>/**/<x>_test.cpp belongs to a header: include/attune/<layer>/<x>.hpp or src/<layer>/<x>.hpp.
- The first #include of a test is its header.
Prints `file:line: message` for what is wrong and exits 1; prints a count and exits 0 otherwise; exits 2 on wrong usage.
"""

import pathlib
import re
import sys

# Folders of tests/ that mirror a layer; the others (structure, data, cli, packaging ...) hold tests of another kind.
LAYERS = ("core", "instrument", "responses", "stats", "scoring", "analysis", "report", "io")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^">\n]*)[">]', re.MULTILINE)


def headers_of(project):
    """Public headers, as paths within include/attune."""
    root = project / "include/attune"
    return sorted(file.relative_to(root) for file in root.rglob("*.hpp"))


def tests_of(project):
    """Tests of layers, as paths within tests."""
    root = project / "tests"
    return sorted(file.relative_to(root) for layer in LAYERS for file in (root / layer).rglob("*_test.cpp"))


def header_of(test):
    return test.with_name(test.name.removesuffix("_test.cpp") + ".hpp")


def test_of(header):
    return header.with_name(header.stem + "_test.cpp")


def check_first_include(project, test, expected):
    text = (project / "tests" / test).read_text(encoding="utf-8")
    first = INCLUDE.search(text)
    if first is None:
        return [f"tests/{test}:1: includes nothing; expected \"{expected[0]}\" first"]
    if first.group(1) in expected:
        return []
    line = text.count("\n", 0, first.start(1)) + 1
    return [f"tests/{test}:{line}: '{first.group(1)}' is included first; expected \"{expected[0]}\""]


def check(project):
    headers, tests = headers_of(project), tests_of(project)
    problems = [f"include/attune/{header}:1: has no test; expected tests/{test_of(header)}" for header in headers
                if "detail" not in header.parts and test_of(header) not in tests]
    for test in tests:
        header = header_of(test)
        if header in headers:
            problems += check_first_include(project, test, [f"attune/{header.as_posix()}"])
        elif (project / "src" / header).is_file():
            within_layer = pathlib.PurePosixPath(*header.parts[1:]).as_posix()
            problems += check_first_include(project, test, [within_layer, header.as_posix()])
        else:
            problems.append(f"tests/{test}:1: belongs to no header; expected include/attune/{header} or src/{header}")
    return problems, len(tests)


def main(arguments):
    if len(arguments) != 1 or not (pathlib.Path(arguments[0]) / "include/attune").is_dir():
        print("usage: check_tests_mirror.py PROJECT_DIR", file=sys.stderr)
        return 2
    problems, n_tests = check(pathlib.Path(arguments[0]))
    for problem in problems:
        print(problem)
    if problems:
        return 1
    print(f"{n_tests} tests, each beside its header")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
