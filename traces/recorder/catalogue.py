"""All scenarios, from the files that have them."""

from . import (imap_clients, imap_scenarios, imap_security, journey, pop3_scenarios, scenarios,
               smtp_security)


class Scenario:
    """A row of the tables."""

    def __init__(self, name, function, shows):
        self.name = name
        self.stem = name.rsplit(".", 1)[0]
        self.function = function
        self.shows = shows


SCENARIOS = [Scenario(*row)
             for module in (scenarios, smtp_security, pop3_scenarios, imap_scenarios, imap_security,
                            imap_clients, journey)
             for row in module.ROWS]
