#!/usr/bin/env python3
"""Checks that a peer of the benchmarks scores as attune does: peer_test.py ATTUNE PROJECT_DIR PEER

200 made-up people who skip one answer in seven, so that scores of each status occur. Skipped where the peer is not
installed.
"""
import csv
import pathlib
import sys
import tempfile

ATTUNE, PROJECT, PEER = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
sys.path.insert(0, str(PROJECT / "benchmarks"))

from compare_scores import SCALES, difference  # noqa: E402
from generate_answers import write_answers  # noqa: E402
from measure import run  # noqa: E402
from programs import PEERS, attune, installed_version  # noqa: E402


def main() -> int:
    version = installed_version(PEER)
    if not version:
        print(f"skipped: {PEER} is not installed")
        return 77
    peer = PEERS[PEER](2)
    with tempfile.TemporaryDirectory() as work:
        answers, expected, scores = (pathlib.Path(work) / name for name in ("answers.csv", "attune.csv", "peer.csv"))
        write_answers(200, str(answers), share_empty=1 / 7)
        run(attune(ATTUNE, 2, peer.definition), answers, expected)
        run(peer, answers, scores)
        found = difference(scores, expected, peer)
        with expected.open(encoding="ascii", newline="") as table:
            statuses = {row[f"{scale}_status"] for row in csv.DictReader(table) for scale in SCALES}
    assert statuses == {"ok", "prorated", "too_few_answers"}, statuses
    print(found or f"{version}: the scores of attune")
    return 1 if found else 0


sys.exit(main())
