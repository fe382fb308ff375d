"""The glossary's terms, and what pages say of debts, coverage and next steps."""

from __future__ import annotations

__all__ = [
    "ANSWERS",
    "COVERAGE",
    "NEXT_STEPS",
    "NOT_EXPLAINED",
    "STILL_SEARCHING",
    "TERMS",
    "WAITING",
]

TERMS = {
    "seeker": "Somebody who looks for work and has conversations to learn from people.",
    "cohort": "A group of seekers who are reviewed together.",
    "advisor": "Who looks after a seeker.",
    "contact": "A person a seeker knows of. Once met, a host.",
    "host": "A contact with whom a seeker has had a conversation.",
    "request": "A seeker asking a contact for a conversation, whatever comes of it.",
    "conversation": "A request that was held. The first one of a seeker with a contact counts for"
    " reach and multiplication; later ones are repeat conversations.",
    "name given": "A person, an organization or an opening that a contact tells a seeker of.",
    "introduction": "A name given that led to a request: it came from that conversation.",
    "introducer": "A friend who gives a name without ever being interviewed.",
    "open door": "A person named to a seeker whom that seeker has not met yet.",
    "anchor": "A contact behind whom many further conversations stand.",
    "habit": "What a seeker notes of how a conversation was gone about: asking for names, being on"
    " time, thanking soon. A habit goes with more conversations or fewer; that need not be its"
    " doing.",
    "reached through": "All conversations that go back to a person, directly or through others.",
    "as of": "The day up to which the log is read. Every figure has one.",
    "likely": "In nine cases of ten the true figure lies in the range that is given.",
    "not in this log": "The log does not note it. Not noted is never counted as no.",
}
"""Terms of the pages, each in plain words."""

WAITING = {
    "thanks": ("waits for thanks", "wait for thanks"),
    "names": ("name not asked", "names not asked"),
    "news": ("waits for news", "wait for news"),
    "nudges": ("request without an answer", "requests without an answer"),
    "gone_quiet": ("quiet for three weeks", "quiet for three weeks"),
    "not_started": ("has not started", "has not started"),
}
"""What waits with a seeker, by reason: for one and for more."""

NOT_EXPLAINED = "Nothing of that name is explained here. Try a part of the word."
"""What is said when nothing is found."""

NEXT_STEPS = {
    "thanks": "Write the thank-you together",
    "names": "Pick the name to ask first",
    "news": "Tell who named them how it went",
    "nudges": "Send one polite reminder",
    "gone_quiet": "Call, and ask how it goes",
    "not_started": "Choose a first person to ask",
}

STILL_SEARCHING = "Ask whether the search goes on"
"""What to do first with somebody who has been silent for months."""

ANSWERS = {
    "reach": "Whom do we know, and through whom?",
    "multiplication": "Does one conversation lead to the next?",
    "follow_up": "Who waits for thanks or an answer?",
    "conversion": "What came of it?",
}

COVERAGE = {
    "yes": "yes",
    "partly": "partly",
    "no": "not in this log",
    "nothing": "nothing to tell yet",
}
