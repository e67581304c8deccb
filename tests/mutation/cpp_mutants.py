"""Small changes to C++ headers that a test ought to notice.

`mutants_of(text)` yields them in the order of the text. It works on tokens, so that nothing in comments, texts,
preprocessor lines, attributes, static_assert and template heads is touched, and relies on the layout of .clang-format:
binary operators stand between spaces, angle brackets of templates do not.
"""

import dataclasses
import re

TOKEN = re.compile(
    r'(?P<skip>\s+|//[^\n]*|/\*.*?\*/|^[ \t]*\#(?:\\\n|[^\n])*|\[\[[^\]]*\]\])'
    r'|(?P<text>R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)"|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\')'
    r"|(?P<number>\d(?:[\w.']|[eE][+-])*)"
    r"|(?P<word>[A-Za-z_]\w*)"
    r"|(?P<sign><=>|<<=|>>=|\.\.\.|->|::|\+\+|--|&&|\|\||[-+*/%|&^<>=!]=|<<|.)",
    re.DOTALL | re.MULTILINE)

COMPARISONS = {"<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"), "==": ("!=",), "!=": ("==",)}
OPERATORS = {"+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "&&": "||", "||": "&&", "&": "|", "|": "&", "+=": "-=",
             "-=": "+=", "*=": "/=", "/=": "*=", "|=": "&=", "&=": "|="}
STEPS = {"++": "--", "--": "++"}
WORDS = {"true": "false", "false": "true", "break": "continue", "continue": "break"}
MEMBERS = {"min": "max", "max": "min", "any_of": "all_of", "none_of": "any_of", "all_of": "any_of"}
EMPTY = ("{}", "nullopt", '""')  # what a result would be replaced by
NO_STATEMENT = {"return", "if", "for", "while", "do", "switch", "case", "default", "break", "continue", "using", "const",
                 "constexpr", "auto", "static", "throw", "try", "catch", "else", "typedef", "struct", "class", "{", "}"}
CLOSING = {"(": ")", "[": "]", "{": "}"}
DECLARATION = re.compile(r"[\w:]+(<[^;=]*>)?(::\w+)?[&*]* [&*]?\w+(\[\w*\])?\s*([;({=]|$)")


@dataclasses.dataclass(frozen=True)
class Token:
    kind: str
    text: str
    start: int

    @property
    def end(self):
        return self.start + len(self.text)


@dataclasses.dataclass(frozen=True)
class Function:
    """A function with a body: where an attribute can be put, and whether callers elsewhere may hold a copy of it."""

    start: int
    body: int  # behind its opening brace
    end: int
    attribute_at: int
    is_template: bool
    is_constexpr: bool


@dataclasses.dataclass(frozen=True)
class Mutant:
    kind: str
    start: int
    end: int
    replacement: str

    def apply(self, text):
        """The text with the change, lines keeping their numbers."""
        n_lines = text.count("\n", self.start, self.end)
        replacement = self.replacement if "\n" in self.replacement else self.replacement + "\n" * n_lines
        return text[:self.start] + replacement + text[self.end:]

    def line(self, text):
        return text.count("\n", 0, self.start) + 1

    def describe(self, text):
        """The line with the change as wdiff writes it; the same when lines are added elsewhere."""
        begin, stop = text.rfind("\n", 0, self.start) + 1, text.find("\n", self.end)
        line = (f"{text[begin:self.start]}[-{text[self.start:self.end]}-]{{+{self.replacement}+}}"
                f"{text[self.end:stop if stop >= 0 else len(text)]}")
        return " ".join(line.split())


def tokens_of(text):
    """Tokens without spaces, comments, preprocessor lines and attributes."""
    return [Token(match.lastgroup if match.lastgroup != "mark" else "text", match.group(), match.start())
            for match in TOKEN.finditer(text) if match.lastgroup != "skip"]


def partners_of(tokens):
    """By index of each bracket the index of the other one."""
    partners, stack = {}, []
    for i, token in enumerate(tokens):
        if token.kind != "sign":
            continue
        if token.text in CLOSING:
            stack.append(i)
        elif token.text in CLOSING.values():
            partners[i] = stack.pop()
            partners[partners[i]] = i
    return partners


def functions_of(text, tokens, partners):
    """Functions with a body, outermost only."""
    functions, head, i = [], [], 0
    while i < len(tokens):
        token = tokens[i]
        words = [t.text for t in head]
        if token.text in (";", "}") and token.kind == "sign":
            head = []
        elif token.text == ":" and words and words[-1] in ("public", "protected", "private"):
            head = []
        elif token.text == "{" and token.kind == "sign":
            if "namespace" in words or (words and words[0] in ("struct", "class", "enum", "union")):
                head = []
            elif words.count("(") != words.count(")") or ")" not in words:
                i = partners[i]  # an initialiser, or the body of a lambda among the parameters
                head.append(tokens[i])
            else:
                skipped = re.match(r"(\s*\[\[[^\]]*\]\])*\s*", text[begin_of(text, head[0].start):])
                functions.append(Function(head[0].start, token.end, tokens[partners[i]].end,
                                          begin_of(text, head[0].start) + skipped.end(), "template" in words,
                                          "constexpr" in words))
                i = partners[i]
                head = []
        else:
            head.append(token)
        i += 1
    return functions


def begin_of(text, at):
    """The place of the attributes before a declaration, or `at`."""
    before = re.search(r"(\[\[[^\]]*\]\]\s*)+\Z", text[:at])
    return before.start() if before else at


def spans_to_skip(tokens, partners):
    """Tokens of static_assert and of the heads of templates, as a set of indices."""
    skipped = set()
    for i, token in enumerate(tokens):
        if token.text == "static_assert":
            skipped.update(range(i, partners[i + 1] + 1))
        elif token.text == "template":
            depth = 0
            for j in range(i + 1, len(tokens)):
                depth += {"<": 1, ">": -1}.get(tokens[j].text, 0)
                skipped.add(j)
                if depth == 0:
                    break
    return skipped


def is_binary(text, token):
    return text[token.start - 1].isspace() and text[token.end].isspace()


def changed_numbers(number):
    digits = re.fullmatch(r"(0[xX][0-9a-fA-F']+|[0-9']+)(\.0+)?([uUlLzZfF]*)", number)
    if not digits:
        return []
    value = int(digits.group(1).replace("'", ""), 0)
    style = "0x{:x}" if number[:2] in ("0x", "0X") else "{}"
    return [style.format(changed) + (digits.group(2) or "") + digits.group(3)
            for changed in (value + 1, value - 1) if changed >= 0]


def token_mutants(text, tokens, skipped):
    for i, token in enumerate(tokens):
        if i in skipped:
            continue
        before = tokens[i - 1].text if i else ""
        if token.kind == "number":
            yield from (Mutant("constant", token.start, token.end, changed) for changed in changed_numbers(token.text))
        elif token.kind == "word" and token.text in WORDS:
            yield Mutant("word", token.start, token.end, WORDS[token.text])
        elif token.kind == "word" and token.text in MEMBERS and before in ("::", ".", "->"):
            yield Mutant("member", token.start, token.end, MEMBERS[token.text])
        elif token.kind != "sign":
            continue
        elif token.text in COMPARISONS and is_binary(text, token):
            yield from (Mutant("comparison", token.start, token.end, other) for other in COMPARISONS[token.text])
        elif token.text in OPERATORS and is_binary(text, token):
            if "text" in (tokens[i - 1].kind, tokens[i + 1].kind):
                continue  # texts are joined, never subtracted
            yield Mutant("operator", token.start, token.end, OPERATORS[token.text])
        elif token.text in STEPS:
            yield Mutant("step", token.start, token.end, STEPS[token.text])
        elif token.text == "!" and before != "operator":
            yield Mutant("negation", token.start, token.end, "")


def top_level(tokens, partners, first, last, texts):
    """The first of these tokens outside of all brackets, or None."""
    i = first
    while i < last:
        if tokens[i].kind == "sign" and tokens[i].text in CLOSING:
            i = partners[i]
        elif tokens[i].text in texts:
            return i
        i += 1
    return None


def condition_mutants(text, tokens, partners):
    """Conditions of if and while, turned round."""
    for i, token in enumerate(tokens[:-1]):
        if token.text not in ("if", "while") or tokens[i + 1].text != "(":
            continue
        first, last = i + 2, partners[i + 1]
        initialiser = top_level(tokens, partners, first, last, {";"})
        first = first if initialiser is None else initialiser + 1
        is_declaration = top_level(tokens, partners, first, last, {"="}) is not None
        is_joined = top_level(tokens, partners, first, last, {"&&", "||"}) is not None
        is_turned_by_its_sign = not is_joined and (
            tokens[first].text == "!" or top_level(tokens, partners, first, last, COMPARISONS) is not None)
        if not is_declaration and not is_turned_by_its_sign:
            condition = text[tokens[first].start:tokens[last - 1].end]
            yield Mutant("condition", tokens[first].start, tokens[last - 1].end, f"!({condition})")


def enclosing_brackets(tokens):
    """By index of a token the index of the innermost bracket that is open before it, -1 at the top."""
    enclosing, stack = [], [-1]
    for i, token in enumerate(tokens):
        if token.kind == "sign" and token.text in CLOSING.values():
            stack.pop()
        enclosing.append(stack[-1])
        if token.kind == "sign" and token.text in CLOSING:
            stack.append(i)
    return enclosing


def statement_mutants(text, tokens, partners, functions):
    """Expressions as statements, deleted; results, replaced by the empty value of their type."""
    enclosing = enclosing_brackets(tokens)
    controls = {partners[i + 1] for i, token in enumerate(tokens[:-1])
                if token.text in ("if", "for", "while", "switch") and tokens[i + 1].text == "("}
    for i, token in enumerate(tokens[1:], 1):
        before = tokens[i - 1]
        is_start = (before.kind != "text" and before.text in (";", "{", "}", "else")) or i - 1 in controls
        is_start = is_start and (token.kind == "word" or token.text in STEPS)
        if not is_start or tokens[enclosing[i]].text != "{" or not any(f.start < token.start < f.end for f in functions):
            continue
        end = i
        while enclosing[end] == enclosing[i] and tokens[end].text != ";":
            end = partners[end] + 1 if tokens[end].text in CLOSING and end in partners else end + 1
        if enclosing[end] != enclosing[i] or end == i:
            continue
        statement = text[token.start:tokens[end].start]
        if token.text == "return" and end > i + 1 and tokens[i + 1].text not in ("true", "false"):
            result = Mutant("result", tokens[i + 1].start, tokens[end].start, "{}")
            if not text[result.start:result.end].endswith(EMPTY):
                yield result
        elif token.text not in NO_STATEMENT and not DECLARATION.match(" ".join(statement.split())):
            yield Mutant("deletion", token.start, tokens[end].start, "")


def analyse(text):
    """The mutants of a header in the order of the text, and its functions."""
    tokens = tokens_of(text)
    partners = partners_of(tokens)
    functions = functions_of(text, tokens, partners)
    skipped = spans_to_skip(tokens, partners)
    mutants = [*token_mutants(text, tokens, skipped), *condition_mutants(text, tokens, partners),
               *statement_mutants(text, tokens, partners, functions)]
    return sorted(mutants, key=lambda m: (m.start, m.end, m.replacement)), functions


def forced(text, function):
    """The head of a function with an attribute that emits it wherever it is included, although nothing calls it."""
    head = text[function.attribute_at:function.body]
    return head if function.is_template else f"__attribute__((used)) {head}"


def with_forced_functions(text, functions):
    """The text with every function emitted wherever it is included."""
    return with_switches(text, functions, {})[0]


def with_switches(text, functions, mutants):
    """The text with every function forced, and with all mutants of bodies at once: the function does what the mutant
    says whose number `attune_mutant` holds. By number of a mutant also the first and last line that are made for it.
    """
    pieces, lines, n_lines, done = [], {}, 1, 0

    def add(piece):
        nonlocal n_lines
        pieces.append(piece)
        n_lines += piece.count("\n")

    for function in sorted(functions, key=lambda f: f.start):
        add(text[done:function.attribute_at] + forced(text, function))
        for number, mutant in mutants.items():
            if function.body <= mutant.start < function.end:
                begin = n_lines
                body = text[function.body:mutant.start] + mutant.replacement + text[mutant.end:function.end - 1]
                guard = "!__builtin_is_constant_evaluated() && " if function.is_constexpr else ""
                add(f"if ({guard}::attune_mutant == {number}) {{\n{body}\n}} else ")
                lines[number] = (begin, n_lines)
        add("{" + text[function.body:function.end])
        add("}")
        done = function.end
    add(text[done:])
    return "".join(pieces), lines
