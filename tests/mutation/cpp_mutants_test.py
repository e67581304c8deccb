#!/usr/bin/env python3
"""Tests of cpp_mutants.py: what it changes in a header, and what it leaves alone."""

import unittest

import cpp_mutants


def changes(text):
    """The mutants of a text, as they stand in a list of survivors."""
    return [mutant.describe(text) for mutant in cpp_mutants.analyse(text)[0]]


def in_function(body):
    return f"inline int f(int a, int b)\n{{\n    {body}\n}}\n"


class Mutants(unittest.TestCase):
    def test_turn_comparisons(self):
        self.assertEqual(changes("bool x = a < b;"), ["bool x = a [-<-]{+<=+} b;", "bool x = a [-<-]{+>=+} b;"])
        self.assertEqual(changes("bool x = a == b;"), ["bool x = a [-==-]{+!=+} b;"])

    def test_turn_arithmetic_logic_and_steps(self):
        self.assertEqual(changes("int x = a % b;"), ["int x = a [-%-]{+*+} b;"])
        self.assertEqual(changes("bool x = a && !b;"), ["bool x = a [-&&-]{+||+} !b;", "bool x = a && [-!-]{++}b;"])
        self.assertEqual(changes("for (;; ++i)"), ["for (;; [-++-]{+--+}i)"])

    def test_move_constants_by_one(self):
        self.assertEqual(changes("int x = 0;"), ["int x = [-0-]{+1+};"])
        self.assertEqual(changes("int x = 7U;"), ["int x = [-7U-]{+6U+};", "int x = [-7U-]{+8U+};"])
        self.assertEqual(changes("int x = 0xff;"), ["int x = [-0xff-]{+0x100+};", "int x = [-0xff-]{+0xfe+};"])
        self.assertEqual(changes("double x = 2.0;"), ["double x = [-2.0-]{+1.0+};", "double x = [-2.0-]{+3.0+};"])

    def test_swap_words(self):
        self.assertEqual(changes("bool x = true;"), ["bool x = [-true-]{+false+};"])
        self.assertEqual(changes("int x = std::min(a, r.max);"),
                         ["int x = std::[-min-]{+max+}(a, r.max);", "int x = std::min(a, r.[-max-]{+min+});"])

    def test_delete_statements_and_empty_results(self):
        self.assertEqual(changes(in_function("add(a);\n    return a;")), ["[-add(a)-]{++};", "return [-a-]{+{}+};"])
        self.assertEqual(changes(in_function("if (a)\n        add(a, {b});")),
                         ["if ([-a-]{+!(a)+})", "[-add(a, {b})-]{++};"])

    def test_turn_conditions_round_unless_their_sign_does(self):
        self.assertEqual(changes("if (is_a(x))"), ["if ([-is_a(x)-]{+!(is_a(x))+})"])
        self.assertEqual(changes("if (!is_a)"), ["if ([-!-]{++}is_a)"])
        self.assertEqual(changes("if (const auto a = f(); is_a(a))"),
                         ["if (const auto a = f(); [-is_a(a)-]{+!(is_a(a))+})"])
        self.assertEqual(changes("if (const auto a = f())"), [])

    def test_leave_everything_else_alone(self):
        for text in ['#include <a/b-1.hpp>', "// a < b && 1", "/* return 1; */", 'auto x = "a < 1";', "auto x = '1';",
                     "[[nodiscard]] int x;", "static_assert(1 < 2, f(3));", "template <typename T, int N>",
                     "std::vector<int> x;", "const int& f(const T* x, T&& y);", 'auto x = "a" + b + "c";']:
            self.assertEqual(changes(text), [], text)
        self.assertEqual(changes(in_function("const int x = f();")), [])
        self.assertEqual(changes(in_function("return std::nullopt;")), [])
        self.assertEqual(changes(in_function("std::map<int, int> x(f());")), [])

    def test_keep_the_number_of_lines(self):
        text = in_function("add(a,\n        b);\n    add(b);")
        deleted = cpp_mutants.analyse(text)[0][0].apply(text)
        self.assertEqual(deleted.count("\n"), text.count("\n"))
        self.assertIn("add(b);", deleted)
        self.assertNotIn("add(a", deleted)


class Functions(unittest.TestCase):
    def test_are_all_that_have_a_body(self):
        text = ("namespace a {\nstruct s {\n    int x = 1;\n    explicit s(int y) : x(y) {}\n    int f();\n"
                "    [[nodiscard]] int g() const { return x; }\n};\n"
                "inline std::vector<int> v{1};\ntemplate <typename T>\nint h(T t)\n{\n    return t(1);\n}\n"
                "[[nodiscard]] constexpr int i(int y = 2)\n{\n    return y;\n}\n}\n")
        functions = cpp_mutants.analyse(text)[1]
        heads = [text[f.start:f.end].split("(")[0] for f in functions]
        self.assertEqual(heads, ["explicit s", "int g", "template <typename T>\nint h", "constexpr int i"])
        self.assertEqual([f.is_template for f in functions], [False, False, True, False])
        self.assertEqual([f.is_constexpr for f in functions], [False, False, False, True])

    def test_are_emitted_by_an_attribute_behind_those_in_brackets(self):
        text = "struct s {\n    [[nodiscard]] int g() const { return 1; }\n};\n"
        forced = cpp_mutants.with_forced_functions(text, cpp_mutants.analyse(text)[1])
        self.assertEqual(forced, text.replace("int g() const { return 1; }",
                                              "__attribute__((used)) int g() const {{ return 1; }}"))

    def test_choose_the_mutant_whose_number_is_set(self):
        text = in_function("return a < b;")
        mutants, functions = cpp_mutants.analyse(text)
        switched, lines = cpp_mutants.with_switches(text, functions, {7: mutants[1]})
        self.assertEqual(switched, "__attribute__((used)) inline int f(int a, int b)\n"
                         "{if (::attune_mutant == 7) {\n\n    return a <= b;\n\n} else {\n    return a < b;\n}}\n")
        self.assertEqual(lines, {7: (2, 6)})


if __name__ == "__main__":
    unittest.main()
