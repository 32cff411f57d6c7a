"""The committed contract is what the code offers."""

from config.setup import contract


def test_the_committed_contract_is_what_the_code_offers():
    # If this fails on purpose: `make schema`, read the difference, commit it.
    assert contract.FILE.read_text(encoding="utf-8") == contract.from_code()
