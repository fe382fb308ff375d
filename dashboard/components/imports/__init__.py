"""The parts of the import page, in the order in which they are shown."""

__all__: list[str] = []
