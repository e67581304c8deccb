#!/usr/bin/env python3
"""The tool as its users meet it: cli_test.py ATTUNE PROJECT_DIR"""
import csv
import hashlib
import json
import os
import pathlib
import signal
import stat
import subprocess
import sys
import tempfile
import time
import unittest

ATTUNE = sys.argv.pop(1)
PROJECT = pathlib.Path(sys.argv.pop(1))
SAMPLE = PROJECT / "data/samples/ecr-s-made-up.csv"
CANARY = "Canary7531"


def run(*arguments, stdin=b"", env=None, **options):
    """Runs the tool; standard output and standard error as text."""
    environment = {**os.environ, "ATTUNE_DATA": str(PROJECT / "data"), **(env or {})}
    result = subprocess.run([ATTUNE, *map(str, arguments)], input=stdin, capture_output=True, env=environment,
                            timeout=120, **options)
    result.out, result.err = result.stdout.decode(), result.stderr.decode()
    return result


def score_sample(*arguments, **options):
    return run("score", "-i", "ecr-s", "--input", SAMPLE, "--columns", "q{n}", *arguments, **options)


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)

    def file(self, text, name="answers.csv"):
        path = self.path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def table(self, *rows, columns="person,q1,q2,q3,q4,q5,q6,q7,q8,q9,q10,q11,q12"):
        return self.file("\n".join([columns, *rows]) + "\n")

    def score(self, path, *arguments, **options):
        return run("score", "-i", "ecr-s", "--input", path, "--columns", "q{n}", *arguments, **options)

    def assert_refused(self, result, code, *texts):
        self.assertEqual(result.returncode, code, result.err)
        self.assertEqual(result.out, "")
        for text in texts:
            self.assertIn(text, result.err)


class Catalogue(Case):
    def test_lists_the_questionnaires_and_marks_keys_from_a_single_source(self):
        catalogue = json.loads(run("list", "--json").out)["instruments"]
        listed = [q["id"] for q in catalogue]
        self.assertEqual([q["id"] for q in catalogue if q["confidence"] == "verified"],
                         ["ecr", "ecr-r", "ecr-rs", "ecr-s", "maq", "raas", "rq", "saam"])
        self.assertEqual([q["id"] for q in catalogue if q["confidence"] == "single_source"], ["aas", "ecr-12", "rsq"])
        self.assertEqual(run("list").out.count("(key from a single source)"), 3)
        for name in listed:
            self.assertIn(name, run("list").out)

    def test_shows_key_rule_sources_confidence_and_terms_of_use(self):
        text = run("show", "ecr").out
        for part in ("Form published", "Form open-psychometrics", "reversed (8 - answer): 22", "reversed (6 - answer): 22",
                     "at least 15 of 18", "key: verified", "use: research allowed, clinical unknown", "Sources of the key",
                     "Not to be confused with", "sha256"):
            self.assertIn(part, text)
        shown = json.loads(run("show", "ecr", "--json").out)
        self.assertEqual(list(shown)[:3], ["schema", "attune", "instrument"])
        self.assertEqual(shown["schema"], "attune.show/1")
        self.assertEqual(shown["forms"][0]["scales"][1]["reversed"], [3, 15, 19, 25, 27, 29, 31, 33, 35])

    def test_names_the_nearest_ids_of_an_unknown_one(self):
        result = run("show", "ecrr")
        self.assert_refused(result, 2, "no questionnaire 'ecrr'", "ecr-r")

    def test_checks_definitions_and_prints_every_finding(self):
        good = PROJECT / "data/instruments/maq.json"
        self.assertEqual(run("check", good).returncode, 0)
        broken = json.loads(good.read_text())
        broken["scales"][0]["reversed"] = [99]
        broken["surprise"] = True
        result = run("check", good, self.file(json.dumps(broken, indent=1), "broken.json"))
        self.assertEqual(result.returncode, 3)
        self.assertIn("no findings", result.out)
        self.assertIn("[instrument.scale.reversed_outside]", result.out)
        self.assertIn("[definition.unknown_field]", result.out)
        self.assertRegex(result.out, r"broken\.json:\d+:\d+: error: /surprise")

    def test_every_help_has_an_example(self):
        for command in ([], ["list"], ["show"], ["check"], ["score"], ["explain"]):
            result = run(*command, "--help")
            self.assertEqual((result.returncode, "Example:" in result.out), (0, True), command)

    def test_says_its_version(self):
        self.assertRegex(run("--version").out, r"^\d+\.\d+\.\d+\n$")

    def test_refuses_one_id_with_two_contents(self):
        other = self.path / "instruments"
        other.mkdir()
        text = (PROJECT / "data/instruments/maq.json").read_text().replace('"1.0.0"', '"1.0.1"')
        (other / "maq.json").write_text(text)
        self.assert_refused(run("show", "maq", "--data", self.path), 3, "search.ambiguous")


class Scores(Case):
    def test_csv_columns_stand_in_their_order(self):
        result = score_sample("--id", "person")
        header = result.out.splitlines()[0]
        self.assertEqual(header, "row,person,anxiety,anxiety_answered,anxiety_status,"
                                 "avoidance,avoidance_answered,avoidance_status")
        rows = list(csv.DictReader(result.out.splitlines()))
        self.assertEqual(len(rows), 24)
        self.assertEqual([r["row"] for r in rows], [str(n) for n in range(1, 25)])
        self.assertEqual((rows[1]["avoidance_answered"], rows[1]["avoidance_status"]), ("5", "prorated"))
        self.assertEqual((rows[4]["avoidance"], rows[4]["avoidance_status"]), ("", "too_few_answers"))
        self.assertEqual((rows[7]["anxiety"], rows[7]["anxiety_answered"]), ("", "0"))
        self.assertEqual((rows[10]["anxiety"], rows[10]["anxiety_answered"], rows[10]["anxiety_status"]),
                         ("", "5", "invalid_answer"))
        self.assertEqual(rows[10]["avoidance_status"], "ok")

    def test_values_are_those_of_the_key(self):
        path = self.table("a,1,2,3,4,5,6,7,1,2,3,4,5")
        row = list(csv.DictReader(self.score(path).out.splitlines()))[0]
        self.assertEqual((row["anxiety"], row["avoidance"]), ("4.5", "5"))

    def test_summary_counts_scored_prorated_and_refused_by_reason(self):
        err = score_sample().err
        self.assertIn("24 rows", err)
        self.assertIn("avoidance: 22 scored, 1 of them prorated; 2 refused (1 too_few_answers, 1 no_answers)", err)
        self.assertEqual(score_sample("--quiet").err, "")

    def test_meta_file_stands_beside_the_output(self):
        output = self.path / "scores.csv"
        result = score_sample("--output", output, "--missing-code", "99=declined", "--keep", "person")
        self.assertEqual((result.returncode, result.out), (0, ""))
        meta = json.loads((self.path / "scores.csv.meta.json").read_text())
        self.assertEqual(list(meta)[:3], ["schema", "attune", "instrument"])
        self.assertEqual(meta["instrument"]["form"], "published")
        self.assertEqual(len(meta["instrument"]["scoring_sha256"]), 64)
        self.assertEqual(meta["instrument"]["confidence"], "verified")
        self.assertEqual(meta["summary"]["rows"], 24)
        self.assertEqual(meta["summary"]["counts"][1]["persons"]["too_few_answers"], 1)
        self.assertEqual(meta["summary"]["items"][5]["invalid"], {"out_of_range": 1})
        self.assertEqual(meta["summary"]["options"]["missing-code"], "99=declined")
        self.assertEqual(meta["summary"]["input"]["sha256"], hashlib.sha256(SAMPLE.read_bytes()).hexdigest())
        self.assertEqual(sorted(os.listdir(self.path)), ["scores.csv", "scores.csv.meta.json"])

    def test_json_begins_with_its_source_and_ends_with_a_summary(self):
        result = score_sample("--format", "json", "--id", "person")
        data = json.loads(result.out)
        self.assertEqual(list(data), ["schema", "attune", "instrument", "persons", "summary"])
        self.assertEqual(data["schema"], "attune.score/1")
        person = data["persons"][1]
        self.assertEqual((person["row"], person["id"]), (2, {"person": "made-up-02"}))
        self.assertEqual(set(person["scores"][0]), {"id", "value", "sum", "n_items", "n_answered", "status"})
        refused = data["persons"][4]["scores"][1]
        self.assertEqual((refused["value"], refused["sum"], refused["n_answered"]), (None, None, 3))
        self.assertEqual(data["summary"]["rows"], 24)

    def test_ndjson_is_a_person_a_line_and_a_summary_last(self):
        lines = [json.loads(line) for line in score_sample("--format", "ndjson").out.splitlines()]
        self.assertEqual(len(lines), 25)
        self.assertEqual([line["row"] for line in lines[:-1]], list(range(1, 25)))
        self.assertEqual((lines[-1]["schema"], lines[-1]["summary"]["rows"]), ("attune.score/1", 24))

    def test_the_same_bytes_for_any_threads_locale_and_time_zone(self):
        rows = [f"p{i},{i % 7 + 1},{i % 5 + 1},,{i % 3 + 1},5,6,7,1,2,3,4,{i % 8}" for i in range(60000)]
        path = self.table(*rows)
        first = self.score(path, "--threads", "1", "--keep-all", "--prefix", "s_").stdout
        self.assertEqual(len(first.splitlines()), 60001)
        for threads in ("2", "3", "8"):
            self.assertEqual(self.score(path, "--threads", threads, "--keep-all", "--prefix", "s_").stdout, first)
        self.assertEqual(self.score(path, "--keep-all", "--prefix", "s_",
                                    env={"LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Kathmandu"}).stdout, first)

    def test_a_score_does_not_depend_on_other_rows(self):
        lines = SAMPLE.read_text().splitlines()
        together = score_sample("--quiet").out.splitlines()[1:]
        for number, line in enumerate(lines[1:]):
            alone = self.score(self.file(lines[0] + "\n" + line + "\n"), "--quiet").out.splitlines()[1]
            self.assertEqual(alone.split(",")[1:], together[number].split(",")[1:])

    def test_relationships_and_their_mean(self):
        columns = [f"{t}_{n}" for t in ("mother", "father", "partner", "friend") for n in range(1, 10)]
        path = self.file(",".join(columns) + "\n" + ",".join(["4"] * 36) + "\n" + ",".join(["4"] * 18 + [""] * 9 + ["4"] * 9) + "\n")
        result = run("score", "-i", "ecr-rs", "--input", path, "--columns", "{target}_{n}")
        rows = list(csv.DictReader(result.out.splitlines()))
        self.assertEqual(list(rows[0])[1:4], ["mother_anxiety", "mother_anxiety_answered", "mother_anxiety_status"])
        self.assertEqual(list(rows[0])[-6:-3], ["global_anxiety", "global_anxiety_answered", "global_anxiety_status"])
        self.assertEqual((rows[0]["global_avoidance"], rows[0]["global_avoidance_status"]), ("4", "ok"))
        self.assertEqual((rows[1]["partner_anxiety_status"], rows[1]["global_anxiety_status"]),
                         ("no_answers", "target_missing"))
        one = run("score", "-i", "ecr-rs", "--input", path, "--columns", "mother_{n}", "--target", "mother")
        row = list(csv.DictReader(one.out.splitlines()))[0]
        self.assertEqual((row["mother_anxiety"], row["global_anxiety"], row["global_anxiety_status"]),
                         ("4", "", "target_missing"))

    def test_answers_that_are_keyed_already_are_not_reversed(self):
        path = self.table("a" + ",1" * 12)
        row = list(csv.DictReader(self.score(path, "--already-keyed").out.splitlines()))[0]
        self.assertEqual((row["anxiety"], row["avoidance"]), ("1", "1"))

    def test_semicolons_decimal_commas_and_other_encodings(self):
        columns = "Straße;" + ";".join(f"q{n}" for n in range(1, 13))
        path = self.file((columns + "\nGrün;" + ";".join(["4,0"] * 12) + "\n").encode("windows-1252"))
        result = self.score(path, "--delimiter", ";", "--decimal", ",", "--encoding", "windows-1252", "--keep", "Straße")
        self.assertEqual(result.out.splitlines()[1], "1,Grün,4,6,ok,4,6,ok")
        self.assert_refused(self.score(path, "--delimiter", ";"), 4, "not valid UTF-8", "--encoding")

    def test_missing_codes_are_declared_with_their_reasons(self):
        path = self.table("a,-99,NA,3,4,5,6,7,1,2,3,4,5")
        plain = list(csv.DictReader(self.score(path).out.splitlines()))[0]
        self.assertEqual((plain["anxiety_status"], plain["avoidance_status"]), ("invalid_answer", "invalid_answer"))
        output = self.path / "s.csv"
        self.score(path, "--missing-code", "-99=declined", "--missing-code", "NA", "--output", output)
        row = next(csv.DictReader(output.read_text().splitlines()))
        self.assertEqual((row["anxiety_status"], row["avoidance_status"]), ("prorated", "prorated"))
        items = json.loads((self.path / "s.csv.meta.json").read_text())["summary"]["items"]
        self.assertEqual((items[0]["missing"], items[1]["missing"]), ({"declined": 1}, {"not_answered": 1}))
        self.assert_refused(self.score(path, "--missing-code", "4"), 2, "missing code must lie outside the answers")
        self.assert_refused(self.score(path, "--missing-code", "9=lazy"), 2, "unknown reason", "declined")

    def test_text_that_looks_like_a_missing_value_survives_in_kept_columns(self):
        path = self.table('NA,1,2,3,4,5,6,7,1,2,3,4,5', '"a, ""b""\nc",1,2,3,4,5,6,7,1,2,3,4,5')
        rows = list(csv.DictReader(self.score(path, "--keep", "person").stdout.decode().splitlines(keepends=True)))
        self.assertEqual([r["person"] for r in rows], ["NA", 'a, "b"\nc'])

    def test_all_of_ten_thousand_columns_are_carried_along(self):
        columns = [f"x{n}" for n in range(10000)] + [f"q{n}" for n in range(1, 13)]
        path = self.file(",".join(columns) + "\n" + ",".join(["4"] * len(columns)) + "\n")
        rows = self.score(path, "--keep-all").out.splitlines()
        self.assertEqual([len(row.split(",")) for row in rows], [1 + len(columns) + 6] * 2)

    def test_refused_scores_are_listed_with_their_reasons(self):
        refused = self.path / "refused.csv"
        score_sample("--id", "person", "--refused", refused)
        rows = list(csv.DictReader(refused.read_text().splitlines()))
        self.assertEqual([(r["row"], r["score"], r["status"]) for r in rows],
                         [("5", "avoidance", "too_few_answers"), ("8", "anxiety", "no_answers"),
                          ("8", "avoidance", "no_answers"), ("11", "anxiety", "invalid_answer")])
        self.assertEqual(rows[0]["reason"], "3 of 6 items answered; the rule asks for at least 5")
        self.assertEqual(rows[0]["person"], "made-up-05")

    def test_a_dry_run_shows_the_bindings_and_scores_nothing(self):
        output = self.path / "scores.csv"
        result = score_sample("--dry-run", "--output", output)
        self.assertEqual(result.returncode, 0)
        self.assertRegex(result.out, r"item   8  column    9  q8  reversed \(8 - answer\)")
        self.assertIn("nothing was scored", result.out)
        self.assertFalse(output.exists())

    def test_reads_standard_input(self):
        self.assertEqual(run("score", "-i", "ecr-s", "--input", "-", "--columns", "q{n}", stdin=SAMPLE.read_bytes()).out,
                         score_sample().out)

    def test_strict_tells_of_refused_short_and_warned(self):
        self.assertEqual(score_sample("--strict").returncode, 1)
        clean = self.table("a,1,2,3,4,5,6,7,1,2,3,4,5")
        self.assertEqual(self.score(clean, "--strict").returncode, 0)
        self.assertEqual(self.score(self.table("a,1,2,3,4,5,6,7,1,2,3,4"), "--strict").returncode, 1)
        self.assertEqual(self.score(clean, "--strict", "--purpose", "clinical").returncode, 1)

    def test_explains_one_person(self):
        result = run("explain", "-i", "ecr-s", "--input", SAMPLE, "--columns", "q{n}", "--row", "2")
        self.assertEqual(result.returncode, 0)
        for part in ("reversed: 8 - 6", "not_answered", "status prorated: 5 of 6 items answered", "at least 5 of 6"):
            self.assertIn(part, result.out)
        data = json.loads(run("explain", "-i", "ecr-s", "--input", SAMPLE, "--columns", "q{n}", "--row", "2", "--json").out)
        self.assertEqual(data["schema"], "attune.explain/1")
        self.assertEqual(data["scores"][1]["n_answered"], 5)
        self.assertEqual(run("explain", "-i", "ecr-s", "--input", SAMPLE, "--columns", "q{n}", "--row", "25").returncode, 2)

    def test_a_single_source_key_is_marked_wherever_a_score_appears(self):
        text = (PROJECT / "data/instruments/ecr-s.json").read_text().replace('"verified"', '"single_source"')
        definition = self.file(text, "mine.json")
        result = run("score", "-i", definition, "--input", SAMPLE, "--columns", "q{n}", "--format", "json")
        self.assertIn("rests on a single source", result.err)
        data = json.loads(result.out)
        self.assertEqual(data["instrument"]["confidence"], "single_source")
        self.assertEqual(len(data["summary"]["warnings"]), 1)


class Lines(Case):
    arguments = ("score", "-i", "ecr-s", "--columns", "q{n}", "--from", "ndjson", "--format", "ndjson", "--input", "-")

    def line(self, **answers):
        return json.dumps({"id": 7, "answers": {**{f"q{n}": 4 for n in range(1, 13)}, **answers}}) + "\n"

    def test_every_line_is_answered_at_once(self):
        process = subprocess.Popen([ATTUNE, *self.arguments, "--quiet"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   env={**os.environ, "ATTUNE_DATA": str(PROJECT / "data")}, text=True)
        for line, status in ((self.line(), "ok"), (self.line(q2=None), "prorated"), (self.line(q2=9), "invalid_answer")):
            process.stdin.write(line)
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            self.assertEqual((answer["id"], answer["scores"][0]["status"]), (7, status))
        rest, _ = process.communicate()
        self.assertEqual(json.loads(rest)["summary"]["rows"], 3)
        self.assertEqual(process.returncode, 0)

    def test_a_faulty_line_is_answered_by_what_is_wrong_and_the_next_is_read(self):
        text = self.line() + f'{{"answers": {{"q1": {CANARY}\n' + "\n" + self.line(**{CANARY: 3}) + self.line()
        result = run(*self.arguments, stdin=text.encode())
        lines = [json.loads(line) for line in result.out.splitlines()]
        self.assertEqual([("errors" in line) for line in lines], [False, True, True, False, False])
        self.assertEqual([line["errors"][0]["code"] for line in lines[1:3]], ["json.syntax", "ndjson.unknown_answer"])
        self.assertEqual(lines[-1]["summary"]["faulty_lines"], 2)
        self.assertEqual(lines[-1]["summary"]["input"]["sha256"], hashlib.sha256(text.encode()).hexdigest())
        self.assertNotIn("Canary", result.out + result.err)
        self.assertEqual(run(*self.arguments, "--strict", stdin=text.encode()).returncode, 1)

    def test_a_line_that_is_too_long_is_no_end(self):
        result = run(*self.arguments, stdin=b" " * 3_000_000 + b"\n" + self.line().encode())
        lines = [json.loads(line) for line in result.out.splitlines()]
        self.assertEqual(lines[0]["errors"][0]["code"], "ndjson.line_too_long")
        self.assertEqual(lines[1]["scores"][0]["status"], "ok")

    def test_the_scores_are_those_of_the_table(self):
        rows = list(csv.DictReader(SAMPLE.read_text().splitlines()))
        text = "".join(json.dumps({"answers": {k: v for k, v in row.items() if k != "person"}}) + "\n" for row in rows)
        lines = [json.loads(line) for line in run(*self.arguments, stdin=text.encode()).out.splitlines()[:-1]]
        table = json.loads(score_sample("--format", "json").out)["persons"]
        self.assertEqual([line["scores"] for line in lines], [person["scores"] for person in table])

    def test_a_run_that_is_stopped_leaves_nothing(self):
        process = subprocess.Popen([ATTUNE, *self.arguments, "--output", self.path / "scores"], stdin=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, env={**os.environ, "ATTUNE_DATA": str(PROJECT / "data")})
        process.stdin.write(self.line().encode())
        process.stdin.flush()
        while not any(file.stat().st_size for file in self.path.iterdir()):
            time.sleep(0.01)
        process.terminate()
        self.assertEqual(process.wait(timeout=60), 128 + signal.SIGTERM)
        process.stdin.close()
        self.assertEqual(list(self.path.iterdir()), [])

    def test_options_of_tables_are_refused(self):
        for arguments in (["--id", "person"], ["--keep-all"], ["--refused", "x"], ["--dry-run"]):
            self.assert_refused(run(*self.arguments, *arguments), 2, "--from ndjson")
        other = ["json" if a == "ndjson" and b == "--format" else a
                 for a, b in zip(self.arguments, ("", *self.arguments))]
        self.assert_refused(run(*other), 2, "--from ndjson: expected --format ndjson")


class Usage(Case):
    def test_what_the_command_line_gets_wrong_is_said_with_exit_code_2(self):
        for arguments, text in (
                (["--form", "paper"], "must be one of published"),
                (["--target", "mother"], "the questionnaire has no targets"),
                (["--mode", "clinician_rated"], "has the modes self_report, read_aloud"),
                (["--format", "xlsx"], "--format"),
                (["--encoding", "klingon"], "must be known to iconv"),
                (["--keep", "person", "--keep-all"], "exclude each other"),
                (["--id", "person", "--keep", "person"], "two columns 'person'"),
                (["--data", "/nowhere"], "no folder instruments"),
                (["--no-such-option"], "--no-such-option")):
            self.assert_refused(score_sample(*arguments), 2, text)
        self.assert_refused(run("score", "-i", "ecr-s", "--input", SAMPLE, "--columns", "q"), 2, "must contain {n}")
        self.assert_refused(run(), 2)

    def test_clashing_column_names_point_to_prefix(self):
        columns = "anxiety," + ",".join(f"q{n}" for n in range(1, 13))
        path = self.file(columns + "\n" + ",".join(["4"] * 13) + "\n")
        self.assert_refused(self.score(path, "--keep", "anxiety"), 2, "two columns 'anxiety'", "--prefix")
        self.assertEqual(self.score(path, "--keep", "anxiety", "--prefix", "attune_").returncode, 0)

    def test_never_replaces_its_own_input(self):
        path = self.table("a,1,2,3,4,5,6,7,1,2,3,4,5")
        before = path.read_bytes()
        self.assert_refused(self.score(path, "--output", path), 2, "would replace the input")
        self.assertEqual(path.read_bytes(), before)

    def test_scores_and_refusals_do_not_share_a_file(self):
        same = self.path / "same.csv"
        self.assert_refused(score_sample("--output", same, "--refused", same), 2, "expected two files")
        self.assert_refused(score_sample("--refused", "-"), 2, "expected two files")

    def test_terms_of_use_warn_or_refuse(self):
        self.assertIn("by permission only", run("score", "-i", "ecr-r", "--purpose", "commercial", "--dry-run", "--input",
                                                self.file(",".join(f"ecr_r_{n}" for n in range(1, 37)) + "\n")).out)
        text = (PROJECT / "data/instruments/ecr-s.json").read_text().replace('"clinical": "unknown"', '"clinical": "forbidden"')
        self.assertIn("forbidden", text)
        self.assert_refused(run("score", "-i", self.file(text, "mine.json"), "--input", SAMPLE, "--columns", "q{n}",
                                "--purpose", "clinical"), 2, "forbid it")

    def test_a_broken_definition_is_exit_code_3(self):
        result = run("score", "-i", self.file("{}", "mine.json"), "--input", SAMPLE)
        self.assert_refused(result, 3, "definition.missing_field")


class BadInput(Case):
    def test_unreadable_inputs(self):
        self.assert_refused(self.score(self.path / "absent.csv"), 4, "absent.csv: error: cannot be opened")
        self.assert_refused(self.score(self.path), 4, "is a directory")
        self.assert_refused(self.score(self.file("")), 4, "the input is empty")
        self.assert_refused(self.score(self.file("\n\n")), 4, "only empty lines; expected a header")
        if os.geteuid() != 0:
            path = self.table("a,1,2,3,4,5,6,7,1,2,3,4,5")
            path.chmod(0)
            self.assert_refused(self.score(path), 4, "cannot be opened: Permission denied")

    def test_a_header_without_rows_is_a_warning(self):
        result = self.score(self.table())
        self.assertEqual(result.returncode, 0)
        self.assertIn("header and no rows", result.err)
        self.assertEqual(len(result.out.splitlines()), 1)
        self.assertEqual(self.score(self.table(), "--strict").returncode, 1)

    def test_without_a_header_nothing_of_row_1_is_quoted(self):
        path = self.file(f"{CANARY},6,5,4,3,2,1,2,3,4,5,6,{CANARY}12\n")
        result = self.score(path)
        self.assert_refused(result, 4, "no column 'q1'")
        self.assertNotIn("Canary", result.err)

    def test_columns_that_look_alike_are_named(self):
        columns = ",".join(f"Q{n:02}" for n in range(1, 13))
        result = self.score(self.file(columns + "\n" + ",".join(["4"] * 12) + "\n"))
        self.assert_refused(result, 4, "no column 'q1'; looks like it: 'Q01'", "not all of the 12 answer columns could be bound", "[columns.binding]")
        self.assertEqual(run("score", "-i", "ecr-s", "--input", self.path / "answers.csv", "--columns", "Q{n:02}").returncode, 0)

    def test_another_delimiter_is_recognised_but_not_guessed(self):
        columns = ";".join(f"q{n}" for n in range(1, 13))
        self.assert_refused(self.score(self.file(columns + "\n" + ";".join(["4"] * 12) + "\n")), 4, "--delimiter ';'")

    def test_a_column_that_stands_twice_is_refused(self):
        columns = "q1," + ",".join(f"q{n}" for n in range(1, 13))
        self.assert_refused(self.score(self.file(columns + "\n" + ",".join(["4"] * 13) + "\n")), 4, "stands 2 times")

    def test_long_rows_stop_the_run_with_line_and_column(self):
        good = f"{CANARY},1,2,3,4,5,6,7,1,2,3,4,5"
        path = self.table(good, good + ",6", good, good + ",6,6")
        output = self.path / "scores.csv"
        result = self.score(path, "--output", output)
        self.assert_refused(result, 4, "answers.csv:3:36: error: 14 fields; expected 13", "answers.csv:5:36: error: 15 fields")
        self.assertNotIn("Canary", result.err)
        self.assertEqual(os.listdir(self.path), ["answers.csv"])

    def test_faults_of_the_text_have_line_and_column(self):
        for row, text in ((b'a,1,"2,3', "csv.unclosed_quote"), (b'a,"1"x,2', "csv.text_after_quote"),
                          (b'a"b,1,2', "csv.quote_in_text"), (b'\xff,1', "csv.invalid_utf8"), (b'a\0,1', "csv.nul_byte")):
            header = b"person," + b",".join(b"q%d" % n for n in range(1, 13))
            result = self.score(self.file(header + b"\n" + row + b"\n"))
            self.assertEqual(result.returncode, 4)
            self.assertRegex(result.err, r"answers\.csv:2:\d+: error: ")
            self.assertIn(text, result.err)

    def test_invalid_answers_refuse_the_scores_they_touch_and_leak_nowhere(self):
        path = self.table(f"{CANARY},1,2,3.5,4,5,6,7,1,2,3,4,5", f"{CANARY},1,{CANARY},3,4,5,6,7,1,2,3,4,5",
                          f"{CANARY},1,2,3,4,5,6,7,1,2,3,4,7531", f"{CANARY},1,2,3,4,5,6,7,1,2,3,4,-7531")
        result = self.score(path)
        self.assertEqual(result.returncode, 0)
        rows = list(csv.DictReader(result.out.splitlines()))
        self.assertEqual([r["anxiety_status"] for r in rows], ["ok"] + ["invalid_answer"] * 3)
        self.assertEqual([r["avoidance_status"] for r in rows], ["invalid_answer", "ok", "ok", "ok"])
        self.assertNotIn("7531", result.err + result.out)

    def test_short_rows_are_counted_and_not_lost(self):
        result = self.score(self.table("a,1,2,3,4,5,6,7,1,2,3,4", "", "b"))
        rows = list(csv.DictReader(result.out.splitlines()))
        self.assertEqual([(r["anxiety_answered"], r["anxiety_status"]) for r in rows],
                         [("5", "prorated"), ("0", "no_answers")])
        self.assertIn("2 rows were short", result.err)
        self.assertIn("1 empty lines were skipped", result.err)


class Outputs(Case):
    def test_a_full_device_is_exit_code_5(self):
        with open("/dev/full", "wb") as full:
            result = subprocess.run([ATTUNE, "score", "-i", "ecr-s", "--input", SAMPLE, "--columns", "q{n}"],
                                    stdout=full, stderr=subprocess.PIPE, env={**os.environ, "ATTUNE_DATA": str(PROJECT / "data")})
        self.assertEqual(result.returncode, 5)
        self.assertIn(b"cannot be written: No space left", result.stderr)
        self.assert_refused(score_sample("--output", "/dev/full"), 5, "No space left")
        self.assertTrue(stat.S_ISCHR(os.stat("/dev/full").st_mode))

    def test_a_device_is_written_and_not_replaced(self):
        self.assertEqual(score_sample("--output", "/dev/null").returncode, 0)
        self.assertTrue(stat.S_ISCHR(os.stat("/dev/null").st_mode))
        self.assertFalse(os.path.exists("/dev/null.meta.json"))

    def test_a_named_pipe_is_written_directly(self):
        pipe = self.path / "pipe"
        os.mkfifo(pipe)
        reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE)
        self.assertEqual(score_sample("--output", pipe).returncode, 0)
        self.assertEqual(reader.communicate()[0].decode(), score_sample().out)

    def test_places_that_cannot_be_written(self):
        self.assert_refused(score_sample("--output", self.path / "absent" / "scores.csv"), 5, "cannot be created")
        self.assert_refused(score_sample("--output", self.path), 5, "cannot be opened")

    def test_modes_and_links_of_existing_files_stay(self):
        new = self.path / "new.csv"
        score_sample("--output", new)
        self.assertEqual(stat.S_IMODE(new.stat().st_mode), 0o600)
        new.chmod(0o644)
        link = self.path / "link.csv"
        link.symlink_to(new)
        score_sample("--output", link, "--id", "person")
        self.assertTrue(link.is_symlink())
        self.assertEqual(stat.S_IMODE(new.stat().st_mode), 0o644)
        self.assertIn("person", new.read_text().splitlines()[0])

    def test_a_reader_that_goes_away_is_no_news(self):
        path = self.table(*["a,1,2,3,4,5,6,7,1,2,3,4,5"] * 200000)
        process = subprocess.Popen([ATTUNE, "score", "-i", "ecr-s", "--input", path, "--columns", "q{n}", "--quiet"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env={**os.environ, "ATTUNE_DATA": str(PROJECT / "data")})
        process.stdout.read(10)
        process.stdout.close()
        self.assertEqual(process.stderr.read(), b"")
        process.stderr.close()
        self.assertEqual(process.wait(), 5)

    def test_a_run_that_is_stopped_leaves_the_old_file(self):
        old = self.file("old", "scores.csv")
        for how in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
            process = subprocess.Popen([ATTUNE, "score", "-i", "ecr-s", "--input", "-", "--columns", "q{n}", "--output", old],
                                       stdin=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                       env={**os.environ, "ATTUNE_DATA": str(PROJECT / "data")})
            rows = SAMPLE.read_bytes() + b"a,1,2,3,4,5,6,7,1,2,3,4,5\n" * 100000
            try:
                process.stdin.write(rows)
                process.stdin.flush()
                time.sleep(0.1)
                process.send_signal(how)
                process.stdin.write(rows)
            except BrokenPipeError:
                pass
            finally:
                try:
                    process.stdin.close()
                except BrokenPipeError:
                    pass
            code = process.wait(timeout=60)
            self.assertEqual(old.read_text(), "old")
            if how is not signal.SIGKILL:
                self.assertEqual(code, 128 + how)
                self.assertEqual(os.listdir(self.path), ["scores.csv"])


if __name__ == "__main__":
    unittest.main()
