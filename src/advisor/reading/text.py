"""A text as sentences of stemmed tokens, with quantities merged into one token each."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any, cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from advisor.reading.numerals import NUMBERS, number_name
from advisor.reading.phrases import stem
from advisor.reading.quantities import Quantity, find_quantities

MAX_CHARACTERS = 20_000
# In tokens. What has no full stop for longer is no prose, and is read in pieces.
LONGEST_SENTENCE = 150

# One character for one, so that every offset stays what it was in the prompt.
_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys(map(chr, (0x2D, 0x2F, 0x2010, 0x2011, 0x2013, 0x2014, 0xA0)), " "),  # hyphens, slash, dashes
        **dict.fromkeys(map(chr, (0x2018, 0x2019)), "'"),
        **dict.fromkeys(map(chr, (0x201C, 0x201D)), '"'),
    }
)


# The tokeniser takes marks off a word one by one, in time that grows with the square of their number.
_RUN_OF_MARKS = re.compile(r"[^\w\s]{9,}")


# A line that goes on in the next one, as in a text wrapped for an e-mail.
_WRAPPED = re.compile(r"(?<=[\w,)])\n(?=[a-z0-9($\"'])")
# Two words that are one: the hyphen is a space by then.
_EMAIL = re.compile(r"\be mails?\b")
# Signs that read as words.
_SIGNS = {"<": "below", "\u2264": "below", ">": "above", "\u2265": "above", "&": "and"}


@dataclass(frozen=True)
class Prompt:
    """A text that was taken apart. `quantities` are by the index of their first token."""

    text: str
    doc: Doc
    quantities: dict[int, Quantity]

    @property
    def sentences(self) -> list[Span]:
        """The sentences, in order; empty ones left out."""
        return [sentence for sentence in self.doc.sents if sentence.text.strip()]


@functools.lru_cache(maxsize=1)
def pipeline() -> Language:
    """SpaCy's English tokeniser and its rule-based sentence splitter; no model is loaded. Lines end sentences too."""
    nlp = spacy.blank("en")
    # An "id" is an identifier here, and no "I'd" without its apostrophe.
    cast(Any, nlp.tokenizer).add_special_case("id", [{"ORTH": "id"}])
    nlp.add_pipe("sentencizer", config={"punct_chars": [".", "!", "?", ";"]})
    return nlp


def take_apart(text: str) -> Prompt:
    """The prompt's tokens: lower case, hyphens and slashes as spaces, stems as lemmas, quantities as one token.

    Only the first 20,000 characters are read.
    """
    given = text[:MAX_CHARACTERS]
    quantities = list(find_quantities(given))
    doc = pipeline().make_doc(_fold(given))
    found: dict[tuple[int, int], Quantity] = {}
    spans = []
    for quantity in (quantity for quantity in quantities if not quantity.in_words):
        span = doc.char_span(quantity.start, quantity.end, alignment_mode="expand")
        if span is not None:
            spans.append(span)
            found[span.start_char, span.end_char] = quantity
    spans += [span for match in _EMAIL.finditer(doc.text) if (span := doc.char_span(*match.span())) is not None]
    with doc.retokenize() as retokenizer:
        for span in filter_spans(spans):
            retokenizer.merge(span)
    placed: dict[int, Quantity] = {}
    for token in doc:
        measured = found.get((token.idx, token.idx + len(token)))
        word = _SIGNS.get(token.text, token.text.replace("e mail", "email"))
        token.lemma_ = f"<{measured.kind}>" if measured is not None else stem(word)
        token.norm_ = token.lemma_
        if measured is not None:
            placed[token.i] = measured
            if measured.kind == "count":
                token.norm_ = number_name(measured.amount)
        elif token.text in NUMBERS:
            token.norm_ = number_name(NUMBERS[token.text])
    for quantity in (quantity for quantity in quantities if quantity.in_words):
        span = doc.char_span(quantity.start, quantity.end, alignment_mode="expand")
        if span is not None:
            placed[span.end - 1] = quantity
    for _, component in pipeline().pipeline:
        doc = component(doc)
    begun = 0
    for token in doc[:-1]:
        begun = token.i if token.is_sent_start else begun
        if (token.is_space and "\n" in token.text) or token.i - begun >= LONGEST_SENTENCE:
            token.nbor().is_sent_start = True
    return Prompt(given, doc, placed)


def _fold(text: str) -> str:
    """Lower case, character by character: a few letters become two in lower case, which would move offsets."""
    text = _WRAPPED.sub(" ", text)
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(small if len(small := character.lower()) == 1 else character for character in text)
    return _RUN_OF_MARKS.sub(lambda match: " " * len(match[0]), lower.translate(_SAME_LENGTH))


# Orders to whoever reads a text describe no workload. "You must recommend a solution that ..." is a question's stem.
_ORDER = re.compile(
    r"\W{0,3}(?:please )?(?:"
    r"(?:ignore|disregard|forget|override)\b.{0,40}\b(?:rules?|instructions?|prompts?|above|previous)\b"
    r"|(?:system|assistant) ?:"
    r"|you (?:must|should|shall|will|have to) (?:now )?(?:recommend|answer|choose|select|reply|say) (?!an? |the )"
    r")"
)


def is_order(sentence: Span) -> bool:
    """Whether a sentence tells the reader what to do instead of saying something about a workload."""
    return bool(_ORDER.match(sentence.text))
