#!/usr/bin/env python3
"""Runs the JSON cases: json_cases.py READ_JSON FOLDER

The name of a file says what has to become of it: y_ is accepted and has the value that Python reads from it, n_ is refused
with a finding, i_ is left open by RFC 8259; what attune does with those stands in IMPLEMENTATION.
"""
import json
import pathlib
import subprocess
import sys

ACCEPTED, SYNTAX, TWICE, DEPTH = [], "json.syntax", "json.duplicate_key", "json.too_deep"
IMPLEMENTATION = {
    "i_depth_500": [DEPTH],
    "i_depth_5000_open": [DEPTH],
    "i_depth_65": [DEPTH],
    "i_depth_65_objects": [DEPTH],
    "i_duplicate_name": [TWICE],
    "i_duplicate_name_empty": [TWICE],
    "i_duplicate_name_escaped": [TWICE],
    "i_duplicate_name_nested": [TWICE],
    "i_duplicate_name_same_value": [TWICE],
    "i_mark": ACCEPTED,
    "i_names_normalised": ACCEPTED,
    "i_number_beyond_2_53": ACCEPTED,
    "i_number_beyond_64_bits": ACCEPTED,
    "i_number_exponent_huge": [SYNTAX],
    "i_number_long": [SYNTAX],
    "i_number_long_fraction": ACCEPTED,
    "i_number_minus_zero_fraction": ACCEPTED,
    "i_number_too_large": [SYNTAX],
    "i_number_too_large_negative": [SYNTAX],
    "i_number_vanishes": ACCEPTED,
    "i_surrogate_high_alone": [SYNTAX],
    "i_surrogate_high_then_text": [SYNTAX],
    "i_surrogate_high_twice": [SYNTAX],
    "i_surrogate_in_name": [SYNTAX],
    "i_surrogate_low_alone": [SYNTAX],
    "i_surrogate_reversed": [SYNTAX],
}


def python_value(text):
    """What Python reads; numbers as doubles, a byte order mark left out."""
    return json.loads(text.decode("utf-8-sig"), parse_int=float)


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    files = sorted(folder.glob("*.json"))
    lines = subprocess.run([program, *files], capture_output=True, check=True, timeout=60).stdout.decode().split("\n")
    wrong = []
    for file, line in zip(files, lines):
        read = json.loads(line, parse_int=float)
        kind = file.name[:2]
        expected = {"y_": ACCEPTED, "n_": [SYNTAX], "i_": IMPLEMENTATION.get(file.stem)}[kind]
        if read["codes"] != expected:
            wrong.append(f"{file.name}: found {read['codes']}; expected {expected}")
        if not read["codes"] and read["value"] != python_value(file.read_bytes()):
            wrong.append(f"{file.name}: the value is another than Python's: {line[:100]}")
    missing = IMPLEMENTATION.keys() - {file.stem for file in files}
    wrong += [f"{name}: there is no such file" for name in sorted(missing)]
    print("\n".join(wrong) or f"{len(files)} files")
    return 1 if wrong else 0


sys.exit(main())
