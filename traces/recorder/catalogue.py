"""All scenarios, from the files that have them."""

from . import pop3_scenarios, scenarios


class Scenario:
    """A row of the tables."""

    def __init__(self, name, function, shows):
        self.name = name
        self.stem = name.rsplit(".", 1)[0]
        self.function = function
        self.shows = shows


SCENARIOS = [Scenario(*row) for row in (*scenarios.ROWS, *pop3_scenarios.ROWS)]
