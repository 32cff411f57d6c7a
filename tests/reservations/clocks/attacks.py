"""One raw SQL attack for every named rule of the legal clocks."""

_RULE = "UPDATE reservations_clockrule SET {}"
_ROW = (
    "INSERT INTO reservations_clockrule (code, name, name_en, basis, paragraph, kind, step, duty,"
    " start, amount, unit, extension_unit, incompleteness, consequence, valid, source, verified)"
    " VALUES ('{code}', 'x', 'x', 'tkg', '§ 1', 'information', 'answer', 'city', 'received', 1,"
    " 'months', '', 'runs_on', 'breach', '[2021-12-01,)', 'test', true)"
)
ROW = _ROW.format(code="one")
CLOCKS = {
    "clock_takes_time": _RULE.format("amount = 0"),
    "clock_extension_is_whole": _RULE.format("extension_unit = 'weeks'"),
    "clock_choices_known": _RULE.format("unit = 'moons'"),
    "clock_kind_known": _RULE.format("kind = 'wish'"),
    "clock_restarts_if_complete": _RULE.format("start = 'complete'"),
    "clock_valid_not_empty": _RULE.format("valid = 'empty'"),
    "clock_one_rule_at_a_time": _ROW.format(code="two"),
}
