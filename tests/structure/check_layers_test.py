#!/usr/bin/env python3
"""Check that check_layers.py notices what it must.

    python3 check_layers_test.py

Each test makes a small project that follows all rules, breaks one, and expects exactly that to be reported.
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).with_name("check_layers.py")

# As in DESIGN.md, on purpose not imported from the script: who may include whom, besides itself.
ALLOWED = {
    "core": "",
    "instrument": "core",
    "responses": "core",
    "stats": "core",
    "scoring": "core instrument responses stats",
    "analysis": "core instrument responses stats scoring",
    "report": "core instrument stats scoring analysis",
    "io": "core instrument responses",
}


class Project:
    """A project on disk in which every layer has one public header and two have sources."""

    def __init__(self, folder):
        self.root = pathlib.Path(folder)
        for layer in ALLOWED:
            self.write(f"include/attune/{layer}/{layer}.hpp", "#pragma once\n\n#include <vector>\n")
        self.write("include/attune/scoring/detail/sum.hpp", "#pragma once\n")
        for layer in ("io", "report", "cli"):
            self.write(f"src/{layer}/inner.hpp", "#pragma once\n")
            self.write(f"src/{layer}/source.cpp", '#include "inner.hpp"\n')

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def check(self):
        result = subprocess.run([sys.executable, SCRIPT, self.root], capture_output=True, text=True, check=False)
        return result.returncode, result.stdout.splitlines()


class CheckLayers(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.project = Project(folder.name)

    def expect_clean(self):
        code, lines = self.project.check()
        self.assertEqual(code, 0, lines)

    def expect_only(self, line):
        code, lines = self.project.check()
        self.assertEqual(lines, [line])
        self.assertEqual(code, 1)

    def test_clean_project_passes(self):
        self.expect_clean()

    def test_every_arrow_between_layers(self):
        for layer, allowed in ALLOWED.items():
            for other in ALLOWED:
                with self.subTest(layer=layer, other=other):
                    path = f"include/attune/{layer}/new.hpp"
                    self.project.write(path, f'#pragma once\n\n#include "attune/{other}/{other}.hpp"\n')
                    if other == layer or other in allowed.split():
                        self.expect_clean()
                    else:
                        self.expect_only(f"{path}:3: layer {layer} may not include layer {other}: "
                                         f"'attune/{other}/{other}.hpp'; allowed are "
                                         f"{', '.join([layer, *allowed.split()])}")
                    (self.project.root / path).unlink()

    def test_sources_count_as_their_layer(self):
        self.project.write("src/io/source.cpp", '#include "attune/scoring/scoring.hpp"\n')
        self.expect_only("src/io/source.cpp:1: layer io may not include layer scoring: 'attune/scoring/scoring.hpp'; "
                         "allowed are io, core, instrument, responses")

    def test_inner_header_of_another_layer(self):
        self.project.write("src/report/source.cpp", '\n#include "../io/inner.hpp"\n')
        self.expect_only("src/report/source.cpp:2: layer report may not include layer io: '../io/inner.hpp'; "
                         "allowed are report, core, instrument, stats, scoring, analysis")

    def test_angle_brackets_do_not_hide_an_own_header(self):
        self.project.write("include/attune/core/core.hpp", "#pragma once\n#include <attune/io/io.hpp>\n")
        self.expect_only("include/attune/core/core.hpp:2: layer core may not include layer io: 'attune/io/io.hpp'; "
                         "allowed are core")

    def test_nothing_includes_the_tool(self):
        self.project.write("src/io/source.cpp", '#include "../cli/inner.hpp"\n')
        self.expect_only("src/io/source.cpp:1: nothing may include src/cli, but src/io includes '../cli/inner.hpp'")

    def test_the_tool_includes_everything(self):
        includes = "".join(f'#include "attune/{layer}/{layer}.hpp"\n' for layer in ALLOWED)
        self.project.write("src/cli/source.cpp", includes + "#include <CLI/App.hpp>\n#include <unistd.h>\n")
        self.expect_clean()

    def test_header_that_does_not_exist(self):
        self.project.write("src/io/source.cpp", '#include "gone.hpp"\n')
        self.expect_only("src/io/source.cpp:1: 'gone.hpp' is not found below include or src")

    def test_folder_that_is_no_layer(self):
        self.project.write("include/attune/misc/misc.hpp", "#pragma once\n")
        self.expect_only("include/attune/misc/misc.hpp:1: lies in no layer; expected include/attune/<layer>/ or "
                         "src/<layer>/ with a layer of: core, instrument, responses, stats, scoring, analysis, report, "
                         "io, cli, capi")

    def test_include_in_a_comment_does_not_count(self):
        self.project.write("include/attune/core/core.hpp",
                           '#pragma once\n// #include "attune/io/io.hpp"\n/*\n#include <nlohmann/json.hpp>\n*/\n')
        self.expect_clean()

    def test_libraries(self):
        for path, name, allowed in (
            ("include/attune/core/new.hpp", "nlohmann/json.hpp", "fmt, Eigen"),
            ("include/attune/core/new.hpp", "unistd.h", "fmt, Eigen"),
            ("include/attune/instrument/new.hpp", "Eigen/Core", "fmt"),
            ("include/attune/responses/new.hpp", "boost/math/special_functions.hpp", "fmt"),
            ("include/attune/scoring/new.hpp", "emmintrin.h", "fmt"),
            ("include/attune/scoring/detail/new.hpp", "Eigen/Core", "fmt, vector instructions"),
            ("include/attune/io/new.hpp", "nlohmann/json.hpp", "fmt, POSIX"),
            ("include/attune/io/new.hpp", "openssl/evp.h", "fmt, POSIX"),
            ("include/attune/report/new.hpp", "nlohmann/json.hpp", "fmt"),
            ("src/report/new.cpp", "unistd.h", "fmt, nlohmann, pugixml.hpp, unicode"),
            ("src/report/new.cpp", "openssl/evp.h", "fmt, nlohmann, pugixml.hpp, unicode"),
            ("src/io/new.cpp", "CLI/App.hpp", "fmt, nlohmann, vector instructions"),
            ("src/io/new.cpp", "sys/stat.h", "fmt, nlohmann, vector instructions"),
            ("src/io/posix/new.cpp", "windows.h", "fmt, openssl, POSIX"),
            ("src/io/windows/new.cpp", "unistd.h", "fmt, Windows"),
            ("src/cli/new.cpp", "nlohmann/json.hpp", "fmt, CLI, POSIX"),
        ):
            with self.subTest(path=path, name=name):
                self.project.write(path, f"#pragma once\n#include <{name}>\n")
                self.expect_only(f"{path}:2: {path.rpartition('/')[0]} may not include <{name}>; allowed are the "
                                 f"standard library and {allowed}")
                (self.project.root / path).unlink()

    def test_allowed_libraries(self):
        for path, name in (
            ("include/attune/core/new.hpp", "Eigen/Core"),
            ("include/attune/core/new.hpp", "fmt/format.h"),
            ("include/attune/stats/new.hpp", "boost/math/distributions/normal.hpp"),
            ("include/attune/scoring/detail/new.hpp", "emmintrin.h"),
            ("include/attune/scoring/detail/new.hpp", "immintrin.h"),
            ("src/io/new.cpp", "nlohmann/json.hpp"),
            ("src/io/posix/new.cpp", "openssl/evp.h"),
            ("src/io/posix/new.cpp", "sys/stat.h"),
            ("src/io/windows/new.cpp", "bcrypt.h"),
            ("src/report/new.cpp", "nlohmann/json.hpp"),
        ):
            with self.subTest(path=path, name=name):
                self.project.write(path, f"#pragma once\n#include <{name}>\n")
                self.expect_clean()
                (self.project.root / path).unlink()

    def test_public_header_names_headers_in_full(self):
        self.project.write("include/attune/core/new.hpp", '#pragma once\n#include "core.hpp"\n')
        self.expect_only("include/attune/core/new.hpp:2: 'core.hpp'; expected the full path of a public header, "
                         '"attune/..."')

    def test_public_header_includes_no_inner_header(self):
        self.project.write("include/attune/io/new.hpp", '#pragma once\n#include "io/inner.hpp"\n')
        self.expect_only("include/attune/io/new.hpp:2: 'io/inner.hpp'; expected the full path of a public header, "
                         '"attune/..."')

    def test_pragma_once_is_first(self):
        self.project.write("include/attune/core/new.hpp", "// What it is.\n#include <vector>\n#pragma once\n")
        self.expect_only("include/attune/core/new.hpp:2: #pragma once is not first")
        self.project.write("include/attune/core/new.hpp", "// What it is.\n\n#pragma once\n")
        self.expect_clean()

    def test_iostream(self):
        self.project.write("include/attune/core/new.hpp", "#pragma once\n#include <iostream>\n")
        self.expect_only("include/attune/core/new.hpp:2: a public header may not include <iostream>")

    def test_using_namespace(self):
        self.project.write("include/attune/core/new.hpp", "#pragma once\n\nusing  namespace std;\n")
        self.expect_only("include/attune/core/new.hpp:3: a public header may not say 'using namespace'")
        self.project.write("include/attune/core/new.hpp",
                           '#pragma once\n// using namespace std;\nconst char* s = "using namespace";\n')
        self.expect_clean()

    def test_all_violations_are_reported_in_order(self):
        self.project.write("include/attune/core/new.hpp",
                           '#pragma once\n#include <iostream>\n#include "attune/io/io.hpp"\n')
        self.project.write("src/io/source.cpp", "#include <CLI/App.hpp>\n")
        code, lines = self.project.check()
        self.assertEqual(code, 1)
        self.assertEqual([line.split(": ")[0] for line in lines],
                         ["include/attune/core/new.hpp:2", "include/attune/core/new.hpp:3", "src/io/source.cpp:1"])


if __name__ == "__main__":
    unittest.main()
