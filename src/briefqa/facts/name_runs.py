"""Names in running text: runs of capitalised words, with digits and hyphens, and their bracketed abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefqa.facts.entities import polity_keys
from briefqa.facts.naming import key_of
from briefqa.facts.text import MONTHS, STOPWORDS, WEEKDAYS, is_common, strip_possessive, words

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-'’.][^\W_]+)*|&|[^\w\s]")
_LINKS = frozenset({"of", "for", "on", "the", "de", "von", "der", "van", "den", "del", "la", "al", "bin", "ibn", "&"})
_TITLES = words("titles_of_office")
_INSTITUTIONS = words("institutions")
_FACILITIES = words("facilities")
_VERBS = (words("finite_verbs") | words("change_verbs") | words("auxiliaries")) - _FACILITIES
_SENTENCE_END = frozenset(".!?:;•|-–—“\"'(")


@dataclass(frozen=True, slots=True)
class NameRun:
    """A name as it stands: `text[start:end]`, and whether only its first word may be capitalised by position."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int
    opens_sentence: bool
    closes_pair: bool = False


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    opens = True
    for match in _TOKEN.finditer(text):
        start = match.start()
        for number, word in enumerate(_hyphenated_polities(match.group())):
            found.append(_Token(word, start, start + len(word), opens, closes_pair=number > 0))
            start += len(word) + 1
            opens = word in _SENTENCE_END if not word[0].isalnum() else False
    return found


def _hyphenated_polities(word: str) -> list[str]:
    """The sides of "EU-Korea", which are names of their own; any other word whole."""
    if "-" not in word:
        return [word]
    sides = word.split("-")
    known = sum(key_of(strip_possessive(side)) in polity_keys() for side in sides)
    apart = known == len(sides) and key_of(word) not in polity_keys()
    return sides if apart else [word]


def _is_name_word(token: str) -> bool:
    if not token[0].isalnum() or (token.isalpha() and token.islower()):
        return False
    bare = strip_possessive(token)
    lowered = bare.casefold()
    if lowered in MONTHS or lowered in WEEKDAYS:
        return False
    if any(character.isdigit() for character in bare):
        return bool(re.match(r"(?=.*[A-Z])[A-Za-z]{1,5}-?\d[\w-]*$|\d+[A-Z][\w-]*$", bare))
    return bare[0].isupper()


def _joins(tokens: list[_Token], index: int, has_institution: bool) -> int:
    """How many linking words from `index` lead to a further name word; 0 when the name ends here."""
    for length in (1, 2):
        if index + length >= len(tokens):
            return 0
        words = [token.text for token in tokens[index : index + length]]
        linked = all(word in _LINKS or (word == "and" and has_institution and length == 1) for word in words)
        if not linked or words[0] == "the" or (words[0] in ("for", "on") and not has_institution):
            return 0
        if _is_name_word(tokens[index + length].text):
            return length
    return 0


def _heads_institution(tokens: list[_Token], index: int) -> bool:
    """Whether a list of subjects may follow: "Ministry of Science and Technology"."""
    following = tokens[index + 1].text if index + 1 < len(tokens) else ""
    return tokens[index].text.casefold() in _INSTITUTIONS and following in ("of", "for", "on")


def _run_from(tokens: list[_Token], start: int, text: str) -> int:
    """The index after the last token of the run of name words that begins at `start`."""
    index, has_institution = start, False
    while index < len(tokens):
        token = tokens[index]
        index += 1
        has_institution = has_institution or _heads_institution(tokens, index - 1)
        if token.text.endswith(("'s", "’s")) or index >= len(tokens):
            break
        following = tokens[index]
        if text[token.end : following.start] != " ":
            break
        if _is_name_word(following.text):
            continue
        links = _joins(tokens, index, has_institution)
        if not links:
            break
        index += links
    return index


def _without_opening(tokens: list[_Token]) -> list[_Token]:
    """Drop words that stand capitalised only because a sentence opens with them."""
    while tokens and tokens[0].opens_sentence:
        lowered = strip_possessive(tokens[0].text).casefold()
        grammatical = lowered in STOPWORDS or (lowered.endswith(("ing", "ed", "ly")) and is_common(lowered))
        lonely = len(tokens) == 1 and is_common(lowered) and not _has_inner_capital(tokens[0].text)
        if not (grammatical or lonely or _is_plural_head(tokens, lowered)):
            break
        tokens = tokens[1:]
        break
    while tokens and (tokens[0].text in _LINKS or tokens[0].text.casefold() in STOPWORDS - {"us", "who", "it"}):
        tokens = tokens[1:]
    if len(tokens) > 1 and (tokens[0].closes_pair or _is_loose_polity(tokens[0].text, tokens[1:])):
        tokens = tokens[1:]
    return tokens


def _has_inner_capital(word: str) -> bool:
    """Whether a word is written as a name wherever it stands: "IndiGo", "NATO"."""
    return any(character.isupper() for character in word[1:])


def _is_plural_head(tokens: list[_Token], lowered: str) -> bool:
    """Whether a sentence opens with things, not with a name: "Exports of Chinese cars"."""
    linked = len(tokens) > 1 and tokens[1].text == "of"
    return linked and lowered.endswith("s") and is_common(lowered) and lowered not in _INSTITUTIONS


def _is_loose_polity(first: str, rest: list[_Token]) -> bool:
    """Whether `first` only says whose the rest is: "EU Crisis Management Operations", "Korean MLRS"."""
    if key_of(first) not in polity_keys():
        return False
    return (first.isupper() and len(rest) > 1) or (len(rest) == 1 and rest[0].text.isupper())


def _split_titles(tokens: list[_Token]) -> list[list[_Token]]:
    """Cut a run at titles of office, so that the person and the institution before it become names of their own."""
    cuts = [index for index, token in enumerate(tokens) if token.text.casefold() in _TITLES]
    if not cuts:
        return [tokens]
    pieces: list[list[_Token]] = [[]]
    for token in tokens:
        if token.text.casefold() in _TITLES:
            pieces.append([])
        elif pieces[-1] or token.text.casefold() not in _LINKS:
            pieces[-1].append(token)
    return [piece for piece in pieces if piece]


def _trim(tokens: list[_Token]) -> list[_Token]:
    while tokens and tokens[-1].text in _LINKS:
        tokens = tokens[:-1]
    return tokens


def find_names(text: str) -> Iterator[NameRun]:
    """Yield the names of `text` in order, without titles of office, possessives or sentence openers.

    A name followed by lower-case words that end in a kind of facility takes them in
    ("Dukovany nuclear power plant"). A single ordinary word with a capital is no name.
    """
    tokens = _tokens(text)
    index = 0
    while index < len(tokens):
        if not _is_name_word(tokens[index].text):
            index += 1
            continue
        end = _run_from(tokens, index, text)
        for piece in _split_titles(_without_opening(tokens[index:end])):
            run = _as_run(_trim(piece), tokens, end, text)
            if run is not None:
                yield run
        index = end


def _as_run(piece: list[_Token], tokens: list[_Token], end: int, text: str) -> NameRun | None:
    if not piece:
        return None
    start, stop = piece[0].start, piece[-1].end
    last = piece[-1].text
    stop -= len(last) - len(strip_possessive(last))
    if len(piece) == 1:
        word = text[start:stop]
        if len(word) < 2 or (is_common(word) and not _has_inner_capital(word)):
            return None
    has_digit = any(character.isdigit() for character in last)
    if tokens[end - 1] is piece[-1] and not last.endswith(("'s", "’s")) and not has_digit:
        stop = _facility_end(tokens, end, stop)
    return NameRun(text[start:stop], start, stop)


def _facility_end(tokens: list[_Token], index: int, stop: int) -> int:
    for length in range(1, 4):
        words = tokens[index : index + length]
        if len(words) < length or not words[-1].text.islower() or words[-1].text in STOPWORDS | _VERBS:
            return stop
        if words[-1].text in _FACILITIES:
            return words[-1].end
    return stop


_BRACKET = re.compile(r"\(\s*([^\W\d_][\w&.-]{1,11})\s*\)")
_WORD_BEFORE = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def find_abbreviations(text: str) -> Iterator[tuple[str, str]]:
    """Yield (long form, abbreviation) for each bracketed abbreviation whose letters open the words before it.

    The rule follows Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in
    biomedical text" (2003), with the letters matched against the initials of words and of hyphenated parts;
    closing words that the abbreviation leaves out are allowed ("... Power Company (KHNP)").
    """
    for match in _BRACKET.finditer(text):
        short = match.group(1)
        letters = re.sub(r"[^A-Za-z]", "", short.rstrip("s") if short[-1:] == "s" and short[:1].isupper() else short)
        if len(letters) < 2 or not short[0].isupper() or sum(letter.isupper() for letter in letters) < 2:
            continue
        before = text[max(0, match.start() - 160) : match.start()].rstrip()
        offset = max(0, match.start() - 160)
        words = list(_WORD_BEFORE.finditer(before))[-(len(letters) + 6) :]
        begin = _first_word(words, letters.casefold(), before)
        if begin is not None:
            long = text[offset + begin : offset + len(before)]
            yield strip_possessive(long.strip()), short


def _first_word(words: list[re.Match[str]], letters: str, before: str) -> int | None:
    for index in range(len(words) - 1, -1, -1):
        rest = words[index:]
        if rest[0].group()[0].casefold() != letters[0] or len(rest) < len(letters):
            continue
        if any(mark in before[rest[0].start() :] for mark in ".;:()|"):
            return None
        initials = [word.group()[0].casefold() for word in rest]
        content = [
            letter for letter, word in zip(initials, rest, strict=True) if word.group().casefold() not in STOPWORDS
        ]
        if _opens(initials, letters) or _opens(content, letters):
            return rest[0].start()
    return None


def _opens(initials: list[str], letters: str) -> bool:
    """Whether `letters` are `initials` in order, at most one of them skipped on the way and one at the end."""
    joined = "".join(initials)
    if joined.startswith(letters) and len(joined) - len(letters) <= 1:
        return True
    position = 0
    for letter in letters:
        position = joined.find(letter, position) + 1
        if position == 0:
            return False
    return len(joined) - len(letters) <= 2
