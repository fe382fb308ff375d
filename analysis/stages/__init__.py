"""The stages of each unit of the funnel; :func:`analysis.funnel.funnel` counts them."""
