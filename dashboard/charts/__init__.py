"""Charts: results in, plotly figures out. No streamlit, no SQL, no statistics."""
