#!/usr/bin/env python3
"""Makes the API reference and fails on a warning: reference_test.py DOXYGEN DOXYFILE WORK_DIR

Besides, every type, function, enumeration and macro of the public headers must have a comment. Members need none when their
names say what they are.
"""
import pathlib
import re
import subprocess
import sys

doxygen, doxyfile, work = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
OWN_MEMBER = re.compile(r"Member .* \((variable|function|friend|typedef|enumvalue|enumeration)\) of (class|struct|union) .* is not documented")


def warnings(settings: str) -> list:
    work.mkdir(parents=True, exist_ok=True)
    run = subprocess.run([doxygen, "-"], input=f"{doxyfile.read_text()}\nOUTPUT_DIRECTORY = {work}\n{settings}", text=True,
                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    found = [line for line in run.stderr.splitlines() if line]
    return found or ([] if run.returncode == 0 else [f"doxygen ended with {run.returncode}"])


found = warnings("")
found += [line for line in warnings("EXTRACT_ALL = NO\nWARN_AS_ERROR = NO\nGENERATE_HTML = NO")
          if "is not documented" in line and not OWN_MEMBER.search(line)]
print("\n".join(found) or "no warnings")
sys.exit(1 if found else 0)
