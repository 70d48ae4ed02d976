"""Results that are counted from short lists and texts: box plots and term matrices."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMBER = r"(-?[0-9][0-9,]*(?:\.[0-9]+)?)"
_BETWEEN = r"[a-z\s()]{0,20}?(?:of|is|=|at|:)\s{0,2}"


def whisker(stem: str) -> Iterator[tuple[str, float, str]]:
    """The ends of a box plot's whiskers, 1.5 interquartile ranges from the quartiles: name, value, formula."""
    first = re.search(rf"(?:first|lower) quartile{_BETWEEN}{_NUMBER}|\bQ1{_BETWEEN}{_NUMBER}", stem, re.IGNORECASE)
    third = re.search(rf"(?:third|upper) quartile{_BETWEEN}{_NUMBER}|\bQ3{_BETWEEN}{_NUMBER}", stem, re.IGNORECASE)
    if not first or not third or not re.search(r"whisker|outlier|interquartile|\bIQR\b", stem, re.IGNORECASE):
        return
    low, high = (float((found[1] or found[2]).replace(",", "")) for found in (first, third))
    reach = 1.5 * (high - low)
    if not re.search(r"lower (?:end|whisker|limit|fence|bound)", stem, re.IGNORECASE):
        text = f"Q3 + 1.5 IQR = {high:g} + 1.5 x ({high:g} - {low:g}) = {high + reach:g}"
        yield "upper whisker", high + reach, text
    if not re.search(r"upper (?:end|whisker|limit|fence|bound)", stem, re.IGNORECASE):
        text = f"Q1 - 1.5 IQR = {low:g} - 1.5 x ({high:g} - {low:g}) = {low - reach:g}"
        yield "lower whisker", low - reach, text


def term_matrix(stem: str) -> tuple[int, int] | None:
    """Rows and columns of a term matrix: one row for each quoted sentence, one column for each distinct term."""
    if not re.search(r"tf-?idf|bag[ -]of[ -]words|term matrix", stem, re.IGNORECASE):
        return None
    if not re.search(r"dimension|shape|size|how many (?:columns|features)", stem, re.IGNORECASE):
        return None
    sentences = re.findall(r"[\"\u201c]([^\"\u201c\u201d]{3,200})[\"\u201d]", stem)
    lengths = [
        n for n, name in ((1, "unigrams?"), (2, "bigrams?"), (3, "trigrams?")) if re.search(name, stem, re.IGNORECASE)
    ]
    if not sentences:
        return None
    terms: set[tuple[str, ...]] = set()
    for sentence in sentences:
        words = re.findall(r"[a-z0-9']+", sentence.lower())
        for length in lengths or [1]:
            terms |= {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}
    return len(sentences), len(terms)
