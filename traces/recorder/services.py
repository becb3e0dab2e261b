"""The small things beside the mail servers: dnsmasq, and a certificate."""

import subprocess

from .network import wait_until


def start_dnsmasq(host, lines):
    """A name server on this host that knows just these lines and asks nobody else."""
    config = host.network.scratch / f"dnsmasq-{host.name}.conf"
    config.write_text("\n".join(["no-resolv", "no-hosts", "no-daemon", "user=root", "bind-interfaces",
                                 f"pid-file={config}.pid", *lines]) + "\n")
    with open(f"{config}.log", "w") as log:
        host.start(["dnsmasq", "-C", config], stdout=log, stderr=log)
    wait_until(lambda: ":0035 " in host.run(["cat", "/proc/net/udp"]), 10,
               "dnsmasq does not start")


def certificate(directory, name):
    """A self-signed certificate and its key: paths of the two PEM files."""
    key, cert = directory / "key.pem", directory / "cert.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650",
                    "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}",
                    "-keyout", key, "-out", cert], check=True, capture_output=True)
    return cert, key
