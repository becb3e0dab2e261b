#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`maillab serve`: what it says, what clients get, what its log holds, how it ends, and what it refuses."""

import imaplib
import os
import poplib
import re
import signal
import smtplib
import socket
import ssl
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import records
from support.servers import SERVICES, PATIENCE_S, Servers, transitions
from support.tap import Tap

MAIL = "From: Alice <alice@lab.example>\r\nTo: bob@lab.example\r\nSubject: {}\r\n\r\nHello Bob.\r\n"


def healthy(tap, servers, what):
    """Ends the servers: a clean exit, and no sanitizer spoke."""
    tap.equal(servers.stop(), 0, f"{what}: SIGTERM ends it with status 0")
    tap.equal(servers.complaints_of_sanitizers(), [], f"{what}: no sanitizer complains")


# ---- a session of each kind -------------------------------------------------------------------------------

def send_by(servers, service, subject, tls=None, login=None):
    """One mail to bob; `tls` is None, "starttls" or "tls"."""
    port = servers.ports[service]
    kind = smtplib.SMTP_SSL if tls == "tls" else smtplib.SMTP
    context = {"context": servers.tls()} if tls == "tls" else {}
    with kind("127.0.0.1", port, timeout=PATIENCE_S, **context) as client:
        if tls == "starttls":
            client.starttls(context=servers.tls())
        if login:
            client.login(*login)
        return client.sendmail("alice@lab.example", ["bob@lab.example"], MAIL.format(subject))


def deliveries(tap, servers):
    send_by(servers, "smtp", "by smtp")
    send_by(servers, "smtp", "by starttls", tls="starttls")
    send_by(servers, "submission", "by submission", login=("alice", "wonderland"))
    send_by(servers, "submissions", "by submissions", tls="tls", login=("alice", "wonderland"))
    sent = {"by smtp", "by starttls", "by submission", "by submissions"}

    client = poplib.POP3("127.0.0.1", servers.ports["pop3"], timeout=PATIENCE_S)
    client.user("bob")
    client.pass_("hungry")
    texts = [b"\n".join(client.retr(n + 1)[1]).decode() for n in range(client.stat()[0])]
    client.quit()
    seen = {s for s in sent if any(f"Subject: {s}" in text for text in texts)}
    tap.equal(seen, sent, "what SMTP accepts, POP3 gives out")

    client = imaplib.IMAP4_SSL("127.0.0.1", servers.ports["imaps"], ssl_context=servers.tls(), timeout=PATIENCE_S)
    client.login("bob", "hungry")
    client.select("INBOX", readonly=True)
    found = client.search(None, "FROM", "alice", "SUBJECT", '"by "')[1][0].split()
    client.logout()
    tap.equal(len(found), len(sent), "and IMAP in TLS finds them")


def log_of_deliveries(tap, servers):
    log = servers.wait_for_sessions(6)
    sessions = sorted({r["session"] for r in log})
    tap.equal(sessions, list(range(1, 7)), "every session is in the log")
    for session in sessions:
        mine = [r for r in log if r["session"] == session]
        steps = transitions(mine)
        chain = all(a[3] == b[0] for a, b in zip(steps, steps[1:]))
        tap.ok(chain and steps[0][0] == "START", f"session {session}: each state follows from the one before", steps)
        tap.equal(mine[-1].get("final_state"), steps[-1][3], f"session {session}: the end agrees with the last step")
        tap.equal((mine[0]["type"], mine[-1]["type"]), ("session", "session-end"), f"session {session} has both ends")
        counted = tuple(sum(r["type"] == kind for r in mine) for kind in ("command", "reply", "message"))
        told = tuple(mine[-1][k] for k in ("commands", "replies", "messages"))
        tap.equal(told, counted, f"session {session}: its end counts right")
    accepted = records.of_type(log, "message", carried_by="DATA", verdict="accepted")
    tap.equal([m["envelope"]["to"] for m in accepted], [["bob@lab.example"]] * 4, "the mails are in the log")
    tap.ok(all(m["sha256"] and m["headers"]["subject"].startswith("by ") for m in accepted),
           "with digest and header", accepted)
    tls = [r["session"] for r in log if r["type"] == "tls" and r["version"] == "TLS 1.3" and r["cipher"]]
    tap.equal(tls, [2, 4, 6], "the sessions in TLS say so")
    tap.ok(all("time" in r for r in log if r["type"] in ("command", "reply", "transition")), "every step has its time")
    tap.ok(not any("frames" in r or "stream" in r or "frame" in r for r in log), "no record names a frame")


def secrets(tap):
    for reveal in (False, True):
        with Servers(*(["--reveal"] if reveal else [])) as servers:
            with servers.dial("pop3") as line:
                line.hear(r"\n")
                line.ask("USER bob\r\n", r"\n")
                line.ask("PASS hungry\r\n", r"\n")
                line.ask("QUIT\r\n", r"\n")
            with servers.dial("submission") as line:
                line.hear(r"\n")
                line.ask("EHLO x\r\n")
                line.ask("AUTH PLAIN AGJvYgBodW5ncnk=\r\n")
                line.ask("QUIT\r\n")
            servers.wait_for_sessions(2)
            shown = servers.screen().split("The log follows")[1] + servers.log.read_text()
            word = "shows" if reveal else "hides"
            tap.equal("hungry" in shown, reveal, f"the log {word} passwords")
            tap.equal("AGJvYgBodW5ncnk=" in shown, reveal, f"the log {word} what holds one in base64")
            tap.ok("cleartext-credentials" in shown, "and says that they crossed in clear")
            healthy(tap, servers, "reveal" if reveal else "secrets")


# ---- TLS --------------------------------------------------------------------------------------------------

STARTS = {"smtp": ("EHLO x\r\n", "STARTTLS\r\n", r"^220 [^\n]*\n"),
          "pop3": ("CAPA\r\n", "STLS\r\n", r"^\+OK[^\n]*\n"),
          "imap": ("a CAPABILITY\r\n", "b STARTTLS\r\n", r"^b OK[^\n]*\n")}
INJECTED = {"smtp": "VRFY injected\r\n", "pop3": "USER injected\r\n", "imap": "c ID (\"name\" \"injected\")\r\n"}


def inject(servers, service):
    """Says a command in clear behind STARTTLS; what the server says inside TLS without being asked."""
    first, start, agreed = STARTS[service]
    with servers.dial(service) as line:
        line.hear(r"\n")
        line.ask(first, r"^(250 |\.|a OK)[^\n]*\n")
        line.ask(start + INJECTED[service], agreed)
        line.start_tls(servers.tls())
        line.socket.settimeout(0.5)
        try:
            return line.hear(r"\n")
        except (TimeoutError, ssl.SSLError):
            return ""


def starttls_injection(tap):
    for fault in (False, True):
        with Servers(*(["--fault", "starttls-injection"] if fault else [])) as servers:
            for service in STARTS:
                heard = inject(servers, service)
                tap.equal(heard != "", fault, f"{service}: injected octets are {'obeyed' if fault else 'dropped'}")
            log = servers.wait_for_sessions(3)
            told = {r["session"] for r in log if r.get("code") == "smtp.starttls-injection"}
            tap.equal(told, {1, 2, 3}, "and the log tells of it")
            healthy(tap, servers, "fault starttls-injection" if fault else "injection")


def certificate(tap):
    with tempfile.TemporaryDirectory() as state:
        keys = Path(state, "keys.txt")
        with Servers(state=state, env={"SSLKEYLOGFILE": str(keys)}) as servers:
            first = servers.certificate.read_bytes()
            mode = stat.S_IMODE((servers.certificate.parent / "key.pem").stat().st_mode)
            tap.equal(oct(mode), "0o600", "the key is its owner's alone")
            send_by(servers, "submissions", "x", tls="tls", login=("bob", "hungry"))
            tap.ok(keys.exists() and "TRAFFIC_SECRET" in keys.read_text(), "SSLKEYLOGFILE is written")
            healthy(tap, servers, "key log")
        with Servers(state=state) as servers:
            tap.ok(servers.certificate.read_bytes() == first, "the certificate is kept")
        with Servers("--domain", "other.example", state=state) as servers:
            tap.ok(servers.certificate.read_bytes() != first, "another domain gets another")


# ---- mail that stays --------------------------------------------------------------------------------------

def count(servers, user="bob", password="hungry"):
    client = poplib.POP3("127.0.0.1", servers.ports["pop3"], timeout=PATIENCE_S)
    client.user(user)
    client.pass_(password)
    number = client.stat()[0]
    client.quit()
    return number


def mail_stays(tap):
    with tempfile.TemporaryDirectory() as state:
        with Servers(state=state) as servers:
            samples = count(servers)
            tap.ok(samples >= 2, "there are sample mails", samples)
            send_by(servers, "smtp", "kept")
        with Servers(state=state) as servers:
            tap.equal(count(servers), samples + 1, "mail survives a restart, and samples come once")
        with Servers("--reset", state=state) as servers:
            tap.equal(count(servers), samples, "--reset goes back to the samples")
            aside = list(Path(state, "maillab").glob("mail.before-*"))
            tap.equal(len(aside), 1, "and sets aside what was there")
        elsewhere = Path(state, "elsewhere")
        with Servers("--mail", str(elsewhere), state=state) as servers:
            tap.equal(count(servers), samples, "--mail keeps mail elsewhere")
            tap.ok(elsewhere.is_dir() and any(elsewhere.iterdir()), "in files")
    with tempfile.TemporaryDirectory() as state:
        with Servers("--ephemeral", state=state) as servers:
            send = smtplib.SMTP("127.0.0.1", servers.ports["smtp"], timeout=PATIENCE_S)
            send.sendmail("a@b.example", ["bob@lab.example"], MAIL.format("x"))
            send.quit()
            tap.equal(count(servers), samples + 1, "--ephemeral serves mail")
        tap.equal(list(Path(state).rglob("*")), [], "and leaves nothing on the disk")


# ---- idlers and the end -----------------------------------------------------------------------------------

GOODBYES = {"smtp": r"^421 ", "submission": r"^421 ", "lmtp": r"^421 ", "pop3": r"^$", "imap": r"^\* BYE "}


def says_goodbye(tap, servers, lines, what):
    for service, line in lines.items():
        last = line.rest().splitlines()[-1:] or [""]
        tap.ok(re.search(GOODBYES[service], last[0]), f"{what}: {service} says goodbye", last[0])
        line.socket.close()
    log = servers.wait_for_sessions(len(lines))
    states = {r["final_state"] for r in log if r["type"] == "session-end"}
    tap.ok(states <= {"CLOSED", "LOGOUT", "AUTHORIZATION"}, f"{what}: the states agree", sorted(states))


def idle_and_leave(tap):
    for what, options in (("idle", ["--idle", "1"]), ("SIGTERM", [])):
        with Servers(*options) as servers:
            lines = {service: servers.dial(service) for service in GOODBYES}
            for line in lines.values():
                line.hear(r"\n")
            if what == "SIGTERM":
                servers.process.send_signal(signal.SIGTERM)
            says_goodbye(tap, servers, lines, what)
            healthy(tap, servers, what)


def cut_off(tap):
    """A client that vanishes in the middle of a mail leaves nothing in the mailbox."""
    with Servers() as servers:
        before = count(servers)
        with servers.dial("smtp") as line:
            line.hear(r"\n")
            for command in ("EHLO x", "MAIL FROM:<a@b.example>", "RCPT TO:<bob@lab.example>", "DATA"):
                line.ask(command + "\r\n")
            line.say("Subject: half\r\n\r\nnot all of")
        servers.wait_for_sessions(2)
        tap.equal(count(servers), before, "half a mail is not delivered")
        healthy(tap, servers, "cut off")


def activation(tap):
    """Sockets that a service manager has opened: two of them, named."""
    listening = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    ports = [s.getsockname()[1] for s in listening]

    def pass_on():
        os.dup2(listening[0].fileno(), 3)
        os.dup2(listening[1].fileno(), 4)
        os.environ["LISTEN_PID"] = str(os.getpid())

    with tempfile.TemporaryDirectory() as state:
        environment = {**os.environ, "XDG_STATE_HOME": state, "LISTEN_FDS": "2", "LISTEN_FDNAMES": "smtp:pop3"}
        code = "import os, sys; os.environ['LISTEN_PID'] = str(os.getpid()); os.execv(sys.argv[1], sys.argv[1:])"
        process = subprocess.Popen([sys.executable, "-c", code, records.program(), "serve"], env=environment,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=pass_on,
                                   pass_fds=(3, 4))
        greetings = []
        for port in ports:
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as client:
                greetings.append(client.recv(4))
        tap.equal(greetings, [b"220 ", b"+OK "], "sockets of the service manager are served by name")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE_S)
        tap.equal(process.returncode, 0, "and it ends cleanly")
    for s in listening:
        s.close()


# ---- options ----------------------------------------------------------------------------------------------

def refusals(tap):
    with tempfile.TemporaryDirectory() as state, socket.create_server(("127.0.0.1", 0)) as taken:
        bad_users = Path(state, "users.txt")
        bad_users.write_text("alice:wonderland\nbob:hungry\nno colon here\n")
        cases = {
            "a port that is taken": (["--port", f"smtp={taken.getsockname()[1]}"], "another program has it"),
            "a bad users file": (["--users", str(bad_users)], "line 3"),
            "no users file": (["--users", str(Path(state, "none"))], "No such file"),
            "an unknown fault": (["--fault", "earthquake"], "--fault list"),
            "a fault without its argument": (["--fault", "reject"], "reject:"),
            "an unknown extension": (["--without", "TELEPATHY"], "PIPELINING"),
            "an unknown service": (["--port", "gopher=70"], "submission"),
            "no port": (["--port", "smtp=99999"], "smtp=2525"),
            "a name to listen at": (["--listen", "localhost"], "127.0.0.1"),
            "no domain": (["--domain", "not a domain"], "domain"),
            "an operand": (["capture.pcap"], "capture.pcap"),
            "an unknown option": (["--stict"], "--strict"),
            "contradictory options": (["--ephemeral", "--reset"], "--ephemeral"),
            "-q and -v": (["-q", "-v"], "-q"),
            "a log that cannot be written": (["--log-json", "/nonexistent/x", "--ephemeral"], "/nonexistent/x"),
            "mail where none can be": (["--mail", "/proc/mail"], "/proc/mail"),
        }
        for what, (options, word) in cases.items():
            done = records.run("serve", *options, env={"XDG_STATE_HOME": state})
            lines = done.errors.strip().splitlines()
            tap.ok(done.status == 2 and len(lines) == 1 and word in lines[0],
                   f"{what}: one sentence and status 2", f"{done.status}: {done.errors}")


def informs(tap):
    listed = records.run("serve", "--fault", "list")
    tap.ok(listed.status == 0 and "greylist" in listed.text and "RFC 6647" in listed.text, "--fault list explains")
    helped = records.run("serve", "--help")
    tap.ok(helped.status == 0 and helped.text.index("Examples:") < helped.text.index("Options:"), "--help: examples first")
    with Servers("--ephemeral") as servers:
        screen = servers.screen()
        tap.equal(sorted(servers.ports), sorted(SERVICES), "the screen names every service")
        tap.ok("alice (password wonderland)" in screen and "nc -C 127.0.0.1" in screen, "and what to type", screen)
        tap.ok(len(screen.splitlines()) <= 24, "on one screen", len(screen.splitlines()))


def details(tap):
    lengths = []
    for option in (["-q"], [], ["-v"]):
        with Servers("--ephemeral", *option) as servers:
            with servers.dial("smtp") as line:
                line.hear(r"\n")
                for command in ("EHLO x", "MAIL FROM:<a@b.example>", "NONSENSE", "QUIT"):
                    line.ask(command + "\r\n")
            servers.wait_for_sessions(1)
            shown = servers.screen().split("The log follows")[1]
            lengths.append(len(shown))
            tap.ok("MAIL" in shown and "500" in shown, f"log {' '.join(option) or 'as usual'} tells what happened", shown)
            if not option:
                tap.ok("RFC 5321 §3.3" in shown and "C: MAIL FROM:<a@b.example>" in shown, "with the rule", shown)
    tap.ok(lengths[0] < lengths[1] < lengths[2], "-q tells less, -v more", lengths)


def modes(tap):
    """Options that change what a client gets."""
    with Servers("--without", "PIPELINING", "--without", "CRAM-MD5", "--fault", "reject:bob@lab.example",
                 "--strict") as servers:
        with servers.dial("smtp") as line:
            line.hear(r"\n")
            offered = line.ask("EHLO x\r\n")
            tap.ok("PIPELINING" not in offered and "CRAM-MD5" not in offered and "SIZE" in offered,
                   "--without takes extensions away", offered)
            tap.ok(line.ask("MAIL FROM: a@b.example\r\n").startswith("501"), "--strict refuses what is wrong")
            line.ask("MAIL FROM:<a@b.example>\r\n")
            tap.ok(line.ask("RCPT TO:<bob@lab.example>\r\n").startswith("550"), "--fault reject refuses")
            tap.ok(line.ask("RCPT TO:<alice@lab.example>\r\n").startswith("250"), "only that address")
        healthy(tap, servers, "modes")
    with tempfile.TemporaryDirectory() as state:
        users = Path(state, "class.txt")
        users.write_text("# the class\ncarol:tea:party\n")
        with Servers("--users", str(users), "--domain", "class.example", state=state) as servers:
            tap.ok(count(servers, "carol", "tea:party") >= 2, "--users and --domain make another lab")


def offers(*options):
    """Everything that the servers say they can do."""
    with Servers("--ephemeral", *options) as servers:
        told = []
        with servers.dial("smtp") as line:
            line.hear(r"\n")
            told.append(line.ask("EHLO x\r\n"))
        with servers.dial("submissions") as line:
            line.start_tls(ssl._create_unverified_context())
            line.hear(r"\n")
            told.append(line.ask("EHLO x\r\n"))
        with servers.dial("pop3") as line:
            told.append(re.sub(r"<.*>", "<timestamp>", line.hear(r"\n")))
            told.append(line.ask("CAPA\r\n", r"^(\.|-ERR[^\n]*)\r\n"))
        with servers.dial("imap") as line:
            told.append(line.hear(r"\n"))
            told.append(line.ask("a LOGIN bob hungry\r\nb CAPABILITY\r\n", r"^b "))
        return "".join(told)


def extensions(tap):
    """Whatever --without takes makes a difference."""
    complaint = records.run("serve", "--without", "TELEPATHY").errors
    words = [word.strip(" .\n") for word in complaint.split("there are ")[1].split(",")]
    whole = offers()
    useless = [word for word in words if offers("--without", word) == whole]
    tap.ok(len(words) > 30, "many extensions can be switched off", words)
    tap.equal(useless, [], "each makes a difference to what is offered")


def main():
    with Tap() as tap:
        with Servers() as servers:
            deliveries(tap, servers)
            log_of_deliveries(tap, servers)
            healthy(tap, servers, "deliveries")
        for part in (secrets, starttls_injection, certificate, mail_stays, idle_and_leave, cut_off, activation,
                     refusals, informs, details, modes,
                     extensions):
            part(tap)


if __name__ == "__main__":
    main()
