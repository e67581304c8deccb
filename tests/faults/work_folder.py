"""A folder in which the tool writes files, and what may stand there afterwards."""
import os
import pathlib
import signal
import subprocess

SMALL = pathlib.Path(__file__).parent / "small.json"
TABLE = ["score", "-i", "small", "--input", "answers.csv", "--id", "id", "--threads", "1"]
LINES = ["score", "-i", "small", "--input", "answers.ndjson", "--from", "ndjson", "--format", "ndjson"]
OUT = ["--output", "out"]
META = "out.meta.json"
WRITING = {  # name of a command: arguments, the files that are written
    "csv": (TABLE + OUT, ["out", META]),
    "csv_and_refused": (TABLE + OUT + ["--refused", "refused"], ["out", META, "refused"]),
    "csv_in_threads": (TABLE[:-1] + ["3"] + OUT, ["out", META]),
    "csv_converted": (TABLE + OUT + ["--encoding", "windows-1252"], ["out", META]),
    "json": (TABLE + OUT + ["--format", "json"], ["out"]),
    "ndjson": (TABLE + OUT + ["--format", "ndjson"], ["out"]),
    "lines": (LINES + OUT, ["out"]),
}
PRINTING = {
    "standard_output": (TABLE, []),
    "explain": (["explain", "-i", "small", "--input", "answers.csv", "--row", "2"], []),
    "check": (["check", "data/instruments/small.json"], []),
    "list": (["list", "--json"], []),
    "show": (["show", "small"], []),
}
OLD = "id,q1,q2\na,1,1\nb,,\n"
OLD_LINES = '{"id": 1, "answers": {"q1": 1, "q2": 1}}\n'
NEW_LINES = '{"id": 2, "answers": {"q1": 2, "q2": null}}\n{"id": 3, "answers": {}}\nnot JSON\n'


def new_table(n_rows):
    """Answers with everything that has to be quoted or is refused, and then n_rows plain rows."""
    rows = (f"{n},{n % 5 + 1},{n % 3 + 1}\n" for n in range(n_rows))
    return 'id,q1,q2\na,1,2\n' + f'b{n_rows},,\n"c,d",x,5\ne,5,NA\n' + "".join(rows)


class WorkFolder:
    """`old` and `new` are the output files by name before and after a run that goes well; None is no file."""

    def __init__(self, path, attune, command, with_old, n_rows=40):
        self.path, self.attune = path, pathlib.Path(attune).resolve()
        self.arguments, self.outputs = command
        (path / "data/instruments").mkdir(parents=True)
        (path / "data/instruments/small.json").write_bytes(SMALL.read_bytes())
        self.old = dict.fromkeys(self.outputs)
        if with_old:
            self.give_input(OLD, OLD_LINES)
            self.run()
            self.old = self.read()
        self.give_input(new_table(n_rows), NEW_LINES)
        self.present = {file.name for file in path.iterdir()} - set(self.outputs)
        self.good = self.run()
        self.new = self.read()
        assert self.good.returncode == 0, self.good
        assert not any(self.new[name] == self.old[name] for name in self.outputs), "old and new files must differ"

    def give_input(self, table, lines):
        (self.path / "answers.csv").write_text(table)
        (self.path / "answers.ndjson").write_text(lines)

    def environment(self, **more):
        return {"ATTUNE_DATA": "data", "PATH": os.environ["PATH"], **more}

    def run(self, **options):
        options.setdefault("env", self.environment())
        return subprocess.run([self.attune, *self.arguments], cwd=self.path, capture_output=True, timeout=120, **options)

    def read(self):
        return {name: (self.path / name).read_bytes() if (self.path / name).exists() else None for name in self.outputs}

    def reset(self):
        """Puts the old files back."""
        for file in [*self.path.glob(".attune-*"), self.path / "mark"]:
            file.unlink(missing_ok=True)
        for name, content in self.old.items():
            (self.path / name).unlink(missing_ok=True)
            if content is not None:
                (self.path / name).write_bytes(content)

    def has_findings(self, run):
        """True when `check` found a definition faulty: that is what it is there for, and no diagnostic."""
        return self.arguments[0] == "check" and run.returncode == 3 and b": error: " in run.stdout

    def file_problems(self):
        """What is wrong with the files, however a run ended.

        Each is the old one or the complete new one. The meta file is of the same run as the files beside it; it may be
        missing, from the moment the old one is taken away until the new one takes its name.
        """
        found = self.read()
        for name, content in found.items():
            if content not in (self.old[name], self.new[name]) and not (name == META and content is None):
                yield f"{name} is torn"
        meta = found.get(META)
        if meta is not None and found not in (self.old, self.new):
            yield "the meta file is of another run than the files beside it"

    def problems(self, run, codes):
        """What is wrong with a run that ended by itself, with one of some exit codes."""
        if run.returncode < 0:
            yield f"ended by {signal.Signals(-run.returncode).name}"
        elif run.returncode not in codes:
            yield f"exit code {run.returncode}"
        if run.returncode != 0 and not run.stderr and not self.has_findings(run):
            yield "says nothing"
        if run.returncode == 0 and self.read() != self.new:
            yield "ends well without its files"
        if run.returncode == 0 and run.stdout != self.good.stdout:
            yield "ends well with another output"
        if not self.good.stdout.startswith(run.stdout) and not self.has_findings(run):
            yield "writes what it does not write otherwise"
        yield from self.file_problems()
        for file in self.path.iterdir():
            if file.name not in self.present | set(self.outputs) | {"mark"}:
                yield f"{file.name} stays behind"
