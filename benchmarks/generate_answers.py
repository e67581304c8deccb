#!/usr/bin/env python3
"""Writes a table of made-up answers: id, gender, age, i1..i36 (1..7, one in a hundred empty), the same for a seed.

    generate_answers.py ROWS FILE
"""
import random
import sys


def main() -> None:
    n_rows, file = int(sys.argv[1]), sys.argv[2]
    random.seed(1998)
    # A pool of rows, drawn once, is enough: no reader remembers what it saw 20,000 rows ago.
    pool = [",".join("" if random.random() < 0.01 else str(random.randint(1, 7)) for _ in range(36))
            for _ in range(20_000)]
    with open(file, "w", encoding="ascii", newline="\n") as table:
        table.write("id,gender,age," + ",".join(f"i{k}" for k in range(1, 37)) + "\n")
        for row in range(n_rows):
            table.write(f"P{row:07d},{1 + row % 2},{18 + row % 50},{pool[row % len(pool)]}\n")


main()
