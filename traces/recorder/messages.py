"""The mails that are sent. Built the same in every run, with CRLF line ends."""

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

MATERIAL = Path(__file__).parent.parent / "material"
DATE = "Mon, 24 Aug 2026 10:{minute:02d}:00 +0530"


class Mail:
    """A mail as the client hands it over, with its attached parts.

    text: the octets, line ends CRLF. parts: (file name or None, decoded octets),
    in the order in which they stand in the mail. files: the files that were
    attached, under the names they have on the sender's disk."""

    def __init__(self, text, parts=(), files=None):
        self.text = text
        self.parts = list(parts)
        self.files = files or {}

    @property
    def message_id(self):
        """The Message-ID without its brackets, "" if there is none."""
        head = self.text.split(b"\r\n\r\n", 1)[0].decode("utf-8")
        for line in head.split("\r\n"):
            if line.lower().startswith("message-id:"):
                return line.split("<", 1)[1].split(">", 1)[0]
        return ""


def plain(number, sender, to, subject, *lines):
    """A plain ASCII mail. number makes its Date and Message-ID."""
    head = [f"Date: {DATE.format(minute=number)}",
            f"From: {sender}",
            f"To: {to}",
            f"Subject: {subject}",
            f"Message-ID: <lecture18.{number}@ksit.example>",
            ""]
    text = crlf("\n".join([*head, *lines, ""]))
    return Mail(text, [(None, text.split(b"\r\n\r\n", 1)[1])])


def crlf(text):
    return text.replace("\n", "\r\n").encode("utf-8")


ATTACHMENT_TEXT = """\
Liebe Studierende,

anbei die Übersicht zur Vorlesung „Electronic Mail“ – mit Bild.
ನಮಸ್ಕಾರ! नमस्ते!

1 + 1 = 2, and this is why quoted-printable must write "=" as "=3D".
A line that is longer than 76 characters is cut by a soft line break, an equals sign at the end, and mended by the reader.

Viele Grüße
Jörg
"""

ATTACHMENT_HTML = """\
<html><body>
<p>Liebe Studierende,</p>
<p>anbei die <b>Übersicht</b> zur Vorlesung „Electronic Mail“ – mit Bild.<br>
ನಮಸ್ಕಾರ! नमस्ते!</p>
<p style="color:#336699">Viele Grüße<br>Jörg</p>
</body></html>
"""

LONG_NAME = "Übersicht der Vorlesung – ಇ-ಮೇಲ್ – Teil 18 (अठारह).pdf"


def with_attachments():
    """multipart/mixed: multipart/alternative (text and HTML), a PNG, a PDF.

    Subject in RFC 2047 words, the PDF's name by RFC 2231 in several pieces."""
    image = (MATERIAL / "envelope.png").read_bytes()
    document = (MATERIAL / "notes.pdf").read_bytes()
    mail = EmailMessage(policy=SMTP)
    mail["Date"] = DATE.format(minute=18)
    mail["From"] = "Jörg Müller <joerg@ksit.example>"
    mail["To"] = "Alice <alice@ksit.example>, Bob <bob@ksit.example>"
    mail["Subject"] = "Übersicht zur Vorlesung 18: ವಿದ್ಯುನ್ಮಾನ ಅಂಚೆ / ई-मेल, mit Bild"
    mail["Message-ID"] = "<lecture18.attachment@ksit.example>"
    mail.set_content(ATTACHMENT_TEXT, cte="quoted-printable")
    mail.add_alternative(ATTACHMENT_HTML, subtype="html", cte="quoted-printable")
    mail.add_attachment(image, "image", "png", filename="envelope one.png")
    mail.add_attachment(document, "application", "pdf", filename=LONG_NAME)
    mail.set_boundary("=_lecture18_mixed")
    mail.get_payload(0).set_boundary("=_lecture18_alternative")
    return Mail(mail.as_bytes(), [(None, crlf(ATTACHMENT_TEXT)), (None, crlf(ATTACHMENT_HTML)),
                                  ("envelope one.png", image), (LONG_NAME, document)],
                {"envelope.png": image, "notes.pdf": document})


def slide_12():
    """The text typed on slide 12: body right after the header, no blank line."""
    body = crlf("This is a test mail to try that POP and IMAP works\n"
                "with mail delivery.\n")
    return Mail(crlf("Subject: mail trial with postfix\n") + body, [(None, body)])


def dotted():
    """Text whose lines begin with dots, one of them a dot alone."""
    return plain(6, "alice@ksit.example", "bob@ksit.example", "Dots at the start of lines",
                 ".", "The line above was one dot. It does not end this mail.",
                 ".one dot", "..two dots", "...", "no dot at the start. Dots inside. And at the end.",
                 "", ". dot, then space", "The last line of the text is a dot again:", ".")


def long_text(number, kilobytes):
    """A mail of at least that many kilobytes."""
    line = "All work and no play makes Alice a dull student, line {:05d} of too many."
    count = kilobytes * 1024 // 70
    return plain(number, "alice@ksit.example", "bob@ksit.example", f"{kilobytes} kB of text",
                 *[line.format(i) for i in range(count)])


def internationalised():
    """A mail with UTF-8 in header and body, sent as 8 bits (RFC 6531, RFC 6532)."""
    text = crlf("Date: " + DATE.format(minute=16) + "\n"
                "From: Jörg <jörg@ksit.example>\n"
                "To: ವಿದ್ಯಾರ್ಥಿ <ವಿದ್ಯಾರ್ಥಿ@ksit.example>\n"
                "Subject: नमस्ते, ನಮಸ್ಕಾರ und schöne Grüße\n"
                "Message-ID: <lecture18.16@ksit.example>\n"
                "MIME-Version: 1.0\n"
                "Content-Type: text/plain; charset=utf-8\n"
                "Content-Transfer-Encoding: 8bit\n"
                "\n"
                "Grüße aus der achtbittigen Welt: € 18, ಹದಿನೆಂಟು, अठारह.\n")
    return Mail(text, [(None, text.split(b"\r\n\r\n", 1)[1])])


def forwarded(inner):
    """A mail that holds another one: message/rfc822 inside multipart/mixed."""
    said = "See below, it came to me by mistake.\n"
    head = crlf("Date: " + DATE.format(minute=21) + "\n"
                "From: Carol <carol@ksit.example>\n"
                "To: Bob <bob@ksit.example>\n"
                "Subject: Fwd: Which picture?\n"
                "Message-ID: <lecture18.21@ksit.example>\n"
                "In-Reply-To: <lecture18.attachment@ksit.example>\n"
                "MIME-Version: 1.0\n"
                "Content-Type: multipart/mixed; boundary=\"=_lecture18_forward\"\n"
                "\n"
                "--=_lecture18_forward\n"
                "Content-Type: text/plain; charset=us-ascii\n"
                "\n" + said +
                "\n--=_lecture18_forward\n"
                "Content-Type: message/rfc822\n"
                "Content-Disposition: inline\n"
                "\n")
    text = head + inner.text + crlf("\n--=_lecture18_forward--\n")
    return Mail(text, [(None, crlf(said)), *inner.parts])


def inbox():
    """Five mails for a mailbox that is to be read: plain, with attachments, dots, one forwarded."""
    from_alice = "Alice <alice@ksit.example>"
    return [
        plain(1, from_alice, "Bob <bob@ksit.example>", "Lunch?",
              "Hello Bob,", "hungry? The canteen has dosa today.", "", "Alice"),
        with_attachments(),
        plain(20, "Carol <carol@ksit.example>", "Bob <bob@ksit.example>", "Which picture?",
              "The one with the envelope, or none?", "", "Carol"),
        forwarded(plain(22, "Dave <dave@ksit.example>", "Carol <carol@ksit.example>", "Keys",
                        "I have left the keys of the lab with you, have I not?")),
        dotted(),
    ]
