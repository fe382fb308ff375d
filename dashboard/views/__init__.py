"""The pages: selection, cached question, chart, show.

Not called `pages`: Streamlit would take a folder of that name beside the app for its own old
kind of pages, and a deep link opened first would show nothing.
"""
