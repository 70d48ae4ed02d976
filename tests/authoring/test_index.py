"""rules/README.md says what the rule base holds."""

from __future__ import annotations

import re
from pathlib import Path

from advisor.authoring.index import index, is_current
from advisor.rulebase.load import assemble, shipped
from checkouts import ROOT
from small_base import texts


def test_the_page_is_current() -> None:
    assert is_current(shipped(), ROOT / "rules"), "run `advisor rules index`"


def test_every_decision_and_rule_is_on_it() -> None:
    base, page = shipped(), index(shipped())
    for decision in base.decisions.values():
        assert f"## {decision.id}\n" in page
        assert decision.question in page
        for option in decision.options:
            assert f"- `{option}`" in page
    for rule in base.rules.values():
        assert page.count(f"/{rule.id}.yaml)") == 1


def test_links_lead_to_files_and_headings() -> None:
    page = index(shipped())
    links = re.findall(r"\]\(([^)]+)\)", page)
    assert len(links) > len(shipped().rules)
    for link in links:
        if link.startswith("#"):
            assert f"## {link[1:]}\n" in page, link
        else:
            assert (ROOT / "rules" / link).exists(), link


def test_drafts_are_told_apart() -> None:
    name = "decisions/travel/heavy-load-sinks-the-boat.yaml"
    page = index(assemble(texts(**{name: texts()[name] + "status: draft\n"})))
    assert "3 rules (1 of them drafts" in page
    assert "heavy-load-sinks-the-boat.yaml) (draft)" in page


def test_it_depends_on_content_alone(tmp_path: Path) -> None:
    assert index(assemble(texts())) == index(assemble(dict(reversed(texts().items()))))
    (tmp_path / "README.md").write_text("old")
    assert not is_current(assemble(texts()), tmp_path)
    assert not is_current(assemble(texts()), tmp_path / "nowhere")
