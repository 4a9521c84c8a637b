"""States, international organisations and regions by every name that general texts call them.

Names come from pycountry (ISO 3166-1) and from `data/states.json`: short names, demonyms and the capitals that
stand for governments, one row per state, whatever any corpus is about.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Polity:
    """A state, an international organisation or a region of the world.

    `names`, `demonyms` and `capitals` are written as texts write them; the first name is the usual one.
    """

    id: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()


def _iso_names(alpha_2: str) -> tuple[str, ...]:
    import pycountry

    country = pycountry.countries.get(alpha_2=alpha_2)
    if country is None:
        return ()
    names = [getattr(country, field, None) for field in ("name", "common_name", "official_name")]
    return tuple(name for name in names if name and "," not in name)


@cache
def polities() -> tuple[Polity, ...]:
    """All states, then organisations, then regions, in the order of the table."""
    content = resources.files("briefqa.facts").joinpath("data/states.json").read_text(encoding="utf-8")
    table = json.loads(content)
    found = []
    for row in table["states"]:
        names = tuple(dict.fromkeys((*row["names"], *_iso_names(row["alpha_2"]))))
        found.append(
            Polity(f"state:{row['alpha_2']}", names, tuple(row["demonyms"]), tuple(row["capitals"])),
        )
    for row in table["organisations"]:
        slug = row["names"][0].casefold().replace(" ", "-")
        found.append(Polity(f"organisation:{slug}", tuple(row["names"]), (), tuple(row["capitals"])))
    for row in table["regions"]:
        slug = row["names"][0].casefold().replace(" ", "-")
        found.append(Polity(f"region:{slug}", tuple(row["names"]), tuple(row["demonyms"])))
    return tuple(found)


_COMPASS = ("North ", "South ", "East ", "West ")


@cache
def shared_short_forms() -> dict[str, tuple[str, ...]]:
    """Short forms that several states share ("Korea", "Korean", "Congo") with the ids of these states.

    A short form is what follows the point of the compass in the name or demonym of a state when that is
    not a state's own name ("Sudan" is), and every demonym or capital that two polities have in common.
    """
    own = {name for polity in polities() for name in polity.names}
    own |= {demonym for polity in polities() if polity.id.startswith("region:") for demonym in polity.demonyms}
    readings: dict[str, list[str]] = {}
    for polity in polities():
        forms = list(polity.demonyms + polity.capitals)
        for name in (*polity.names, *polity.demonyms):
            forms += [name.removeprefix(point) for point in _COMPASS if name.startswith(point)]
        for form in forms:
            if form not in own and polity.id not in readings.setdefault(form, []):
                readings[form].append(polity.id)
    readings["Congo"] = ["state:CD", "state:CG"]
    return {form: tuple(ids) for form, ids in readings.items() if len(ids) > 1}
