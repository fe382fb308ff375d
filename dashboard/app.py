"""The dashboard: its pages and what they share. Started by ``onward``."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import cached, state
from dashboard.components.downloads import no_other_downloads
from dashboard.components.sidebar import sidebar
from dashboard.components.synchronised import warn_of_synchronised_folder
from dashboard.components.trouble import trouble
from dashboard.components.welcome import welcome
from dashboard.views.contact import contact
from dashboard.views.conversion import conversion
from dashboard.views.gaps import gaps
from dashboard.views.glossary import glossary
from dashboard.views.importing import importing
from dashboard.views.log import log
from dashboard.views.multiplication import multiplication
from dashboard.views.practices import practices
from dashboard.views.reach import reach
from dashboard.views.seeker import seeker
from dashboard.views.seekers import seekers
from dashboard.views.this_week import this_week
from data.errors import OnwardError

IMPORT = st.Page(importing, title="Import", icon=":material/upload_file:", url_path="import")
KEEP = [
    st.Page(log, title="Log", icon=":material/edit_note:", url_path="log"),
    IMPORT,
    st.Page(glossary, title="Glossary", icon=":material/menu_book:", url_path="glossary"),
]
ROUTES = {
    "Now": [
        st.Page(
            this_week,
            title="This week",
            icon=":material/today:",
            url_path="now",
            default=True,
        ),
        st.Page(seekers, title="Seekers", icon=":material/group:", url_path="seekers"),
        st.Page(gaps, title="Follow-up gaps", icon=":material/mail:", url_path="gaps"),
    ],
    "Understand": [
        st.Page(reach, title="Reach", icon=":material/hub:", url_path="reach"),
        st.Page(
            multiplication,
            title="Multiplication",
            icon=":material/account_tree:",
            url_path="multiplication",
        ),
        st.Page(
            conversion,
            title="Conversion",
            icon=":material/trending_up:",
            url_path="conversion",
        ),
        st.Page(
            practices,
            title="Practices",
            icon=":material/checklist:",
            url_path="practices",
        ),
    ],
    "Keep": KEEP,
    # Reached from links, tables, charts and the search; people with ?person=<id>.
    "": [
        # The first page is at the root alone: a link that names it leads there as well.
        st.Page(this_week, title="This week", url_path="this-week", visibility="hidden"),
        st.Page(seeker, title="Seeker", url_path="seeker", visibility="hidden"),
        st.Page(contact, title="Contact", url_path="contact", visibility="hidden"),
    ],
}


def main() -> None:
    """Show the chosen page of the logbook, or the way to fill it."""
    # Before the navigation: its icons would else be fetched as a favicon from a foreign host.
    st.set_page_config("Onward", page_icon=str(Path(__file__).with_name("icon.svg")), layout="wide")
    page = st.navigation(ROUTES)
    try:
        log = cached.log_of(state.logbook_path())
        warn_of_synchronised_folder(state.logbook_path())
        selection = sidebar(log)
        no_other_downloads()
        state.look_at(selection)
        if log.newest_entry is None and log.whole("seekers").empty and page not in KEEP:
            welcome(IMPORT)
        else:
            page.run()
    except OnwardError as error:
        trouble(error)


main()
