"""Numbered sentences, each unlike the others, to follow through a layout."""

SUBJECTS = ("The council", "Parliament", "A committee of experts", "The ministry of transport", "Every member state")
VERBS = ("approved", "postponed", "questioned", "extended", "published")
OBJECTS = (
    "the third tranche of the recovery fund",
    "a long-term plan for coastal shipping",
    "new rules on public procurement",
    "the report on rail freight between the ports",
    "an agreement with the development bank",
)


def sentence(number: int) -> str:
    """The sentence with this number; it names a year and a sum that no other one names."""
    subject, verb = SUBJECTS[number % 5], VERBS[(number // 5) % 5]
    return (
        f"{subject} {verb} {OBJECTS[(number * 3) % 5]} in {1900 + number}, at a cost of €{number + 100}.5 million "
        f"according to its own figures."
    )


def paragraph(start: int, count: int) -> str:
    """Sentences from `start` on, as one paragraph."""
    return " ".join(sentence(number) for number in range(start, start + count))
