"""Irregular verbs, whose forms no stem brings together."""

from __future__ import annotations

_FORMS = (
    "buy bought, sell sold, send sent, lend lent, give gave given, pay paid, get got, leave left, win won, lose lost,"
    " take took taken, choose chose chosen, build built, withdraw withdrew withdrawn, spend spent, hold held,"
    " break broke broken, begin began begun, catch caught, bring brought, grow grew grown, fall fell fallen, meet met,"
    " write wrote written, strike struck, drive drove driven, freeze froze frozen, keep kept, lead led"
)
BASES = {form: line.split()[0] for line in _FORMS.split(",") for form in line.split()}
"""The plain form of each irregular one: "spend" for "spent"."""
