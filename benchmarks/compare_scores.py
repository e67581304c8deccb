"""Compares the scores of two programs as numbers."""
import csv
import filecmp
import itertools
import pathlib

from programs import Program

SCALES = ("anxiety", "avoidance")
TOLERANCE = 1e-12  # of scores up to 7: room for the 15 digits that some programs print, none for another sum


def columns_of(header: list) -> list:
    """Of the id and the scores: by name where the names are there, else the first three."""
    names = ("id", *SCALES)
    return [header.index(name) for name in names] if set(names) <= set(header) else [0, 1, 2]


def difference(scores_file: pathlib.Path, attune_file: pathlib.Path, program: Program) -> str:
    """Where a program's table of scores first departs from attune's, or nothing.

    Where attune refuses a score, a program without missing rule may have one.
    """
    if filecmp.cmp(scores_file, attune_file, shallow=False):
        return ""
    with (scores_file.open(encoding="ascii", newline="") as own_text,
          attune_file.open(encoding="ascii", newline="") as attune_text):
        scores, attune = csv.reader(own_text), csv.reader(attune_text)
        own, reference = columns_of(next(scores, [])), columns_of(next(attune))
        for row, (found, expected) in enumerate(itertools.zip_longest(scores, attune), start=1):
            if found is None or expected is None:
                return f"row {row} is in one of the tables alone"
            if len(found) <= max(own) or found[own[0]] != expected[reference[0]]:
                return f"row {row} is not about the same person"
            for scale, place, place_in_attune in zip(SCALES, own[1:], reference[1:]):
                value, wanted = found[place], expected[place_in_attune]
                if value == wanted or (wanted == "" and not program.has_missing_rule):
                    continue
                # Written so that a value that is no number differs as well.
                if value == "" or wanted == "" or not abs(float(value) - float(wanted)) <= TOLERANCE:
                    return f"row {row}: {scale} is {value or 'refused'}, by attune {wanted or 'refused'}"
    return ""
