#!/usr/bin/env python3
"""Validate questionnaire definitions, or norm sets, against their JSON Schema (draft-07).

    python3 validate_definitions.py SCHEMA FILE...

Prints one line per violation, `file: pointer: message` (pointer: JSON Pointer, `(root)` for the whole
document), and exits 1 if there is any; prints a count and exits 0 if there is none; exits 2 on wrong usage.
The schema itself is validated first. Duplicate keys and NaN, which a JSON reader may let pass, count as
violations. Shape only: meaning (keys, vectors) is checked by `attune check`.
"""

import json
import sys

try:
    import jsonschema
except ImportError:
    print("validate_definitions.py needs the Python package jsonschema (Debian: python3-jsonschema)", file=sys.stderr)
    sys.exit(2)


def read_json(path):
    """Return (document, messages about duplicate keys). Raises OSError, ValueError."""
    duplicates = []

    def as_object(pairs):
        keys = [key for key, _ in pairs]
        duplicates.extend(f"duplicate key '{key}'" for key in sorted({k for k in keys if keys.count(k) > 1}))
        return dict(pairs)

    def refuse_constant(text):
        raise ValueError(f"{text} is not a JSON number")

    with open(path, encoding="utf-8") as file:
        document = json.load(file, object_pairs_hook=as_object, parse_constant=refuse_constant)
    return document, duplicates


def pointer(path):
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path) or "(root)"


def violations(validator, path):
    """All violations of one file as (pointer, message), in a fixed order."""
    try:
        document, duplicates = read_json(path)
    except (OSError, ValueError) as error:
        return [("(root)", str(error))]
    found = [("(root)", message) for message in duplicates]
    found += [(pointer(error.absolute_path), error.message) for error in validator.iter_errors(document)]
    return sorted(set(found))


def main(arguments):
    if len(arguments) < 2:
        print("usage: validate_definitions.py SCHEMA FILE...", file=sys.stderr)
        return 2
    schema_path, *paths = arguments

    try:
        schema, duplicates = read_json(schema_path)
        for message in duplicates:
            print(f"{schema_path}: (root): {message}")
        jsonschema.Draft7Validator.check_schema(schema)
    except jsonschema.SchemaError as error:
        print(f"{schema_path}: {pointer(error.absolute_path)}: {error.message}")
        return 1
    except (OSError, ValueError) as error:
        print(f"{schema_path}: (root): {error}")
        return 1

    validator = jsonschema.Draft7Validator(schema)
    n_violations = len(duplicates)
    for path in paths:
        for where, message in violations(validator, path):
            print(f"{path}: {where}: {message}")
            n_violations += 1
    if n_violations:
        return 1
    print(f"{len(paths)} files valid")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
