"""Parts of names for a search by the beginning of any part, however its special letters are written. Pure.

Müller is found as Müller, Mueller and Muller, and each of them as the others.
"""

from __future__ import annotations

import re
import unicodedata

from casework.people.child_matching import words_of

_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe"})
_E_AFTER_VOWEL = re.compile("([aou])e(?=.)")


def parts_of(name: str) -> frozenset[str]:
    """The texts by whose beginnings a name is found: the name without separators, from each of its parts on."""
    written_out = unicodedata.normalize("NFC", name.casefold()).translate(_WRITTEN_OUT)
    found: set[str] = set()
    for words in (words_of(name), words_of(written_out)):
        for place in range(len(words)):
            joined = "".join(words[place:])
            found |= {joined, _shortened(joined)}
    return frozenset(found)


def beginnings(text: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """The ways in which a name may fit a search: by each of its words, or by all of them without separators.

    Each way holds, for each word, the texts of which a part of the name must begin with one. Without letters there is none.
    """
    words = [word for word in ("".join(words_of(each)) for each in text.split()) if word]
    ways = dict.fromkeys((tuple(words), ("".join(words),) if words else ()))
    return tuple(tuple(frozenset({word, _shortened(word)}) for word in way) for way in ways if way)


def _shortened(letters: str) -> str:
    """Plain letters without an e that may have been written for two dots or a stroke."""
    return _E_AFTER_VOWEL.sub(r"\1", letters)
