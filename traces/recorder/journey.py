"""The journey of one mail: submission, relay, mailbox, and retrieval by POP3 and by IMAP."""

import re

from . import messages
from .clients import msmtp
from .dovecot import Dovecot
from .postfix import Postfix
from .readers import curl, ended, mpop
from .retrieval import Retrieved
from .sections import fields, head_and_body
from .services import start_dnsmasq
from .stage import CLIENT, DNS, SERVER

SECOND, BOBS_DESK = "10.0.1.2", "10.0.1.11"
ALICE, BOB = "alice@a.example", "bob@b.example"


def hosts(stage):
    """alice's laptop, two mail servers, bob's desk, and a name server that all of them ask."""
    network = stage.network
    dns = network.host("dns", f"{DNS}/24")
    places = [network.host(name, f"{address}/24") for name, address in (
        ("laptop", CLIENT), ("mta-a", SERVER), ("mta-b", SECOND), ("desk", BOBS_DESK))]
    places[-1].hostname = "desk.b.example"      # mpop looks its own host's name up
    network.names([], nameserver=DNS)
    start_dnsmasq(dns, [
        "local=/example/", "local=/10.in-addr.arpa/",
        f"host-record=laptop.a.example,{CLIENT}", f"host-record=mta.a.example,{SERVER}",
        f"host-record=mta.b.example,{SECOND}", f"host-record=desk.b.example,{BOBS_DESK}",
        "mx-host=a.example,mta.a.example,10", "mx-host=b.example,mta.b.example,10"])
    return places


def servers(host_a, host_b):
    """mta.a takes submissions after a login; mta.b delivers by LMTP, inside the host, to Dovecot."""
    passwords = Dovecot(host_a, {"alice": "wonderland"}).start()
    a = Postfix(host_a, "mta.a.example", [ALICE],
                {"smtpd_sasl_type": "dovecot", "smtpd_sasl_path": passwords.socket},
                ["submission inet n - n - - smtpd -o syslog_name=postfix/submission "
                 "-o smtpd_sasl_auth_enable=yes "
                 "-o smtpd_client_restrictions=permit_sasl_authenticated,reject"]).start()
    host_a.wait_for_port(587)
    store = Dovecot(host_b, {"bob": "hungry"}, ["pop3", "imap", "lmtp"], hostname="mta.b.example").start()
    b = Postfix(host_b, "mta.b.example", [BOB],
                {"virtual_transport": f"lmtp:unix:{store.home}/run/lmtp"}).start()
    return a, b, store


def journey(stage):
    """One mail from alice to bob, and everything that crossed the switch for it."""
    truth = stage.truth
    laptop, host_a, host_b, desk = hosts(stage)
    a, b, store = servers(host_a, host_b)
    mail = messages.plain(70, "Alice <alice@a.example>", "Bob <bob@b.example>", "The journey of one mail",
                          "Hello Bob,", "", "I gave this to mta.a.example,",
                          "mta.a.example asked who takes mail for b.example,",
                          "mta.b.example put it into your mailbox,", "and now you have fetched it.", "", "Alice")
    truth.packages += ["msmtp", "dnsmasq-base", "dovecot-core", "dovecot-lmtpd", "dovecot-pop3d",
                       "dovecot-imapd", "mpop", "curl"]
    file = truth.to_send("message.eml", mail)
    with stage.capture():
        msmtp(laptop, "mta.a.example", truth.sent, ALICE, [BOB], file, "--port=587", "--auth=plain",
              "--user=alice", "--passwordeval=echo wonderland", domain="a.example")
        a.wait_until_idle()
        b.wait_until_idle()
        mpop(desk, {"host": "mta.b.example", "auth": "user", "user": "bob", "password": "hungry",
                    "pipelining": "off", "received_header": "off"})
        curl(desk, "imap://mta.b.example/INBOX;MAILINDEX=1", "--user", "bob:hungry",
             "--login-options", "AUTH=PLAIN")
        ended(store, 2)
    write_truth(truth, mail, a, b, store)


def write_truth(truth, mail, a, b, store):
    """The same mail at each hop, each time with what was put on top before."""
    stored = truth.mailbox(store, "bob", [mail.parts])
    text = stored[0][1]
    relayed = without_top(text, [b"Received:", b"Received:"])
    if without_top(relayed, [b"Received:"]) != mail.text:
        raise RuntimeError("the stored mail is not the one that was sent")
    truth.message(mail, ALICE, [BOB], transport="submission", queue_id=a.queue_id(mail.message_id))
    truth.message(mail, ALICE, [BOB], wire=relayed, queue_id=b.queue_id(mail.message_id),
                  derived_from="the mail in the mailbox, without the header lines that mta.b and Dovecot "
                               "put on top (so with the Received line of mta.a)")
    by_pop3, by_imap = Retrieved(truth, "pop3", 0, stored), Retrieved(truth, "imap", 0, stored)
    by_pop3.retr(1)
    by_imap.fetch(1)
    lmtp, second, first = [re.sub(rb"\r\n[ \t]+", b" ", field).strip().decode()
                           for field in fields(head_and_body(text)[0]) if field.startswith(b"Received:")]
    truth.login("PLAIN", "alice", "wonderland", "ok", 587)
    truth.login("USER", "bob", "hungry", "ok", 110)
    truth.login("PLAIN", "bob", "hungry", "ok", 143)
    truth.extra["secrets"] = {"alice": "wonderland", "bob": "hungry"}
    truth.extra["journey"] = {
        "message_id": mail.message_id, "scenario": 4,
        "hops": [
            {"stream": {"server_port": 587, "order": 0}, "transport": "submission",
             "client": CLIENT, "server": SERVER, "queue_id": a.queue_id(mail.message_id),
             "received_added": first},
            {"stream": {"server_port": 25, "order": 0}, "transport": "smtp",
             "client": SERVER, "server": SECOND, "queue_id": b.queue_id(mail.message_id),
             "received_added": second, "looked_up": "b.example MX: 10 mta.b.example"},
            {"stream": None, "transport": "lmtp", "note": "inside mta.b, not on the wire",
             "received_added": lmtp},
            {"stream": by_pop3.stream, "transport": "pop3", "client": BOBS_DESK, "server": SECOND},
            {"stream": by_imap.stream, "transport": "imap", "client": BOBS_DESK, "server": SECOND}]}
    truth.rawlog(store)
    truth.log(a, b)
    truth.text("server-store.log", store.read_log())
    truth.extra["logs"].append("server-store.log")


def without_top(text, names):
    """A mail without its topmost fields of these names, and without Return-Path and Delivered-To."""
    head, body = head_and_body(text)
    kept, wanted = [], list(names)
    for field in fields(head):
        if wanted and field.startswith(wanted[0]):
            wanted.pop(0)
        elif not field.startswith((b"Return-Path:", b"Delivered-To:")):
            kept.append(field)
    return b"".join(kept) + b"\r\n" + body


ROWS = (
    ("Journey-one-mail.pcap", journey,
     "submission, MX look-up, relay, retrieval by POP3 and by IMAP: one mail all the way"),
)
