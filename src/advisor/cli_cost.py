"""`advisor cost`: what a scenario costs, and fresh prices."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from advisor.errors import InputError

_DEFAULT = "show"
_MOST_BYTES = 500_000_000  # the offer file of one Region; that of Amazon EC2 is the largest by far


class DefaultsToShow(TyperGroup):
    """`advisor cost FILE` is `advisor cost show FILE`; what names a command of its own goes there."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments with the command's name in front."""
        if args[:1] != ["--help"] and (not args or args[0] not in self.commands):
            args = [_DEFAULT, *args]
        return super().parse_args(ctx, args)


cost_app = typer.Typer(
    cls=DefaultsToShow,
    help="The monthly cost of each surviving option: advisor cost [FILE|-] [--format text|json].",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


PricedRegion = Annotated[
    str, typer.Option("--region", metavar="REGION", help="The Region whose prices are meant, as AWS codes it.")
]


@cost_app.command("refresh")
def refresh_prices(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="Region files of the AWS price list, JSON or CSV.")
    ] = None,
    from_aws: Annotated[
        bool, typer.Option("--from-aws", help="Ask the price list's API; needs boto3 and credentials.")
    ] = False,
    region: PricedRegion = "us-east-1",
) -> None:
    """Read the prices anew from AWS's price list; what is not found is kept, and named."""
    from advisor.cost import refresh
    from advisor.cost.offers import read_offer
    from advisor.files import read_text
    from advisor.rulebase.load import default_folder

    folder = default_folder()
    if bool(files) == from_aws:
        raise InputError.one("FILE", "there is nothing to read, or two things", "name files, or --from-aws")
    if from_aws:
        products = refresh.from_aws(folder, region, _pricing_client())
    else:
        texts = [(path, read_text(path, most=_MOST_BYTES)) for path in files or ()]
        products = [product for path, text in texts for product in read_offer(text, str(path))]
    found = refresh.refresh(folder, products, region)
    path = refresh.write(folder, found)
    for key, old, new in found.changed:
        typer.echo(f"changed    {key}: {old:f} is now {new:f} USD")
    for kept in found.kept:
        typer.echo(f"kept       {kept.key}: {kept.why}")
    typer.echo(
        f"{len(found.changed)} prices changed, {len(found.confirmed)} are as they were, {len(found.kept)} could not be "
        f"read and are kept. Written: {path}"
    )


def _pricing_client() -> Any:
    try:
        import boto3
    except ImportError:
        remedy = "install it with: pip install 'aws-ml-advisor[aws]'"
        raise InputError.one("--from-aws", "boto3 is not installed", remedy) from None
    return boto3.client("pricing", region_name="us-east-1")  # the API is at home there, whatever Region is asked about
