#!/usr/bin/env python3
"""Mutation testing: changes the headers of scoring/ and instrument/ one small change at a time and runs their tests.

    scripts/mutate [--sample N [--seed S] | --survivors] [--jobs J] [--list] [HEADER...]

A mutant is killed when a test fails, crashes, runs out of time or no longer compiles with it. The tests are those of
instrument/, scoring/ and laws/ and those of the files of both in io/, compiled once, without inlining, into shared
libraries; the mutants of a header are one small library that holds its functions and is loaded before them, and an
environment variable says which of them to be.
What callers copy (values of members and constants, templates, constexpr) is tested by compiling the header's own test
anew, and no other: a change that only others would notice survives.
A survivor that is compiled to the code of the original is equivalent and does not count.

Prints a table per header and the survivors that tests/mutation/survivors.tsv does not judge. Exits 1 when fewer than
95 % of the mutants of a full run are killed, one survives that is not judged, or one that is judged no longer survives;
0 otherwise.
"""

import argparse
import collections
import concurrent.futures
import csv
import functools
import json
import os
import pathlib
import random
import re
import resource
import shlex
import shutil
import subprocess
import sys
import threading

import cpp_mutants

PROJECT = pathlib.Path(__file__).resolve().parents[2]
BUILD = PROJECT / "build/mutation"
HEADERS = PROJECT / "include/attune"
SURVIVORS = pathlib.Path(__file__).with_name("survivors.tsv")
LAYERS = ("instrument", "scoring")
UNIT_TESTS = ("instrument/", "scoring/", "io/instrument_file_test.cpp", "io/norm_file_test.cpp")
LAWS = ("laws/scoring_laws_test.cpp",)
FILTERS = {"units": "-Limits.*",  # of the size of files: slow, and no matter of a key
           "laws": "*sample_*"}  # every kind of definition; the shipped ones add only time
OPTIONS = ["--gtest_brief=1", "--gtest_fail_fast"]
LIBRARIES = ["-lgtest", "-lfmt", "-lcrypto", "-pthread"]
LEAST_SCORE = 0.95
SECONDS = 10  # of the processor: an endless loop; the tests need less than a second, the laws a few
MEMORY = 4 << 30

SWITCH = """#include <cstdlib>
int attune_mutant = -1;
__attribute__((constructor(101))) static void choose_mutant() { attune_mutant = std::atoi(std::getenv("ATTUNE_MUTANT")); }
"""

KILLED, SURVIVED, EQUIVALENT, INVALID = "killed", "survived", "equivalent", "not compiling"


def run(command, is_limited=False, **environment):
    """Exit code of a command that prints nothing; a limited one is ended when it needs too much time or memory."""
    def limit():
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if is_limited:
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    try:
        return subprocess.run([str(part) for part in command], cwd=BUILD, preexec_fn=limit, check=False,
                              timeout=60 * SECONDS if is_limited else None, env={**os.environ, **environment},
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    except subprocess.TimeoutExpired:
        return -1


def must(command, **options):
    if run(command, **options) != 0:
        sys.exit(f"mutate: this fails with the code as it is:\n  {shlex.join(str(part) for part in command)}")


class Subject:
    """The tests, compiled once, and the commands that compile a header or a test with a change."""

    def __init__(self, work):
        self.work = work
        work.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cmake", "--preset", "mutation", "--log-level=WARNING"], cwd=PROJECT, check=True,
                       stdout=subprocess.DEVNULL)
        entries = json.loads((BUILD / "compile_commands.json").read_text(encoding="utf-8"))
        self.commands = {}
        self.objects = {}
        for entry in entries:
            source = pathlib.Path(entry["file"]).relative_to(PROJECT).as_posix()
            command = shlex.split(entry["command"])
            self.commands[source] = command
            self.objects[source] = BUILD / command[command.index("-o") + 1]
        self.unit_tests = self.sources("tests", UNIT_TESTS)
        self.laws = self.sources("tests", LAWS)
        self.library = self.sources("src", ("io/",))
        needed = [*self.unit_tests, *self.laws, *self.library]
        subprocess.run(["ninja", "-C", BUILD, *(self.objects[source].relative_to(BUILD) for source in needed)],
                       check=True, stdout=subprocess.DEVNULL)
        self.programs = {"units": self.program("units", self.unit_tests), "laws": self.program("laws", self.laws)}
        for name in self.programs:
            must([self.programs[name], *OPTIONS, f"--gtest_filter={FILTERS[name]}"])
        self.prefixes = {level: self.prefix(level) for level in ("-O0", "-O2")}

    def prefix(self, level):
        """What all headers and tests include from elsewhere, compiled once."""
        header = self.work / f"prefix{level}.hpp"
        files = [*(PROJECT / source for source in [*self.unit_tests, *self.laws]),
                 *(header for layer in ("core", "responses", *LAYERS) for header in (HEADERS / layer).rglob("*.hpp"))]
        includes = {line for file in files
                    for line in re.findall(r"^#include <.*>$", file.read_text(encoding="utf-8"), re.MULTILINE)}
        text = "".join(f"{line}\n" for line in sorted(includes))
        if not header.exists() or header.read_text(encoding="utf-8") != text:
            header.unlink(missing_ok=True)
            source = self.work / "prefix.txt"
            source.write_text(text, encoding="utf-8")
            must([*self.plain_flags(self.unit_tests[0]), level, "-x", "c++-header", source, "-o", f"{header}.gch"])
            source.rename(header)
        return header

    def sources(self, top, prefixes):
        return [s for s in self.commands if s.endswith(".cpp") and s.startswith(tuple(f"{top}/{p}" for p in prefixes))]

    def program(self, name, tests):
        """The objects of tests as a library, whose functions can be replaced, and a program that runs it."""
        library = self.work / f"lib{name}.so"
        compiler = self.compiler()
        must([*compiler, "-shared", "-o", library, *(self.objects[s] for s in [*tests, *self.library]), *LIBRARIES])
        program = self.work / name
        must([*compiler, "-o", program, "-Wl,--no-as-needed", library, f"-Wl,-rpath,{self.work}", "-lgtest_main",
              *LIBRARIES])
        return program

    def compiler(self):
        return [part for part in self.commands[self.unit_tests[0]][:2] if not part.startswith("-")][-1:]

    def plain_flags(self, source):
        """How a source is compiled; without source and output."""
        command = self.commands[source]
        command = command[:command.index("-o")] + command[command.index("-o") + 2:]
        command = command[command.index(self.compiler()[0]) + 1:]
        return [*self.compiler(), *(part for part in command if part not in ("-c", str(PROJECT / source))), "-w"]

    def flags(self, source, overlay, level="-O0"):
        """The same with the headers of `overlay` instead of ours."""
        compiler, *flags = self.plain_flags(source)
        return [compiler, "-I", overlay, "-include", self.prefixes[level], *flags, level]


@functools.cache
def included_by(header):
    """The headers of ours that a header includes, itself among them."""
    text = (PROJECT / "include" / header).read_text(encoding="utf-8")
    found = {header}
    for name in re.findall(r'#include "(attune/[^"]+)"', text):
        found |= included_by(name)
    return found


def includes_header(source, header):
    text = (PROJECT / source).read_text(encoding="utf-8")
    names = re.findall(r'#include "(attune/[^"]+|support/[^"]+)"', text)
    return any(header in included_by(name) if name.startswith("attune/")
               else includes_header(f"tests/{name}", header) for name in names)


class Header:
    """One header with its mutants, and the tests that include it, its own first."""

    def __init__(self, subject, path):
        self.subject = subject
        self.name = path.relative_to(PROJECT / "include").as_posix()
        self.text = path.read_text(encoding="utf-8")
        self.mutants, self.functions = cpp_mutants.analyse(self.text)
        mirror = "tests/" + self.name.removeprefix("attune/").replace(".hpp", "_test.cpp")
        layer = f"tests/{self.name.split('/')[1]}/"
        self.tests = sorted((s for s in [*subject.unit_tests, *subject.laws] if includes_header(s, self.name)),
                            key=lambda s: (s != mirror, not s.startswith(layer), s))
        self.folder = subject.work / self.name.replace("/", "-")
        self.invalid = set()
        self.originals = {}
        self.lock = threading.Lock()

    def own_tests(self):
        """The suites of the tests beside the header, which notice most, as a filter."""
        text = (PROJECT / self.tests[0]).read_text(encoding="utf-8")
        suites = sorted(set(re.findall(r"^TEST\((\w+),", text, re.MULTILINE)))
        return ":".join(f"{suite}.*" for suite in suites)

    def key(self, number):
        """What a mutant is called in survivors.tsv."""
        return self.name, self.mutants[number].describe(self.text)

    def function_at(self, place):
        return next((f for f in self.functions if f.body <= place < f.end), None)

    def prepare(self, numbers):
        """Compiles these mutants into one library, leaving out those that do not compile, and checks the original."""
        left = {number: self.mutants[number] for number in numbers if self.function_at(self.mutants[number].start)}
        overlay = self.folder / "switched"
        while True:
            text, lines = cpp_mutants.with_switches(self.text, self.functions, left)
            self.write(overlay, "extern int attune_mutant;\n" + text, SWITCH)
            errors = self.compile_library(overlay)
            if not errors:
                break
            at_fault = {number for number, (first, last) in lines.items()
                        if any(first + 1 <= line <= last + 1 for line in errors)}
            if not at_fault:
                sys.exit(f"mutate: {self.name} does not compile although all mutants that could be at fault are left out")
            self.invalid |= at_fault
            left = {number: mutant for number, mutant in left.items() if number not in at_fault}
        if self.run_tests(-1, "units", self.own_tests()) != 0:
            sys.exit(f"mutate: the tests fail with {self.name} as it is")

    def write(self, overlay, text, source):
        """The changed header at its place, and a source that includes it."""
        header = overlay / self.name
        header.parent.mkdir(parents=True, exist_ok=True)
        header.write_text(text, encoding="utf-8")
        (overlay / "m.cpp").write_text(f'#include "{self.name}"\n{source}', encoding="utf-8")

    def compile_library(self, overlay):
        """The lines of the header that errors name; empty when there are none."""
        command = [*self.subject.flags(self.tests[0], overlay), "-fmax-errors=0", "-shared", overlay / "m.cpp", "-o",
                   overlay / "m.so"]
        done = subprocess.run([str(part) for part in command], cwd=BUILD, env={**os.environ, "LC_ALL": "C"},
                              capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return set()
        place = re.escape(str(overlay / self.name))
        return {int(line) for line in re.findall(rf"{place}:(\d+):", done.stderr)} or {0}

    def run_tests(self, number, program, names):
        return run([self.subject.programs[program], *OPTIONS, f"--gtest_filter={names}"], is_limited=True,
                   LD_PRELOAD=str(self.folder / "switched/m.so"), ATTUNE_MUTANT=str(number))

    def fate(self, number):
        """What becomes of one mutant."""
        mutant = self.mutants[number]
        if number in self.invalid:
            return INVALID
        function = self.function_at(mutant.start)
        if function and any(self.run_tests(number, program, names) != 0 for program, names in
                            (("units", self.own_tests()), *FILTERS.items())):
            return KILLED
        overlay = self.folder / str(number)
        self.write(overlay, mutant.apply(self.text), "")
        try:
            if not function and self.compile_library(overlay):
                return INVALID
            if not function or function.is_template or function.is_constexpr:
                test = self.object_of_test(overlay)
                if test == self.original("object", self.object_of_test):
                    return EQUIVALENT
                if test is None or self.run_anew(overlay) != 0:
                    return KILLED
            if function and not function.is_template:
                if self.assembly(overlay) == self.original("assembly", self.assembly):
                    return EQUIVALENT
            return SURVIVED
        finally:
            shutil.rmtree(overlay)

    def original(self, what, make):
        """What is made of the original in the same way."""
        with self.lock:
            if what not in self.originals:
                overlay = self.folder / f"original-{what}"
                self.write(overlay, self.text, "")
                self.originals[what] = make(overlay)
            return self.originals[what]

    def object_of_test(self, overlay):
        """The header's own test, compiled; nothing when it does not compile."""
        command = [*self.subject.flags(self.tests[0], overlay), "-c", PROJECT / self.tests[0], "-o", overlay / "test.o"]
        return (overlay / "test.o").read_bytes() if run(command) == 0 else None

    def run_anew(self, overlay):
        must([*self.subject.compiler(), "-o", overlay / "test", overlay / "test.o",
              *(self.subject.objects[source] for source in self.subject.library), "-lgtest_main", *LIBRARIES])
        return run([overlay / "test", *OPTIONS], is_limited=True)

    def assembly(self, overlay):
        """The functions of the header, optimised."""
        text = (overlay / self.name).read_text(encoding="utf-8")
        self.write(overlay, cpp_mutants.with_forced_functions(text, cpp_mutants.analyse(text)[1]), "")
        must([*self.subject.flags(self.tests[0], overlay, "-O2"), "-S", overlay / "m.cpp", "-o", overlay / "m.s"])
        return re.sub(r"^\s*\.(file|ident)\s.*$", "", (overlay / "m.s").read_text(encoding="utf-8"), flags=re.MULTILINE)


def read_judgements():
    with SURVIVORS.open(encoding="utf-8", newline="") as file:
        return {(row["header"], row["change"]): row["judgement"] for row in csv.DictReader(file, delimiter="\t")}


def print_table(headers, fates):
    width = max(len(header.name) for header in headers)
    print(f"{'':{width}}  mutants  invalid  equivalent  killed  survived   score")
    total = collections.Counter()
    for header in headers:
        counts = collections.Counter(fate for (name, _), fate in fates.items() if name == header.name)
        print_row(header.name, counts, width)
        total += counts
    print_row("together", total, width)
    return total[KILLED] / max(total[KILLED] + total[SURVIVED], 1)


def print_row(name, counts, width):
    n_judged = counts[KILLED] + counts[SURVIVED]
    score = f"{100 * counts[KILLED] / n_judged:6.1f}%" if n_judged else "      -"
    print(f"{name:{width}}  {sum(counts.values()):7}  {counts[INVALID]:7}  {counts[EQUIVALENT]:10}  {counts[KILLED]:6}  "
          f"{counts[SURVIVED]:8} {score}")


def main():
    parser = argparse.ArgumentParser(prog="scripts/mutate", description=__doc__.split("\n\n")[0])
    parser.add_argument("header", nargs="*", type=pathlib.Path, help="default: all of instrument/ and scoring/")
    parser.add_argument("--sample", type=int, metavar="N", help="only N mutants, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="of the drawing (default 1)")
    parser.add_argument("--survivors", action="store_true", help="only those that survivors.tsv judges")
    parser.add_argument("--jobs", type=int, default=2, help="mutants at a time (default 2)")
    parser.add_argument("--list", action="store_true", help="print the mutants and test none")
    parser.add_argument("--work", type=pathlib.Path, default=BUILD / "work", help="folder for mutants; in memory is best")
    options = parser.parse_args()

    paths = [path.resolve() for path in options.header] or \
        [path for layer in LAYERS for path in sorted((HEADERS / layer).rglob("*.hpp"))]
    if options.list:
        for path in paths:
            text = path.read_text(encoding="utf-8")
            for mutant in cpp_mutants.analyse(text)[0]:
                print(f"{path.relative_to(PROJECT)}:{mutant.line(text)}: {mutant.kind}: {mutant.describe(text)}")
        return 0

    subject = Subject(options.work.resolve())
    headers = [Header(subject, path) for path in paths]
    chosen = [(header, number) for header in headers for number in range(len(header.mutants))]
    judgements = read_judgements()
    if options.survivors:
        chosen = [(header, number) for header, number in chosen if header.key(number) in judgements]
    elif options.sample is not None:
        chosen = random.Random(options.seed).sample(chosen, min(options.sample, len(chosen)))
    gone = {key for key in judgements if any(key[0] == header.name for header in headers)}
    gone -= {header.key(number) for header in headers for number in range(len(header.mutants))}
    touched = {header.name for header, _ in chosen}
    headers = [header for header in headers if header.name in touched]
    fates = {}
    n_unjudged = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        list(pool.map(lambda header: header.prepare([n for h, n in chosen if h is header]), headers))
        for (header, number), fate in zip(chosen, pool.map(lambda pair: pair[0].fate(pair[1]), chosen)):
            fates[header.name, number] = fate
            if sys.stderr.isatty():
                print(f"\r{len(fates)} of {len(chosen)} ", end="", file=sys.stderr, flush=True)
            name, change = header.key(number)
            if fate == SURVIVED and not judgements.get((name, change)):
                n_unjudged += 1
                print(f"{name}:{header.mutants[number].line(header.text)}: survived: {change}", flush=True)

    survived = {header.key(number) for header, number in chosen if fates[header.name, number] == SURVIVED}
    gone |= {header.key(number) for header, number in chosen} & judgements.keys() - survived
    score = print_table(headers, fates)
    for name, change in sorted(gone):
        print(f"{name}: no longer survives: {change}")
    print(f"{n_unjudged} survivors are not judged in {SURVIVORS.relative_to(PROJECT)}")
    is_full = options.sample is None and not options.survivors
    return 1 if n_unjudged or gone or (is_full and score < LEAST_SCORE) else 0


if __name__ == "__main__":
    sys.exit(main())
