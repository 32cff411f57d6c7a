"""Steps are skipped only while their inputs are the same."""

from config.setup import stamps


def test_a_fingerprint_follows_contents_names_and_facts(tmp_path):
    folder = tmp_path / "sources"
    folder.mkdir()
    file = folder / "a.txt"
    file.write_text("one")
    first = stamps.fingerprint([folder])

    assert stamps.fingerprint([folder]) == first
    assert stamps.fingerprint([folder], "fact") != first
    file.touch()
    assert stamps.fingerprint([folder]) == first
    file.write_text("two")
    assert stamps.fingerprint([folder]) != first
    file.write_text("one")
    file.rename(folder / "b.txt")
    assert stamps.fingerprint([folder]) != first


def test_a_missing_input_is_an_input_too(tmp_path):
    missing = tmp_path / "later"
    before = stamps.fingerprint([missing])
    missing.write_text("now")

    assert stamps.fingerprint([missing]) != before


def test_a_stamp_is_current_for_its_own_value_only(tmp_path):
    stamp = tmp_path / "below" / "step"

    assert not stamps.is_current(stamp, "a")
    stamps.write(stamp, "a")
    assert stamps.is_current(stamp, "a")
    assert not stamps.is_current(stamp, "b")
