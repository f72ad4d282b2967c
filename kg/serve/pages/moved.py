"""A page that stands at another address."""


class Moved(Exception):
    """What is asked for has a page, at another address."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address
