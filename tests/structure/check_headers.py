#!/usr/bin/env python3
"""Checks that every header includes what it needs.

    check_headers.py PROJECT COMPILER... -- HEADER...

COMPILER is a command that compiles; each HEADER, given by its path below PROJECT/include, is compiled alone, without
making code. The tests of other layers check this as well, as each includes its own header first; those of large layers
are compiled several at a time, where an earlier one may include what a later one lacks.
"""

import concurrent.futures
import os
import subprocess
import sys


def faults_of(compiler, header):
    source = f'#include "{header}"\n#include "{header}"\n'
    done = subprocess.run([*compiler, "-fsyntax-only", "-x", "c++", "-"], input=source, capture_output=True, text=True,
                          check=False)
    return "" if done.returncode == 0 else f"{header} does not stand alone:\n{done.stderr}"


def main():
    separator = sys.argv.index("--")
    include = os.path.join(sys.argv[1], "include")
    compiler = [*sys.argv[2:separator], "-I", include]
    headers = [os.path.relpath(path, include) for path in sys.argv[separator + 1:]]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        faults = [fault for fault in pool.map(lambda header: faults_of(compiler, header), headers) if fault]
    print("".join(faults) + f"{len(headers)} headers, {len(faults)} at fault")
    return 1 if faults or not headers else 0


if __name__ == "__main__":
    sys.exit(main())
