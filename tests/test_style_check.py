"""The style check finds each kind of fault, and each exception that is no longer needed."""

from pathlib import Path

import pytest

from tests import style_check
from tests.style_check import MOST_LINES_OF_A_FILE, MOST_LINES_OF_A_FUNCTION, Exceptions, faults_of

TIC = "Ask some" + "body else.\n"
LONG_FUNCTION = "def f() -> None:\n" + "    pass\n" * MOST_LINES_OF_A_FUNCTION
LONG_FILE = "x = 1\n" * (MOST_LINES_OF_A_FILE + 1)
MANY_PARAMETERS = "def f(a, b, c, d, /, e, f, *, g, h): ...\n"


def rules(file: str, text: str) -> list[tuple[int, str]]:
    """The line and the rule of each fault of a file."""
    return [(fault.line, fault.rule) for fault in faults_of(file, text)]


@pytest.mark.parametrize(
    ("file", "text", "found"),
    [
        ("docs/page.md", f"A page.\n{TIC}", (2, "some" + "body")),
        ("office/cases.py", f"# {TIC}", (1, "some" + "body")),
        (f"docs/an_act_that_some{'body'}-confirms.md", "A page.\n", (1, "some" + "body")),
        ("office/cases.py", LONG_FUNCTION, (1, "f:lines")),
        (
            "office/cases.py",
            f"class A:\n    async {LONG_FUNCTION.replace('    ', '        ')}",
            (2, "f:lines"),
        ),
        ("office/cases.py", LONG_FILE, (1, "file")),
        ("office/cases.py", MANY_PARAMETERS, (1, "f:parameters")),
    ],
)
def test_a_fault_is_found_with_its_line_and_rule(file: str, text: str, found: tuple[int, str]) -> None:
    assert rules(file, text) == [found]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("docs/page.md", "Ask someone else.\n"),
        ("office/cases.py", 'STRANGER = "some' + 'body"\n'),
        ("office/cases.py", LONG_FUNCTION.replace("    pass\n", "", 1)),
        ("office/cases.py", LONG_FILE.replace("x = 1\n", "", 1)),
        ("office/cases.py", "class A:\n    def f(self, a, b, c, d, e, f, g): ...\n"),
        ("docs/page.md", LONG_FILE),
    ],
)
def test_what_is_within_the_limits_is_no_fault(file: str, text: str) -> None:
    assert rules(file, text) == []


def test_an_exception_excuses_only_its_own_file_and_rule() -> None:
    exceptions = Exceptions([{"file": "starter/cli/*", "rule": "*:parameters", "reason": "Typer."}])
    (here,) = faults_of("starter/cli/act.py", MANY_PARAMETERS)
    (elsewhere,) = faults_of("office/act.py", MANY_PARAMETERS)
    (other,) = faults_of("starter/cli/act.py", LONG_FUNCTION)
    assert [exceptions.excuses(fault) for fault in (here, elsewhere, other)] == [True, False, False]
    assert exceptions.unused() == []


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one file with no fault and no exceptions, in place of ours."""
    (tmp_path / "page.md").write_text("A page.\n", encoding="utf-8")
    (tmp_path / "exceptions.toml").write_text("exception = []\n", encoding="utf-8")
    monkeypatch.setattr(style_check, "ROOT", tmp_path)
    monkeypatch.setattr(style_check, "EXCEPTIONS", tmp_path / "exceptions.toml")
    monkeypatch.setattr(style_check, "tracked", lambda: ["page.md"])
    return tmp_path


def test_the_command_fails_only_on_a_fault(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (style_check.main(), capsys.readouterr().err) == (0, "")
    (project / "page.md").write_text(TIC, encoding="utf-8")
    assert style_check.main() == 1
    assert capsys.readouterr().err.startswith("page.md:1: ")


def test_an_exception_that_is_not_needed_fails(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = '[[exception]]\nfile = "page.md"\nrule = "file"\nreason = "Long."\n'
    (project / "exceptions.toml").write_text(row, encoding="utf-8")
    assert style_check.main() == 1
    assert capsys.readouterr().err == "The exception for file in page.md is not needed; delete it.\n"


def test_make_check_runs_the_style_check() -> None:
    makefile = Path(__file__).parents[1] / "Makefile"
    recipe = makefile.read_text(encoding="utf-8").split("\ncheck:")[1].split("\n\n")[0]
    assert recipe.endswith("-m tests.style_check")
