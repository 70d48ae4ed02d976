"""The command line: parse, call, render; exit 0 = done, 1 = something was found, 2 = bad input."""

from __future__ import annotations

import datetime
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from advisor.errors import InputError, did_you_mean

app = typer.Typer(
    name="advisor",
    help="Which AWS services fit an ML scenario, and why every alternative falls.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
rules_app = typer.Typer(help="The rule base, for authors.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(rules_app, name="rules")


class Format(StrEnum):
    """How advice is printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


File = Annotated[
    str | None, typer.Argument(metavar="[FILE|-]", help="A scenario file (YAML or JSON); - reads standard input.")
]
Set = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="State a fact that must hold; may be repeated.")
]
Prefer = Annotated[
    list[str] | None,
    typer.Option("--prefer", metavar="NAME=VALUE", help="State a fact that should hold (a preference)."),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="The date the world is seen at (YYYY-MM-DD); default: today."),
]
ExamCode = Annotated[
    str | None,
    typer.Option("--exam", metavar="CODE", help="See the world on the last day of an exam, such as MLS-C01."),
]


def main() -> NoReturn:
    """The entry point: bad input ends in one message on standard error and exit code 2, never in a traceback."""
    try:
        app()
    except InputError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:  # the reader of a pipe left: `advisor advise ... | head`
        sys.stderr.close()
        sys.exit(0)
    sys.exit(0)


@app.command()
def advise(
    file: File = None,
    set_: Set = None,
    prefer: Prefer = None,
    as_of: AsOf = None,
    exam: ExamCode = None,
    format: Annotated[Format, typer.Option(help="How to print it.")] = Format.TEXT,
    all: Annotated[
        bool, typer.Option("--all", help="Print every reason, not only the first three of an option.")
    ] = False,
) -> None:
    """Scenario in, recommendation and every elimination out."""
    from advisor.advise import advisor_at
    from advisor.render import markdown, text
    from advisor.vocabulary import Status

    advisor = advisor_at(_date(as_of, exam))
    advice = advisor.advise(_scenario(advisor, file, set_, prefer))
    if format is Format.JSON:
        typer.echo(advice.model_dump_json(indent=2))
    elif format is Format.MARKDOWN:
        typer.echo(markdown.advice(advice), nl=False)
    else:
        typer.echo(text.to_terminal(text.advice(advice, every_reason=all)), nl=False)
    _finish(any(decision.status is Status.CONFLICT for decision in advice.decisions))


@app.command()
def why(
    decision: Annotated[str, typer.Argument(help="A decision, such as inference-mode.")],
    option: Annotated[str, typer.Argument(help="One of its options, such as batch-transform.")],
    file: File = None,
    set_: Set = None,
    prefer: Prefer = None,
    as_of: AsOf = None,
    exam: ExamCode = None,
) -> None:
    """Why an option was chosen, or why not."""
    from advisor.advise import advisor_at
    from advisor.render import text

    advisor = advisor_at(_date(as_of, exam))
    known = advisor.snapshot.decisions
    if decision not in known:
        raise InputError.one("DECISION", f"unknown decision `{decision}`", did_you_mean(decision, known))
    if option not in known[decision].options:
        options = known[decision].options
        raise InputError.one("OPTION", f"unknown option `{option}` of {decision}", did_you_mean(option, options))
    advice = advisor.advise(_scenario(advisor, file, set_, prefer))
    found = advice.decision(decision)
    if found is None:
        typer.echo(
            f"The decision {decision} does not apply to this scenario, so {option} is neither chosen nor ruled out."
        )
        return
    only = found.model_copy(
        update={
            "options": tuple(item for item in found.options if item.option == option),
            "conflicts": (),
        }
    )
    for part in text.decision(only, every_reason=True):
        typer.echo(text.to_terminal(part), nl=False)


@app.command()
def ui(
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)] = 8501,
    headless: Annotated[bool, typer.Option("--headless", help="Do not open a browser.")] = False,
) -> None:
    """The page, on this machine only."""
    from advisor.page import serve

    raise typer.Exit(serve(port, headless))


@rules_app.command("list")
def rules_list(
    decision: Annotated[str | None, typer.Argument(help="Only the rules of one decision.")] = None,
) -> None:
    """Every decision with its rules."""
    from advisor.render import rules
    from advisor.rulebase.load import shipped

    base = shipped()
    if decision is not None and decision not in base.decisions:
        raise InputError.one("DECISION", f"unknown decision `{decision}`", did_you_mean(decision, base.decisions))
    _print(rules.listing(base, decision))


@rules_app.command("show")
def rules_show(rule: Annotated[str, typer.Argument(help="A rule's id.")]) -> None:
    """One rule in English, with its sources and cases."""
    from advisor.render import rules
    from advisor.rulebase.load import shipped

    base = shipped()
    if rule not in base.rules:
        raise InputError.one("RULE", f"unknown rule `{rule}`", did_you_mean(rule, base.rules))
    _print(rules.rule(base, base.rules[rule]))


@rules_app.command("test")
def rules_test(rule: Annotated[str | None, typer.Argument(help="A rule's id; default: all of them.")] = None) -> None:
    """Run the cases of one rule, or of all."""
    from advisor.rulebase.load import shipped
    from advisor.verify.cases import failing_cases

    base = shipped()
    if rule is not None and rule not in base.rules:
        raise InputError.one("RULE", f"unknown rule `{rule}`", did_you_mean(rule, base.rules))
    chosen = [base.rules[rule]] if rule else list(base.rules.values())
    failures = [line for item in chosen for line in failing_cases(base, item)]
    for line in failures:
        typer.echo(line)
    cases = sum(len(item.cases) for item in chosen)
    typer.echo(f"{len(chosen)} rules, {cases} cases, {len(failures)} failed")
    _finish(bool(failures))


def _finish(found: bool) -> None:
    """Exit code 1 where something was found."""
    if found:
        raise typer.Exit(1)


def _print(renderable: Any) -> None:
    from advisor.render.text import to_terminal

    typer.echo(to_terminal(renderable), nl=False)


def _date(as_of: str | None, exam: str | None) -> datetime.date:
    if as_of and exam:
        raise InputError.one("--exam", "the date is given twice", "use --as-of or --exam, not both")
    if as_of:
        try:
            return datetime.date.fromisoformat(as_of)
        except ValueError:
            raise InputError.one("--as-of", f"`{as_of}` is not a date", "write it as 2026-03-31") from None
    if exam:
        from advisor.rulebase.load import shipped

        exams = shipped().exams
        if exam.upper() not in exams:
            raise InputError.one("--exam", f"unknown exam `{exam}`", did_you_mean(exam.upper(), exams))
        return exams[exam.upper()].last_day or datetime.date.today()
    return datetime.date.today()


def _scenario(advisor: Any, file: str | None, must: list[str] | None, should: list[str] | None) -> Any:
    from advisor.files import decode
    from advisor.scenario.model import Scenario
    from advisor.scenario.read import parse_scenario, read_scenario, statement_from, with_statements
    from advisor.vocabulary import Strength

    vocabulary = advisor.snapshot.base.vocabulary
    if file is None and not must and not should:
        raise InputError.one("advisor", "there is no scenario", "name a file, use - for standard input, or --set facts")
    if file is None:
        scenario = Scenario()
    elif file == "-":
        scenario = parse_scenario(
            decode(sys.stdin.buffer.read(1_000_001), "standard input"), "standard input", vocabulary
        )
    else:
        scenario = read_scenario(Path(file), vocabulary)
    stated = [statement_from(item, Strength.MUST, vocabulary, "--set") for item in must or ()]
    stated += [statement_from(item, Strength.SHOULD, vocabulary, "--prefer") for item in should or ()]
    return with_statements(scenario, stated, "--set")


if __name__ == "__main__":
    main()
