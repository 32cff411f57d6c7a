"""What the framework says in forms, in our own words."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, override

from config.sentences import SENTENCES


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        (forms.CharField(), "", "Füllen Sie dieses Feld aus."),
        (forms.EmailField(), "x", "Geben Sie eine E-Mail-Adresse ein, zum Beispiel"),
        (forms.IntegerField(min_value=3), "1", "Geben Sie mindestens 3 ein."),
        (forms.ChoiceField(choices=[("a", "A")]), "b", "„b“ steht nicht zur Wahl."),
        (forms.CharField(max_length=3), "Rohr", "Höchstens 3 Zeichen; Sie haben 4 eingegeben."),
    ],
)
def test_a_refused_field_says_what_to_do(field, given, said) -> None:
    with override("de"):
        with pytest.raises(ValidationError) as refused:
            field.clean(given)
        assert refused.value.messages[0].startswith(said)


def test_every_sentence_is_a_request_of_the_same_kind() -> None:
    with override("de"):
        for sentence in SENTENCES:
            assert "Bitte" not in gettext(sentence) and gettext(sentence) != sentence
