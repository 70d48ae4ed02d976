"""The quick-reference sheet on the page: it is read, taken along, and rebuilt from memory."""

from __future__ import annotations

from streamlit.testing import v1 as testing

from pages import UI, shown


def at_the_sheet() -> testing.AppTest:
    page = testing.AppTest.from_file(str(UI / "app.py"), default_timeout=120).run()
    return page.switch_page("views/sheet.py").run()


def test_the_sheet_is_shown_with_its_limits() -> None:
    page = at_the_sheet()
    assert not page.exception
    assert "Limits" in shown(page)


def test_what_was_left_out_is_a_gap() -> None:
    page = at_the_sheet()
    page.session_state["sheet-way"] = "Rebuild it from memory"
    page.run()
    fields = [field for field in page.text_area if field.key.startswith("drill:options/")]
    fields[0].set_value("nothing that belongs here")
    page.button(key="drill-mark").click().run()
    assert not page.exception
    assert "Gap: " in shown(page) and "0%" in shown(page)
