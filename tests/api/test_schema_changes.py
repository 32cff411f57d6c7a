"""The contract keeps its promises: what breaks clients needs a decision, what is new is told."""

import datetime as dt

import pytest

from config.setup import schema_changes
from config.setup.checkout import SetupError
from config.setup.schema_changes import Changes, between, changelog, undecided

OLD = (
    "type Query { site(code: String): Site } type Site { code: String! kind: Kind } enum Kind { A }"
)


def test_the_contract_breaks_no_promise_without_a_decision():
    schema_changes.check()


def test_the_changelog_says_what_is_new():
    # If this fails: `make schema`.
    text = schema_changes.CHANGELOG.read_text(encoding="utf-8")
    assert changelog(text, schema_changes._now()) == text


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("kind: Kind", "", "Site.kind was removed."),
        ("code: String!", "code: String", "Site.code changed type from String! to String."),
        ("{ A }", "{ B }", "A was removed from enum type Kind."),
        ("(code: String)", "(code: String!)", "Query.site arg code has changed type"),
        (
            "(code: String)",
            "(code: String, year: Int!)",
            "A required arg year on Query.site was added.",
        ),
    ],
)
def test_what_breaks_clients_is_found_and_must_be_named_exactly(right, wrong, sentence):
    changes = between(OLD, OLD.replace(right, wrong))
    (found,) = changes.breaking
    assert found.startswith(sentence)
    assert undecided(changes, []) == [found]
    assert undecided(changes, [f"# Why\n\nBecause.\n\n- {found}\n"]) == []
    assert undecided(changes, [f"- {found[:-2]}"]) == [found]


def test_new_and_surprising_things_are_told_apart():
    new = OLD.replace("{ A }", "{ A B }").replace("kind: Kind", "kind: Kind depth: Int")
    assert between(OLD, new) == Changes(
        breaking=[], dangerous=["B was added to enum type Kind."], added=["Site.depth was added."]
    )


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A checkout of its own with one released contract."""
    for name in ("SCHEMA", "RELEASED"):
        monkeypatch.setattr(schema_changes, name, tmp_path / f"{name}.graphql")
        (tmp_path / f"{name}.graphql").write_text(OLD)
    monkeypatch.setattr(schema_changes, "DECISIONS", tmp_path / "decisions")
    monkeypatch.setattr(schema_changes, "CHANGELOG", tmp_path / "log.md")
    (tmp_path / "decisions").mkdir()
    (tmp_path / "log.md").write_text("# Log\n\n## Not released yet\n\nNothing.\n\n## 1 · then\n")
    return tmp_path


def test_the_gate_names_what_is_undecided_and_opens_with_a_decision(place):
    schema_changes.check()
    (place / "SCHEMA.graphql").write_text(OLD.replace("kind: Kind", ""))
    with pytest.raises(SetupError, match=r"- Site\.kind was removed\."):
        schema_changes.check()
    (place / "decisions" / "no-kind.md").write_text("- Site.kind was removed.\n")
    schema_changes.check()


def test_a_release_promises_the_present_contract(place):
    (place / "SCHEMA.graphql").write_text(OLD.replace("kind: Kind", ""))
    (place / "decisions" / "no-kind.md").write_text("- Site.kind was removed.\n")
    schema_changes.release("2", dt.date(2027, 1, 2))
    assert (place / "RELEASED.graphql").read_text() == (place / "SCHEMA.graphql").read_text()
    log = (place / "log.md").read_text()
    assert "## 2 · 2027-01-02\n" in log
    assert log.index("Nothing.") < log.index("## 2") < log.index("Site.kind was removed.")
    assert log.index("Site.kind was removed.") < log.index("## 1 · then")
    assert (place / "decisions" / "2" / "no-kind.md").exists()
    schema_changes.check()
