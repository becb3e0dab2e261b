"""What every scenario needs: a network, a truth, a capture."""

import contextlib
import shutil
import tempfile
from pathlib import Path

from .capture import Capture, count_packets
from .network import Network
from .postfix import Postfix
from .truth import Truth

CLIENT, SERVER, DNS = "10.0.1.10", "10.0.1.1", "10.0.1.53"


class Stage:
    """The stage on which one scenario plays."""

    def __init__(self, network, truth, pcap):
        self.network = network
        self.truth = truth
        self.pcap = pcap

    def pair(self, hostname="mail.ksit.example", mailboxes=("bob@ksit.example",), settings=None,
             services=(), client_wire=None, server_wire=None, ipv6=False):
        """A client (laptop) and a Postfix server, which know each other by /etc/hosts."""
        more = {"laptop": ["fd00:18:1::10/64"], "mail": ["fd00:18:1::1/64"]} if ipv6 else {}
        laptop = self.network.host("laptop", f"{CLIENT}/24", *more.get("laptop", []), wire=client_wire)
        mail = self.network.host("mail", f"{SERVER}/24", *more.get("mail", []), wire=server_wire)
        names = {laptop: "laptop.ksit.example", mail: hostname}
        self.network.names([(address, name) for host, name in names.items()
                            for address in host.addresses])
        postfix = Postfix(mail, hostname, mailboxes, settings, services).start()
        return laptop, postfix

    def laptop_and_server(self):
        """A client (laptop) and a host for a mail server (mail), which know each other by name."""
        laptop = self.network.host("laptop", f"{CLIENT}/24")
        mail = self.network.host("mail", f"{SERVER}/24")
        self.network.names([(CLIENT, "laptop.ksit.example"), (SERVER, "mail.ksit.example")])
        return laptop, mail

    def capture(self, kind="pcap", bpf=""):
        """`with stage.capture():` around what is to be seen in the trace."""
        return Capture(self.network, self.pcap, kind, bpf)


def play(scenario, output):
    """Plays one scenario; its trace and truth go to the directory `output`.

    They are put there only when all has gone well."""
    with tempfile.TemporaryDirectory(prefix="maillab-trace-") as place:
        Path(place).chmod(0o775)
        with contextlib.suppress(LookupError):      # tcpdump has no user of its own everywhere
            shutil.chown(place, "tcpdump", "root")
        pcap = Path(place) / scenario.name
        truth = Truth(scenario.name, Path(place) / "truth" / scenario.stem)
        with Network() as network:
            scenario.function(Stage(network, truth, pcap))
            commands = network.commands
        packets = count_packets(pcap)
        truth.write(pcap, packets, commands, scenario.shows)
        put(pcap, output / scenario.name)
        put(truth.directory, output / "truth" / scenario.stem)
    return packets


def put(new, place):
    """Moves a file or directory to its place, over what was there."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir():
        shutil.rmtree(place)
    if new.is_dir():
        shutil.copytree(new, place)
    else:
        shutil.copyfile(new, place)
