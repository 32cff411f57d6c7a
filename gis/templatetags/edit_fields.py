"""How fields of edit forms are written: which control, and what describes it to a screen reader."""

from django import forms, template
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def control(field: forms.BoundField) -> str:
    """checkbox, select or input."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "select" if isinstance(widget, forms.Select) else "input"


@register.filter
def described_by(field: forms.BoundField) -> str:
    """The ids of the hint and of the error that are shown."""
    shown = ((field.help_text, "hint"), (field.errors, "error"))
    return " ".join(f"{field.auto_id}-{name}" for present, name in shown if present)


@register.filter
def with_description(field: forms.BoundField, described: str) -> SafeString:
    """The control, tied to its hint and error."""
    attributes = {"aria-describedby": described} if described else {}
    if field.errors:
        attributes["aria-invalid"] = "true"
        plain = field.field.widget.attrs.get("class", "")
        attributes["class"] = f"{plain} {plain}--error"
    return field.as_widget(attrs=attributes)
