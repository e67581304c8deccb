#!/usr/bin/env python3
"""Makes cases.json: delimited texts and what a reader must make of them.

    python3 tests/reference/csv/make_cases.py      writes cases.json beside this script

The records and the lines they begin at come from Python's csv module: csv.reader(io.StringIO(text, newline=''),
strict=True). attune differs from it on purpose, and those cases say by hand what must come out; this script checks that
Python does what the list says it does:

    csv.quote_in_text     a quote inside a field that does not begin with one: Python takes it as a character
    csv.text_after_quote  text behind a closing quote: Python raises too, but without a column
    csv.unclosed_quote    a quote that is never closed: Python raises too, but without a place
    csv.nul_byte          a NUL byte: Python takes it as a character
    csv.invalid_utf8      Python cannot decode it; the place is where its decoder stops
    csv.utf16             a byte order mark of UTF-16
    byte order mark       of UTF-8, at the very beginning: dropped, as the codec utf-8-sig does
    lines without any character: dropped before the first record and when that has several fields; a field that is empty
                          when it has one. Python gives [] for each

The place of a fault is marked by ⌖ in the texts below: line ends are LF, CR LF and CR, inside quotes too; columns are
counted in characters.

"exhaustive" covers every text of 2 to 5, and of 2 to 7 characters over a small alphabet. What must come out of them is
written one after the other (function `outcome`), grouped by the first two characters, and only the SHA-256 of each group is
kept; `make_cases.py 7 PREFIX` prints a group.
"""

import csv
import hashlib
import io
import itertools
import json
import pathlib
import platform
import re
import sys

LINE_END = re.compile("\r\n|\r|\n")
MARK = "⌖"
csv.field_size_limit(1 << 30)


def expected_records(text, delimiter):
    """Records and first lines by Python's csv module, with blank lines as attune takes them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records, lines, line = [], [], 1
    for fields in reader:
        if fields or (records and len(records[0]) == 1):
            records.append(fields or [""])
            lines.append(line)
        line = reader.line_num + 1
    return records, lines


def place(before):
    """Line and column of what follows `before`."""
    parts = LINE_END.split(before)
    return len(parts), len(parts[-1]) + 1


def first_fault(text, delimiter):
    """Code and offset of the first fault of the quotes, read off the grammar of RFC 4180."""
    at = 0
    while at < len(text):
        if text[at] == '"':
            closed = re.compile('"(?:[^"]|"")*"(?!")').match(text, at)
            if not closed:
                return "csv.unclosed_quote", at
            at = closed.end()
            if at < len(text) and text[at] not in delimiter + "\r\n":
                return "csv.text_after_quote", at
        else:
            at = re.compile(f'[^{re.escape(delimiter)}\r\n"]*').match(text, at).end()
            if at < len(text) and text[at] == '"':
                return "csv.quote_in_text", at
        at += 1
    return None


def check_against_python(code, text, delimiter):
    try:
        list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
        raised = False
    except csv.Error:
        raised = True
    assert raised == (code in ("csv.text_after_quote", "csv.unclosed_quote")), (code, text)


cases = []


def store(name, data, delimiter, expected):
    assert name not in [case["name"] for case in cases], name
    try:
        text = {"bytes": data.decode("utf-8")}
    except UnicodeDecodeError:
        text = {"hex": data.hex()}
    cases.append({"name": name, **text, "delimiter": delimiter, **expected})


def good(name, text, delimiter=","):
    """A text that is read, in UTF-8."""
    data = text.encode("utf-8")
    plain = data.decode("utf-8-sig")
    assert first_fault(plain, delimiter) is None and "\0" not in plain, name
    records, lines = expected_records(plain, delimiter)
    store(name, data, delimiter, {"records": records, "lines": lines})


def refused(code, name, marked, delimiter=","):
    """A text with one fault, at the mark."""
    before, after = marked.split(MARK)
    data = (before + after).encode("utf-8")
    text = data.decode("utf-8-sig")
    before = before.removeprefix("\ufeff")
    if code == "csv.nul_byte":
        assert text.index("\0") == len(before), name
    else:
        assert first_fault(text, delimiter) == (code, len(before)), (name, first_fault(text, delimiter))
    check_against_python(code, text, delimiter)
    line, column = place(before)
    store(name, data, delimiter, {"error": code, "line": line, "column": column})


def undecodable(name, before, invalid, after=b"\n", delimiter=","):
    """Bytes that are no UTF-8 from `invalid` on."""
    data = before.encode("utf-8") + invalid + after
    try:
        data.decode("utf-8")
        raise AssertionError(name)
    except UnicodeDecodeError as fault:
        assert fault.start == len(before.encode("utf-8")), (name, fault)
    line, column = place(before.removeprefix("\ufeff"))
    store(name, data, delimiter, {"error": "csv.invalid_utf8", "line": line, "column": column})


# --- tables, line ends, delimiters -------------------------------------------------------------------------------------

delimiters = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
line_ends = {"LF": "\n", "CR LF": "\r\n", "CR": "\r"}
for d_name, d in delimiters.items():
    for e_name, e in line_ends.items():
        for final in (e, ""):
            good(f"table with {d_name}, {e_name}, {'with' if final else 'without'} final line end",
                 f"id{d}q1{d}q2{e}1{d}2{d}3{e}4{d}5{d}6{final}", d)
    others = "".join(o for o in delimiters.values() if o != d)
    good(f"other delimiters are characters beside {d_name}", f"a{d}b\nx{others}y{d}2\n", d)
    good(f"{d_name} inside quotes", f'a{d}b\n"x{d}y"{d}"{d}"\n', d)
    good(f"empty fields with {d_name}", f"{d}{d}\n{d}{d}\n", d)
    good(f"quoted empty fields with {d_name}", f'""{d}""\n""{d}""\n', d)
    refused("csv.quote_in_text", f"quote in text with {d_name}", f'a{d}b\nx{MARK}"y{d}2\n', d)
    refused("csv.text_after_quote", f"text after quote with {d_name}", f'a{d}b\n"x"{MARK}y{d}2\n', d)

good("nothing", "")
good("one character", "a")
good("one field and LF", "a\n")
good("one field and CR LF", "a\r\n")
good("one field and CR", "a\r")
good("one delimiter", ",")
good("one delimiter and LF", ",\n")
good("one record", "a,b,c")
good("LF then CR LF", "a,b\n1,2\r\n3,4\n")
good("CR LF then LF", "a,b\r\n1,2\n3,4\r\n")
good("CR then LF lines", "a,b\r1,2\n3,4\r")
good("CR then CR LF lines", "a,b\r1,2\r\n3,4\r")
good("all three line ends", "a,b\n1,2\r3,4\r\n5,6")
good("CR as the last byte", "a,b\r\n1,2\r")
good("CR as the last byte after LF lines", "a,b\n1,2\r")
good("CR CR LF", "a,b\r\r\n1,2\r\n")
good("LF CR", "a,b\n\r1,2\n\r")
good("records of different lengths", "a,b,c\n1\n1,2,3,4,5\n,\n")
good("spaces are kept", " a , b\n 1 , 2 \n")
good("tabs are kept", "a,b\n\t1\t,\t2\n")
good("a line of one space is no blank line", "a,b\n \n1,2\n")
good("a line of one tab is no blank line", "a,b\n\t\n1,2\n")
good("numbers stay text", "a,b\n007,1e5\n-0,+1.50\n")
good("apostrophes and backslashes are characters", "a,b\n'x','y'\n\\,\\n\n")
good("formulas are text", "a,b\n=1+1,@x\n+1,-1\n")
good("hash is no comment", "#a,b\n#1,2\n")
good("control characters are characters", "a,b\n\x01\x02,\x1b\x7f\n\x0b,\x0c\n")
good("vertical tab, form feed and separators end no line", "a,b\n1\x0b2\x0c3\x1c\x1d\x1e,\x1f\n")

# --- empty fields and lines ---------------------------------------------------------------------------------------------

good("empty first field", ",b\n,2\n")
good("empty middle field", "a,,c\n1,,3\n")
good("empty last field", "a,\n1,\n")
good("delimiter as the last byte", "a,b\n1,")
good("delimiter and CR as the last bytes", "a,b\n1,\r")
good("delimiters alone", ",,,\n,,,\n")
good("delimiters alone without line end", ",,,")
good("quoted empty field alone", '""')
good("quoted empty field and line end", '""\n')
good("quoted empty field in a table is a short record", 'a,b\n""\n1,2\n')
good("quoted empty first field", '"",b\n"",2\n')
good("quoted empty last field", 'a,""\n1,""\n')
good("quoted empty last field without line end", 'a,b\n1,""')
good("blank line between records", "a,b\n\n1,2\n")
good("blank lines between records", "a,b\n\n\n\n1,2\n\n\n3,4\n")
good("blank lines of CR LF", "a,b\r\n\r\n1,2\r\n\r\n")
good("blank lines of CR", "a,b\r\r1,2\r\r")
good("blank lines of all kinds", "a,b\n\r\n\r\r\n\n1,2\n")
good("blank line at the beginning", "\na,b\n1,2\n")
good("blank lines at the beginning", "\r\n\n\ra,b\n1,2\n")
good("blank line at the end", "a,b\n1,2\n\n")
good("blank lines at the end", "a,b\n1,2\n\n\r\n\r")
good("blank line behind a record without line end in CR", "a,b\r\r")
good("LF alone", "\n")
good("CR LF alone", "\r\n")
good("CR alone", "\r")
good("blank lines alone", "\n\r\n\r\n\n\r")

# --- one column -----------------------------------------------------------------------------------------------------------

good("one column", "a\n1\n2\n")
good("one column without final line end", "a\n1\n2")
good("one column, blank line is an empty field", "a\n\n2\n")
good("one column, blank lines are empty fields", "a\n\n\n\n")
good("one column, blank lines of CR LF are empty fields", "a\r\n\r\n2\r\n\r\n")
good("one column, blank lines of CR are empty fields", "a\r\r2\r\r")
good("one column, blank line at the beginning is dropped", "\n\na\n\n1\n")
good("one column, quoted empty header", '""\n\n1\n')
good("one column, quoted empty fields", 'a\n""\n""\n')
good("one column, last line a space", "a\n ")
good("one column, later record longer", "a\n\n1,2\n\n")
good("one column of semicolons when the delimiter is a comma", "a;b\n1;2\n")
good("one column quoted", '"a"\n"1"\n"2"')

# --- quotes -----------------------------------------------------------------------------------------------------------------

good("quoted fields", '"a","b"\n"1","2"\n')
good("quoted and plain fields", '"a",b\n1,"2"\n')
good("quoted last field without line end", 'a,b\n1,"2"')
good("quoted last field and CR", 'a,b\n1,"2"\r')
good("quoted last field and CR LF", 'a,b\r\n1,"2"\r\n')
good("quoted spaces", 'a,b\n" x "," "\n')
good("doubled quote alone", 'a,b\n"""",2\n')
good("doubled quote alone at the end", 'a,b\n1,""""')
good("two doubled quotes alone", 'a,b\n"""""",2\n')
good("doubled quote first", 'a,b\n"""x",2\n')
good("doubled quote last", 'a,b\n"x""",2\n')
good("doubled quote in the middle", 'a,b\n"x""y",2\n')
good("doubled quotes around a field", 'a,b\n"""x""",2\n')
good("doubled quotes everywhere", 'a,b\n"""x""y""z""",""""""""\n')
good("doubled quote before delimiter", 'a,b\n"x"",y",2\n')
good("doubled quote behind delimiter", 'a,b\n"x,""y",2\n')
good("doubled quote before line end", 'a,b\n"x""\ny",2\n')
good("doubled quote behind line end", 'a,b\n"x\n""y",2\n')
good("doubled quotes around delimiter", 'a,b\n"x"",""y",2\n')
good("doubled quote in the header", '"a ""one""",b\n1,2\n')
good("doubled quote at the end of the text", 'a,b\n1,"x"""')
good("doubled quotes that look like fields", 'a,b\n""","",""",2\n')
good("quoted delimiter", 'a,b\n",",2\n')
good("quoted delimiters", 'a,b\n",,,",",,"\n')
good("quoted LF", 'a,b\n"x\ny",2\n3,4\n')
good("quoted CR LF", 'a,b\r\n"x\r\ny",2\r\n3,4\r\n')
good("quoted CR", 'a,b\r"x\ry",2\r3,4\r')
good("quoted LF in CR LF lines", 'a,b\r\n"x\ny",2\r\n3,4\r\n')
good("quoted CR in LF lines", 'a,b\n"x\ry",2\n3,4\n')
good("quoted CR before the closing quote", 'a,b\n"x\r",2\n3,4\n')
good("quoted CR LF before the closing quote", 'a,b\n"x\r\n",2\n3,4\n')
good("quoted LF behind the opening quote", 'a,b\n"\nx",2\n3,4\n')
good("quoted line end alone", 'a,b\n"\n","\r"\n"\r\n",4\n')
good("quoted blank lines", 'a,b\n"x\n\n\ny",2\n3,4\n')
good("quoted LF CR", 'a,b\n"x\n\ry",2\n3,4\n')
good("quoted line ends of all kinds", 'a,b\n"x\ny\rz\r\n",2\n3,4\n')
good("quoted line ends in several fields", 'a,b\n"1\n2","3\n4"\n"5\n6","7\n8"\n9,10\n')
good("quoted line end in the header", '"a\none",b\n1,2\n3,4\n')
good("quoted line ends in the header", '"a\r\none","b\n\ntwo"\r\n1,2\r\n')
good("quoted line end in the last field without line end", 'a,b\n1,"x\n"')
good("quoted table", 'a,b\n"c,d\n1,2\n",2\n')
good("quoted one-column line ends", '"a\nb"\n"1\n\n2"\n\n3\n')
good("closing quote before CR as the last byte", 'a\n"x"\r')
good("apostrophe in quotes", "a,b\n\"'\",2\n")
good("curly quotes are characters", "a,b\n“x”,«y»\n")
good("backslash does not escape a quote", 'a,b\n"x\\",2\n')
for length in (14, 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65):
    good(f"fields of {length} characters, plain and quoted", f'a,b\n{"x" * length},"{"y" * length}"\n3,4\n')
    refused("csv.quote_in_text", f"quote behind {length} characters", f'a,b\n{"x" * length}{MARK}"y,2\n')

refused("csv.quote_in_text", "quote behind one character", f'a{MARK}"b\n')
refused("csv.quote_in_text", "quote behind a space", f'a, {MARK}"b"\n')
refused("csv.quote_in_text", "quote at the end of a field", f'a,b\nx{MARK}",2\n')
refused("csv.quote_in_text", "quote at the end of the text", f'a,b\n1,x{MARK}"')
refused("csv.quote_in_text", "quotes around a part of a field", f'a,b\nx{MARK}"y"z,2\n')
refused("csv.quote_in_text", "doubled quote in a plain field", f'a,b\nx{MARK}""y,2\n')
refused("csv.quote_in_text", "inches", f'size,n\n5{MARK}",2\n6",3\n')
refused("csv.quote_in_text", "quote in text behind a quoted field", f'a,b\n"x",y{MARK}"\n')
refused("csv.quote_in_text", "quote in text behind quoted line ends", f'a,b\n"x\n\ny",2\n3,z{MARK}"\n')
refused("csv.quote_in_text", "quote in text in the header", f'a{MARK}",b\n1,2\n')
refused("csv.quote_in_text", "quote in text behind a tab", f"a,b\n1,\t{MARK}\"x\"\n")
refused("csv.text_after_quote", "letter after a closing quote", f'"a"{MARK}b,c\n')
refused("csv.text_after_quote", "space after a closing quote", f'a,b\n"1"{MARK} ,2\n')
refused("csv.text_after_quote", "tab after a closing quote", f'a,b\n"1"{MARK}\t,2\n')
refused("csv.text_after_quote", "space and quote after a closing quote", f'a,b\n"1"{MARK} "2",2\n')
refused("csv.text_after_quote", "letter after an empty quoted field", f'a,b\n""{MARK}x,2\n')
refused("csv.text_after_quote", "letter after a doubled quote at the end", f'a,b\n"1"""{MARK}x,2\n')
refused("csv.text_after_quote", "letter after a closing quote in the last field", f'a,b\n1,"2"{MARK}x\n')
refused("csv.text_after_quote", "letter after a closing quote at the end", f'a,b\n1,"2"{MARK}x')
refused("csv.text_after_quote", "letter after quoted line ends", f'a,b\n"1\n2\r\n3\r4"{MARK}x,2\n')
refused("csv.text_after_quote", "unescaped quotes inside quotes", f'a,b\n"say "{MARK}hello" to",2\n')
refused("csv.text_after_quote", "other delimiter after a closing quote", f'"a"{MARK};"b"\n')
refused("csv.unclosed_quote", "quote alone", f'{MARK}"')
refused("csv.unclosed_quote", "quote alone and LF", f'{MARK}"\n')
refused("csv.unclosed_quote", "unclosed quote in the first field", f'{MARK}"a,b\n1,2\n')
refused("csv.unclosed_quote", "unclosed quote in the last field", f'a,b\n1,{MARK}"2')
refused("csv.unclosed_quote", "unclosed quote and CR LF", f'a,b\r\n1,{MARK}"2\r\n')
refused("csv.unclosed_quote", "unclosed quote over many lines", f'a,b\n{MARK}"1,2\n3,4\n5,6\n\n7,8\n')
refused("csv.unclosed_quote", "unclosed quote behind doubled quotes", f'a,b\n1,{MARK}"""\n')
refused("csv.unclosed_quote", "doubled quotes alone", f'a,b\n1,{MARK}"""')
refused("csv.unclosed_quote", "doubled quote as the last bytes", f'a,b\n1,{MARK}"x""')
refused("csv.unclosed_quote", "opening quote as the last byte", f'a,b\n1,{MARK}"')
refused("csv.unclosed_quote", "unclosed quote behind quoted line ends", f'a,b\n"x\ny",{MARK}"2\n')

# --- byte order marks ---------------------------------------------------------------------------------------------------------

good("byte order mark alone", "\ufeff")
good("byte order mark and LF", "\ufeff\n")
good("byte order mark before a header", "\ufeffa,b\n1,2\n")
good("byte order mark before a quoted header", '\ufeff"a",b\n1,2\n')
good("byte order mark before a quoted line end", '\ufeff"a\nb",c\n1,2\n')
good("byte order mark before a blank line", "\ufeff\r\na,b\n1,2\n")
good("byte order mark before a delimiter", "\ufeff,b\n1,2\n")
good("byte order mark behind the beginning is a character", "a,\ufeffb\n\ufeff1,2\n")
good("second byte order mark is a character", "\ufeff\ufeffa,b\n1,2\n")
refused("csv.quote_in_text", "columns do not count the byte order mark", f'\ufeffa{MARK}",b\n')
refused("csv.unclosed_quote", "unclosed quote behind a byte order mark", f'\ufeff{MARK}"a,b\n')
refused("csv.nul_byte", "NUL behind a byte order mark", f"\ufeff{MARK}\0,b\n")
undecodable("invalid byte behind a byte order mark", "\ufeffa,", b"\xff")
undecodable("half a byte order mark", "", b"\xef\xbb")
undecodable("third of a byte order mark", "", b"\xef", b"a,b\n")
for name, codec in {"little endian": "utf-16-le", "big endian": "utf-16-be"}.items():
    store(f"UTF-16 {name}", "\ufeffa,b\n1,2\n".encode(codec), ",", {"error": "csv.utf16", "line": 1, "column": 1})
    store(f"byte order mark of UTF-16 {name} alone", "\ufeff".encode(codec), ",",
          {"error": "csv.utf16", "line": 1, "column": 1})
refused("csv.nul_byte", "UTF-16 little endian without byte order mark", f"a{MARK}\0,\0b\0\n\0")
refused("csv.nul_byte", "UTF-16 big endian without byte order mark", f"{MARK}\0a\0,\0b\0\n")

# --- Unicode ------------------------------------------------------------------------------------------------------------------

good("umlauts", "Größe,Maß\nä,ö\n")
good("two, three and four bytes", "é,漢,😀\n😀,é,漢\n")
good("first and last characters of each length", "\x01,\x7f\n\x80,\u07ff\n\u0800,\uffff\n\U00010000,\U0010ffff\n")
good("characters around the surrogates", "\ud7ff,\ue000\n1,2\n")
good("right to left", "שם,اسم\n1,2\n")
good("combining marks", "e\u0301,x\n1,2\n")
good("line and paragraph separators end no line", "a,b\n1\u2028 2,3\u2029 4\n\u0085,6\n")
good("no-break spaces are kept", "a,b\n\u00a01,2\u202f\n")
good("non-characters are characters", "a,b\n\ufffe,\U0001ffff\n")
good("quoted Unicode", '"é,""漢""\n😀",b\n1,2\n')
good("Unicode field of many blocks", "a,b\n" + "é" * 3000 + ",漢\n")
refused("csv.quote_in_text", "columns count characters of two bytes", f'éé{MARK}",b\n')
refused("csv.quote_in_text", "columns count characters of three bytes", f'a,b\n漢漢,漢{MARK}"\n')
refused("csv.text_after_quote", "columns count characters of four bytes", f'a,b\n"😀"{MARK}x,2\n')
refused("csv.unclosed_quote", "columns behind quoted Unicode line ends", f'a,b\n"é\né",{MARK}"\n')

kinds = {
    "lone continuation byte 80": b"\x80",
    "lone continuation byte BF": b"\xbf",
    "overlong NUL C0 80": b"\xc0\x80",
    "overlong slash C0 AF": b"\xc0\xaf",
    "overlong C1 BF": b"\xc1\xbf",
    "overlong E0 80 80": b"\xe0\x80\x80",
    "overlong E0 9F BF": b"\xe0\x9f\xbf",
    "overlong F0 80 80 80": b"\xf0\x80\x80\x80",
    "overlong F0 8F BF BF": b"\xf0\x8f\xbf\xbf",
    "surrogate ED A0 80": b"\xed\xa0\x80",
    "surrogate ED BF BF": b"\xed\xbf\xbf",
    "surrogate pair of CESU-8": b"\xed\xa0\xbd\xed\xb8\x80",
    "beyond U+10FFFF F4 90 80 80": b"\xf4\x90\x80\x80",
    "beyond U+10FFFF F5 80 80 80": b"\xf5\x80\x80\x80",
    "five bytes F8 88 80 80 80": b"\xf8\x88\x80\x80\x80",
    "six bytes FC 84 80 80 80 80": b"\xfc\x84\x80\x80\x80\x80",
    "byte FE": b"\xfe",
    "byte FF": b"\xff",
    "truncated C3": b"\xc3",
    "truncated E2": b"\xe2",
    "truncated E2 82": b"\xe2\x82",
    "truncated F0": b"\xf0",
    "truncated F0 9F": b"\xf0\x9f",
    "truncated F0 9F 98": b"\xf0\x9f\x98",
    "truncated ED 9F": b"\xed\x9f",
    "windows-1252": b"\xe9t\xe9",
}
for kind, invalid in kinds.items():
    undecodable(f"{kind} in a field", "a,b\n1,é", invalid, b",x\n")
for kind in ("lone continuation byte 80", "overlong C1 BF", "surrogate ED A0 80", "truncated C3", "truncated E2 82",
             "truncated F0 9F 98", "byte FF"):
    undecodable(f"{kind} as the last bytes", "a,b\n1,", kinds[kind], b"")
    undecodable(f"{kind} as the first bytes", "", kinds[kind], b",b\n1,2\n")
undecodable("truncated sequence before CR LF", "a,b\r\n1,2", b"\xc3", b"\r\n3,4\r\n")
undecodable("truncated sequence before a quote", 'a,b\n"1', b"\xe2\x82", b'",2\n')
undecodable("invalid byte inside quotes behind line ends", 'a,b\n"1\n2\r\n', b"\xff", b'",2\n')
undecodable("invalid byte in the header", "a,b", b"\xff", b"\n1,2\n")
undecodable("invalid byte behind 4095 characters", "a" * 4095, b"\xff", b"\n")
undecodable("invalid byte behind 4096 characters", "a" * 4096, b"\xff", b"\n")
undecodable("truncated sequence behind 4095 characters", "a" * 4095, b"\xc3", b"\n")

# --- NUL --------------------------------------------------------------------------------------------------------------------------

refused("csv.nul_byte", "NUL alone", f"{MARK}\0")
refused("csv.nul_byte", "NUL in the header", f"a{MARK}\0b,c\n")
refused("csv.nul_byte", "NUL in a field", f"a,b\n1,x{MARK}\0y\n")
refused("csv.nul_byte", "NUL as a field", f"a,b\n1,{MARK}\0\n")
refused("csv.nul_byte", "NUL behind a delimiter at the end", f"a,b\n1,{MARK}\0")
refused("csv.nul_byte", "NUL as the last byte", f"a,b\n1,2\n{MARK}\0")
refused("csv.nul_byte", "NUL inside quotes", f'a,b\n1,"x\n{MARK}\0"\n')
refused("csv.nul_byte", "NUL behind CR", f"a,b\r{MARK}\0,2\r")
refused("csv.nul_byte", "NUL behind 4096 characters", "a" * 4096 + f"{MARK}\0\n")
refused("csv.nul_byte", "NUL behind Unicode", f"é,漢\n😀{MARK}\0,2\n")

# --- long ---------------------------------------------------------------------------------------------------------------------------

good("field of 10,000 characters", "a,b\n" + "x" * 10000 + ",2\n3,4\n")
good("quoted field of 10,000 characters", 'a,b\n"' + "x" * 10000 + '",2\n3,4\n')
good("quoted field of 3,000 line ends", 'a,b\n"' + "\n" * 3000 + '",2\n3,4\n')
good("quoted field of 2,000 doubled quotes", 'a,b\n"' + '""' * 2000 + '",2\n3,4\n')
good("record of 1,000 fields", ",".join(str(i) for i in range(1000)) + "\n" + "," * 999 + "\n")
good("1,000 blank lines", "a,b\n" + "\n" * 1000 + "1,2\n")
refused("csv.quote_in_text", "quote in text in line 1,002", "a,b\n" + "1,2\n" * 1000 + f'x{MARK}",2\n')


# --- every short text ------------------------------------------------------------------------------------------------------------

ALPHABET = 'a,"\n\r'
MAX_LENGTHS = (5, 7)


def outcome(text):
    """Fields each followed by US, records each by RS; or the fault. Then GS."""
    fault = first_fault(text, ",")
    if fault:
        code, at = fault
        return "!{}:{}:{}\x1d".format(code, *place(text[:at]))
    records, _ = expected_records(text, ",")
    return "".join("".join(field + "\x1f" for field in record) + "\x1e" for record in records) + "\x1d"


def texts_with(prefix, max_length):
    """In the order in which a counter of digits of the alphabet runs, short texts first."""
    for length in range(max_length - len(prefix) + 1):
        for rest in itertools.product(ALPHABET, repeat=length):
            yield prefix + "".join(rest)


def digest(prefix, max_length):
    return hashlib.sha256("".join(map(outcome, texts_with(prefix, max_length))).encode()).hexdigest()


def main():
    if len(sys.argv) == 3:
        for text in texts_with(sys.argv[2].encode().decode("unicode_escape"), int(sys.argv[1])):
            print(repr(text), repr(outcome(text)))
        return
    prefixes = list(map("".join, itertools.product(ALPHABET, repeat=2)))
    head = {"made_by": "tests/reference/csv/make_cases.py", "python": platform.python_version(), "n_cases": len(cases),
            "alphabet": ALPHABET,
            "exhaustive": {length: {prefix: digest(prefix, length) for prefix in prefixes} for length in MAX_LENGTHS}}
    lines = ",\n".join(json.dumps(case) for case in cases)
    text = json.dumps(head, indent=1)[:-2] + ',\n "cases": [\n' + lines + "\n]}\n"
    json.loads(text)
    (pathlib.Path(__file__).parent / "cases.json").write_text(text, encoding="utf-8")
    print(len(cases), "cases,", len([case for case in cases if "error" in case]), "of them refused")


main()
