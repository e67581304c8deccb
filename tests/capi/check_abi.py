#!/usr/bin/env python3
"""Check that the binary interface of the shared library is the one that is committed.

    python3 check_abi.py [--update] PROJECT_DIR LIBRARY COMPILER

tests/capi/libattune.abi is what abidw (libabigail) says of the interface: exported functions with their versions,
parameters, structures with the places of their members, enumerators. Any difference fails, additions too, so that the
file always is the truth; --update writes it anew.

The types come from include/attune/attune.h alone: every function it declares is compiled as C with an empty body, with
debug information and the symbol map of the library. That the library has the same signatures is what its compiler
checks, as it includes the header; that it exports the same functions in the same versions is compared here. So the file
holds no type of C++, and neither the compiler nor the flags of LIBRARY matter.
Prints what differs and exits 1; exits 2 on wrong usage.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

FUNCTION = re.compile(r"^ATTUNE_API [^;]*\)(?=;)", re.MULTILINE)
ENUMERATION = re.compile(r"^enum (\w+) \{", re.MULTILINE)

# Types of the C library are not ours to keep.
OTHERS_TYPES = """
[suppress_type]
  source_location_not_in = attune.h
  drop = yes
"""


class AbiError(Exception):
    """A sentence that says what is wrong."""


def run(*command, allowed=(0,), cwd=None):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, cwd=cwd)
    if done.returncode not in allowed:
        raise AbiError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
    return done


def skeleton(header):
    """The functions of the header with empty bodies; a variable of each enumeration, as no function takes one."""
    variables = [f"static enum {name} a_{name} __attribute__((used));\n" for name in ENUMERATION.findall(header)]
    functions = [f"{declaration}\n{{\n    __builtin_trap();\n}}\n" for declaration in FUNCTION.findall(header)]
    return "#include <attune/attune.h>\n" + "".join(variables + functions)


def soname_of(library):
    return re.search(r"SONAME\s+(\S+)", run("objdump", "-p", library).stdout).group(1)


def exports_of(library):
    """Names with versions, e.g. attune_version@@ATTUNE_0."""
    lines = run("nm", "-D", "--defined-only", "--with-symbol-versions", library).stdout.splitlines()
    return {line.split()[-1] for line in lines if line.split()[-2] != "A"}


def enumerators_of(abi):
    """Lines such as `attune_status: ATTUNE_PRORATED = 1`."""
    return {f"{enumeration.get('name')}: {enumerator.get('name')} = {enumerator.get('value')}"
            for enumeration in xml.etree.ElementTree.parse(abi).iter("enum-decl")
            for enumerator in enumeration.iter("enumerator")}


def describe(folder, include, version_script, library, compiler):
    """Writes the interface that the headers in `include` and the symbol map declare; returns its file."""
    shared, abi = folder / "skeleton.so", folder / "skeleton.abi"
    header = (include / "attune/attune.h").read_text(encoding="utf-8")
    (folder / "skeleton.c").write_text(skeleton(header), encoding="utf-8")
    (folder / "others.suppr").write_text(OTHERS_TYPES, encoding="utf-8")
    run(compiler, "-x", "c", "-std=c99", "-O0", "-g", "-fPIC", "-shared", "-nostdlib", f"-I{include.resolve()}", "skeleton.c",
        "-o", shared, f"-Wl,-soname,{soname_of(library)}", f"-Wl,--version-script={version_script.resolve()}", cwd=folder)
    run("abidw", "--load-all-types", "--suppressions", folder / "others.suppr", "--no-corpus-path",
        "--no-comp-dir-path", "--no-architecture", "--no-elf-needed", "--no-show-locs", "--type-id-style", "hash",
        "--out-file", abi, shared)
    declared, exported = exports_of(shared), exports_of(library)
    if declared != exported:
        raise AbiError("attune.h and the library differ: "
                       f"only declared: {', '.join(sorted(declared - exported)) or 'none'}; "
                       f"only exported: {', '.join(sorted(exported - declared)) or 'none'}")
    return abi


def compare(committed, found):
    """Raises an AbiError that says what differs."""
    report = run("abidiff", "--harmless", committed, found, allowed=range(256))
    differences = report.stdout + report.stderr if report.returncode != 0 else ""
    before, now = enumerators_of(committed), enumerators_of(found)
    differences += "".join(f"removed {line}\n" for line in sorted(before - now))
    differences += "".join(f"added {line}\n" for line in sorted(now - before))
    if differences:
        raise AbiError(
            f"the interface is not the one in {committed.name}:\n{differences}\n"
            "A program that was linked before must go on working: within one SOVERSION (src/capi/CMakeLists.txt) nothing\n"
            "is removed or changed. If the change is meant, commit what `cmake --build BUILD --target update_abi` writes.")


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--update", action="store_true")
    parser.add_argument("project", type=pathlib.Path)
    parser.add_argument("library", type=pathlib.Path)
    parser.add_argument("compiler")
    given = parser.parse_args(arguments)
    committed = given.project / "tests/capi/libattune.abi"
    try:
        with tempfile.TemporaryDirectory() as folder:
            found = describe(pathlib.Path(folder), given.project / "include", given.project / "src/capi/attune.map",
                             given.library, given.compiler)
            if given.update:
                committed.write_bytes(found.read_bytes())
            else:
                compare(committed, found)
    except AbiError as problem:
        print(problem)
        return 1
    print(f"{len(exports_of(given.library))} functions")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
