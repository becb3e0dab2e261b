"""The scenarios of POP3: one function each, and the table of them at the end."""

import socket
import ssl

from . import messages
from .clients import LineClient, Typist
from .courier import Courier
from .dovecot import ALL_MECHANISMS, Dovecot
from .readers import Pop3, curl, ended, fetchmail, mpop, python, refused, tls_context, tls_facts
from .retrieval import Retrieved
from .services import certificate
from .stage import SERVER

USERS = {"alice": "wonderland", "bob": "hungry"}


def with_courier(stage, mails):
    """A laptop, and Courier with these mails for bob: (laptop, server, bob's mailbox)."""
    laptop, mail = stage.laptop_and_server()
    courier = Courier(mail, USERS).start()
    courier.seed("bob", mails)
    stage.truth.packages = ["tcpdump"]
    stage.truth.versions = courier.versions
    stage.truth.extra["secrets"] = USERS
    return laptop, courier, stage.truth.mailbox(courier, "bob", [m.parts for m in mails])


def with_dovecot(stage, mails, mechanisms="plain login", **options):
    """The same with Dovecot."""
    laptop, mail = stage.laptop_and_server()
    dovecot = Dovecot(mail, USERS, ["pop3"], mechanisms, **options).start()
    dovecot.seed("bob", mails)
    stage.truth.packages = ["tcpdump", "dovecot-core", "dovecot-pop3d"]
    stage.truth.extra["secrets"] = USERS
    return laptop, dovecot, stage.truth.mailbox(dovecot, "bob", [m.parts for m in mails])


def user_passed(stage):
    """The session of the POP3 slide, typed into telnet, at Courier."""
    truth = stage.truth
    box = messages.inbox()
    laptop, courier, mails = with_courier(stage, [box[0], box[2]])
    truth.packages += ["telnet", "inetutils-telnet"]
    with stage.capture():
        typist = Typist(laptop, ["telnet", SERVER, "110"])
        typist.wait_for("+OK")
        for line, then in (("user bob", "+OK"), ("pass hungry", "+OK"), ("stat", "+OK"),
                           ("list", "."), ("retr 1", "."), ("dele 1", "+OK"), ("retr 2", "."),
                           ("quit", "+OK")):
            typist.type(line, then)
        truth.text("terminal.txt", typist.leave())
    bob = Retrieved(truth, "pop3", 0, mails)
    bob.retr(1)
    bob.retr(2)
    truth.login("USER", "bob", "hungry", "ok", 110)
    truth.extra["deleted"] = [{"stream": bob.stream, "number": 1}]
    if [file.read_bytes() for file in courier.stored("bob")] != [
            (truth.directory / mails[1][0]).read_bytes()]:
        raise RuntimeError("the mailbox does not hold just the second mail")
    truth.log(courier)


def no_auth_capa(stage):
    """CAPA before any login, and QUIT, at Courier."""
    truth = stage.truth
    laptop, courier, _ = with_courier(stage, [])
    truth.packages += ["telnet", "inetutils-telnet"]
    with stage.capture():
        typist = Typist(laptop, ["telnet", SERVER, "110"])
        typist.wait_for("+OK")
        typist.type("CAPA", then=".")
        typist.type("QUIT", then="+OK")
        truth.text("terminal.txt", typist.leave())
    truth.log(courier)


def apop_no_mail(stage):
    """APOP, and there is no mail."""
    truth = stage.truth
    laptop, dovecot, _ = with_dovecot(stage, [], "plain login apop")
    truth.packages.append("fetchmail")
    with stage.capture():
        fetchmail(laptop, f"{SERVER} proto apop user alice pass wonderland", expect=(1,))
        ended(dovecot, 1)
    truth.login("APOP", "alice", "wonderland", "ok", 110)
    truth.rawlog(dovecot)
    truth.log(dovecot)


def apop_one_mail(stage):
    """APOP, then the one mail is fetched and deleted."""
    truth = stage.truth
    box = messages.inbox()
    laptop, dovecot, mails = with_dovecot(stage, box[1:2], "plain login apop")
    truth.packages.append("fetchmail")
    with stage.capture():
        fetchmail(laptop, f"{SERVER} proto apop user bob pass hungry fetchall")
        ended(dovecot, 1)
    bob = Retrieved(truth, "pop3", 0, mails)
    bob.retr(1)
    truth.login("APOP", "bob", "hungry", "ok", 110)
    truth.extra["deleted"] = [{"stream": bob.stream, "number": 1}]
    if dovecot.stored("bob"):
        raise RuntimeError("the mail was not deleted")
    truth.rawlog(dovecot)
    truth.log(dovecot)


def wrong_password(stage):
    """A wrong password, an unknown user, a wrong APOP digest; then the right password."""
    truth = stage.truth
    laptop, dovecot, _ = with_dovecot(stage, messages.inbox()[:1], "plain login apop")
    truth.packages += ["telnet", "inetutils-telnet", "curl"]
    with stage.capture():
        typist = Typist(laptop, ["telnet", SERVER, "110"])
        typist.wait_for("+OK")
        for line, then in (("USER bob", "+OK"), ("PASS angry", "-ERR"), ("STAT", "-ERR"),
                           ("USER bobby", "+OK"), ("PASS hungry", "-ERR"), ("USER bob", "+OK"),
                           ("PASS hungry", "+OK"), ("STAT", "+OK"), ("QUIT", "+OK")):
            typist.type(line, then)
        truth.text("terminal.txt", typist.leave())
        curl(laptop, f"pop3://{SERVER}/", "--user", "bob:angry", "--login-options", "AUTH=+APOP",
             expect=(67,))
        ended(dovecot, 1)
    truth.login("USER", "bob", "angry", "refused", 110)
    truth.login("USER", "bobby", "hungry", "refused", 110)
    truth.login("USER", "bob", "hungry", "ok", 110)
    truth.login("APOP", "bob", "angry", "refused", 110, 1)
    truth.rawlog(dovecot)
    truth.log(dovecot)


def top_uidl(stage):
    """poplib: STAT, LIST and UIDL with and without argument, TOP, RETR of a mail with dots."""
    truth = stage.truth
    laptop, dovecot, mails = with_dovecot(stage, messages.inbox())
    with stage.capture():
        pop = python(laptop, Pop3, SERVER)
        pop.user("bob")
        pop.pass_("hungry")
        pop.stat()
        pop.list()
        pop.list(2)
        pop.uidl()
        pop.uidl(5)
        refused(pop.list, 6)
        refused(pop.uidl, 77)
        pop.top(2, 0)
        pop.top(5, 3)
        pop.top(5, 100)
        pop.retr(5)
        refused(pop.retr, 6)
        pop.noop()
        pop.quit()
        ended(dovecot, 1)
    bob = Retrieved(truth, "pop3", 0, mails)
    bob.top(2, 0)
    bob.top(5, 3)
    bob.top(5, 100)
    bob.retr(5)
    truth.rawlog(dovecot)
    truth.log(dovecot)


def dele_quit(stage):
    """DELE, RSET, DELE, QUIT; then a second session sees what is gone."""
    truth = stage.truth
    laptop, dovecot, mails = with_dovecot(stage, messages.inbox()[:4])
    with stage.capture():
        first = logged_in(laptop)
        first.dele(1)
        first.rset()
        first.list()
        first.dele(2)
        first.dele(4)
        refused(first.retr, 2)
        first.stat()
        first.quit()
        look_again(laptop)
        ended(dovecot, 2)
    truth.extra["deleted"] = [{"stream": {"server_port": 110, "order": 0}, "number": n} for n in (2, 4)]
    Retrieved(truth, "pop3", 1, [mails[0], mails[2]]).retr(2)
    truth.rawlog(dovecot)
    truth.log(dovecot)


def dele_no_quit(stage):
    """DELE, and then the connection is cut; the second session still finds everything."""
    truth = stage.truth
    laptop, dovecot, mails = with_dovecot(stage, messages.inbox()[:4])
    with stage.capture():
        first = logged_in(laptop)
        first.retr(1)
        first.dele(1)
        first.dele(3)
        first.stat()
        first.sock.shutdown(socket.SHUT_RDWR)
        first.close()
        stage.network.commands.append("the connection is closed without QUIT")
        ended(dovecot, 1)
        look_again(laptop)
        ended(dovecot, 2)
    truth.extra["deleted"] = []
    truth.extra["not_deleted"] = [{"stream": {"server_port": 110, "order": 0}, "number": n} for n in (1, 3)]
    Retrieved(truth, "pop3", 0, mails).retr(1)
    Retrieved(truth, "pop3", 1, mails).retr(2)
    truth.rawlog(dovecot)
    truth.log(dovecot)


def logged_in(laptop):
    """bob, logged in with poplib."""
    pop = python(laptop, Pop3, SERVER)
    pop.user("bob")
    pop.pass_("hungry")
    return pop


def look_again(laptop):
    """A later session: what is in the mailbox now?"""
    second = logged_in(laptop)
    second.stat()
    second.list()
    second.uidl()
    second.retr(2)
    second.quit()


def stls(stage, encrypted=True):
    """poplib with STLS, then a whole session under TLS; or the same session in clear."""
    truth = stage.truth
    pair = certificate(stage.network.scratch, "mail.ksit.example")
    laptop, dovecot, mails = with_dovecot(stage, messages.inbox()[:2], certificate=pair)
    truth.packages.append("openssl")
    with stage.capture():
        pop = python(laptop, Pop3, SERVER)
        if encrypted:       # it asks for CAPA by itself first
            pop.stls(tls_context(truth.directory / "keylog.txt", ssl.TLSVersion.TLSv1_2,
                                 "ECDHE-RSA-CHACHA20-POLY1305"))
            truth.extra["tls"] = [tls_facts(pop.sock, 110)]
        else:
            pop.capa()
        pop.user("bob")
        pop.pass_("hungry")
        pop.stat()
        pop.list()
        pop.retr(1)
        pop.retr(2)
        pop.dele(1)
        pop.quit()
        ended(dovecot, 1)
    bob = Retrieved(truth, "pop3", 0, mails)
    bob.retr(1)
    bob.retr(2)
    truth.extra["deleted"] = [{"stream": bob.stream, "number": 1}]
    truth.rawlog(dovecot)
    truth.log(dovecot)


def stls_plain(stage):
    """The script of POP3-stls without STLS."""
    stls(stage, encrypted=False)


def pipelining(stage):
    """mpop sends commands without waiting for each answer; then all of a session in one go."""
    truth = stage.truth
    laptop, dovecot, mails = with_dovecot(stage, messages.inbox())
    truth.packages.append("mpop")
    with stage.capture():
        mpop(laptop, {"host": SERVER, "auth": "user", "user": "bob", "password": "hungry",
                      "pipelining": "on", "received_header": "off"})
        client = LineClient(laptop, SERVER, 110)
        client.reply()
        client.send(b"USER bob\r\nPASS hungry\r\nSTAT\r\nRETR 1\r\nTOP 3 1\r\nRETR 9\r\nRETR 5\r\n"
                    b"NOOP\r\nQUIT\r\n")
        while client.file.readline():
            pass
        client.close()
        ended(dovecot, 2)
    first = Retrieved(truth, "pop3", 0, mails)
    for number in range(1, 6):
        first.retr(number)
    second = Retrieved(truth, "pop3", 1, mails)
    second.retr(1)
    second.top(3, 1)
    second.retr(5)
    truth.rawlog(dovecot)
    truth.log(dovecot)


def sasl(stage):
    """AUTH with each mechanism that the clients can, a connection each; and two refusals."""
    truth = stage.truth
    laptop, dovecot, mails = with_dovecot(stage, messages.inbox()[:1], ALL_MECHANISMS)
    truth.packages += ["curl", "mpop"]
    logins = []
    with stage.capture():
        for mechanism, *options in (("PLAIN",), ("PLAIN", "--sasl-ir"), ("LOGIN",), ("CRAM-MD5",)):
            curl(laptop, f"pop3://{SERVER}/1", "--user", "bob:hungry",
                 "--login-options", f"AUTH={mechanism}", *options)
            logins.append((mechanism, "hungry", "ok"))
        # Dovecot's challenge has an empty realm; curl wants none of that, and cancels with "*".
        curl(laptop, f"pop3://{SERVER}/1", "--user", "bob:hungry", "--login-options", "AUTH=DIGEST-MD5",
             expect=(67,))
        logins.append(("DIGEST-MD5", "hungry", "cancelled"))
        for mechanism in ("DIGEST-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"):
            mpop(laptop, {"host": SERVER, "auth": mechanism.lower(), "user": "bob", "password": "hungry",
                          "pipelining": "off", "received_header": "off"})
            logins.append((mechanism, "hungry", "ok"))
        curl(laptop, f"pop3://{SERVER}/1", "--user", "bob:angry", "--login-options", "AUTH=CRAM-MD5",
             expect=(67,))
        logins.append(("CRAM-MD5", "angry", "refused"))
        mpop(laptop, {"host": SERVER, "auth": "scram-sha-256", "user": "bob", "password": "angry",
                      "pipelining": "off"}, expect=(77,))
        logins.append(("SCRAM-SHA-256", "angry", "refused"))
        ended(dovecot, 7)
    for order, (mechanism, password, result) in enumerate(logins):
        truth.login(mechanism, "bob", password, result, 110, order)
        if result == "ok":
            Retrieved(truth, "pop3", order, mails).retr(1)
    truth.rawlog(dovecot)
    truth.log(dovecot)


ROWS = (
    ("Ch02-POP-user-passed.pcap", user_passed,
     "USER and PASS, STAT, LIST, RETR, DELE, QUIT, as on the slide; Courier"),
    ("Ch02-POP3-APOP-NoMail.pcap", apop_no_mail,
     "APOP, and no mail is there"),
    ("Ch02-POP-APOP-Retr-onemail.pcap", apop_one_mail,
     "APOP, one mail is fetched and deleted"),
    ("Ch02-POP-No-auth-CAPA.pcap", no_auth_capa,
     "CAPA before any login; Courier"),
    ("POP3-wrong-password.pcap", wrong_password,
     "wrong passwords, an unknown user, a wrong APOP digest"),
    ("POP3-top-uidl.pcap", top_uidl,
     "TOP, LIST and UIDL with and without argument, a mail with dots"),
    ("POP3-dele-quit.pcap", dele_quit,
     "DELE, RSET, QUIT, and a second session that sees what is gone"),
    ("POP3-dele-no-quit.pcap", dele_no_quit,
     "DELE without QUIT: the second session still finds everything"),
    ("POP3-stls.pcap", stls,
     "STLS, then a session under TLS; with the key log"),
    ("POP3-stls-plain.pcap", stls_plain,
     "the session of POP3-stls in clear text"),
    ("POP3-pipelining.pcap", pipelining,
     "commands sent without waiting for the answers"),
    ("POP3-sasl.pcap", sasl,
     "AUTH PLAIN, LOGIN, CRAM-MD5, DIGEST-MD5, SCRAM-SHA-1, SCRAM-SHA-256"),
)
