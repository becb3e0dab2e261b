#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Real clients log in and send by SMTP, submission and LMTP of `maillab serve`; what counts is the mail in the
mailbox's files, and how the log says that the client logged in. A client that is not installed is a skip with its name."""

import smtplib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support.interop import DOMAIN, PASSWORD, client, output, run, show_all
from support.servers import PATIENCE_S, wait_until
from support.tap import Tap

CLIENTS = []
# Lines that dot-stuffing, long lines and eight bits are about.
TEXT = ".a dot in front\n..two\n.\nFrom the start of a line\n" + "x" * 900 + "\nGrüße\nthe end\n"


def arrived(box, subject, text=TEXT):
    """Whether exactly one mail has come, its text whole."""
    mails = [octets for name, (_, octets) in box.mails().items() if name == subject]
    return len(mails) == 1 and mails[0].partition(b"\n\n")[2].rstrip(b"\n") == text.encode().rstrip(b"\n")


def detail(box, done):
    return f"{box.subjects()}\n{output(done)}"


def letter(box, subject, text=TEXT):
    return (f"From: student@b.example\nTo: {box.address}\nSubject: {subject}\nMIME-Version: 1.0\n"
            f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}")


# ---- swaks ------------------------------------------------------------------------------------------------

SWAKS_LOGINS = ["PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5"]


def swaks_run(box, service, subject, *options, wanted=TEXT):
    mail = box.file("mail.eml", letter(box, subject, wanted))
    return run("swaks", "--server", "127.0.0.1", "--port", box.port(service), "--to", box.address, "--from", box.address,
               "--ehlo", "student.example", "--data", f"@{mail}", "--timeout", "30", *options, home=box.home)


def has_digest(box):
    return run("perl", "-MDigest::HMAC_MD5", "-e", "1", home=box.home).returncode == 0


@client(CLIENTS, "swaks", "swaks", "swaks", "--version")
def swaks(box):
    who = ["--auth-user", box.user, "--auth-password", PASSWORD]
    for mechanism in SWAKS_LOGINS:
        if mechanism == "DIGEST-MD5" and not has_digest(box):
            yield "sends after AUTH DIGEST-MD5", None, "Perl has no Digest::HMAC_MD5"
            continue
        before = box.logged_in_by(mechanism)
        done = swaks_run(box, "submission", f"swaks {mechanism}", "--auth", mechanism, *who)
        yield f"sends after AUTH {mechanism}", arrived(box, f"swaks {mechanism}"), detail(box, done)
        yield f"and {mechanism} is what the log tells", box.logged_in_by(mechanism) == before + 1, box.records("sasl")
    for title, service, options in (("in one segment", "smtp", ["--pipeline"]), ("after STARTTLS", "smtp", ["-tls"]),
                                    ("in TLS from the start", "submissions", ["-tlsc", "--auth", "PLAIN", *who]),
                                    ("by LMTP", "lmtp", ["--protocol", "LMTP"]), ("with HELO", "smtp", ["--protocol", "SMTP"])):
        done = swaks_run(box, service, f"swaks {title}", *options)
        yield f"sends {title}", arrived(box, f"swaks {title}"), detail(box, done)
    done = swaks_run(box, "submission", "swaks wrong", "--auth", "PLAIN", "--auth-user", box.user, "--auth-password", "thirsty")
    yield "a wrong password sends nothing", done.returncode != 0 and "swaks wrong" not in box.mails(), detail(box, done)


# ---- msmtp ------------------------------------------------------------------------------------------------

MSMTP_LOGINS = {"plain": "PLAIN", "login": "LOGIN", "cram-md5": "CRAM-MD5", "scram-sha-1": "SCRAM-SHA-1", "scram-sha-256": "SCRAM-SHA-256"}


def msmtp_run(box, service, subject, *lines):
    rc = box.file("rc", "\n".join(["account default", "host 127.0.0.1", f"port {box.port(service)}", f"from {box.address}",
                                   f"user {box.user}", f"password {PASSWORD}", *lines]) + "\n")
    return run("msmtp", "-C", rc, "--", box.address, home=box.home, stdin=letter(box, subject))


@client(CLIENTS, "msmtp", "msmtp", "msmtp", "--version")
def msmtp(box):
    for word, mechanism in MSMTP_LOGINS.items():
        before = box.logged_in_by(mechanism)
        done = msmtp_run(box, "submission", f"msmtp {word}", f"auth {word}", "tls off")
        yield f"sends after AUTH {mechanism}", arrived(box, f"msmtp {word}"), detail(box, done)
        yield f"and {mechanism} is what the log tells", box.logged_in_by(mechanism) == before + 1, box.records("sasl")
    trust = ["tls on", "tls_certcheck off"]
    done = msmtp_run(box, "submission", "msmtp starttls", "auth plain", "tls_starttls on", *trust)
    yield "sends after STARTTLS", arrived(box, "msmtp starttls"), detail(box, done)
    done = msmtp_run(box, "submissions", "msmtp tls", "auth on", "tls_starttls off", *trust)
    yield "sends in TLS from the start", arrived(box, "msmtp tls"), detail(box, done)
    done = msmtp_run(box, "lmtp", "msmtp lmtp", "auth off", "protocol lmtp", "tls off")
    yield "sends by LMTP", arrived(box, "msmtp lmtp"), detail(box, done)


# ---- gsasl: SCRAM, from outside of the library's own server -----------------------------------------------

@client(CLIENTS, "gsasl", "gsasl", "gsasl", "--version")
def gsasl(box):
    trust = f"--x509-ca-file={box.servers.certificate}"
    for service, option in (("submission", "--smtp"), ("imap", "--imap")):
        for mechanism in ("SCRAM-SHA-1", "SCRAM-SHA-256"):
            for tls in ([], ["--starttls", trust]) if service == "imap" else ([],):
                name = mechanism + ("-PLUS" if tls else "")
                before = box.logged_in_by(name)
                done = run("gsasl", option, "--connect", f"127.0.0.1:{box.port(service)}", "-a", box.user, "-p", PASSWORD, "-m", name,
                           *(tls or ["--no-starttls"]), home=box.home)
                yield (f"logs in by {name}, {option[2:].upper()}", done.returncode == 0 and "server trusted" in output(done)
                       and box.logged_in_by(name) == before + 1, output(done))
    done = run("gsasl", "--imap", "--connect", f"127.0.0.1:{box.port('imap')}", "-a", box.user, "-p", "thirsty", "-m", "SCRAM-SHA-256",
               "--no-starttls", home=box.home)
    yield "a wrong password does not", "server trusted" not in output(done), output(done)


# ---- mail programs ----------------------------------------------------------------------------------------

PLAIN_TEXT = ".a dot in front\n.\nthe end\n"


@client(CLIENTS, "s-nail", "s-nail", "s-nail", "--version")
def s_nail(box):
    for title, service, options in (("by SMTP", "smtp", ["-S", "smtp-auth=none"]), ("after a login", "submission", ["-S", "smtp-auth=plain"])):
        who = f"{box.user}:{PASSWORD}@" if service == "submission" else ""
        done = run("s-nail", "-:/", "-S", "v15-compat=y", "-S", f"mta=smtp://{who}127.0.0.1:{box.port(service)}", "-S", f"from={box.address}",
                   "-S", "smtp-hostname=", "-S", "DEAD=/dev/null", *options, "-s", f"s-nail {title}", box.address, home=box.home, stdin=PLAIN_TEXT)
        yield f"sends {title}", arrived(box, f"s-nail {title}", PLAIN_TEXT), detail(box, done)


@client(CLIENTS, "mail.mailutils", "mailutils", "mail.mailutils", "--version")
def mailutils(box):
    done = run("mail.mailutils", "-E", f'set sendmail="smtp://127.0.0.1:{box.port("smtp")};notls"', "-s", "mailutils", box.address,
               home=box.home, stdin=PLAIN_TEXT)
    yield "sends by SMTP", arrived(box, "mailutils", PLAIN_TEXT), detail(box, done)


@client(CLIENTS, "mutt", "mutt by SMTP", "mutt", "-v")
def mutt(box):
    rc = box.file("rc", f'set smtp_url="smtp://{box.user}@127.0.0.1:{box.port("submission")}/" smtp_pass={PASSWORD} from={box.address}\n'
                  "set ssl_starttls=no ssl_force_tls=no copy=no use_envelope_from=yes\n")
    (box.home / "text").write_text(TEXT)
    before = box.logged_in_by("SCRAM-SHA-256")
    done = run("mutt", "-F", rc, "-s", "by mutt", box.address, home=box.home, stdin=TEXT)
    yield "sends after a login", "by mutt" in box.mails(), detail(box, done)
    yield "by SCRAM", box.logged_in_by("SCRAM-SHA-256") == before + 1, box.records("sasl")


@client(CLIENTS, "curl", "curl", "curl", "--version")
def curl(box):
    mail = box.file("mail.eml", letter(box, "by curl"))
    common = ["curl", "-sS", "--max-time", "30", "--mail-from", box.address, "--mail-rcpt", box.address, "--upload-file", mail]
    done = run(*common, "--crlf", f"smtp://127.0.0.1:{box.port('smtp')}/student.example", home=box.home)
    yield "sends by SMTP", arrived(box, "by curl"), detail(box, done)
    for mechanism in ("PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5"):
        before = box.logged_in_by(mechanism)
        mail.write_text(letter(box, f"curl {mechanism}"))
        done = run(*common, "--crlf", "-u", f"{box.user}:{PASSWORD}", "--login-options", f"AUTH={mechanism}",
                   f"smtp://127.0.0.1:{box.port('submission')}/student.example", home=box.home)
        yield f"sends after AUTH {mechanism}", arrived(box, f"curl {mechanism}"), detail(box, done)
        yield f"and {mechanism} is what the log tells", box.logged_in_by(mechanism) == before + 1, box.records("sasl")
    mail.write_text(letter(box, "curl in TLS"))
    done = run(*common, "--crlf", "-k", "-u", f"{box.user}:{PASSWORD}", f"smtps://127.0.0.1:{box.port('submissions')}/student.example", home=box.home)
    yield "sends in TLS", arrived(box, "curl in TLS"), detail(box, done)
    mail.write_text(letter(box, "curl with bare LF", "one line\n"))
    done = run(*common, f"smtp://127.0.0.1:{box.port('smtp')}/student.example", home=box.home)
    # The lesson follows the reply that curl waits for.
    has_lesson = wait_until(lambda: box.records("finding", code="smtp.bare-lf"))
    yield "its bare LFs are taken, with a lesson", arrived(box, "curl with bare LF", "one line\n") and has_lesson, detail(box, done)


def on_the_wire(text):
    return text.replace("\n", "\r\n").encode()


@client(CLIENTS, "python3", "Python's smtplib", "python3", "--version")
def python_smtplib(box):
    with smtplib.SMTP("127.0.0.1", box.port("submission"), timeout=PATIENCE_S) as session:
        session.starttls(context=box.servers.tls())
        session.login(box.user, PASSWORD)
        refused = session.sendmail(box.address, [box.address, f"nobody@{DOMAIN}"], on_the_wire(letter(box, "by smtplib")), ["BODY=8BITMIME"])
    yield "sends to who is there, and is told who is not", arrived(box, "by smtplib") and list(refused) == [f"nobody@{DOMAIN}"], refused
    with smtplib.LMTP("127.0.0.1", box.port("lmtp"), timeout=PATIENCE_S) as session:
        session.sendmail("", [box.address], on_the_wire(letter(box, "by LMTP")))
    yield "sends by LMTP", arrived(box, "by LMTP"), box.subjects()


def main():
    with Tap() as tap:
        show_all(tap, CLIENTS)


if __name__ == "__main__":
    main()
