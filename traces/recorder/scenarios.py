"""The scenarios: one function each, and the table of them at the end.

Each function sets its stage, starts the capture, lets the client act, and
writes down what was sent and what became of it."""

import smtplib
import time

from . import messages
from .clients import LineClient, Typist, curl, msmtp, python_smtp, run, swaks
from .dovecot import Dovecot
from .postfix import Postfix
from .services import certificate, start_dnsmasq
from .stage import CLIENT, DNS, SERVER
from .truth import without_added_headers

ALICE, BOB = "alice@ksit.example", "bob@ksit.example"


def attachment(stage):
    """curl sends the mail with picture and PDF to two people."""
    truth = stage.truth
    laptop, postfix = stage.pair(mailboxes=[ALICE, BOB])
    mail = messages.with_attachments()
    truth.packages.append("curl")
    file = truth.to_send("message.eml", mail)
    with stage.capture():
        curl(laptop, SERVER, truth.sent, "joerg@ksit.example", [ALICE, BOB], file)
        postfix.wait_for_mail(BOB)
        postfix.wait_until_idle()
    truth.message(mail, "joerg@ksit.example", [ALICE, BOB], server=postfix)
    truth.log(postfix)


def delivery(stage):
    """Slide 12, typed into telnet line by line."""
    truth = stage.truth
    sender, to = "rprustagi@ksit.edu.in", ["dummy@ksit.local", "dummyuser@ksit.local"]
    desk = stage.network.host("desk", "10.211.55.2/24")
    server = stage.network.host("ubuntu", "10.211.55.10/24")
    stage.network.names([("10.211.55.2", "desk.ksit.edu.in"), ("10.211.55.10", "ubuntu.localdomain")])
    postfix = Postfix(server, "ubuntu.localdomain", to,
                      {"smtpd_banner": "$myhostname ESMTP $mail_name (Ubuntu)"}).start()
    mail = messages.slide_12()
    truth.packages.append("telnet")
    truth.packages.append("inetutils-telnet")
    truth.to_send("message.txt", mail)
    with stage.capture():
        typist = Typist(desk, ["telnet", "10.211.55.10", "25"])
        typist.wait_for("220 ")
        typist.type("HELO ksit.edu.in", then="250 ")
        typist.type(f"MAIL FROM: {sender}", then="250 ")
        for recipient in to:
            typist.type(f"RCPT TO: {recipient}", then="250 ")
        typist.type("DATA", then="354 ")
        for line in mail.text.decode().splitlines():
            typist.type(line)
        typist.type(".", then="250 ")
        typist.type("quit", then="221 ")
        screen = typist.leave()
        for recipient in to:
            postfix.wait_for_mail(recipient)
        postfix.wait_until_idle()
    truth.text("terminal.txt", screen)
    truth.message(mail, sender, to, server=postfix,
                  derived_from="the lines that were typed",
                  stored_differs="the text has no blank line between header and body: "
                                 "Postfix took the first line that is no header line as "
                                 "the start of the body, and stored the mail with a blank line there")
    truth.log(postfix)


def two_mails(stage):
    """Python's smtplib sends two mails on one connection, over IPv6."""
    truth = stage.truth
    laptop, postfix = stage.pair(mailboxes=[ALICE, BOB], ipv6=True)
    mails = [messages.plain(3, "carol@ksit.example", BOB, "First of two mails",
                            "Hello Bob,", "the next mail follows on the same connection.", "", "Carol"),
             messages.plain(4, "carol@ksit.example", ALICE, "Second of two mails",
                            "Hello Alice,", "after the dot the client just said MAIL again.", "", "Carol")]
    with stage.capture():
        smtp = python_smtp(laptop, "fd00:18:1::1")
        for number, (mail, to) in enumerate(zip(mails, [BOB, ALICE]), 1):
            truth.to_send(f"message-{number}.eml", mail)
            stage.network.commands.append(
                f"smtp.sendmail('carol@ksit.example', ['{to}'], message-{number}.eml)")
            smtp.sendmail("carol@ksit.example", [to], mail.text)
        smtp.quit()
        stage.network.commands.append("smtp.quit()")
        postfix.wait_for_mail(ALICE)
        postfix.wait_until_idle()
    for mail, to in zip(mails, [BOB, ALICE]):
        truth.message(mail, "carol@ksit.example", [to], server=postfix)
    truth.log(postfix)


def pipelining(stage):
    """swaks --pipeline: MAIL, RCPT, RCPT, DATA in one segment."""
    truth = stage.truth
    laptop, postfix = stage.pair(mailboxes=[BOB, "carol@ksit.example"])
    to = [BOB, "carol@ksit.example"]
    mail = messages.plain(5, ALICE, ", ".join(to), "Four commands in one segment",
                          "MAIL, RCPT, RCPT and DATA left in one go;",
                          "the server answered them in order.")
    truth.packages.append("swaks")
    file = truth.to_send("message.eml", mail)
    with stage.capture("nano"):
        swaks(laptop, SERVER, truth.sent, file, "--pipeline", "--from", ALICE, "--to", ",".join(to))
        postfix.wait_for_mail(to[1])
        postfix.wait_until_idle()
    truth.message(mail, ALICE, to, server=postfix)
    truth.log(postfix)


def recipient_refused(stage):
    """One recipient is known, one is not: the mail goes to the one."""
    truth = stage.truth
    laptop, postfix = stage.pair()
    nobody = "bobby@ksit.example"
    mail = messages.plain(7, ALICE, f"{nobody}, {BOB}", "One of you will not get this",
                          "The envelope decides who gets a mail, not the To: line.")
    truth.packages.append("swaks")
    file = truth.to_send("message.eml", mail)
    with stage.capture():
        swaks(laptop, SERVER, truth.sent, file, "--from", ALICE, "--to", f"{nobody},{BOB}",
              expect=(0, 24))
        postfix.wait_for_mail(BOB)
        postfix.wait_until_idle()
    truth.message(mail, ALICE, [BOB], refused_to=[nobody], server=postfix)
    truth.log(postfix)


def dot_stuffing(stage):
    """msmtp sends lines that begin with dots: it doubles each such dot."""
    truth = stage.truth
    laptop, postfix = stage.pair()
    mail = messages.dotted()
    truth.packages.append("msmtp")
    file = truth.to_send("message.eml", mail)
    with stage.capture():
        msmtp(laptop, SERVER, truth.sent, ALICE, [BOB], file)
        postfix.wait_for_mail(BOB)
        postfix.wait_until_idle()
    truth.message(mail, ALICE, [BOB], server=postfix)
    truth.log(postfix)


def rset(stage):
    """A sender changes her mind: MAIL, RCPT, RSET, then another mail."""
    truth = stage.truth
    laptop, postfix = stage.pair(mailboxes=[BOB, "carol@ksit.example"])
    mail = messages.plain(8, ALICE, "carol@ksit.example", "To Carol, not to Bob",
                          "RSET threw away the sender and recipient given before.")
    truth.packages += ["telnet", "inetutils-telnet"]
    truth.to_send("message.eml", mail)
    with stage.capture():
        typist = Typist(laptop, ["telnet", SERVER, "25"])
        typist.wait_for("220 ")
        typist.type("EHLO laptop.ksit.example", then="250 ")
        typist.type(f"MAIL FROM:<{ALICE}>", then="250 ")
        typist.type(f"RCPT TO:<{BOB}>", then="250 ")
        typist.type("RSET", then="250 ")
        typist.type(f"MAIL FROM:<{ALICE}>", then="250 ")
        typist.type("RCPT TO:<carol@ksit.example>", then="250 ")
        typist.type("DATA", then="354 ")
        for line in mail.text.decode().splitlines():
            typist.type(line)
        typist.type(".", then="250 ")
        typist.type("QUIT", then="221 ")
        truth.text("terminal.txt", typist.leave())
        postfix.wait_for_mail("carol@ksit.example")
        postfix.wait_until_idle()
    truth.message(mail, ALICE, ["carol@ksit.example"], server=postfix,
                  derived_from="the lines that were typed")
    truth.log(postfix)


def size_refused(stage):
    """Too large: refused at MAIL when SIZE= says so, else after the whole text."""
    truth = stage.truth
    laptop, postfix = stage.pair(settings={"message_size_limit": "20000"})
    mail = messages.long_text(9, 24)
    truth.packages += ["curl", "swaks"]
    file = truth.to_send("message.eml", mail)
    with stage.capture():
        curl(laptop, SERVER, truth.sent, ALICE, [BOB], file, expect=(55,))
        swaks(laptop, SERVER, truth.sent, file, "--protocol", "SMTP", "--from", ALICE, "--to", BOB,
              expect=(26,))
        postfix.wait_until_idle()
    truth.extra["attempts"] = [
        {"client": "curl", "refused_at": "MAIL", "reply": "552",
         "why": f"it said SIZE={len(mail.text)}, the limit is 20000; no text was sent"},
        {"client": "swaks", "refused_at": "<end-of-data>", "reply": "552",
         "why": "it said HELO, so no SIZE; the whole text was sent in vain"}]
    truth.message(mail, ALICE, [BOB], verdict="refused", server=postfix)
    truth.log(postfix)


def relay(stage):
    """Submission to mta.a.example, queue, look-up of the MX, on to mta.b.example."""
    truth, network = stage.truth, stage.network
    dns = network.host("dns", f"{DNS}/24", "fd00:18:1::53/64")
    laptop = network.host("laptop", f"{CLIENT}/24")
    host_a = network.host("mta-a", f"{SERVER}/24", "fd00:18:1::1/64")
    host_b = network.host("mta-b", "10.0.1.2/24", "fd00:18:1::2/64")
    network.names([], nameserver=DNS)
    start_dnsmasq(dns, [
        "local=/example/", "local=/10.in-addr.arpa/", "local=/ip6.arpa/",
        f"host-record=laptop.a.example,{CLIENT}",
        f"host-record=mta.a.example,{SERVER},fd00:18:1::1",
        "host-record=mta.b.example,10.0.1.2,fd00:18:1::2",
        "mx-host=a.example,mta.a.example,10", "mx-host=b.example,mta.b.example,10"])
    b = Postfix(host_b, "mta.b.example", ["bob@b.example"]).start()
    a = Postfix(host_a, "mta.a.example", ["alice@a.example"],
                {"mynetworks": "127.0.0.0/8 [::1]/128 10.0.1.0/24",
                 "smtp_address_preference": "ipv6"},
                ["submission inet n - n - - smtpd -o syslog_name=postfix/submission "
                 "-o smtpd_client_restrictions=permit_mynetworks,reject"]).start()
    host_a.wait_for_port(587)
    mail = messages.plain(10, "Alice <alice@a.example>", "Bob <bob@b.example>", "Two hops to Bob",
                          "Hello Bob,", "this mail takes two hops:", "laptop to mta.a by submission,",
                          "mta.a to mta.b by SMTP, after a look at the MX record.", "", "Alice")
    truth.packages += ["msmtp", "dnsmasq-base"]
    file = truth.to_send("message.eml", mail)
    with stage.capture():
        msmtp(laptop, "mta.a.example", truth.sent, "alice@a.example", ["bob@b.example"], file,
              "--port=587", domain="a.example")
        b.wait_for_mail("bob@b.example")
        a.wait_until_idle()
        b.wait_until_idle()
    second = without_added_headers(b.stored("bob@b.example")[0].read_bytes())
    if without_added_headers(second.replace(b"\r\n", b"\n")) != mail.text:
        raise RuntimeError("the relayed mail is not the one that was sent")
    truth.message(mail, "alice@a.example", ["bob@b.example"], transport="submission",
                  queue_id=a.queue_id(mail.message_id))
    truth.message(mail, "alice@a.example", ["bob@b.example"], server=b, wire=second,
                  derived_from="the mail stored at mta.b without the header lines that mta.b added "
                               "(so with the Received line of mta.a on top)")
    truth.log(a, b)


def bdat(stage):
    """BDAT instead of DATA: three chunks, then a mail in a single one."""
    truth = stage.truth
    laptop, postfix = stage.pair()
    first = messages.plain(11, ALICE, BOB, "In three chunks",
                           "No dot-stuffing is needed, for BDAT counts octets:", ".", "..",
                           "QUIT", "that was text.")
    second = messages.plain(12, ALICE, BOB, "In one chunk", "BDAT with LAST at once.")
    for number, mail in enumerate([first, second], 1):
        truth.to_send(f"message-{number}.eml", mail)
    with stage.capture():
        client = LineClient(laptop, SERVER)
        client.reply()
        client.ask("EHLO laptop.ksit.example")
        client.ask(f"MAIL FROM:<{ALICE}> SIZE={len(first.text)}")
        client.ask(f"RCPT TO:<{BOB}>")
        cut, later = 100, len(first.text) - 37
        for chunk, last in ((first.text[:cut], ""), (first.text[cut:later], ""),
                            (first.text[later:], " LAST")):
            client.send(b"BDAT %d%s\r\n" % (len(chunk), last.encode()) + chunk,
                        f"BDAT {len(chunk)}{last}, then that many octets")
            client.reply()
        client.send(b"MAIL FROM:<%s>\r\nRCPT TO:<%s>\r\nBDAT %d LAST\r\n"
                    % (ALICE.encode(), BOB.encode(), len(second.text)) + second.text,
                    f"MAIL, RCPT, BDAT {len(second.text)} LAST and the octets, all at once")
        for _ in range(3):
            client.reply()
        client.ask("QUIT")
        client.close()
        postfix.wait_for_mail(BOB, 2)
        postfix.wait_until_idle()
    for mail in (first, second):
        truth.message(mail, ALICE, [BOB], server=postfix, carried_by="BDAT")
    truth.log(postfix)


def starttls(stage):
    """curl asks for TLS with STARTTLS; the keys are kept, so that it can be read."""
    truth = stage.truth
    cert, key = certificate(stage.network.scratch, "mail.ksit.example")
    laptop, postfix = stage.pair(settings={"smtpd_tls_security_level": "may",
                                           "smtpd_tls_cert_file": cert, "smtpd_tls_key_file": key,
                                           "smtpd_tls_loglevel": "1"})
    mail = messages.plain(13, ALICE, BOB, "Under TLS",
                          "On the wire this is ciphertext, unless you have the key log.")
    truth.packages += ["curl", "openssl"]
    file = truth.to_send("message.eml", mail)
    keylog = truth.directory / "keylog.txt"
    with stage.capture():
        run(laptop, ["curl", "-sS", "--ssl-reqd", "--insecure",
                     "smtp://mail.ksit.example/laptop.ksit.example",
                     "--mail-from", ALICE, "--mail-rcpt", BOB, "--upload-file", file],
            truth.sent, env={"SSLKEYLOGFILE": "../keylog.txt"})
        postfix.wait_for_mail(BOB)
        postfix.wait_until_idle()
    if not keylog.exists():
        raise RuntimeError("curl has written no key log")
    truth.message(mail, ALICE, [BOB], server=postfix)
    truth.log(postfix)


def auth(stage):
    """AUTH PLAIN and AUTH LOGIN in clear text, and once with a wrong password."""
    truth = stage.truth
    laptop = stage.network.host("laptop", f"{CLIENT}/24")
    server = stage.network.host("mail", f"{SERVER}/24")
    stage.network.names([(CLIENT, "laptop.ksit.example"), (SERVER, "mail.ksit.example")])
    dovecot = Dovecot(server, {"alice": "wonderland", "bob": "hungry"}).start()
    postfix = Postfix(server, "mail.ksit.example", [ALICE, BOB],
                      {"smtpd_sasl_type": "dovecot", "smtpd_sasl_path": dovecot.socket},
                      ["submission inet n - n - - smtpd -o syslog_name=postfix/submission "
                       "-o smtpd_sasl_auth_enable=yes "
                       "-o smtpd_client_restrictions=permit_sasl_authenticated,reject"]).start()
    server.wait_for_port(587)
    mails = [(messages.plain(14, ALICE, BOB, "AUTH PLAIN", "One line held name and password."),
              "PLAIN", "alice", "wonderland", ALICE, BOB),
             (messages.plain(15, BOB, ALICE, "AUTH LOGIN", "Name and password, one after the other."),
              "LOGIN", "bob", "hungry", BOB, ALICE)]
    truth.packages += ["swaks", "dovecot-core"]
    with stage.capture():
        for mail, mechanism, user, password, sender, to in mails:
            file = truth.to_send(f"message-{mechanism.lower()}.eml", mail)
            swaks(laptop, f"{SERVER}:587", truth.sent, file, "--auth", mechanism, "--auth-user", user,
                  "--auth-password", password, "--from", sender, "--to", to)
        swaks(laptop, f"{SERVER}:587", truth.sent, file, "--auth", "PLAIN", "--auth-user", "bob",
              "--auth-password", "angry", "--from", BOB, "--to", ALICE, expect=(28,))
        postfix.wait_for_mail(ALICE)
        postfix.wait_until_idle()
    for mail, _, user, _, sender, to in mails:
        truth.message(mail, sender, [to], server=postfix, transport="submission")
    truth.extra["logins"] = [
        {"mechanism": mechanism, "user": user, "password": password, "result": result}
        for mechanism, user, password, result in (("PLAIN", "alice", "wonderland", "ok"),
                                                  ("LOGIN", "bob", "hungry", "ok"),
                                                  ("PLAIN", "bob", "angry", "refused"))]
    truth.log(postfix)


def lmtp(stage):
    """LMTP into Dovecot: one reply per recipient after the dot."""
    truth = stage.truth
    front = stage.network.host("front", f"{CLIENT}/24")
    store = stage.network.host("store", f"{SERVER}/24")
    stage.network.names([(CLIENT, "front.ksit.example"), (SERVER, "store.ksit.example")])
    carol, nobody = "carol@ksit.example", "bobby@ksit.example"
    dovecot = Dovecot(store, {BOB: "hungry", carol: "secret"}, protocols=["lmtp"]).start()
    mail = messages.plain(17, ALICE, f"{BOB}, {nobody}, {carol}", "By LMTP",
                          "After the dot the server answers once for each recipient it took.")
    truth.packages = ["tcpdump", "swaks", "dovecot-core", "dovecot-lmtpd"]
    file = truth.to_send("message.eml", mail)
    with stage.capture():
        swaks(front, f"{SERVER}:24", truth.sent, file, "--protocol", "LMTP", "--from", ALICE,
              "--to", f"{BOB},{nobody},{carol}", expect=(0, 24))
    truth.message(mail, ALICE, [BOB, carol], refused_to=[nobody], server=dovecot, transport="lmtp")
    truth.log(dovecot)


def lossy(stage):
    """The mail with attachments over a cable that loses, delays and swaps packets."""
    truth = stage.truth
    laptop, postfix = stage.pair(mailboxes=[ALICE, BOB],
                                 client_wire=[4, 0.10, 4, 3], server_wire=[11, 0.10, 4, 3])
    mail = messages.with_attachments()
    truth.packages.append("curl")
    file = truth.to_send("message.eml", mail)
    with stage.capture():
        curl(laptop, SERVER, truth.sent, "joerg@ksit.example", [ALICE, BOB], file)
        postfix.wait_for_mail(BOB)
        postfix.wait_until_idle()
        time.sleep(1)
    truth.message(mail, "joerg@ksit.example", [ALICE, BOB], server=postfix)
    truth.log(postfix)


def mistakes(stage):
    """VRFY, EXPN, HELP, NOOP, a word that is no command, and commands out of order."""
    truth = stage.truth
    laptop, postfix = stage.pair()
    truth.packages.append("netcat-openbsd")
    # What is typed, and the first digit of Postfix's answer.
    lines = [(f"RCPT TO:<{BOB}>", 5), ("HELO", 5), ("HELO laptop.ksit.example", 2), ("NOOP", 2),
             ("noop with words", 2), (f"VRFY {BOB}", 2), ("VRFY nobody@ksit.example", 5),
             ("EXPN students", 5), ("HELP", 5), ("HALLO", 5), ("DATA", 5), ("MAIL TO:<x>", 5),
             (f"MAIL FROM:{ALICE}>", 2), ("RSET", 2), ("MAIL FROM:<>", 2),
             (f"MAIL FROM:<{ALICE}>", 5), ("RCPT TO:<bob@elsewhere.example>", 5), ("DATA", 5),
             (f"rcpt to:<{BOB}>", 2), ("RSET", 2), ("QUIT", 2)]
    with stage.capture():
        typist = Typist(laptop, ["nc.openbsd", "-C", SERVER, "25"])
        typist.wait_for("220 ")
        for line, answer in lines:
            typist.type(line, then=str(answer))
        truth.text("terminal.txt", typist.leave())
        postfix.wait_until_idle()
    truth.log(postfix)


def internationalised(stage):
    """8 bits and UTF-8 addresses (SMTPUTF8), with all parameters of DSN."""
    truth = stage.truth
    sender, to = "jörg@ksit.example", "ವಿದ್ಯಾರ್ಥಿ@ksit.example"
    laptop, postfix = stage.pair(mailboxes=[to, sender])
    mail = messages.internationalised()
    truth.packages.append("wireshark-common")
    truth.to_send("message.eml", mail)
    with stage.capture("pcapng"):
        smtp = python_smtp(laptop, SERVER)
        smtp.ehlo()
        options = ["BODY=8BITMIME", "SMTPUTF8", "RET=HDRS", "ENVID=lecture18+2B16"]
        smtp.command_encoding = "utf-8"
        smtp.mail(sender, options)
        smtp.rcpt(to, ["NOTIFY=SUCCESS,FAILURE,DELAY", r"ORCPT=utf-8;\x{CB5}idyarthi@ksit.example"])
        stage.network.commands += [f"smtp.mail({sender!r}, {options})",
                                   f"smtp.rcpt({to!r}, NOTIFY=..., ORCPT=...)", "smtp.data(message.eml)",
                                   "smtp.quit()"]
        smtp.data(mail.text)
        smtp.quit()
        postfix.wait_for_mail(to)
        postfix.wait_for_mail(sender)
        postfix.wait_until_idle()
    truth.message(mail, sender, [to], server=postfix)
    # NOTIFY=SUCCESS asked for this report. Postfix delivered it itself, so it is not in the capture.
    (truth.directory / "mail" / "delivery-report.eml").write_bytes(postfix.stored(sender)[0].read_bytes())
    truth.log(postfix)


ROWS = (
    ("Ch02-SMTP-attachment.pcap", attachment,
     "a mail with text, HTML, a picture and a PDF"),
    ("Ch02-SMTP-delivery.pcap", delivery,
     "the session of slide 12, typed with telnet, two recipients"),
    ("SMTP-two-mails.pcap", two_mails,
     "two mails on one connection, over IPv6"),
    ("SMTP-pipelining.pcap", pipelining,
     "MAIL, RCPT, RCPT, DATA in one segment; times in nanoseconds"),
    ("SMTP-recipient-refused.pcap", recipient_refused,
     "one recipient refused, one accepted"),
    ("SMTP-dot-stuffing.pcap", dot_stuffing,
     "lines that begin with a dot"),
    ("SMTP-rset.pcap", rset,
     "MAIL, RCPT, RSET, then another mail"),
    ("SMTP-size-refused.pcap", size_refused,
     "too large: refused at MAIL by SIZE=, and after the text without it"),
    ("SMTP-relay-two-hops.pcap", relay,
     "submission, look-up of the MX, second hop over IPv6; all in one capture"),
    ("SMTP-bdat.pcap", bdat,
     "BDAT: a mail in three chunks, and one pipelined in a single chunk"),
    ("SMTP-starttls.pcap", starttls,
     "STARTTLS, then TLS; with the key log"),
    ("SMTP-auth.pcap", auth,
     "AUTH PLAIN and LOGIN in clear text, and a wrong password"),
    ("LMTP-delivery.pcap", lmtp,
     "LMTP with one reply per recipient, and one recipient unknown"),
    ("SMTP-lossy.pcap", lossy,
     "the mail with attachments, with packets lost, repeated and out of order"),
    ("SMTP-vrfy-help-etc.pcap", mistakes,
     "VRFY, EXPN, HELP, NOOP, unknown commands, commands out of order"),
    ("SMTP-8bit-smtputf8.pcapng", internationalised,
     "8BITMIME, SMTPUTF8 and DSN parameters; a pcapng file"),
)
