"""A little network: hosts (network namespaces) on one switch (a bridge).

    with Network() as network:
        client = network.host("client", "10.0.1.10/24")
        server = network.host("server", "10.0.1.1/24")
        client.run(["ping", "-c1", "10.0.1.1"])

Nothing that runs in it can reach any other network. At the end all its
processes are killed and its namespaces removed, whatever happened."""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CLONE_NEWNET = 0x40000000
OFFLOADS_OFF = [word for feature in ("rx", "tx", "sg", "tso", "gso", "gro")
                for word in (feature, "off")]
libc = ctypes.CDLL(None, use_errno=True)


def sh(argv, **options):
    """Runs a command of the set-up; its output is shown only if it fails."""
    done = subprocess.run(argv, text=True, capture_output=True, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, argv))}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


class Network:
    """The switch, its hosts, and a scratch directory for all of them."""

    def __init__(self):
        self.prefix = f"maillab{os.getpid()}-"
        self.scratch = Path(tempfile.mkdtemp(prefix="maillab-record-"))
        self.scratch.chmod(0o755)
        self.hosts = {}
        self.wires = 0
        self.commands = []      # what the clients did, for facts.json
        self.at_end = contextlib.ExitStack()    # what else to undo, once no process runs any more

    def __enter__(self):
        try:
            self.switch = Host(self, "switch")
            self.switch.run(["sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1"])
            self.new_bridge("br0")
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def new_bridge(self, name):
        """A bridge in the switch: silent itself, it only forwards."""
        self.switch.run(["ip", "link", "add", name, "type", "bridge", "mcast_snooping", "0"])
        self.switch.run(["ip", "link", "set", name, "up"])

    def host(self, name, *addresses, wire=None):
        """A new host with these addresses, plugged into the switch.

        wire: the arguments of recorder/wire.py, for a cable that loses packets."""
        host = Host(self, name)
        number = len(self.hosts)
        port = f"port{number}"
        sh(["ip", "link", "add", "eth0", "address", f"02:00:00:00:00:{number:02x}",
            "netns", host.namespace, "type", "veth",
            "peer", "name", port, "netns", self.switch.namespace])
        host.run(["ethtool", "-K", "eth0", *OFFLOADS_OFF])
        self.switch.run(["ethtool", "-K", port, *OFFLOADS_OFF])
        with_ipv6 = any(":" in address for address in addresses)
        host.run(["sysctl", "-qw", f"net.ipv6.conf.eth0.disable_ipv6={int(not with_ipv6)}",
                  "net.ipv6.conf.eth0.accept_dad=0", "net.ipv6.conf.eth0.router_solicitations=0"])
        for address in addresses:
            host.run(["ip", "address", "add", address, "dev", "eth0",
                      *(["nodad"] if ":" in address else [])])
            host.addresses.append(address.split("/")[0])
        host.run(["ip", "link", "set", "eth0", "up"])
        if wire:
            self.lay_wire(port, wire)
        else:
            self.switch.run(["ip", "link", "set", port, "master", "br0"])
        self.switch.run(["ip", "link", "set", port, "up"])
        return host

    def lay_wire(self, port, arguments):
        """Instead of plugging the port into the bridge, runs wire.py between them."""
        self.wires += 1
        near, far = f"wire{self.wires}", f"br0-{self.wires}"
        self.switch.run(["ip", "link", "add", near, "type", "veth", "peer", "name", far])
        for end in (near, far):
            self.switch.run(["ethtool", "-K", end, *OFFLOADS_OFF])
        self.switch.run(["ip", "link", "set", far, "master", "br0"])
        for end in (near, far, port):
            self.switch.run(["ip", "link", "set", end, "up"])
        wire = self.switch.start([sys.executable, str(Path(__file__).with_name("wire.py")),
                                  port, near, *map(str, arguments)],
                                 stdout=subprocess.PIPE, text=True)
        wire.stdout.readline()      # it says "ready"

    def names(self, table, nameserver=None):
        """Gives every host the same /etc/hosts, and a resolver if there is one."""
        lines = ["127.0.0.1 localhost", *[f"{address} {name}" for address, name in table]]
        resolver = f"nameserver {nameserver}\noptions timeout:1 attempts:2\n" if nameserver else ""
        for host in self.hosts.values():
            host.etc.mkdir(parents=True, exist_ok=True)
            (host.etc / "hosts").write_text("\n".join(lines) + "\n")
            (host.etc / "resolv.conf").write_text(resolver)

    def close(self):
        """Kills every process that runs in our namespaces, then removes them."""
        for host in self.hosts.values():
            host.kill_all()
        self.at_end.close()
        for host in self.hosts.values():
            subprocess.run(["ip", "netns", "delete", host.namespace], capture_output=True)
            shutil.rmtree(host.etc, ignore_errors=True)
        with contextlib.suppress(OSError):
            Path("/etc/netns").rmdir()          # only if it is empty
        shutil.rmtree(self.scratch, ignore_errors=True)


class Host:
    """One network namespace, with its own /etc/hosts and /etc/resolv.conf."""

    def __init__(self, network, name):
        self.network = network
        self.name = name
        self.namespace = network.prefix + name
        self.addresses = []
        self.hostname = None    # if set, programs find this name for their host, not the machine's
        # `ip netns exec` lays the files of this directory over /etc.
        self.etc = Path("/etc/netns") / self.namespace
        network.hosts[name] = self
        sh(["ip", "netns", "add", self.namespace])
        self.run(["ip", "link", "set", "lo", "up"])
        with contextlib.suppress(RuntimeError):
            self.run(["sysctl", "-qw", "net.ipv4.tcp_congestion_control=cubic"])

    @property
    def address(self):
        return self.addresses[0]

    def inside(self, argv):
        """The command line that runs argv in this host."""
        own_name = ["unshare", "--uts", "sh", "-c", 'hostname "$0" && exec "$@"', self.hostname]
        return ["ip", "netns", "exec", self.namespace, *(own_name if self.hostname else []),
                *map(str, argv)]

    def run(self, argv, **options):
        """Runs a command of the set-up here, and waits for it."""
        return sh(self.inside(argv), **options)

    def start(self, argv, **options):
        """Starts a long-running command here. close() will kill it."""
        return subprocess.Popen(self.inside(argv), stdin=options.pop("stdin", subprocess.DEVNULL),
                                **options)

    @contextlib.contextmanager
    def sockets_here(self):
        """Within this block, sockets that Python opens belong to this host.

        They stay here afterwards too."""
        with open("/proc/thread-self/ns/net") as home, \
                open(f"/run/netns/{self.namespace}") as there:
            enter(there)
            try:
                yield
            finally:
                enter(home)

    def is_listening(self, port):
        """Does a program listen on this TCP port? (Asked without connecting.)"""
        table = self.run(["cat", "/proc/net/tcp", "/proc/net/tcp6"])
        return any(fields[3] == "0A" and fields[1].endswith(f":{port:04X}")
                   for fields in (line.split() for line in table.splitlines())
                   if len(fields) > 3)

    def wait_for_port(self, port, seconds=15):
        """Waits until a program listens on this TCP port."""
        wait_until(lambda: self.is_listening(port), seconds,
                   f"{self.name}: nothing listens on port {port}")

    def kill_all(self):
        """Ends every process in this namespace."""
        for attempt in range(50):
            done = subprocess.run(["ip", "netns", "pids", self.namespace],
                                  text=True, capture_output=True)
            if not done.stdout.split():
                return
            for pid in done.stdout.split():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(pid), signal.SIGTERM if attempt < 5 else signal.SIGKILL)
            time.sleep(0.1)


def enter(namespace_file):
    """Moves the calling thread into a network namespace."""
    if libc.setns(namespace_file.fileno(), CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def wait_until(condition, seconds, complaint):
    """Waits until condition() is true; after too long, fails with the complaint."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError(complaint)
        time.sleep(0.05)
