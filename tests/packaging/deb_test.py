#!/usr/bin/env python3
"""Makes the Debian packages and looks at what is in them: deb_test.py CPACK BUILD_DIR PROJECT_DIR WORK_DIR"""
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

cpack, build, project, work = sys.argv[1], *(pathlib.Path(argument).resolve() for argument in sys.argv[2:5])
PACKAGES = ("libattune0", "attune", "libattune-dev")
# A first package closes no bug of a distribution, LICENSE is there for those who install without packages, and CPack calls
# ldconfig although the trigger does.
HARMLESS = "initial-upload-closes-no-bugs,extra-license-file,maintscript-calls-ldconfig"


def output_of(*command):
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout


class Packages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shutil.rmtree(work, ignore_errors=True)
        subprocess.run([cpack, "-G", "DEB", "-B", work], cwd=build, check=True, stdout=subprocess.DEVNULL)
        cls.archives = {path.name.partition("_")[0]: path for path in work.glob("*.deb")}
        cls.trees = {}
        for name, path in cls.archives.items():
            cls.trees[name] = work / name
            subprocess.run(["dpkg-deb", "-x", path, work / name], check=True)

    def control(self, package, field):
        return output_of("dpkg-deb", "-f", self.archives[package], field).strip()

    def files(self, package):
        tree = self.trees[package]
        return {str(path.relative_to(tree)) for path in tree.rglob("*") if path.is_symlink() or path.is_file()}

    def bill(self, package):
        return json.loads((self.trees[package] / f"usr/share/doc/{package}/{package}.spdx.json").read_text())

    def test_there_are_three_packages_of_one_version(self):
        self.assertEqual(set(self.archives), set(PACKAGES))
        self.assertEqual(len({self.control(package, "Version") for package in PACKAGES}), 1)

    def test_dependencies_are_those_of_the_linker_and_of_the_headers(self):
        version = self.control("attune", "Version")
        self.assertIn("libssl3", self.control("libattune0", "Depends"))
        self.assertIn("libfmt9", self.control("attune", "Depends"))
        for package in ("attune", "libattune-dev"):
            self.assertIn(f"libattune0 (= {version})", self.control(package, "Depends"))
        for header_only in ("libboost-dev", "libeigen3-dev", "libfmt-dev", "libicu-dev", "libpugixml-dev", "libssl-dev"):
            self.assertIn(header_only, self.control("libattune-dev", "Depends"))

    def test_each_file_is_in_one_package(self):
        for one in PACKAGES:
            for other in PACKAGES:
                if one < other:
                    self.assertEqual(self.files(one) & self.files(other), set())

    def test_packages_hold_what_they_are_for(self):
        def ends(package, *names):
            for name in names:
                self.assertTrue(any(file.endswith(name) for file in self.files(package)), f"{package} lacks {name}")
        ends("libattune0", "/libattune.so.0", "share/attune/samples/ecr-s-made-up.csv", "share/attune/schema/instrument-1.schema.json",
             *(f"share/attune/{folder}/{path.name}" for folder in ("instruments", "norms")
               for path in (project / "data" / folder).glob("*.json")))
        ends("attune", "bin/attune", "bash-completion/completions/attune", "zsh/vendor-completions/_attune",
             "vendor_completions.d/attune.fish")
        ends("libattune-dev", "include/attune/attune.h", "include/attune/scoring/score.hpp", "/libattune.so", "/libattune_io.a",
             "attuneConfig.cmake", "pkgconfig/attune.pc")
        if shutil.which("scdoc"):
            ends("attune", *(f"man1/{path.stem}.gz" for path in (project / "docs/man").glob("*.scd")))
        for package in PACKAGES:
            ends(package, f"doc/{package}/copyright", f"doc/{package}/changelog.Debian.gz", f"doc/{package}/third-party.md")

    def test_nothing_names_the_machine_that_built_it(self):
        for package in PACKAGES:
            for name in self.files(package):
                path = self.trees[package] / name
                if not path.is_symlink() and not path.read_bytes().startswith((b"\x7fELF", b"!<arch>")):
                    self.assertNotIn(str(project).encode(), path.read_bytes(), name)

    def test_bills_follow_spdx_2_3(self):
        for package in PACKAGES:
            bill = self.bill(package)
            self.assertEqual((bill["spdxVersion"], bill["dataLicense"], bill["SPDXID"]), ("SPDX-2.3", "CC0-1.0", "SPDXRef-DOCUMENT"))
            self.assertRegex(bill["creationInfo"]["created"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
            self.assertTrue(bill["creationInfo"]["creators"] and bill["name"])
            self.assertRegex(bill["documentNamespace"], r"^urn:uuid:[0-9a-f-]{36}$")
            ids = [entry["SPDXID"] for entry in [bill, *bill["packages"], *bill["files"]]]
            self.assertEqual(len(ids), len(set(ids)))
            for name in ids:
                self.assertRegex(name, r"^SPDXRef-[A-Za-z0-9.-]+$")
            for entry in bill["packages"]:
                for field in ("name", "versionInfo", "downloadLocation", "licenseConcluded", "licenseDeclared", "copyrightText"):
                    self.assertTrue(entry[field], field)
                self.assertEqual("packageVerificationCode" in entry, entry["filesAnalyzed"])
            for relation in bill["relationships"]:
                self.assertLessEqual({relation["spdxElementId"], relation["relatedSpdxElement"]}, set(ids))
            self.assertEqual({relation["relatedSpdxElement"] for relation in bill["relationships"]}, set(ids) - {"SPDXRef-DOCUMENT"})

    def test_bills_list_every_file_with_its_digest(self):
        for package in PACKAGES:
            tree = self.trees[package]
            listed = {entry["fileName"].removeprefix("./"): entry["checksums"] for entry in self.bill(package)["files"]}
            real = {name for name in self.files(package) if not (tree / name).is_symlink()}
            self.assertEqual(set(listed), real - {f"usr/share/doc/{package}/{package}.spdx.json"})
            for name, checksums in listed.items():
                content = (tree / name).read_bytes()
                self.assertEqual({each["algorithm"]: each["checksumValue"] for each in checksums},
                                 {"SHA1": hashlib.sha1(content).hexdigest(), "SHA256": hashlib.sha256(content).hexdigest()}, name)

    def test_every_linked_library_stands_in_the_bill_and_in_the_notices(self):
        notices = (project / "docs/third-party.md").read_text().lower()
        for package, program in (("attune", "usr/bin/attune"), ("libattune0", "usr/lib/*/libattune.so.0.*")):
            needed = {name for path in self.trees[package].glob(program)
                      for name in re.findall(r"\(NEEDED\).*\[(.+)\]", output_of("readelf", "-d", path)) if not name.startswith("ld-linux")}
            self.assertTrue(needed)
            entries = self.bill(package)["packages"][1:]
            self.assertLessEqual(needed, {word for entry in entries for word in entry["comment"].split()})
            for entry in entries:
                self.assertNotEqual(entry["versionInfo"], "NOASSERTION", entry["name"])
                self.assertNotEqual(entry["licenseDeclared"], "NOASSERTION", f"{entry['name']}: expected a licence in cmake/sbom.py")
                self.assertIn(entry["licenseDeclared"].partition(" ")[0].lower(), notices)
        # Headers leave no trace in a program: what its sources include is compared with what the bill says is compiled in.
        included = set()
        for folder in ("src", "include"):
            for path in (project / folder).rglob("*.?pp"):
                included |= set(re.findall(r"^#include <(?!attune|sys)(\w+)/", path.read_text(), re.M))
        compiled_in = " ".join(entry["comment"].lower() for package in PACKAGES for entry in self.bill(package)["packages"][1:])
        for name in {"icu" if name == "unicode" else name for name in included}:
            self.assertIn(name.lower(), compiled_in)
            self.assertIn({"CLI": "cli11", "nlohmann": "json for modern c++"}.get(name, name.lower()), notices)

    @unittest.skipUnless(shutil.which("lintian"), "lintian is not installed")
    def test_lintian_finds_nothing(self):
        run = subprocess.run(["lintian", "--allow-root", "--suppress-tags", HARMLESS, *self.archives.values()], text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.assertEqual(run.stdout, "")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
