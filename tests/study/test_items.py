"""Items: what is shipped and what is made up has a proved key, reads back as it is meant, and gives nothing away."""

from __future__ import annotations

import datetime
import json
import math
import random
from collections import Counter
from collections.abc import Sequence

import pytest
from typer.testing import CliRunner

from advisor.advise import advisor_at
from advisor.answer.model import Question
from advisor.answer.parse import parse_questions
from advisor.cli import app
from advisor.errors import InputError
from advisor.facts.spec import NEEDS
from advisor.reading.read import read
from advisor.rulebase.condition import facts_of
from advisor.rulebase.load import assemble
from advisor.rulebase.phrasing import Phrasing
from advisor.scenario.model import Scenario, Statement
from advisor.scenario.questions import read_question
from advisor.study.items import decisions_with_items, generate, shipped, twin, why_no_items
from advisor.study.items.look import GUESSES
from advisor.study.items.tell import fill
from advisor.study.model import Item, ItemKind, Source
from advisor.verdict import excluded_by
from advisor.vocabulary import Availability, Strength, Verdict
from small_base import texts

DAY = datetime.date(2026, 11, 23)
ADVISOR = advisor_at(DAY)
BASE = ADVISOR.snapshot.base
SAMPLE, SEED = 150, 20261123
MANY = 70  # as many as the whole engine is asked about; tests/benchmarks/items.py asks it about thousands


@pytest.fixture(scope="module")
def items() -> tuple[Item, ...]:
    return tuple(generate(ADVISOR, SAMPLE, SEED))


def scenario_of(item: Item, without: str = "") -> Scenario:
    facts = [fact for fact in item.facts if fact.name != without]
    return Scenario(statements=tuple(Statement(name=fact.name, value=fact.value) for fact in facts))


def survivors(item: Item, scenario: Scenario) -> set[str]:
    """The letters that the whole engine, with every decision, leaves standing; all where the decision falls away."""
    _, settled = ADVISOR.settle(scenario)
    if item.decision not in settled:
        return set(item.things)
    here = settled[item.decision]
    return {letter for letter, thing in item.things.items() if here.of(thing).verdict is not Verdict.ELIMINATED}


def decides(item: Item, scenario: Scenario) -> bool:
    """Whether the key alone is left standing, and comes before whatever is not shown."""
    _, settled = ADVISOR.settle(scenario)
    first = settled[item.decision].recommended if item.decision in settled else None
    return first == item.things[item.answer[0]] and survivors(item, scenario) == set(item.answer)


# --- phrasing ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("decision", sorted(BASE.phrasing))
def test_every_sentence_is_read_as_it_is_meant(decision: str) -> None:
    wrong = []
    for saying in BASE.phrasing[decision].sayings:
        for text in saying.texts:
            said = read(fill(BASE, text), BASE).scenario.by_name.get(saying.fact)
            if said is None or said.value != saying.value or said.strength is not Strength.MUST:
                wrong.append(f"{saying.fact}: {text}")
    assert not wrong


def test_what_all_stories_share_states_nothing() -> None:
    stories = BASE.stories
    assert stories is not None
    shared = [*stories.asides, *stories.asks_two, *stories.matches]
    told = [*(fill(BASE, text) for text in shared), *(f"{team[0].upper()}{team[1:]} meet." for team in stories.teams)]
    for item in stories.organisations:
        told += [f"{item.first} {about} wins a prize." for about in ("", *item.about)]
    said = {text: read(text, BASE).scenario.statements for text in told}
    assert {text: found for text, found in said.items() if found} == {}


def malformed(text: str) -> str:
    with pytest.raises(InputError) as caught:
        assemble({**texts(), "phrasing/decisions/travel.yaml": text})
    return str(caught.value)


GOOD = """
opens: ["{A} serves a model."]
asks: [What fits?]
says:
  request.caller_waits: [Users wait.]
"""


def test_phrasing_loads_with_values_and_names_filled_in() -> None:
    text = GOOD + '  request.payload_mb: {5 MB: ["{The} sends {value}."]}\n'
    found: Phrasing = assemble({**texts(), "phrasing/decisions/travel.yaml": text}).phrasing["travel"]
    assert [(item.fact, item.value, item.texts) for item in found.sayings] == [
        ("request.caller_waits", True, ("Users wait.",)),
        ("request.payload_mb", 5.0, ("{The} sends 5 MB.",)),
    ]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (
            lambda text: text.replace("caller_waits", "caller_wait"),
            "decisions/travel.yaml:5: unknown fact",
        ),
        (lambda text: text.replace("{A}", "{B}"), "unknown name `{B}` in a sentence"),
        (lambda text: text.replace("[Users wait.]", "[]"), "needs a list of sentences"),
        (lambda text: text.replace("[Users wait.]", "{perhaps: [Users wait.]}"), "yes-or-no"),
        (lambda text: text.replace("asks: [What fits?]\n", ""), "`asks` is missing"),
        (lambda text: text + 'form: "{thing}"\n', "`form` holds `{option}` once"),
        (lambda text: text + "apart: [[request.caller_waits, request.payload_mb]]\n", "not among the facts told"),
    ],
)
def test_malformed_phrasing_is_told_with_its_place(spoil, message: str) -> None:
    assert message in malformed(spoil(GOOD))


def test_phrasing_of_an_unknown_decision_is_refused() -> None:
    with pytest.raises(InputError, match="there is no decision `travels`; did you mean `travel`"):
        assemble({**texts(), "phrasing/decisions/travels.yaml": GOOD})


# --- generated items ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("decision", decisions_with_items(ADVISOR))
def test_each_decision_that_has_stories_gives_an_item(decision: str) -> None:
    (item,) = generate(ADVISOR, 1, 4, [decision])
    assert item.decision == decision
    assert survivors(item, scenario_of(item)) == set(item.answer)


def test_the_whole_engine_leaves_the_key_alone(items: tuple[Item, ...]) -> None:
    assert len(items) == SAMPLE
    for item in items[:MANY]:
        assert survivors(item, scenario_of(item)) == set(item.answer), item.id


def test_all_that_is_read_in_a_story_leaves_the_key_alone(items: tuple[Item, ...]) -> None:
    for item in items[:MANY]:
        scenario = read(item.stem, BASE).scenario
        said = scenario.by_name
        for fact in item.facts:
            assert said[fact.name].value == fact.value, item.id
            assert said[fact.name].strength is Strength.MUST, item.id
            assert fact.words in item.stem, item.id
        assert survivors(item, scenario) == set(item.answer), item.id


def test_each_fact_is_needed(items: tuple[Item, ...]) -> None:
    for item in items[:40]:
        told = {saying.fact for saying in BASE.phrasing[item.decision].sayings}
        for fact in item.facts:
            if fact.name in told:
                assert not decides(item, scenario_of(item, without=fact.name)), (item.id, fact.name)


def test_the_key_can_do_what_is_asked(items: tuple[Item, ...]) -> None:
    for item in items:
        (letter,) = item.answer
        told = {saying.fact for saying in BASE.phrasing[item.decision].sayings}
        needs = {fact.name.removeprefix(f"{NEEDS}.") for fact in item.facts if fact.name.startswith(f"{NEEDS}.")}
        asked = {need for need in needs if f"{NEEDS}.{need}" in told}
        assert asked <= set(BASE.things[item.things[letter]].can), item.id


def test_every_option_has_a_reason_and_most_wrong_ones_one_in_the_words_of_the_story(items: tuple[Item, ...]) -> None:
    for item in items:
        assert set(item.reasons) == set(item.options) == set(item.things)
        silent = [letter for letter in item.options if letter not in item.answer and not item.reasons[letter].words]
        assert len(silent) <= 1, item.id  # at most one falls because it is closed


def test_no_item_comes_twice(items: tuple[Item, ...]) -> None:
    assert len({item.stem for item in items}) == len({item.id for item in items}) == len(items)


def test_the_same_seed_gives_the_same_items_and_another_seed_others(items: tuple[Item, ...]) -> None:
    assert tuple(generate(ADVISOR, 12, SEED)) == items[:12]
    assert not {item.stem for item in generate(ADVISOR, 12, SEED + 1)} & {item.stem for item in items}


def test_items_show_three_to_five_different_options(items: tuple[Item, ...]) -> None:
    for item in items:
        assert 3 <= len(item.options) <= 5
        assert len(set(item.options.values())) == len(item.options)


def by_chance(items: Sequence[Item]) -> tuple[float, float]:
    """How many items a guess gets right on average, and the standard deviation."""
    chances = [1 / len(item.options) for item in items]
    return sum(chances), math.sqrt(sum(chance * (1 - chance) for chance in chances))


@pytest.mark.parametrize("guess", GUESSES.values(), ids=GUESSES)
def test_the_look_of_the_options_does_not_give_the_key_away(guess, items: tuple[Item, ...]) -> None:
    right = sum(guess(item) in item.answer for item in items)
    mean, deviation = by_chance(items)
    assert abs(right - mean) < 3 * deviation, f"{right} of {len(items)} right; by chance {mean:.0f}"


def test_the_key_stands_at_every_letter(items: tuple[Item, ...]) -> None:
    places = Counter(item.answer[0] for item in items if len(item.options) >= 4)
    assert min(places[letter] for letter in "ABCD") > len(items) / 16


def test_the_advisor_answers_nearly_all_of_them(items: tuple[Item, ...]) -> None:
    answerer = shipped._answerer(DAY)  # the one that the shipped questions are proved with: another takes long to make
    sample = random.Random(5).sample(items, 40)
    asked = [Question(id=item.id, stem=item.stem, options=item.options) for item in sample]
    right = sum(answerer.answer(question).answer == item.answer for question, item in zip(asked, sample, strict=True))
    assert right >= 0.9 * len(sample)


def test_the_command_prints_what_the_answerer_takes() -> None:
    run = CliRunner().invoke(app, ["study", "items", "--count", "3", "--seed", "8", "--format", "json"])
    assert run.exit_code == 0
    printed = json.loads(run.stdout)
    assert len(printed) == 3
    contract = {"id", "decision", "stem", "options", "answer", "facts", "reasons", "seed", "rulebase"}
    assert all(set(item) == contract for item in printed)
    assert [item["id"] for item in printed] == [question.id for question in parse_questions(run.stdout, "items")]
    again = CliRunner().invoke(app, ["study", "items", "--count", "3", "--seed", "8", "--format", "json"])
    assert again.stdout == run.stdout


# By a must its last option survives with the one before, which comes first.
TWO_SURVIVE = {"separation-of-duties"}


def test_a_decision_without_items_has_no_option_that_two_others_could_fall_beside() -> None:
    """No set of musts that an option meets rules out two others: its rules rank, and there is nothing to prove."""
    missing = set(BASE.decisions) - set(decisions_with_items(ADVISOR))
    assert len(missing) < len(BASE.decisions) / 8
    for name in missing - TWO_SURVIVE:
        assert why_no_items(ADVISOR, name)
        options = BASE.decisions[name].options
        seen = {option: BASE.things[option].availability(DAY) for option in options}
        closed = {option for option, now in seen.items() if now is not None and now.status is not Availability.OPEN}
        for key in set(options) - closed:
            fallen: set[str] = set()
            for rule in ADVISOR.snapshot.rules[name]:
                kills, asked = set(excluded_by(rule, options)), facts_of(rule.when)
                needs = {fact.removeprefix(f"{NEEDS}.") for fact in asked if fact.startswith(f"{NEEDS}.")}
                if key not in kills and needs <= set(BASE.things[key].can) and "account.uses" not in asked:
                    fallen |= kills
            fallen -= closed  # of what is no longer to be had, an item shows one at most
            assert not fallen or len(fallen) + bool(closed) < 2, (name, key, fallen)


def test_a_decision_without_items_says_why() -> None:
    run = CliRunner().invoke(app, ["study", "items", "--decision", "voice-service"])
    assert "it compares 2 options only" in str(run.exception)


def test_a_decision_without_stories_is_told_with_the_nearest_one() -> None:
    run = CliRunner().invoke(app, ["study", "items", "--decision", "vector-stores"])
    assert isinstance(run.exception, InputError)
    assert "did you mean `vector-store`" in str(run.exception)


# --- other question types ----------------------------------------------------------------------------------


def test_of_a_multiple_response_exactly_the_two_right_options_survive() -> None:
    made = list(generate(ADVISOR, 15, SEED, kind=ItemKind.RESPONSE))
    assert len(made) == len({item.stem for item in made}) == 15
    for item in made:
        assert item.kind is ItemKind.RESPONSE
        assert len(item.answer) == 2
        assert "TWO" in item.stem
        assert survivors(item, scenario_of(item)) == survivors(item, read(item.stem, BASE).scenario) == set(item.answer)
        told = {saying.fact for saying in BASE.phrasing[item.decision].sayings}
        needs = {fact.name.removeprefix(f"{NEEDS}.") for fact in item.facts if fact.name in told}
        for letter in item.answer:
            can = set(BASE.things[item.things[letter]].can)
            assert {need for need in needs if need in BASE.capabilities} <= can, item.id


def test_each_requirement_of_a_matching_leaves_its_option_alone() -> None:
    made = list(generate(ADVISOR, 8, SEED, kind=ItemKind.MATCHING))
    assert len({item.stem for item in made}) == 8
    for item in made:
        assert item.kind is ItemKind.MATCHING
        (right,) = item.answer
        names = [pair.partition(": ")[2] for pair in item.options[right].split("; ")]
        options = BASE.decisions[item.decision].options
        things = [next(thing for thing in options if BASE.things[thing].name == name) for name in names]
        opening, *requirements = item.stem.split("\n")
        assert len(requirements) == len(things) >= 3
        assert sorted(text.count(":") for text in item.options.values()) == [len(things)] * len(item.options)
        for text, thing in zip(requirements, things, strict=True):
            scenario = read(f"{opening} {text.partition('. ')[2]}", BASE).scenario
            here = ADVISOR.settle(scenario)[1][item.decision]
            standing = {other for other in things if here.of(other).verdict is not Verdict.ELIMINATED}
            assert standing == {thing}, item.id
            assert here.recommended == thing


def test_no_order_of_steps_is_made_up() -> None:
    assert list(generate(ADVISOR, 2, SEED, kind=ItemKind.ORDERING)) == []


# --- twins -------------------------------------------------------------------------------------------------


def test_a_twin_is_a_proved_item_that_differs_by_little(items: tuple[Item, ...]) -> None:
    made = 0
    for item in items[:40]:
        for letter in item.options:
            found = twin(ADVISOR, item, letter)
            if found is None:
                continue
            made += 1
            assert letter not in item.answer
            assert found.twin_of == item.id
            (key,) = found.answer
            assert found.things[key] == item.things[letter]
            assert set(item.things[letter] for letter in item.answer) < set(found.things.values())
            assert survivors(found, scenario_of(found)) == {key}
            assert survivors(found, read(found.stem, BASE).scenario) == {key}
            before, after = ({fact.name: fact.value for fact in one.facts} for one in (item, found))
            changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
            assert 1 <= len(changed) <= 3
    assert made >= 10


def test_there_is_no_twin_for_the_key(items: tuple[Item, ...]) -> None:
    assert twin(ADVISOR, items[0], items[0].answer[0]) is None


# --- shipped items -----------------------------------------------------------------------------------------


def test_shipped_questions_and_scenarios_are_items_with_the_authors_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    files = shipped.question_files()  # answering all of them takes long, and test_questions.py does so
    few = {name: path for number, (name, path) in enumerate(files.items()) if number % 16 == 0}
    monkeypatch.setattr(shipped, "question_files", lambda: few)
    waiting = list(shipped.shipped_items(DAY, shipped.decisions_of_questions(BASE)))
    found = [item for one in waiting if (item := one.prove()) is not None]
    sources = Counter(item.source for item in found)
    assert sources[Source.QUESTION] >= len(few) / 4
    assert sources[Source.SCENARIO] >= 150
    assert len({item.id for item in found}) == len(found)
    known = {one.id: one for one in waiting}
    for item in found:
        before = known[item.id]
        assert (before.decision, before.tasks, before.kind) == (item.decision, item.tasks, item.kind)
        assert set(item.answer) <= set(item.options) == set(item.reasons)
        assert item.rulebase == BASE.version
        assert item.as_of
    for item in (item for item in found if item.source is Source.QUESTION):
        keyed = read_question(item.id.removeprefix("question/"), few[item.id.removeprefix("question/")])
        assert item.answer == tuple(sorted(keyed.key))
        assert {letter: reason.text for letter, reason in item.reasons.items()} == keyed.why
