"""Second floor: charts, pages and the command line."""
