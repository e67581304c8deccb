#!/usr/bin/env python3
"""Checks the words that clients read: client_words_test.py MESSAGES.json...

No word of statistics or of blame stands in a sentence of the client page, and the sentences of a page are easy to read:
grade 8 at most by Flesch and Kincaid in English, 8 at most by the first of Bamberger and Vanecek's formulas in German.
"""
import json
import pathlib
import re
import sys

FORBIDDEN = {
    "en": ["abnormal", "normal", "healthy", "unhealthy", "severe", "disorder", "disorganised", "disorganized", "fearful",
           "dismissing", "preoccupied", "avoidant", "insecure", "percentile", "standard deviation", "variance", "z score",
           "t score", "confidence interval", "statistical", "significant", "recovered", "failed", "harmed", "deteriorated",
           "trauma", "your parents", "fault"],
    "de": ["abnormal", "normal", "gesund", "krank", "schwer", "störung", "desorganisiert", "ängstlich-vermeidend",
           "abweisend", "unsicher gebunden", "perzentil", "prozentrang", "standardabweichung", "varianz", "z-wert", "t-wert",
           "konfidenzintervall", "statistisch", "signifikant", "geheilt", "gescheitert", "geschädigt", "verschlechtert",
           "trauma", "ihre eltern", "schuld"],
}


def said(pattern: str) -> str:
    """A pattern with its plurals said as `other` and its places filled in."""
    while found := re.search(r"\{\w+, plural,((?: *=?\w+ \{[^{}]*\})+)\}", pattern):
        other = re.search(r"other \{([^{}]*)\}", found[1])
        pattern = pattern[:found.start()] + other[1].replace("#", "3") + pattern[found.end():]
    return re.sub(r"\{\w+\}", "20", pattern)


def syllables(word: str, language: str) -> int:
    word = word.lower()
    groups = len(re.findall(r"[aeiouyäöü]+", word))
    if language == "en" and word.endswith("e") and not word.endswith("le") and groups > 1:
        groups -= 1
    return max(groups, 1)


def grade(sentences: list, language: str) -> float:
    words = [word for sentence in sentences for word in re.findall(r"[A-Za-zÄÖÜäöüß]+", sentence)]
    n_sentences = sum(len(re.findall(r"[.:?](?:\s|$)", sentence)) for sentence in sentences)
    counts = [syllables(word, language) for word in words]
    per_sentence = len(words) / n_sentences
    if language == "en":
        return 0.39 * per_sentence + 11.8 * sum(counts) / len(words) - 15.59
    share = lambda test: 100 * sum(map(test, range(len(words)))) / len(words)  # noqa: E731
    return (0.1935 * share(lambda i: counts[i] >= 3) + 0.1672 * per_sentence + 0.1297 * share(lambda i: len(words[i]) > 6)
            - 0.0327 * share(lambda i: counts[i] == 1) - 0.875)


faults = []
for name in sys.argv[1:]:
    file = json.loads(pathlib.Path(name).read_text(encoding="utf-8"))
    language = file["language"]
    client = {key: said(text) for key, text in file["messages"].items() if key.startswith("client.")}
    for key, text in client.items():
        faults += [f"{name}: {key}: holds '{word}'" for word in FORBIDDEN[language]
                   if re.search(rf"\b{re.escape(word)}\b", text.lower())]
        if "!" in text:
            faults.append(f"{name}: {key}: holds an exclamation mark")
    sentences = [text for text in client.values() if re.search(r"[.?]$", text)]
    found = grade(sentences, language)
    print(f"{name}: {len(sentences)} sentences, grade {found:.1f}")
    if found > 8:
        faults.append(f"{name}: grade {found:.1f}; expected 8 at most")
print("\n".join(faults))
sys.exit(1 if faults else 0)
