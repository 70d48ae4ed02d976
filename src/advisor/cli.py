"""The command line: parse, call, render; exit 0 = done, 1 = something was found, 2 = bad input."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from advisor.cli_cost import PricedRegion, cost_app
from advisor.cli_keep import add_to as add_keeping
from advisor.cli_learn import add_to as add_learning
from advisor.cli_rules import rules_app
from advisor.cli_shared import AdviceFormat, Format, LabFormat, finish, show
from advisor.cli_study import study_app
from advisor.errors import InputError, did_you_mean

app = typer.Typer(
    name="advisor",
    help="Which AWS services fit an ML scenario, and why every alternative falls.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(rules_app, name="rules")
app.add_typer(cost_app, name="cost")
add_learning(study_app)
add_keeping(study_app)
app.add_typer(study_app, name="study")

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
Prompt = Annotated[
    str | None, typer.Option("--text", metavar="TEXT", help="A prompt in plain words; its facts are read from it.")
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
    text_: Prompt = None,
    set_: Set = None,
    prefer: Prefer = None,
    as_of: AsOf = None,
    exam: ExamCode = None,
    format: Annotated[
        AdviceFormat, typer.Option(help="How to print it: adr is a decision record, note half a page, svg the picture.")
    ] = AdviceFormat.TEXT,
    all: Annotated[
        bool, typer.Option("--all", help="Print every reason, not only the first three of an option.")
    ] = False,
) -> None:
    """Scenario in, recommendation and every elimination out."""
    from advisor.advise import advisor_at
    from advisor.vocabulary import Status

    advisor = advisor_at(_date(as_of, exam))
    scenario = _scenario(advisor, file, text_, set_, prefer)
    advice = advisor.advise(scenario)
    if format is AdviceFormat.TEXT:
        from advisor.render import text

        show(text.advice(advice, every_reason=all))
    else:
        from advisor.render.export import Export, export

        typer.echo(export(Export(format.value), advice, scenario, advisor.snapshot.base.things), nl=False)
    finish(any(decision.status is Status.CONFLICT for decision in advice.decisions))


@app.command()
def why(
    decision: Annotated[str, typer.Argument(help="A decision, such as inference-mode.")],
    option: Annotated[str, typer.Argument(help="One of its options, such as batch-transform.")],
    file: File = None,
    text_: Prompt = None,
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
    advice = advisor.advise(_scenario(advisor, file, text_, set_, prefer), costs=False)
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
            "ways_out": (),
        }
    )
    for part in text.decision(only, every_reason=True):
        show(part)


@app.command()
def lab(
    file: File = None,
    text_: Prompt = None,
    set_: Set = None,
    prefer: Prefer = None,
    as_of: AsOf = None,
    exam: ExamCode = None,
    format: Annotated[LabFormat, typer.Option(help="How to print it.")] = LabFormat.MARKDOWN,
) -> None:
    """A small CloudFormation stack, and the commands, that prove the advice in your own account."""
    from advisor.advise import advisor_at
    from advisor.lab.proof import lab_proof
    from advisor.render.lab import lab_markdown

    advisor = advisor_at(_date(as_of, exam))
    base = advisor.snapshot.base
    advice = advisor.advise(_scenario(advisor, file, text_, set_, prefer), changes=False, costs=False)
    proof = lab_proof(advice, base.prices)
    match format:
        case LabFormat.JSON:
            typer.echo(proof.model_dump_json(indent=2))
        case LabFormat.YAML:
            typer.echo(proof.template, nl=False)
        case _:
            typer.echo(lab_markdown(proof, base.things), nl=False)


@app.command()
def read(
    file: Annotated[str | None, typer.Argument(metavar="[FILE|-]", help="A text file; - reads standard input.")] = None,
    text_: Prompt = None,
    format: Annotated[Format, typer.Option(help="How to print it.")] = Format.TEXT,
) -> None:
    """The facts read from a prompt, each with its words, and the sentences that gave none."""
    from advisor.advise import advisor_at
    from advisor.files import read_text
    from advisor.render import reading

    if (file is None) == (text_ is None):
        raise InputError.one("advisor", "there is no text, or two", "name a file, use - for standard input, or --text")
    advisor = advisor_at(datetime.date.today())
    prompt = text_ if text_ is not None else _standard_input() if file == "-" else read_text(Path(str(file)))
    found = _read(advisor, prompt)
    if format is Format.JSON:
        typer.echo(reading.as_json(found))
    else:
        show(reading.as_text(found, advisor.snapshot.base.vocabulary))


@app.command()
def answer(
    file: Annotated[
        str, typer.Argument(metavar="FILE|-", help="JSON, JSON Lines or one question as text; - reads standard input.")
    ],
    as_of: AsOf = None,
    exam: ExamCode = None,
) -> None:
    """Questions in, a line of JSON out for each: the answer, and why every other option falls."""
    from advisor.advise import advisor_at
    from advisor.answer.answer import Answerer
    from advisor.answer.parse import parse_questions
    from advisor.answer.paste import parse_pasted
    from advisor.files import read_text

    most = 50_000_000  # a whole bank of questions
    text = _standard_input(most) if file == "-" else read_text(Path(file), most=most)
    as_json = not text.strip() or text.lstrip().startswith(("{", "["))
    questions = parse_questions(text, "standard input" if file == "-" else file) if as_json else [parse_pasted(text)]
    answerer = Answerer(advisor_at(_date(as_of, exam)))
    for question in questions:
        typer.echo(answerer.answer(question).model_dump_json(exclude={"facts", "unread"}))


@cost_app.command("show", hidden=True)
def cost(
    file: File = None,
    text_: Prompt = None,
    set_: Set = None,
    prefer: Prefer = None,
    as_of: AsOf = None,
    exam: ExamCode = None,
    format: Annotated[Format, typer.Option(help="How to print it: text or json.")] = Format.TEXT,
    all: Annotated[bool, typer.Option("--all", help="Print the bill of every option, not only of the first.")] = False,
    region: PricedRegion = "us-east-1",
) -> None:
    """The monthly cost of each surviving option, and what it rests on."""
    from advisor.advise import advisor_at
    from advisor.render import costs

    if format is Format.MARKDOWN:
        raise InputError.one("--format", "costs are not printed as markdown", "accepted: text, json")
    advisor = advisor_at(_date(as_of, exam))
    found = advisor.cost(_scenario(advisor, file, text_, set_, prefer), region=region)
    if format is Format.JSON:
        typer.echo(found.model_dump_json(indent=2))
    else:
        show(costs.as_text(found, every_bill=all))


@app.command()
def ui(
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)] = 8501,
    headless: Annotated[bool, typer.Option("--headless", help="Do not open a browser.")] = False,
) -> None:
    """The page, on this machine only."""
    from advisor.page import serve

    raise typer.Exit(serve(port, headless))


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


def _scenario(
    advisor: Any, file: str | None, prompt: str | None, must: list[str] | None, should: list[str] | None
) -> Any:
    from advisor.scenario.model import Scenario
    from advisor.scenario.read import parse_scenario, read_scenario, statement_from, with_statements
    from advisor.vocabulary import Strength

    vocabulary = advisor.snapshot.base.vocabulary
    if file is None and prompt is None and not must and not should:
        remedy = "name a file, use - for standard input, --text for a prompt, or --set facts"
        raise InputError.one("advisor", "there is no scenario", remedy)
    if file is not None and prompt is not None:
        raise InputError.one("--text", "the scenario is given twice", "use a file or --text, not both")
    if prompt is not None:
        scenario = _read(advisor, prompt).scenario
    elif file is None:
        scenario = Scenario()
    elif file == "-":
        scenario = parse_scenario(_standard_input(), "standard input", vocabulary)
    else:
        scenario = read_scenario(Path(file), vocabulary)
    stated = [statement_from(item, Strength.MUST, vocabulary, "--set") for item in must or ()]
    stated += [statement_from(item, Strength.SHOULD, vocabulary, "--prefer") for item in should or ()]
    return with_statements(scenario, stated, "--set")


def _standard_input(most: int = 1_000_000) -> str:
    from advisor.files import decode

    return decode(sys.stdin.buffer.read(most + 1), "standard input", most)


def _read(advisor: Any, prompt: str) -> Any:
    from advisor.reading.read import read as read_prompt  # the NLP library loads only where a text is read

    if not prompt.strip():
        raise InputError.one("--text", "the text is empty", "describe the workload in a sentence or more")
    return read_prompt(prompt, advisor.snapshot.base)


if __name__ == "__main__":
    main()
