"""Scores a table of answers i1, i2, ... with pandas, by the key of a definition's published form:

    score_pandas.py DEFINITION ANSWERS SCORES
"""
import json
import pathlib
import sys

import pandas

definition = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
turned = definition["response"]["min"] + definition["response"]["max"]
answers = pandas.read_csv(sys.argv[2])

scores = answers[["id"]].copy()
for scale in definition["scales"]:
    keyed = answers[[f"i{number}" for number in scale["items"]]].copy()
    is_reversed = [f"i{number}" for number in scale["reversed"]]
    keyed[is_reversed] = turned - keyed[is_reversed]
    is_enough = keyed.count(axis=1) >= scale["missing"]["min_answered"]
    scores[scale["id"]] = keyed.mean(axis=1).where(is_enough)
scores.to_csv(sys.argv[3], index=False)
