"""Whatever a file or a word of a command holds, the command answers in a sentence, and what it refuses is not half written."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.bad_values import TRIES, WORDS, bad_file
from tests.running import ROOT, Answer
from tests.running import here as ehcp
from tests.starter.cli.test_every_command import ASKS, Place, command_of, has, place  # noqa: F401 - a fixture

pytestmark = pytest.mark.xdist_group("bad_input")
FILES: tuple[tuple[str, str], ...] = (
    ("authority load {file}", "samples/authority.yaml"),
    ("policy diff {file}", "samples/policy.yaml"),
    ("policy apply {file} --reason Sample", "samples/policy.yaml"),
    ("standards load {file}", "samples/standards.yaml"),
    ("standards load {file}", "samples/standards.csv"),
    ("settings load {file}", "samples/settings.csv"),
    ("settings load {file}", "tests/office/registers/gias-kinds-places.csv"),
    ("closures load {file}", "samples/closures.csv"),
    ("closures load {file} --authority Example", "tests/office/calendars/terms3.ics"),
    ("import {file} --dry-run", "samples/caseload/cases.csv"),
    ("import samples/caseload/cases.csv --plans {file} --dry-run", "samples/caseload/plans.csv"),
    ("import samples/caseload/other-system.csv --mapping {file} --dry-run", "samples/caseload/mapping.yaml"),
    ("open {file}", "samples/intake.csv"),
    ("support load {file}", "samples/early-support.csv"),
    ("published load {file}", "tests/casework/dashboard/sen2_mi_rows.csv"),
    ("band load {file}", "casework/money/frameworks/hours.yaml"),
    ("band simulate {file}", "casework/money/frameworks/numbered-bands.yaml"),
    ("past-work case-a {file}", "samples/past-work.csv"),
    ("plan save case-a {file}", "samples/plan.json"),
    ("timeline {file}", "samples/stories/smooth.json"),
    ("simulate {file}", "samples/stories/banded.json"),
)


def kept(place: Place) -> tuple[str, list[str]]:  # noqa: F811
    """All that is stored but the key file, which the first command that needs a key makes, whatever it is asked."""
    digest, files = place.stored()
    return digest, [one for one in files if "/keys" not in one]


def answered(place: Place, words: list[str], seed: str) -> Answer:  # noqa: F811
    """Run a command, and check what it says and, if it refuses, that nothing was written."""
    before = kept(place)
    try:
        answer = ehcp(*words, data=place.data)
    except Exception as failure:
        raise AssertionError(f"{seed}: `ehcp {' '.join(words)[:200]}` failed with {failure!r}") from failure
    assert answer.code in (0, 1, 2), (seed, answer)
    assert "Traceback" not in answer.out + answer.err, (seed, answer)
    if answer.code:
        assert answer.err, seed
        assert kept(place) == before, f"{seed}: it was refused and changed the records: {answer.err[:300]}"
    return answer


@pytest.mark.parametrize(("line", "sample"), FILES, ids=lambda each: each.replace("/", "-"))
def test_a_file_with_something_wrong_in_it_is_answered_in_a_sentence(
    place: Place,  # noqa: F811
    tmp_path: Path,
    line: str,
    sample: str,
) -> None:
    content = (ROOT / sample).read_bytes()
    file = tmp_path / Path(sample).name
    # What is right in a scenario would be played; what is wrong in its form is refused before that.
    tries = range(TRIES if not line.startswith("simulate") else 2)
    for number in tries:
        seed = f"{line} {sample} {number}"
        wrong = bad_file(Random(seed), content)
        if line.startswith("simulate"):
            wrong = wrong[: len(wrong) // 2]
        file.write_bytes(wrong)
        answered(place, [word.format(file=file) for word in line.split()], seed)


@pytest.mark.parametrize("line", [line for line in ASKS if len(line.split()) > len(command_of(line).split())])
def test_a_word_of_a_command_that_nobody_means_is_answered_in_a_sentence(place: Place, line: str) -> None:  # noqa: F811
    command = command_of(line).split()
    words = line.format(**place.named).split()
    changeable = [at for at in range(len(command), len(words)) if not words[at].startswith("--")]
    chosen = Random(line)
    for number in range(min(TRIES, 3)):
        if not changeable:
            return
        bad = list(words)
        at = chosen.choice(changeable)
        value = chosen.choice(WORDS)
        bad[at] = value if "=" not in bad[at] else f"{bad[at].partition('=')[0]}={value}"
        if command[0] in ("restore", "backup", "export", "export-subject") or "{out}" in line:
            return  # these write outside of the records, to the folder that is named
        answered(place, [*bad, "--by", has(ASKS[line])], f"{line} {number}")
