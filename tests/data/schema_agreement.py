#!/usr/bin/env python3
"""Check that the JSON Schema and the loader agree on definitions, or on norm sets.

    python3 schema_agreement.py SCHEMA ATTUNE_BINARY FILE...

The files are those of tests/reference/definitions or tests/reference/norms; their names say what is wrong with them:
- valid-*.json have no fault: schema and `attune check` must accept them;
- definition.*.json have a fault of shape: both must reject them, but for those in ONLY_LOADER;
- all others (json.*: spelling, instrument.* and norms.*: meaning): `attune check` must reject them, but for those that
  it only warns of; the schema need not.
Those that only the loader can reject are listed at the end, with the reason.
Prints `file: message` for each disagreement and exits 1; prints a count and exits 0 otherwise; exits 2 on wrong usage.
"""

import json
import pathlib
import subprocess
import sys

try:
    import jsonschema
except ImportError:
    print("schema_agreement.py needs the Python package jsonschema (Debian: python3-jsonschema)", file=sys.stderr)
    sys.exit(2)

# Faults of shape that draft-07 cannot say, or that our schema leaves to the loader.
ONLY_LOADER = {
    "definition.bad_value-decimal": "JSON Schema sees the value of a number, not its spelling",
    "definition.schema-second": "JSON Schema does not know the order of fields",
    "definition.too_many": "the limit of 2,000 entries belongs to the program, not to the format",
}
REASONS = {
    "json": "JSON Schema sees a text only once it has been read",
    "instrument": "JSON Schema does not compare one part of a file with another",
    "norms": "JSON Schema does not compare one part of a file with another",
}
ONLY_WARNED_OF = {"norms.group.few"}
BAD_DEFINITION = 3  # exit code of `attune check`


def is_accepted_by_schema(validator, path):
    """Duplicate names, which a JSON reader lets pass, count as accepted."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return False
    return validator.is_valid(document)


def is_accepted_by_loader(binary, path):
    """True, False, or a sentence when the tool did neither."""
    result = subprocess.run([binary, "check", path], capture_output=True, text=True, check=False)
    if result.returncode not in (0, BAD_DEFINITION):
        return f"attune check ends with {result.returncode}: {result.stderr.strip()}"
    if result.returncode == BAD_DEFINITION and ": error: " not in result.stdout:
        return "attune check rejects it without a finding"
    return result.returncode == 0


def disagreement(stem, by_schema, by_loader):
    """A sentence, or nothing."""
    group = stem.split(".")[0].split("-")[0]
    if isinstance(by_loader, str):
        return by_loader
    if group == "valid":
        refusing = [who for who, accepts in (("schema", by_schema), ("attune check", by_loader)) if not accepts]
        return f"has no fault but is rejected by {' and '.join(refusing)}" if refusing else None
    if stem in ONLY_WARNED_OF:
        return None if by_schema and by_loader else "is only warned of but is rejected"
    if by_loader:
        return "is accepted by attune check; expected a finding"
    if stem in ONLY_LOADER and not by_schema:
        return "is rejected by the schema, so it does not belong into ONLY_LOADER of schema_agreement.py"
    if group == "definition" and by_schema and stem not in ONLY_LOADER:
        return "is accepted by the schema; expected it to reject a fault of shape"
    return None


def main(arguments):
    if len(arguments) < 3:
        print("usage: schema_agreement.py SCHEMA ATTUNE_BINARY FILE...", file=sys.stderr)
        return 2
    schema, binary, *names = arguments
    document = json.loads(pathlib.Path(schema).read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(document)
    validator = jsonschema.Draft7Validator(document)

    n_disagreements = 0
    only_loader = []
    for path in sorted(map(pathlib.Path, names)):
        by_schema, by_loader = is_accepted_by_schema(validator, path), is_accepted_by_loader(binary, path)
        problem = disagreement(path.stem, by_schema, by_loader)
        if problem:
            print(f"{path}: {problem}")
            n_disagreements += 1
        elif by_schema and not by_loader:
            only_loader.append(path.stem)

    is_of_definitions = document["properties"]["schema"]["const"] == "attune.instrument/1"
    expected = set(ONLY_LOADER) if is_of_definitions else set()
    missing = sorted(expected - {pathlib.Path(name).stem for name in names})
    for stem in missing:
        print(f"{stem}.json: is in ONLY_LOADER but was not given")
    if n_disagreements or missing:
        return 1
    print(f"{len(names)} definitions judged alike; only the loader can reject {len(only_loader)} of them:")
    for stem in only_loader:
        print(f"  {stem}: {ONLY_LOADER.get(stem) or REASONS.get(stem.split('.')[0], 'several faults')}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
