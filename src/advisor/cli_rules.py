"""The commands `advisor rules ...`, for authors."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from advisor.cli_shared import Format, date_of, finish, show
from advisor.errors import InputError, did_you_mean
from advisor.vocabulary import RuleStatus

rules_app = typer.Typer(help="The rule base, for authors.", no_args_is_help=True, rich_markup_mode=None)


@rules_app.command("list")
def rules_list(
    decision: Annotated[str | None, typer.Argument(help="Only the rules of one decision, or the implications.")] = None,
    task: Annotated[
        str | None, typer.Option(metavar="TASK", help="Only decisions of one exam task, such as MLS-C01/4.4.")
    ] = None,
    status: Annotated[RuleStatus | None, typer.Option(help="Only rules of one status.")] = None,
) -> None:
    """Every decision with its rules."""
    from advisor.render import rules
    from advisor.rulebase.load import shipped

    base = shipped()
    homes = [*base.decisions, "implications"]
    if decision is not None and decision not in homes:
        raise InputError.one("DECISION", f"unknown decision `{decision}`", did_you_mean(decision, homes))
    tasks = {f"{exam.code}/{item.id}" for exam in base.exams.values() for part in exam.domains for item in part.tasks}
    if task is not None and task not in tasks:
        raise InputError.one("--task", f"unknown exam task `{task}`", did_you_mean(task, tasks))
    decisions = [
        name
        for name, item in base.decisions.items()
        if decision in (None, name) and (task is None or task in item.tasks)
    ]
    # Exam tasks stand on decisions; an implication belongs to none of them.
    everywhere = decision in (None, "implications") and task is None
    typer.echo(rules.listing(base, decisions, lambda rule: status in (None, rule.status), everywhere))


@rules_app.command("show")
def rules_show(rule: Annotated[str, typer.Argument(help="A rule's or formula's id.")]) -> None:
    """One rule in English, with its sources and cases, and the shipped scenarios where it decides; or one formula."""
    from advisor.authoring.deciding import deciding
    from advisor.render import rules
    from advisor.rulebase.load import shipped
    from advisor.scenario.shipped import shipped_scenarios

    base = shipped()
    if rule in base.formulas:
        show(rules.formula(base, base.formulas[rule]))
        return
    if rule not in base.rules:
        raise InputError.one("RULE", f"unknown rule `{rule}`", did_you_mean(rule, [*base.rules, *base.formulas]))
    show(rules.rule(base, base.rules[rule], tuple(deciding(base, rule, shipped_scenarios()))))


@rules_app.command("facts")
def rules_facts(
    word: Annotated[str | None, typer.Argument(help="Only facts with this word in their name or question.")] = None,
) -> None:
    """Every fact that a rule can ask about, with its question and its words or unit."""
    from advisor.render import rules
    from advisor.rulebase.load import shipped

    base = shipped()
    wanted = (word or "").lower()
    found = [spec for spec in base.vocabulary if wanted in f"{spec.name} {spec.question.ask}".lower()]
    if not found:
        raise InputError.one("WORD", f"no fact has `{word}` in it", base.vocabulary.suggest(word or ""))
    show(rules.facts(found))


@rules_app.command("test")
def rules_test(
    rule: Annotated[str | None, typer.Argument(help="A rule's or formula's id; default: all of them.")] = None,
) -> None:
    """Run the cases of one rule or formula, or of all."""
    from advisor.rulebase.load import shipped
    from advisor.verify.cases import Cases

    base = shipped()
    known = [*base.rules, *base.formulas]
    if rule is not None and rule not in known:
        raise InputError.one("RULE", f"unknown rule `{rule}`", did_you_mean(rule, known))
    rules = [item for name, item in base.rules.items() if rule in (None, name)]
    formulas = [item for name, item in base.formulas.items() if rule in (None, name)]
    tried = Cases(base)
    failures = [line for item in rules for line in tried.failing(item)]
    failures += [line for item in formulas for line in tried.failing_of(item)]
    for line in failures:
        typer.echo(line)
    cases = sum(len(item.cases) for item in rules) + sum(len(item.cases) for item in formulas)
    counted = [_counted(len(rules), "rule"), _counted(len(formulas), "formula")]
    typer.echo(f"{', '.join(filter(None, counted))}, {cases} cases, {len(failures)} failed")
    finish(bool(failures))


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}" if count else ""


@rules_app.command("check")
def rules_check(
    decision: Annotated[
        str | None, typer.Option(metavar="DECISION", help="Only one decision; default: the whole base.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The date the base is seen at; default: today.")
    ] = None,
    format: Annotated[Format, typer.Option(help="How to print it.")] = Format.TEXT,
) -> None:
    """Prove what can be proved of the rules; each finding comes with a scenario that shows it."""
    from advisor.render import findings
    from advisor.rulebase.load import default_folder, load
    from advisor.verify.check import check, refused

    date = date_of(as_of)
    try:
        base = load(default_folder())
        if decision is not None and decision not in base.decisions:
            raise InputError.one("--decision", f"unknown decision `{decision}`", did_you_mean(decision, base.decisions))
        report = check(base, date, decision)
    except InputError as error:
        report = refused(error, date)
    if format is Format.JSON:
        typer.echo(report.model_dump_json(indent=2))
    else:
        show(findings.report(report))
    finish(not report.clean)


@rules_app.command("new")
def rules_new(
    decision: Annotated[str, typer.Argument(help="A decision such as inference-mode, or implications.")],
    rule: Annotated[str, typer.Argument(metavar="ID", help="The new rule's id: a sentence about the situation.")],
) -> None:
    """Write a complete rule to start from: it loads, its cases pass, its comments guide."""
    from advisor.authoring.checkout import checkout, shown
    from advisor.authoring.schemas import files
    from advisor.authoring.skeleton import new_rule, similar_rules
    from advisor.rulebase.load import load

    root = checkout()
    path = new_rule(root / "rules", decision, rule)
    base = load(root / "rules")
    try:
        files.write(base, root)
    except InputError as error:
        typer.echo(f"Note: editors will not complete its names. {error}")
    typer.echo(f"Wrote {shown(path)}, a draft that loads and whose cases pass. Next:")
    typer.echo("  1. Fill it in: the comments guide, `advisor rules facts` lists what can be asked.")
    typer.echo(f"  2. advisor rules test {rule}")
    typer.echo("  3. Set `status: stable`; then `advisor rules diff HEAD` shows what it changes.")
    typer.echo("  4. Name it in the expected.yaml of a scenario in which it speaks (`advisor rules show` lists them).")
    typer.echo("  5. advisor rules index, a line in CHANGELOG.md, make rules.")
    near = similar_rules(base, rule)
    if near:
        typer.echo(f"Rules that read much alike: {', '.join(near)}.")


@rules_app.command("schema")
def rules_schema(
    name: Annotated[
        str | None,
        typer.Argument(help="Print one: rule, implication, decision, thing, scenario, phrase... or a decision's name."),
    ] = None,
) -> None:
    """JSON Schemas with every fact, option and limit: written for editors to rules/.schemas, or one of them printed."""
    from advisor.authoring.checkout import checkout, shown
    from advisor.authoring.schemas import files
    from advisor.rulebase.load import shipped

    base = shipped()
    if name is not None:
        if name not in files.names(base):
            raise InputError.one("NAME", f"unknown schema `{name}`", did_you_mean(name, files.names(base)))
        typer.echo(json.dumps(files.one(base, name), indent=2, ensure_ascii=False))
        return
    root = checkout()
    folder = files.write(base, root)
    typer.echo(f"Wrote {shown(folder)} and {shown(root / files.SETTINGS)}: editors complete names now.")


@rules_app.command("index")
def rules_index(
    check: Annotated[bool, typer.Option("--check", help="Only tell whether the page is current.")] = False,
) -> None:
    """Write rules/README.md: the rule base decision by decision."""
    from advisor.authoring.checkout import checkout, shown
    from advisor.authoring.index import NAME, index, is_current
    from advisor.rulebase.load import shipped

    rules = checkout() / "rules"
    path = rules / NAME
    if is_current(shipped(), rules):
        typer.echo(f"{shown(path)} is current.")
    elif check:
        typer.echo(f"{shown(path)} is not current: run `advisor rules index`.")
        finish(True)
    else:
        path.write_text(index(shipped()), encoding="utf-8")
        typer.echo(f"Wrote {shown(path)}.")


@rules_app.command("diff")
def rules_diff(
    ref: Annotated[str, typer.Argument(metavar="REF", help="A git revision, such as HEAD or origin/main.")],
    format: Annotated[Format, typer.Option(help="How to print it.")] = Format.TEXT,
) -> None:
    """What the rules in the working tree decide otherwise than those of a git revision, with an example of each."""
    from advisor.authoring.checkout import checkout
    from advisor.authoring.diff.compare import compare
    from advisor.render import diff

    found = compare(checkout(), ref)
    if format is Format.JSON:
        typer.echo(found.model_dump_json(indent=2))
    elif format is Format.MARKDOWN:
        typer.echo(diff.markdown(found), nl=False)
    else:
        show(diff.text(found))
