"""Runs programs and says how long they took, how much memory they used, and how busy others kept the machine."""
import dataclasses
import os
import pathlib
import resource
import statistics
import time

from programs import Program

# Numbers with a decimal point, whatever the locale of the user is.
ENVIRONMENT = {**os.environ, "LC_ALL": "C"}


class ProgramFailed(Exception):
    """A program that was started did not end as it should."""


@dataclasses.dataclass(frozen=True)
class Run:
    seconds: float
    cpu_seconds: float  # of all its threads


def remove(scores: pathlib.Path) -> None:
    """Before a run, so that none pays for freeing what another has written."""
    scores.unlink(missing_ok=True)
    scores.with_name(scores.name + ".meta.json").unlink(missing_ok=True)


def run(program: Program, answers: pathlib.Path, scores: pathlib.Path) -> Run:
    """One whole process, from starting it to its end."""
    remove(scores)
    command = program.arguments(answers, scores)
    output = str(scores) if program.prints_scores else os.devnull
    log = scores.with_name("stderr")
    files = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
             (os.POSIX_SPAWN_OPEN, 1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
             (os.POSIX_SPAWN_OPEN, 2, str(log), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)]
    start = time.perf_counter()
    process = os.posix_spawnp(command[0], command, ENVIRONMENT, file_actions=files)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in program.exit_codes:
        raise ProgramFailed(f"{program.name} ends with {os.waitstatus_to_exitcode(status)}: {log.read_text()[-500:]}")
    return Run(seconds, usage.ru_utime + usage.ru_stime)


def peak_mebibytes(program: Program, answers: pathlib.Path, scores: pathlib.Path) -> float:
    """Of one run. GNU time starts it, because a process counts the memory of the one that started it as its own."""
    report = scores.with_name("peak")
    run(dataclasses.replace(program, command=("time", "-f", "%M", "-o", report, *program.command)), answers, scores)
    return int(report.read_text()) / 1024


def interleaved(programs: list, answers: pathlib.Path, scores: pathlib.Path, n_rounds: int) -> list:
    """Rounds of one run each (A B C A B C ...), so that a slow moment of the machine hits all programs.

    Gives a dictionary for each round, from the place of a program in the list to its run. Those that run seldom take
    part in every fifth round.
    """
    return [{place: run(program, answers, scores) for place, program in enumerate(programs)
             if not program.runs_seldom or n % 5 == 0}
            for n in range(n_rounds)]


def spread(values: list) -> dict:
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


class OthersShare:
    """How much of all processors other programs took while a `with` block ran: the noise of a measurement."""

    def __enter__(self) -> "OthersShare":
        self._start = self._now()
        return self

    def __exit__(self, *_) -> None:
        total, busy, own = (after - before for before, after in zip(self._start, self._now()))
        self.share = max(0.0, busy - own) / total

    @staticmethod
    def _now() -> tuple:
        with open("/proc/stat", encoding="ascii") as stat:
            user, nice, system, idle, waiting, *interrupts_and_stolen = map(int, stat.readline().split()[1:9])
        busy = user + nice + system + sum(interrupts_and_stolen)
        per_second = os.sysconf("SC_CLK_TCK")
        own = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return (busy + idle + waiting) / per_second, busy / per_second, own

