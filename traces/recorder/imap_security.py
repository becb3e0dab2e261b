"""The scenarios of IMAP with TLS and SASL, and the table of them at the end."""

import ssl

from .dovecot import ALL_MECHANISMS
from .imap_scenarios import seen_and_new, with_dovecot
from .readers import Imap, ImapOverTls, curl, ended, gsasl, python, tls_context, tls_facts
from .retrieval import Retrieved
from .services import certificate
from .stage import SERVER


def under_tls(stage, connect, port=143, settings=""):
    """The script of IMAP-starttls, IMAP-starttls-plain and IMAP-993.

    connect(laptop, keylog) opens the connection, encrypted or not."""
    truth = stage.truth
    pair = certificate(stage.network.scratch, "mail.ksit.example")
    laptop, dovecot, mails = with_dovecot(stage, seen_and_new()[:3], certificate=pair, settings=settings)
    truth.packages.append("openssl")
    keylog = truth.directory / "keylog.txt"
    with stage.capture():
        imap = connect(laptop, keylog)
        if keylog.exists():
            truth.extra["tls"] = [tls_facts(imap.sock, port)]
        imap.login("bob", "hungry")
        imap.select("INBOX")
        imap.fetch("1:*", "(FLAGS ENVELOPE)")
        imap.fetch("1", "(BODY[])")
        imap.fetch("2", "(BODY.PEEK[])")
        imap.search(None, "UNSEEN")
        imap.store("3", "+FLAGS", r"(\Seen)")
        imap.logout()
        ended(dovecot, 1)
    bob = Retrieved(truth, "imap", 0, mails, port=port)
    bob.fetch(1)
    bob.fetch(2)
    truth.rawlog(dovecot)
    truth.log(dovecot)


def starttls(stage):
    """STARTTLS, then TLS 1.2 with AES-128-GCM."""
    def connect(laptop, keylog):
        imap = python(laptop, Imap, SERVER)
        imap.starttls(tls_context(keylog, ssl.TLSVersion.TLSv1_2, "ECDHE-RSA-AES128-GCM-SHA256"))
        return imap
    under_tls(stage, connect)


def starttls_plain(stage):
    """The script of IMAP-starttls in clear text."""
    under_tls(stage, lambda laptop, keylog: python(laptop, Imap, SERVER))


def implicit_tls(stage):
    """Port 993: TLS from the first octet, TLS 1.3 with ChaCha20-Poly1305."""
    under_tls(stage, lambda laptop, keylog: python(laptop, ImapOverTls, SERVER,
                                                   ssl_context=tls_context(keylog)),
              port=993, settings="ssl_cipher_suites = TLS_CHACHA20_POLY1305_SHA256\n")


def sasl(stage):
    """AUTHENTICATE by each mechanism, a connection each; cancelled and refused ones too."""
    truth = stage.truth
    laptop, dovecot, _ = with_dovecot(stage, [], ALL_MECHANISMS + " external")
    truth.packages += ["curl", "gsasl"]
    logins = []
    with stage.capture():
        for mechanism in ("PLAIN", "LOGIN", "CRAM-MD5"):    # with SASL-IR, since Dovecot offers it
            curl(laptop, f"imap://{SERVER}/", "--user", "bob:hungry",
                 "--login-options", f"AUTH={mechanism}")
            logins.append((mechanism, "hungry", "ok"))
        # Dovecot's challenge has an empty realm; curl wants none of that, and cancels with "*".
        curl(laptop, f"imap://{SERVER}/", "--user", "bob:hungry", "--login-options", "AUTH=DIGEST-MD5",
             expect=(67,))
        logins.append(("DIGEST-MD5", "hungry", "cancelled"))
        for mechanism in ("PLAIN", "LOGIN", "DIGEST-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"):  # without
            gsasl(laptop, SERVER, "imap", mechanism, "bob", "hungry")
            logins.append((mechanism, "hungry", "ok"))
        curl(laptop, f"imap://{SERVER}/", "--user", "bob:angry", "--login-options", "AUTH=CRAM-MD5",
             expect=(67,))
        logins.append(("CRAM-MD5", "angry", "refused"))
        # EXTERNAL means: you know me already, by my TLS certificate. There is none here.
        curl(laptop, f"imap://{SERVER}/", "--user", "bob:", "--login-options", "AUTH=EXTERNAL",
             expect=(67,))
        logins.append(("EXTERNAL", None, "refused"))
        ended(dovecot, 8)
    for order, (mechanism, password, result) in enumerate(logins):
        truth.login(mechanism, "bob", password, result, 143, order)
    truth.rawlog(dovecot)
    truth.log(dovecot)


ROWS = (
    ("IMAP-starttls.pcap", starttls,
     "STARTTLS, then TLS 1.2 with AES-128-GCM; with the key log"),
    ("IMAP-starttls-plain.pcap", starttls_plain,
     "the session of IMAP-starttls in clear text"),
    ("IMAP-993.pcap", implicit_tls,
     "the same on port 993: TLS 1.3 with ChaCha20-Poly1305; with the key log"),
    ("IMAP-sasl.pcap", sasl,
     "AUTHENTICATE with each mechanism, with and without SASL-IR, one cancelled with *"),
)
