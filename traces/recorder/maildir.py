"""Mails in a Maildir: a file each, line ends LF."""

import os
from datetime import datetime, timedelta, timezone

ARRIVED = datetime(2026, 8, 24, 6, 0, tzinfo=timezone.utc)


def seed(place, mails, owner, first=1):
    """Puts mails there, as if they had come a minute after one another.

    A mail may come with flags: (mail, "S") is one that was seen."""
    for directory in (place, place / "cur", place / "new", place / "tmp"):
        if not directory.exists():
            directory.mkdir(parents=True)
            os.chown(directory, *owner)
    for number, mail in enumerate(mails, first):
        mail, flags = mail if isinstance(mail, tuple) else (mail, "")
        arrived = int((ARRIVED + timedelta(minutes=number)).timestamp())
        name = f"{arrived}.M{number}P1.mail"
        file = place / "cur" / f"{name}:2,{flags}" if flags else place / "new" / name
        file.write_bytes(mail.text.replace(b"\r\n", b"\n"))
        os.utime(file, (arrived, arrived))
        os.chown(file, *owner)


def stored(place):
    """The files in a Maildir, in the order in which they came."""
    files = [*(place / "new").glob("*"), *(place / "cur").glob("*")]
    return sorted(files, key=lambda file: (file.stat().st_mtime_ns, file.name))


def as_sent(file):
    """A stored mail as a server gives it out: line ends CRLF."""
    return file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
