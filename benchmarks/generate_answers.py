#!/usr/bin/env python3
"""Writes a table of made-up answers: id, gender, age, i1..i36 (1..7, one in a hundred empty), the same for a seed.

    generate_answers.py ROWS FILE [SHARE_EMPTY]
"""
import random
import sys

N_ITEMS = 36
N_DRAWN = 20_000  # rows drawn once and then repeated: no reader remembers what it saw 20,000 rows ago


def write_answers(n_rows: int, file: str, share_empty: float = 0.01) -> None:
    random.seed(1998)
    drawn = [",".join("" if random.random() < share_empty else str(random.randint(1, 7)) for _ in range(N_ITEMS))
             for _ in range(min(n_rows, N_DRAWN))]
    with open(file, "w", encoding="ascii", newline="\n") as table:
        table.write("id,gender,age," + ",".join(f"i{number}" for number in range(1, N_ITEMS + 1)) + "\n")
        for start in range(0, n_rows, N_DRAWN):
            rows = range(start, min(start + N_DRAWN, n_rows))
            table.write("".join([f"P{row:07d},{1 + row % 2},{18 + row % 50},{answers}\n"
                                 for row, answers in zip(rows, drawn)]))


if __name__ == "__main__":
    write_answers(int(sys.argv[1]), sys.argv[2], *map(float, sys.argv[3:]))
