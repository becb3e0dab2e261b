#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`maillab explain` explains everything that it lists, cites a source each time, keeps to the width of
the terminal, and helps with words that it does not know."""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import check_citations, records
from support.tap import Tap

PLAIN = {"LC_ALL": "C.UTF-8", "PAGER": "cat", "COLUMNS": "80"}
ASCII = {**PLAIN, "LC_ALL": "C"}
KNOWN = check_citations.load_tables()
LAYOUT_TERMS = ["slide 12", "slide 23", "MTA", "PLAIN", "smtp", "lmtp", "DATA", "<end-of-data>", "250", "550", "5.1.1", "AUTH", "findings", "headers"]
MISSPELT = {"DTAA": "DATA", "PIPELINIG": "PIPELINING", "Mesage-ID": "Message-ID", "READDY": "READY"}
MOST = {"commands": 20, "states": 12, "replies": 38, "enhanced": 91, "keywords": 33, "headers": 77,
        "encodings": 6, "mechanisms": 23, "parameters": 14, "ports": 8, "findings": 20, "slides": 30, "roles": 16,
        "fields": 180, "capabilities": 88, "codes": 64, "calculations": 11}
# Every page of these kinds says when the word is said, what one does then, and how it looks.
WORDS = ["enhanced", "keywords", "parameters", "mechanisms", "headers", "encodings", "ports", "capabilities", "codes",
         "responses", "fetch-items", "search-keys", "mail-flags"]


def explain(*terms, env=PLAIN, color="never"):
    return records.run("explain", f"--color={color}", "--", *terms, env=env)


def names_in(listing, kind=None):
    """The first column: names stand at column 2, meanings at column 22; of the lists only if a kind is given."""
    names, lists = [], [page for page in re.split(r"\n\n(?=\S)", listing) if not kind or page.startswith(f"{kind}: the ")]
    for page in lists:
        lines = [*page.splitlines(), ""]
        for line, below in zip(lines, lines[1:]):
            if re.match(r"  \S", line) and line[21:22] == " " and line[22:23].strip():
                names.append(line[2:21].strip())
            elif re.match(r"  \S", line) and re.match(r" {22}\S", below) and line[21:22].strip():
                names.append(line.strip())
    return names


def pages(text):
    """Every page by the name in its title, in lower case."""
    found = {}
    for page in re.split(r"\n\n(?=\S)", "\n\n" + text):
        found.setdefault(page.partition(": ")[0].strip().lower(), "")
        found[page.partition(": ")[0].strip().lower()] += re.sub(r"\s+", " ", page)
    return found


def every_name(tap, kind):
    names = names_in(explain(kind).text, kind)
    tap.ok(len(names) >= MOST.get(kind, 1), f"{kind}: the list is complete", f"{len(names)} names")
    done = explain(*names)
    tap.ok(done.status == 0 and not done.errors, f"{kind}: every name is explained", done.errors)
    told = pages(done.text)
    missing = [name for name in names if name.lower() not in told]
    tap.ok(not missing, f"{kind}: every page begins with the name", missing)
    unsourced = [name for name in names
                 if not re.search(r"RFC \d|no RFC describes it", told.get(name.lower(), ""))]
    tap.ok(not unsourced, f"{kind}: every page cites its source", unsourced)
    wrong = list(check_citations.doubts(re.sub(r"\s+", " ", done.text), KNOWN))
    tap.ok(not [doubt for doubt in wrong if doubt[2] and "§" in doubt[1]], f"{kind}: every cited section exists", wrong)
    if kind in ("commands", "replies"):
        bare = [name for name in names if not re.search(r"xx|What then\? .*(It looks like this|For example)",
                                                        name + told.get(name.lower(), ""))]
        tap.ok(not bare, f"{kind}: every page says what then, and shows it", bare)
    if kind in WORDS:
        bare = [name for name in names if not re.search(r"When\? .*What then\? .*(It looks like this|For example)",
                                                        told.get(name.lower(), ""))]
        tap.ok(not bare, f"{kind}: every page says when, what then, and shows it", bare)


def layout(tap, term):
    for width in (60, 80, 200):
        text = explain(term, env={**PLAIN, "COLUMNS": str(width)}).text
        wide = [line for line in text.splitlines() if len(line) > width]
        tap.ok(not wide and text, f"{term}: fits into {width} columns", wide[:3])
    tap.ok(explain(term, env=ASCII).text.isascii(), f"{term}: ASCII only where the locale is C")
    colored = explain(term, color="always").text
    plain = explain(term).text
    tap.ok("\033[1m" in colored and "\033" not in plain, f"{term}: colour if it is wanted, and only then")
    tap.equal(re.sub(r"\033\[[0-9;]*m", "", colored), plain, f"{term}: colour adds nothing but colour")


def misses(tap):
    for misspelt, meant in MISSPELT.items():
        done = explain(misspelt)
        tap.ok(done.status == 2 and not done.output and meant in done.errors, f"{misspelt}: suggests {meant}",
               done.errors)
    done = explain("\033[31mX\u202eY")
    tap.ok(done.status == 2 and "\033" not in done.errors and "\u202e" not in done.errors,
           "an unknown word is escaped", done.errors)
    done = explain("slide", "99")
    tap.ok(done.status == 2 and "slide 99" in done.errors and "did you mean slide" in done.errors,
           "a slide that is not there", done.errors)
    done = explain("secret")
    tap.ok("did you mean" not in done.errors, "nothing far-fetched is suggested", done.errors)
    done = explain("DATA", "no-such-thing-anywhere")
    tap.ok(done.status == 2 and done.text.startswith("DATA:"), "an unknown word does not hide the known ones")
    tap.equal(records.run("explain", "--colour", env=PLAIN).status, 2, "an unknown option is a usage error")


def several_meanings(tap):
    text = explain("DATA").text
    tap.ok("a command of SMTP and LMTP" in text and "a state of SMTP and LMTP" in text,
           "DATA is explained as a command and as a state", text)
    tap.ok(explain("MAIL", "FROM").text.startswith("MAIL: a command"), "MAIL FROM is one term")
    tap.ok(explain("Subject:").text.startswith("Subject: a header"), "a header field may bring its colon")
    tap.ok('"Mail Transactions"' in explain("RFC", "5321", "§3.3").text, "an RFC's section has its title")
    tap.ok("RFC 5321 instead" in explain("rfc2821").text, "an obsolete RFC names its successor")


# Where the names of the project's tables stand; those of the limits are no names.
TABLE_KINDS = {"smtp-reply", "smtp-class", "smtp-ehlo", "smtp-enhanced", "pop3-status", "pop3-capa", "pop3-response-code",
               "imap-status", "imap-capability", "imap-response-code", "sasl", "mime-cte", "header", "port"}
LIMITS = {"header-limit", "pop3-limit", "smtp-limit", "received-with"}


def tables(tap):
    """Every name in the project's table of the RFCs is explained, and so is every row of the protocols."""
    names = {}
    for kind, name, *_rest in check_citations.rows("replies.tsv"):
        names.setdefault(kind, []).append(name)
    tap.equal(set(names) - LIMITS, TABLE_KINDS, "the kinds of names in decoder/spec/rfc/replies.tsv")
    for kind in sorted(TABLE_KINDS):
        done = explain(*names.get(kind, []))
        tap.ok(done.status == 0 and names.get(kind), f"every name of {kind} is explained", done.errors)
    for file in ("smtp_spec.c", "pop3_spec.c", "imap_spec.c"):
        source = (records.ROOT / "decoder" / "spec" / file).read_text(encoding="utf-8")
        commands = re.findall(r'^\s*\[\w+\]\s*=\s*{\s*"([^"]+)"', source, re.MULTILINE)
        done = explain(*commands)
        tap.ok(len(commands) > 15 and done.status == 0, f"every command and state of {file} is explained", done.errors)


# A filter, and what its page has to say.
FILTERS = {
    'smtp.req.command == "MAIL"': ["the verb", 'is exactly "MAIL"', "RFC 5321 §4.1.1"],
    'smtp.req.command eq "MAIL"': ["the verb", 'is exactly "MAIL"'],
    "smtp.response.code >= 400 && smtp.response.code < 500": ["is at least 400", "and smtp.response.code is less than 500"],
    'imap.response.status in {"NO", "BAD"}': ['is one of {"NO", "BAD"}'],
    "smtp.eom": ["a field of Wireshark", "lone dot"],
    "!imf": ["not imf is there", "message"],
    'not (smtp.req || pop.request.command != "QUIT")': ["not ( smtp.req is there", "or pop.request.command differs"],
    'imap.line contains "a\\"b && c" and tcp.stream==0': ['holds, somewhere in it, "a\\"b && c"', "and tcp.stream is exactly 0"],
    'imf.subject matches "lunch"': ["regular expression", "what the message is about"],
    "smtp.req.command == ": ["smtp.req.command is there"],
    'smtp.nonsense == 1 && smtp.req': ["smtp.nonsense is no field"],
}
NO_FILTERS = ['smtp.nonsense == 1', "== 1", '"', "((((", "smtp.req.command == \"", "{" * 3000, "! " * 3000 + "imf"]


def filters(tap):
    for text, phrases in FILTERS.items():
        page = re.sub(r"\s+", " ", explain(text).text)
        missing = [phrase for phrase in phrases if phrase not in page]
        tap.ok(page.startswith("Filter: " if " " in text or "!" in text else text + ": ") and not missing, f"explains {text}", [missing, page[:600]])
    for text in NO_FILTERS:
        done = explain(text)
        tap.ok(done.status == 2 and not done.output and not done.crashed(), f"no filter: {text[:30]}", done.errors[:300])
    done = explain("smtp.req.comand")
    tap.ok("did you mean smtp.req.command" in done.errors, "a misspelt field", done.errors)
    shown = {record.get("filter") for record in records.analyze("--filters", records.TRACES / "SMTP-auth.pcap").records}
    for text in sorted(shown - {None}):
        page = re.sub(r"\s+", " ", explain(text).text)
        tap.ok("a display filter" in page and "no field" not in page, f"what --filters shows is explained: {text[:60]}", page)
    parts = records.run("wireshark", "filters").text
    for _name, text in re.findall(r'^"([^"]+)" (.+)$', parts, re.MULTILINE):
        page = explain(text).text
        tap.ok(page and "no field" not in page, f"so is the profile: {text[:60]}", page)


def main():
    with Tap() as tap:
        index = explain()
        kinds = list(dict.fromkeys(names_in(index.text)))
        tap.ok(index.status == 0 and set(MOST) <= set(kinds), "the index names every kind", kinds)
        for kind in kinds:
            every_name(tap, kind)
        for term in LAYOUT_TERMS:
            layout(tap, term)
        tables(tap)
        filters(tap)
        misses(tap)
        several_meanings(tap)


if __name__ == "__main__":
    main()
