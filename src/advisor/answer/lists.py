"""Results that are counted from short lists and texts: box plots, components, term matrices and weights."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator

from advisor.answer.result import SIGNED, Result, number

_TUKEY = "textbook: Tukey, Exploratory Data Analysis"
_JOLLIFFE = "textbook: Jolliffe, Principal Component Analysis"
_MANNING = "textbook: Manning, Raghavan and Schütze, Introduction to Information Retrieval, 6.2"
_TERMS = "https://docs.aws.amazon.com/machine-learning/latest/dg/data-transformations-reference.html"
_BETWEEN = r"[a-z\s()]{0,20}?(?:of|is|=|at|:)\s{0,2}"


def whiskers(stem: str) -> Iterator[Result]:
    """The ends of a box plot's whiskers, 1.5 interquartile ranges from the quartiles."""
    first = re.search(rf"(?:first|lower) quartile{_BETWEEN}{SIGNED}|\bQ1{_BETWEEN}{SIGNED}", stem, re.IGNORECASE)
    third = re.search(rf"(?:third|upper) quartile{_BETWEEN}{SIGNED}|\bQ3{_BETWEEN}{SIGNED}", stem, re.IGNORECASE)
    if not first or not third or not re.search(r"whisker|outlier|interquartile|\bIQR\b", stem, re.IGNORECASE):
        return
    low, high = (number(found[1] or found[2]) for found in (first, third))
    reach = 1.5 * (high - low)
    if not re.search(r"lower (?:end|whisker|limit|fence|bound)", stem, re.IGNORECASE):
        text = f"Q3 + 1.5 IQR = {high:g} + 1.5 x ({high:g} - {low:g}) = {high + reach:g}"
        yield Result("upper whisker", high + reach, text, _TUKEY)
    if not re.search(r"upper (?:end|whisker|limit|fence|bound)", stem, re.IGNORECASE):
        text = f"Q1 - 1.5 IQR = {low:g} - 1.5 x ({high:g} - {low:g}) = {low - reach:g}"
        yield Result("lower whisker", low - reach, text, _TUKEY)


def term_matrix(stem: str) -> Iterator[Result]:
    """Rows and columns of a term matrix: one row for each quoted sentence, one column for each distinct term."""
    if not re.search(r"tf-?idf|bag[ -]of[ -]words|term matrix", stem, re.IGNORECASE):
        return
    if not re.search(r"dimension|shape|size|how many (?:columns|features)", stem, re.IGNORECASE):
        return
    sentences = re.findall(r"[\"\u201c]([^\"\u201c\u201d]{3,200})[\"\u201d]", stem)
    lengths = [
        n for n, name in ((1, "unigrams?"), (2, "bigrams?"), (3, "trigrams?")) if re.search(name, stem, re.IGNORECASE)
    ]
    if not sentences:
        return
    terms: set[tuple[str, ...]] = set()
    for sentence in sentences:
        words = re.findall(r"[a-z0-9']+", sentence.lower())
        for length in lengths or [1]:
            terms |= {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}
    size = f"{len(sentences)} x {len(terms)}"
    told = f"sentences x distinct terms = {size}"
    yield Result("term matrix", float(len(terms)), told, _TERMS, written=size)


def components(stem: str) -> Iterator[Result]:
    """The fewest principal components that explain a share of the variance, from a list of eigenvalues."""
    listed = re.search(r"eigenvalues[^.;:0-9]{0,60}((?:[0-9]+(?:\.[0-9]+)?(?:, (?:and )?| and )?){3,})", stem)
    asked = re.search(r"at least ([0-9]{2}(?:\.[0-9]+)?)\s?(?:%|percent)", stem)
    if listed is None or asked is None:
        return
    values = sorted(map(float, re.findall(r"[0-9]+(?:\.[0-9]+)?", listed[1])), reverse=True)
    share = float(asked[1]) / 100
    total = sum(values)
    for count, reached in enumerate(itertools.accumulate(values), 1):
        if total and reached >= share * total - 1e-9:
            terms = " + ".join(f"{value:g}" for value in values[:count])
            told = f"({terms}) / {total:g} = {reached / total:.3g}, at least {share:g}"
            yield Result("components", float(count), told, _JOLLIFFE)
            return


def heaviest_term(stem: str) -> Iterator[Result]:
    """The quoted term with the greatest TF-IDF weight; nothing without two terms with both counts."""
    if not re.search(r"tf-?idf|inverse document frequency", stem, re.IGNORECASE):
        return
    plain = stem.replace("\u201c", '"').replace("\u201d", '"')
    counts: dict[str, tuple[float, float]] = {}
    for term in dict.fromkeys(re.findall(r'"([a-z][a-z -]{1,30})"', plain)):
        often = re.search(rf'"{term}" (?:(?:occurs|appears) )?(?:([0-9,]+) times|(once|twice))', plain)
        spread = re.search(rf'([0-9,]+) contains? "{term}"', plain) or re.search(
            rf'"{term}" (?:(?:is|are|occurs|appears) )?(?:found )?in (?:all )?([0-9,]+)', plain
        )
        if often and spread:
            here = number(often[1]) if often[1] else {"once": 1.0, "twice": 2.0}[often[2]]
            counts[term] = here, number(spread[1])
    texts = re.findall(
        r"([0-9][0-9,]*) (?:[a-z]+ )?(?:documents|reports|speeches|articles|reviews|texts|letters)", plain
    )
    if len(counts) < 2 or not texts:
        return
    total = max(map(number, texts))
    weights = {term: here * math.log10(total / spread) for term, (here, spread) in counts.items() if spread}
    best = max(weights, key=lambda term: weights[term])
    told = (f"{term}: {counts[term][0]:g} x log({total:g}/{counts[term][1]:g})" for term in weights)
    yield Result("heaviest term", 0.0, "; ".join(told), _MANNING, written=best)
