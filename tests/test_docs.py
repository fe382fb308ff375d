"""What is written must be so: commands, targets, links, code, lock, docstrings."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house import FLOORS, ROOT, modules, tracked

README = (ROOT / "README.md").read_text(encoding="utf-8")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands_in_readme() -> list[str]:
    """Every line of a shell block that calls `onward`, without its comment."""
    lines = "\n".join(blocks("sh") + blocks("powershell")).splitlines()
    called = (re.search(r"(?:^|[/\\])onward\b([^#]*)", line) for line in lines)
    return [found.group(1).strip() for found in called if found]


def test_readme_calls_onward():
    assert len(commands_in_readme()) >= 10


@pytest.mark.parametrize("line", sorted(set(commands_in_readme())))
def test_every_command_in_the_readme_exists_with_its_options(line, onward):
    words = line.split()
    subcommand = [] if not words or words[0].startswith("-") else words[:1]
    said = onward(*subcommand, "--help")
    assert said.returncode == 0, said.stderr
    options = {word for word in words if word.startswith("--")}
    assert options <= set(re.findall(r"--[a-z][a-z-]*", said.stdout))


def test_every_command_of_onward_is_in_the_readme(onward):
    told = onward("--help").stdout
    listed = re.findall(
        r"^\W*([a-z]+(?:-[a-z]+)*)\s{2,}\S", told.split("Commands", 1)[1], re.MULTILINE
    )
    assert {"import", "check", "sample"} <= set(listed)
    assert [name for name in listed if f"onward {name}" not in README] == []


def test_every_make_target_that_is_told_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    pages = [README, *(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))]
    code = [
        part for page in pages for part in re.findall(r"`[^`\n]+`|^make.*$", page, re.MULTILINE)
    ]
    told = {name for part in code for name in re.findall(r"\bmake ([a-z][a-z-]*)", part)}
    assert {"dashboard", "test", "check"} <= told
    assert told <= targets


def links() -> list[tuple[str, str]]:
    found = []
    for path in tracked():
        if path.suffix == ".md":
            text = path.read_text(encoding="utf-8")
            found += [
                (str(path.relative_to(ROOT)), link) for link in re.findall(r"\]\(([^)#]+)", text)
            ]
    return found


@pytest.mark.parametrize(("page", "link"), links())
def test_every_link_leads_somewhere(page, link):
    assert link.startswith("https://") or ((ROOT / page).parent / link).exists()


def test_the_python_in_the_readme_runs(sample_file, tmp_path, monkeypatch):
    (tmp_path / "sample.duckdb").write_bytes(sample_file.read_bytes())
    monkeypatch.chdir(tmp_path)
    (block,) = blocks("python")
    names: dict[str, object] = {}
    exec(block, names)  # noqa: S102 our own readme
    assert not names["log"].table("interviews").empty


def public_things(path: Path) -> list[tuple[str, bool]]:
    """Each function or class named in the module's `__all__`, and whether it has a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = exported(tree)
    defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [
        (node.name, bool(ast.get_docstring(node)))
        for node in tree.body
        if isinstance(node, defined) and node.name in public
    ]


def exported(tree: ast.Module) -> set[str] | None:
    for node in tree.body:
        names = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(name, ast.Name) and name.id == "__all__" for name in names):
            return set(ast.literal_eval(node.value))
    return None


def defines_something(tree: ast.Module) -> bool:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)
    return any(isinstance(node, kinds) for node in tree.body)


# These are run; nobody imports from them.
SCRIPTS = ("dashboard/app.py", "__main__.py")


@pytest.mark.parametrize("name", [name for name in modules() if not name.endswith(SCRIPTS)])
def test_a_module_says_what_is_public_and_what_it_means(name):
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "no module docstring"
    if defines_something(tree):
        assert exported(tree) is not None, "no __all__"
        assert [thing for thing, told in public_things(ROOT / name) if not told] == []


def requirements() -> list[Requirement]:
    project = PYPROJECT["project"]
    listed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    return [Requirement(line) for line in [*listed, *PYPROJECT["build-system"]["requires"]]]


def locked() -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;\\]+)", LOCK, re.MULTILINE))


@pytest.mark.parametrize("requirement", requirements(), ids=str)
def test_the_lock_holds_what_the_project_asks_for(requirement):
    assert locked()[canonicalize_name(requirement.name)] in requirement.specifier


def test_every_locked_package_has_hashes_and_no_address():
    entries = re.split(r"^(?=\S)", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) == len(locked()) > 50
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in LOCK


# In pieces, so that this file is no find of its own.
HOSTS = ("pypi" + ".org", "python" + "hosted", "npmjs" + ".org", "deb.debian" + ".org")
MACHINE = re.compile(r"(?<![\w.~*])/(?:" + "work|root|home|Users|tmp" + r")/\w")


def test_no_file_names_a_registry_or_a_place_on_somebodys_machine():
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if any(host in text for host in HOSTS) or MACHINE.search(text):
            found.append(str(path.relative_to(ROOT)))
    assert found == []


def test_the_changelog_knows_this_version():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in text
    assert PYPROJECT["project"]["version"] in text


def test_the_wheel_carries_what_is_no_python(tmp_path, onward_command):
    """SQL, policy, sample and settings must travel with the packages."""
    python = str(Path(onward_command[0]).with_name("python"))
    words = [python, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    listing = subprocess.run(
        [python, "-m", "zipfile", "-l", str(wheel)], check=True, capture_output=True, text=True
    ).stdout
    carried = {line.split()[0] for line in listing.splitlines()[1:]}
    here = {
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.relative_to(ROOT).parts[0] in FLOORS
    }
    assert "dashboard/.streamlit/config.toml" in here
    assert here <= carried
