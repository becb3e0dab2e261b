"""The scenarios of SMTP with SASL and TLS, and the table of them at the end."""

import re
import shutil
import subprocess

from . import messages
from .clients import msmtp, run, swaks
from .dovecot import Dovecot
from .postfix import Postfix
from .readers import curl, gsasl
from .services import certificate
from .stage import SERVER

ALICE, BOB = "alice@ksit.example", "bob@ksit.example"
USERS = {"alice": "wonderland", "bob": "hungry"}


def sasl(stage):
    """AUTH by each mechanism, a connection each; a token that no one knows, a wrong password."""
    truth = stage.truth
    laptop, server = stage.laptop_and_server()
    dovecot = Dovecot(server, USERS, mechanisms="plain login cram-md5 digest-md5 scram-sha-1 scram-sha-256 "
                                                "xoauth2").start()
    postfix = Postfix(server, "mail.ksit.example", [ALICE, BOB],
                      {"smtpd_sasl_type": "dovecot", "smtpd_sasl_path": dovecot.socket},
                      ["submission inet n - n - - smtpd -o syslog_name=postfix/submission "
                       "-o smtpd_sasl_auth_enable=yes "
                       "-o smtpd_client_restrictions=permit_sasl_authenticated,reject"]).start()
    server.wait_for_port(587)
    truth.packages += ["swaks", "msmtp", "gsasl", "curl", "dovecot-core"]
    truth.extra["secrets"] = USERS
    mails, logins = [], []
    with stage.capture():
        for mechanism in ("PLAIN", "LOGIN", "CRAM-MD5"):
            swaks_login(laptop, truth, mechanism, "wonderland")
            logins.append((mechanism, "wonderland", "ok"))
        for number, mechanism in enumerate(("DIGEST-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"), 1):
            mail = messages.plain(60 + number, ALICE, BOB, f"AUTH {mechanism}",
                                  "No password crossed the wire; it did not need to.")
            file = truth.to_send(f"message-{mechanism.lower()}.eml", mail)
            msmtp(laptop, SERVER, truth.sent, ALICE, [BOB], file, "--port=587",
                  f"--auth={mechanism.lower()}", "--user=alice", "--passwordeval=echo wonderland")
            mails.append(mail)
            logins.append((mechanism, "wonderland", "ok"))
        gsasl(laptop, SERVER, "smtp", "SCRAM-SHA-256", "alice", "wonderland", port=587)
        logins.append(("SCRAM-SHA-256", "wonderland", "ok"))
        curl(laptop, f"smtp://{SERVER}:587/laptop.ksit.example", "--user", "alice:",
             "--oauth2-bearer", "a-token-that-no-one-gave", "--login-options", "AUTH=XOAUTH2",
             "--mail-from", ALICE, "--mail-rcpt", BOB, "--upload-file", file, directory=truth.sent,
             expect=(67,))
        logins.append(("XOAUTH2", "a-token-that-no-one-gave", "refused"))
        swaks_login(laptop, truth, "CRAM-MD5", "looking-glass", expect=(28,))
        logins.append(("CRAM-MD5", "looking-glass", "refused"))
        postfix.wait_for_mail(BOB, 3)
        postfix.wait_until_idle()
    for mail in mails:
        truth.message(mail, ALICE, [BOB], server=postfix, transport="submission")
    for order, (mechanism, password, result) in enumerate(logins):
        truth.login(mechanism, "alice", password, result, 587, order)
    truth.log(postfix)


def swaks_login(laptop, truth, mechanism, password, expect=(0,)):
    """swaks logs in and quits."""
    run(laptop, ["swaks", "--server", f"{SERVER}:587", "--helo", "laptop.ksit.example", "--auth", mechanism,
                 "--auth-user", "alice", "--auth-password", password, "--quit-after", "AUTH"],
        truth.sent, expect)


def delivery(stage, *arguments, url="smtp://mail.ksit.example/laptop.ksit.example", kind="pcap"):
    """curl sends the mail of SMTP-starttls, with these arguments; returns the key log.

    The script is that of SMTP-starttls, whether TLS is used or not."""
    truth = stage.truth
    cert, key = certificate(stage.network.scratch, "mail.ksit.example")
    laptop, postfix = stage.pair(settings={"smtpd_tls_security_level": "may",
                                           "smtpd_tls_cert_file": cert, "smtpd_tls_key_file": key,
                                           "smtpd_tls_loglevel": "1"},
                                 services=["smtps inet n - n - - smtpd -o syslog_name=postfix/smtps "
                                           "-o smtpd_tls_wrappermode=yes"])
    postfix.host.wait_for_port(465)
    mail = messages.plain(13, ALICE, BOB, "Under TLS",
                          "On the wire this is ciphertext, unless you have the key log.")
    truth.packages += ["curl", "openssl"]
    file = truth.to_send("message.eml", mail)
    keylog = truth.directory / "keylog.txt"
    with stage.capture(kind):
        run(laptop, ["curl", "-sS", *arguments, url, "--mail-from", ALICE, "--mail-rcpt", BOB,
                     "--upload-file", file],
            truth.sent, env={"SSLKEYLOGFILE": "../keylog.txt"} if arguments else {})
        postfix.wait_for_mail(BOB)
        postfix.wait_until_idle()
    if arguments:
        found = re.search(r"TLS connection established from .*: (\S+) with cipher (\S+)", postfix.read_log())
        truth.extra["tls"] = [{"stream": {"server_port": 465 if url.startswith("smtps") else 25, "order": 0},
                               "version": found.group(1), "cipher": found.group(2), "keylog": keylog.name}]
    truth.message(mail, ALICE, [BOB], server=postfix)
    truth.log(postfix)
    return keylog


def starttls_plain(stage):
    """The script of SMTP-starttls in clear text."""
    delivery(stage)


TLS = ("--ssl-reqd", "--insecure")


def implicit_tls(stage):
    """Port 465: TLS from the first octet; TLS 1.3 with AES-256-GCM."""
    delivery(stage, "--insecure", url="smtps://mail.ksit.example/laptop.ksit.example")


def tls12_aes256(stage):
    """TLS 1.2 with AES-256-GCM."""
    delivery(stage, *TLS, "--tls-max", "1.2", "--ciphers", "ECDHE-RSA-AES256-GCM-SHA384")


def tls13_chacha20(stage):
    """TLS 1.3 with ChaCha20-Poly1305."""
    delivery(stage, *TLS, "--tls13-ciphers", "TLS_CHACHA20_POLY1305_SHA256")


def tls12_cbc(stage):
    """TLS 1.2 with AES-128-CBC: not decrypted by maillab, even with the key log."""
    delivery(stage, *TLS, "--tls-max", "1.2", "--ciphers", "ECDHE-RSA-AES128-SHA256")


def secrets_inside(stage):
    """TLS 1.3 with AES-128-GCM; the keys are put into the pcapng itself."""
    keylog = delivery(stage, *TLS, "--tls13-ciphers", "TLS_AES_128_GCM_SHA256", kind="pcapng")
    stage.truth.packages.append("wireshark-common")
    bare = stage.pcap.with_name("bare.pcapng")
    shutil.copyfile(stage.pcap, bare)
    subprocess.run(["editcap", "--inject-secrets", f"tls,{keylog}", bare, stage.pcap], check=True,
                   capture_output=True)


ROWS = (
    ("SMTP-sasl.pcap", sasl,
     "AUTH PLAIN, LOGIN, CRAM-MD5, DIGEST-MD5, SCRAM-SHA-1, SCRAM-SHA-256; XOAUTH2 refused"),
    ("SMTP-starttls-plain.pcap", starttls_plain,
     "the session of SMTP-starttls in clear text"),
    ("SMTP-465.pcap", implicit_tls,
     "the same on port 465: TLS 1.3 with AES-256-GCM; with the key log"),
    ("SMTP-tls12-aes256-gcm.pcap", tls12_aes256,
     "STARTTLS, TLS 1.2 with AES-256-GCM; with the key log"),
    ("SMTP-tls12-cbc.pcap", tls12_cbc,
     "STARTTLS, TLS 1.2 with AES-128-CBC, which maillab does not decrypt"),
    ("SMTP-tls13-chacha20.pcap", tls13_chacha20,
     "STARTTLS, TLS 1.3 with ChaCha20-Poly1305; with the key log"),
    ("SMTP-tls13-secrets.pcapng", secrets_inside,
     "STARTTLS, TLS 1.3 with AES-128-GCM; the keys are inside the pcapng"),
)
