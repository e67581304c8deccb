#!/usr/bin/env python3
"""Check what a DLL exports and what it needs.

    python3 check_dll.py OBJDUMP DLL ABI

It exports the functions that ABI (tests/capi/libattune.abi) lists for the shared library, and nothing else; and it needs
no DLL that does not come with Windows.
Prints what differs and exits 1.
"""

import re
import subprocess
import sys
import xml.etree.ElementTree

OF_WINDOWS = {"bcrypt.dll", "kernel32.dll", "msvcrt.dll"}

objdump, dll, abi = sys.argv[1:]
headers = subprocess.run([objdump, "-p", dll], capture_output=True, text=True, check=True).stdout
names = headers[headers.index("[Ordinal/Name Pointer] Table"):]
exported = set(re.findall(r"^\s*\[\s*\d+\] (\S+)$", names, re.MULTILINE))
needed = {name.lower() for name in re.findall(r"DLL Name: (\S+)", headers)}
expected = {symbol.get("name") for symbol in xml.etree.ElementTree.parse(abi).iter("elf-symbol")}

problems = [f"{name}: is not exported" for name in sorted(expected - exported)]
problems += [f"{name}: is exported; expected what {abi} lists" for name in sorted(exported - expected)]
problems += [f"{name}: is needed; expected only {', '.join(sorted(OF_WINDOWS))}" for name in sorted(needed - OF_WINDOWS)]
print("\n".join(problems) or f"{len(exported)} functions")
sys.exit(1 if problems else 0)
