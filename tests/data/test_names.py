"""Folding of names: one by one, as a column, and in the importer's queries, always the same."""

import unicodedata

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.importers.statements import statements
from data.names import fold_name, fold_names
from data.store.connection import in_memory

# Letters that fold in more than one way: full width, ligatures, final sigma, dotted capital I, the
# long s, marks of their own, a Roman numeral, and what parts or joins words.
LETTERS = "abzABZ019 '’.`-_/&,;ßẞſﬁΣςİıŁØåÅéñŉǅⅧＦ李龍नम\u0301\u0327\u00a0\u2009\u2013"
NAMES = st.lists(
    st.text(
        st.sampled_from(LETTERS),
        max_size=9,
    )
    | st.text(max_size=6),
    max_size=12,
)
TRICKY = ["Müller-Straße", "ﬁona O’Neil", "Σίσυφος", "...", "O'Neill, Ann", "José_María", ""]


@given(NAMES)
@example(TRICKY)
def test_a_column_of_names_folds_as_each_name_does(names):
    assert fold_names(pa.array(names, pa.string())).to_pylist() == [*map(fold_name, names)]


@pytest.fixture(scope="module")
def asking(tmp_path_factory):
    connection = in_memory(tmp_path_factory.mktemp("fold"))
    yield connection
    connection.close()


@given(NAMES)
@example(TRICKY)
def test_the_queries_of_an_import_fold_names_alike(asking, names):
    """What folds to nothing stays as it is there: no two such names are one."""
    texts = pa.table({"text": pa.array(names, pa.string())})
    foreign = sorted({name for name in names if not name.isascii()})
    told = {"text": foreign, "folded": [fold_name(name) for name in foreign]}
    asking.register("texts", texts)
    asking.register("foreign_names", pa.table(told, pa.schema(dict.fromkeys(told, pa.string()))))
    for step in ("fold_foreign", *(["fold_plain"] if not foreign else [])):
        for statement in statements(step):
            asking.execute(statement)
        found = asking.sql("SELECT text, fold(text) AS folded FROM texts").fetchall()
        assert dict(found) == {name: fold_name(name) or name for name in names}


@given(st.text(max_size=12))
def test_folding_is_settled_at_once(name):
    folded = fold_name(unicodedata.normalize("NFC", name))
    assert fold_name(folded) == folded
