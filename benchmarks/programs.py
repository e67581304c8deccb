"""The programs that are measured: how each is called, what it can do, and which version is installed."""
import dataclasses
import functools
import json
import pathlib
import subprocess
import sys
from collections.abc import Callable

HERE = pathlib.Path(__file__).resolve().parent
DEFINITION = HERE.parent / "data/instruments/ecr.json"


@dataclasses.dataclass(frozen=True)
class Program:
    """A command that scores a table of i1..i36 into a table of scores: {answers} and {scores} stand for the files."""

    name: str
    threads: int
    command: tuple
    definition: str = "ecr"
    prints_scores: bool = False      # to stdout, instead of writing {scores}
    has_missing_rule: bool = True
    runs_seldom: bool = False        # takes seconds where others take a tenth of one
    exit_codes: tuple = (0,)         # with which it has done its work

    def arguments(self, answers: pathlib.Path, scores: pathlib.Path) -> list:
        return [str(part).replace("{answers}", str(answers)).replace("{scores}", str(scores)) for part in self.command]


def attune(binary: pathlib.Path, threads: int, definition: str, name: str = "attune") -> Program:
    return Program(name, threads, (binary, "score", "-i", definition, "--input", "{answers}", "--columns", "i{n}",
                                   "--id", "id", "--output", "{scores}", "--quiet", "--threads", threads),
                   definition=definition)


def attune_to_stdout(binary: pathlib.Path, threads: int, definition: str) -> Program:
    whole = attune(binary, threads, definition)
    at = whole.command.index("--output")
    return dataclasses.replace(whole, command=whole.command[:at] + whole.command[at + 2:], prints_scores=True)


def minimum(binary: pathlib.Path, threads: int) -> Program:
    """The hand-written minimum has the key of the ECR-R built in, and no rule for missing answers."""
    return Program("minimum", threads, (binary, "{answers}", "{scores}", threads), definition="ecr-r",
                   has_missing_rule=False)


def psych(threads: int) -> Program:
    return Program("R psych", threads, ("Rscript", "--vanilla", HERE / "peers/score_psych.R", DEFINITION, "{answers}",
                                        "{scores}", threads), runs_seldom=True)


def data_table(threads: int) -> Program:
    return Program("R data.table", threads, ("Rscript", "--vanilla", HERE / "peers/score_data_table.R", DEFINITION,
                                             "{answers}", "{scores}", threads), runs_seldom=True)


def pandas(_threads: int) -> Program:
    """One thread, whatever is asked for."""
    return Program("pandas", 1, (python_with_pandas(), HERE / "peers/score_pandas.py", DEFINITION, "{answers}",
                                 "{scores}"), runs_seldom=True)


def mawk(_threads: int) -> Program:
    """One thread, whatever is asked for."""
    published = json.loads(DEFINITION.read_text(encoding="utf-8"))
    scales, response = published["scales"], published["response"]
    values = {"low": response["min"], "high": response["max"],
              "scales": " ".join(scale["id"] for scale in scales),
              "keys": ";".join(" ".join(str(-number if number in scale["reversed"] else number)
                                        for number in scale["items"]) for scale in scales),
              "min_answered": " ".join(str(scale["missing"]["min_answered"]) for scale in scales)}
    assigned = [part for name, value in values.items() for part in ("-v", f"{name}={value}")]
    return Program("mawk", 1, ("mawk", "-f", HERE / "peers/score.awk", *assigned, "{answers}"), prints_scores=True,
                   runs_seldom=True)


def first_line(*command) -> str:
    """What a command prints first; nothing when it fails or is not there."""
    try:
        run = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                             text=True, check=False)
    except OSError:
        return ""
    return run.stdout.partition("\n")[0].strip() if run.returncode == 0 else ""


@functools.cache
def python_with_pandas() -> str:
    """The Python that runs this, or the system's: Debian's pandas belongs to Debian's Python."""
    return next((python for python in (sys.executable, "/usr/bin/python3")
                 if first_line(python, "-c", "import pandas; print(pandas.__version__)")), "")


def version_with_r(package: str) -> str:
    """R and the packages a script loads; nothing when one is missing."""
    packages = "', '".join(dict.fromkeys((package, "data.table", "jsonlite")))
    return first_line("Rscript", "--vanilla", "-e",
                      "cat(sprintf('R %s', getRversion()), sapply(c('" + packages + "'), function(name) "
                      "paste(name, packageVersion(name))), sep = ', ')")


def installed_version(peer: str) -> str:
    """Nothing when the peer, or a package it needs, is not installed."""
    if peer == "pandas":
        python = python_with_pandas()
        return first_line(python, "-c", "import sys, pandas; print('Python %d.%d.%d, pandas' % sys.version_info[:3], "
                                        "pandas.__version__)") if python else ""
    if peer == "mawk":
        return first_line("mawk", "-W", "version").partition(",")[0]
    return version_with_r(peer.replace("_", "."))


# Each takes the number of threads.
PEERS: dict[str, Callable[[int], Program]] = {"psych": psych, "data_table": data_table, "pandas": pandas,
                                              "mawk": mawk}
