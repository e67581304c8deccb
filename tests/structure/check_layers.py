#!/usr/bin/env python3
"""Check that dependencies go one way.

    python3 check_layers.py PROJECT_DIR

Walks every #include below include/attune and src and enforces the tables below; src/<layer>/ counts as the layer.
Public headers are also held to their form: `#pragma once` first, own headers by their full path "attune/...", no
`using namespace`, no <iostream>.
Prints `file:line: message` for each violation and exits 1; prints a count and exits 0 otherwise; exits 2 on wrong
usage.
"""

import pathlib
import re
import sys

# Which layers a layer may include, besides itself.
LAYERS = {
    "core": (),
    "instrument": ("core",),
    "responses": ("core",),
    "stats": ("core",),
    "scoring": ("core", "instrument", "responses", "stats"),
    "analysis": ("core", "instrument", "responses", "stats", "scoring"),
    "report": ("core", "instrument", "stats", "scoring", "analysis"),
    "io": ("core", "instrument", "responses"),
}
# Folders of src that may include every layer, and that nobody includes.
APPLICATIONS = ("cli", "capi")

# Which libraries a folder may include. The longest prefix that fits counts.
LIBRARIES = {
    "include/attune/core": ("fmt", "Eigen"),
    "include/attune/core/detail": ("fmt", "Eigen", "boost", "vector instructions", "POSIX"),
    "include/attune/instrument": ("fmt",),
    "include/attune/responses": ("fmt",),
    "include/attune/stats": ("fmt", "Eigen", "boost"),
    "include/attune/stats/moments/detail": ("fmt", "Eigen", "vector instructions"),
    "include/attune/scoring": ("fmt",),
    "include/attune/scoring/detail": ("fmt", "vector instructions"),
    "include/attune/analysis": ("fmt", "Eigen", "boost"),
    "include/attune/report": ("fmt",),
    "include/attune/io": ("fmt", "POSIX"),
    "src/report": ("fmt", "nlohmann", "pugixml.hpp", "unicode"),
    "src/io": ("fmt", "nlohmann", "vector instructions"),
    "src/io/posix": ("fmt", "openssl", "POSIX"),
    "src/io/windows": ("fmt", "Windows"),
    "src/cli": ("fmt", "CLI", "POSIX"),
    "src/capi": ("fmt", "POSIX"),
}

POSIX = set("dirent.h fcntl.h iconv.h langinfo.h poll.h pthread.h strings.h termios.h unistd.h".split())
WINDOWS = set("bcrypt.h windows.h".split())
VECTOR_INSTRUCTIONS = set("cpuid.h emmintrin.h immintrin.h".split())
STANDARD = set("""
    algorithm any array atomic barrier bit bitset charconv chrono codecvt compare complex concepts condition_variable
    coroutine deque exception execution filesystem format forward_list fstream functional future initializer_list
    iomanip ios iosfwd iostream istream iterator latch limits list locale map memory memory_resource mutex new numbers
    numeric optional ostream queue random ranges ratio regex scoped_allocator semaphore set shared_mutex
    source_location span sstream stack stdexcept stop_token streambuf string string_view strstream syncstream
    system_error thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant
    vector version
    stddef.h stdint.h
    cassert cctype cerrno cfenv cfloat cinttypes climits clocale cmath csetjmp csignal cstdarg cstddef cstdint cstdio
    cstdlib cstring ctime cuchar cwchar cwctype
""".split())

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?P<open>[<"])(?P<name>[^">\n]*)[">]', re.MULTILINE)
TOKENS = re.compile(r'R"([^(\s]*)\(.*?\)\1"|"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*.*?\*/', re.DOTALL)


def library_of(name):
    """What an include in angle brackets belongs to; nothing for the standard library."""
    if name in STANDARD:
        return None
    if name in POSIX or name.startswith("sys/"):
        return "POSIX"
    if name in WINDOWS:
        return "Windows"
    if name in VECTOR_INSTRUCTIONS:
        return "vector instructions"
    return name.split("/")[0]


def blank(token):
    return re.sub(r"[^\n]", " ", token.group())


def without_comments(text):
    """Comments blanked out, so that lines keep their numbers; strings stay."""
    return TOKENS.sub(lambda t: blank(t) if t.group().startswith(("//", "/*")) else t.group(), text)


def without_strings(text):
    """Strings blanked out as well; the text has no comments any more."""
    return TOKENS.sub(blank, text)


class LayerCheck:
    def __init__(self, project):
        self.project = project
        self.found = []
        self.n_includes = 0

    def report(self, path, text, offset, message):
        self.found.append((str(path), text.count("\n", 0, offset) + 1, message))

    def run(self):
        for folder in ("include/attune", "src"):
            for file in sorted((self.project / folder).rglob("*")):
                if file.suffix in (".hpp", ".cpp", ".h", ".c", ".ipp"):
                    self.check_file(file.relative_to(self.project))
        return sorted(self.found)

    def check_file(self, path):
        text = without_comments((self.project / path).read_text(encoding="utf-8"))
        layer = self.layer_of(path)
        if layer is None:
            self.report(path, text, 0, "lies in no layer; expected include/attune/<layer>/ or src/<layer>/ with a "
                        "layer of: " + ", ".join((*LAYERS, *APPLICATIONS)))
            return
        for include in INCLUDE.finditer(text):
            self.n_includes += 1
            if include["open"] == "<" and not include["name"].startswith("attune/"):
                self.check_library(path, text, include)
            else:
                self.check_own(path, layer, text, include)
        if path.parts[0] == "include" and path.suffix == ".hpp":
            self.check_form(path, text)

    @staticmethod
    def layer_of(path):
        """Layer of a file of ours, or nothing."""
        parts = path.parts
        if parts == ("include", "attune", "attune.h"):
            return "capi"
        if parts[:2] == ("include", "attune"):
            return parts[2] if len(parts) > 3 and parts[2] in LAYERS else None
        if parts[:1] == ("src",):
            return parts[1] if len(parts) > 2 and parts[1] in (*LAYERS, *APPLICATIONS) else None
        return None

    def check_library(self, path, text, include):
        folder = max((f for f in LIBRARIES if path.is_relative_to(f)), key=len, default=None)
        allowed = LIBRARIES.get(folder, ())
        library = library_of(include["name"])
        if library is not None and library not in allowed:
            self.report(path, text, include.start("name"), f"{path.parent} may not include <{include['name']}>; "
                        f"allowed are the standard library and {', '.join(allowed) or 'nothing else'}")

    def check_own(self, path, layer, text, include):
        name, at = include["name"], include.start("name")
        target = self.resolve(path, name)
        if target is None:
            self.report(path, text, at, f"'{name}' is not found below include or src")
            return
        other = self.layer_of(target)
        if other is None:
            self.report(path, text, at, f"'{name}' lies in no layer")
        elif other != layer and other in APPLICATIONS:
            self.report(path, text, at, f"nothing may include src/{other}, but {path.parent} includes '{name}'")
        elif other != layer and layer not in APPLICATIONS and other not in LAYERS[layer]:
            self.report(path, text, at, f"layer {layer} may not include layer {other}: '{name}'; allowed are "
                        f"{', '.join((layer, *LAYERS[layer]))}")
        elif path.parts[0] == "include" and not (name.startswith("attune/") and target.parts[0] == "include"):
            self.report(path, text, at, f"'{name}'; expected the full path of a public header, \"attune/...\"")

    def resolve(self, path, name):
        """The file of ours that an include names, as a path within the project."""
        for base in (path.parent, pathlib.Path("include"), pathlib.Path("src"), pathlib.Path(*path.parts[:2])):
            try:
                target = (self.project / base / name).resolve().relative_to(self.project.resolve())
            except ValueError:
                continue
            if (self.project / target).is_file():
                return target
        return None

    def check_form(self, path, text):
        first = re.search(r"\S[^\n]*", text)
        if first is None or first.group().strip() != "#pragma once":
            self.report(path, text, first.start() if first else 0, "#pragma once is not first")
        for include in INCLUDE.finditer(text):
            if include["name"] == "iostream":
                self.report(path, text, include.start("name"), "a public header may not include <iostream>")
        code = without_strings(text)
        for directive in re.finditer(r"\busing\s+namespace\b", code):
            self.report(path, text, directive.start(), "a public header may not say 'using namespace'")


def main(arguments):
    if len(arguments) != 1 or not (pathlib.Path(arguments[0]) / "include/attune").is_dir():
        print("usage: check_layers.py PROJECT_DIR", file=sys.stderr)
        return 2
    check = LayerCheck(pathlib.Path(arguments[0]))
    found = check.run()
    for path, line, message in found:
        print(f"{path}:{line}: {message}")
    if found:
        return 1
    print(f"{check.n_includes} includes, all of them allowed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
