#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Are there RFC citations in the repository's C and Markdown files that lead nowhere?

Reads every *.c, *.h, *.md and *.ini below the repository (or only the paths given) and looks each
"RFC 5321 §4.1.1.4", "RFC 5321 §3.3, §6.1" or "RFC 9422" up in decoder/spec/rfc/. Exit status 1 if
a cited section or RFC is not there. Where the tables hold no section of an RFC at all, a citation of
one cannot be checked: that is printed and fails nothing.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLES = ROOT / "decoder" / "spec" / "rfc"
SUFFIXES = {".c", ".h", ".md", ".ini"}
SKIPPED = {".git", ".build"}

SECTION = r"(?:[0-9]+(?:\.[0-9]+)*|[A-Z](?:\.[0-9]+)*)(?![\w])"
# After the first section, ", §6.1", " and §7", "–§4.1.4", or a further dotted number: "§7.1, 7.3".
FURTHER = rf"(?:\s*(?:,|;|/|–|-|and|or|to)\s*(?:§+\s*{SECTION}|[0-9]+\.[0-9.]*[0-9]))*"
SECTIONS = re.compile(rf"\bRFC[ -]?([0-9]+),?\s*(§+\s*{SECTION}{FURTHER})")
BARE = re.compile(r"\bRFC[ -]?([0-9]+)\b")


def rows(name):
    for line in (TABLES / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def load_tables():
    known = {row[0]: set() for row in rows("index.tsv")}
    for rfc, section, _title in rows("sections.tsv"):
        known.setdefault(rfc, set()).add(section)
    return known


def files(arguments):
    for top in [pathlib.Path(name) for name in arguments] or [ROOT]:
        found = top.rglob("*") if top.is_dir() else [top]
        for path in sorted(found):
            if path.suffix in SUFFIXES and path.is_file() and not SKIPPED & set(path.parts):
                yield path


def citations(text):
    """Every cited (offset, rfc, section); the section is None where a whole RFC is meant."""
    for match in BARE.finditer(text):
        yield match.start(), match[1], None
    for match in SECTIONS.finditer(text):
        for section in re.findall(SECTION, match[2]):
            yield match.start(), match[1], section


def doubts(text, known):
    """Every (offset, sentence, whether it is an error)."""
    for offset, rfc, section in citations(text):
        if rfc not in known:
            if section is None:
                yield offset, f"RFC {rfc} is not in decoder/spec/rfc/index.tsv", True
        elif section is not None and not known[rfc]:
            yield offset, f"RFC {rfc} §{section} cannot be checked", False
        elif section is not None and section not in known[rfc]:
            yield offset, f"RFC {rfc} has no §{section}", True


def main(arguments):
    known = load_tables()
    n_files = n_wrong = 0
    for path in files(arguments):
        n_files += 1
        text = path.read_text(encoding="utf-8", errors="replace")
        # A comment's line may break inside a citation.
        joined = re.sub(r"\n[ \t]*(?:\*|//)?", lambda gap: gap[0].replace("*", " ").replace("/", " "), text)
        for offset, problem, is_error in doubts(joined, known):
            n_wrong += is_error
            print(f"{path}:{text.count(chr(10), 0, offset) + 1}: {problem}")
    print(f"{n_files} files, {n_wrong} citations that lead nowhere", file=sys.stderr)
    return 1 if n_wrong or not n_files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
