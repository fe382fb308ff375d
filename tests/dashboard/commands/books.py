"""Logbooks for the commands: by the commands themselves, from sheets as people keep them."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from dashboard.commands import onward

# The example of DESIGN §4: Ann names Bob, Bob declines and names Cleo, Cleo is met.
INTERVIEWS = """\
interview_id,seeker,seeker_email,contact_name,source,requested_on,answered_on,answer,held_on,thanked
1,Sam Lee,sam@x.org,Ann,own_network,2026-01-02,2026-01-03,accepted,2026-01-05,2026-01-06
2,Sam Lee,sam@x.org,Bob,referral,2026-01-08,2026-01-10,declined,,
3,Sam Lee,sam@x.org,Cleo,referral,2026-01-12,2026-01-20,accepted,2026-01-25,no
4,Rae Fox,rae@x.org,Dan,cold,2026-01-12,2026-01-20,accepted,2026-01-25,no
"""
REFERRALS = """\
referral_id,interview_id,referred_name,made_on
a,1,Bob,2026-01-05
b,2,Cleo,2026-01-10
c,4,Eve,2026-01-25
"""
SEEKERS = """\
seeker,seeker_email,cohort,joined_on
Sam Lee,sam@x.org,North,2026-01-01
Rae Fox,rae@x.org,South,2026-01-01
"""


def call(*words: object) -> Result:
    """Run `onward` in this process."""
    return CliRunner().invoke(onward, [str(word) for word in words], prog_name="onward")


def told(*words: object, code: int = 0):
    """What `onward … --json` says."""
    said = call(*words, "--json")
    assert said.exit_code == code, said.output
    return json.loads(said.stdout)


def sheets(folder: Path) -> Path:
    """A folder with the small log in the log format."""
    folder.mkdir()
    for name, text in (
        ("interviews", INTERVIEWS),
        ("referrals", REFERRALS),
        ("seekers", SEEKERS),
    ):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder
