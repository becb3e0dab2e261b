#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`maillab wireshark` explains every rule, installs a profile that Wireshark's own tshark reads, and never
loses what was there."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import records
from support.tap import Tap

FILES = {"filters": "dfilters", "buttons": "dfilter_buttons", "colours": "colorfilters",
         "preferences": "preferences", "ports": "decode_as_entries"}
PLAIN = {"LC_ALL": "C.UTF-8", "PAGER": "cat", "COLUMNS": "100"}
TRACE = records.TRACES / "SMTP-auth.pcap"
LOSSY = records.TRACES / "SMTP-lossy.pcap"


def wireshark(*arguments, home=None):
    place = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "WIRESHARK_CONFIG_DIR": ""} if home else {}
    return records.run("wireshark", *arguments, env={**PLAIN, **place})


def tshark(home, *arguments):
    environment = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "LC_ALL": "C.UTF-8"}
    environment.pop("WIRESHARK_CONFIG_DIR", None)
    done = subprocess.run(["tshark", *map(str, arguments)], capture_output=True, env=environment, timeout=120, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def contents(directory):
    return {file.name: file.read_bytes() for file in directory.iterdir()} if directory.is_dir() else {}


def installing(tap, home):
    place = home / "config" / "wireshark" / "profiles" / "maillab"
    other = place.parent / "mine" / "preferences"
    other.parent.mkdir(parents=True)
    other.write_text("smtp.decryption: FALSE\n", encoding="utf-8")
    done = wireshark("--install", home=home)
    named = re.findall(r"^(\S+): written", done.text, re.MULTILINE)
    tap.ok(done.status == 0 and sorted(named) == sorted(str(place / name) for name in FILES.values()),
           "every file that is written is named", done.text + done.errors)
    tap.equal(set(contents(place)), set(FILES.values()), "and no other is there")
    for word, name in FILES.items():
        tap.equal(wireshark(word).output, (place / name).read_bytes(), f"`maillab wireshark {word}` prints {name}")
    before = contents(place)
    done = wireshark("--install", home=home)
    tap.ok(done.status == 0 and "written" not in done.text, "a second time nothing is written", done.text)

    (place / "preferences").write_text("mine\n", encoding="utf-8")
    (place / "dfilters").unlink()
    done = wireshark("--install", home=home)
    tap.ok(done.status == 2 and "Nothing is written" in done.errors and "preferences" in done.errors
           and not (place / "dfilters").exists() and (place / "preferences").read_text(encoding="utf-8") == "mine\n",
           "what somebody changed is not overwritten, and nothing else is written either", done.errors)
    done = wireshark("--install", "--force", home=home)
    tap.ok(done.status == 0 and (place / "preferences.before-1").read_text(encoding="utf-8") == "mine\n"
           and {name: text for name, text in contents(place).items() if "before" not in name} == before,
           "--force keeps it beside the new file", done.text + done.errors)
    tap.equal(other.read_text(encoding="utf-8"), "smtp.decryption: FALSE\n", "other profiles are not touched")
    done = wireshark("--install", "--profile", "lab two", home=home)
    tap.ok(done.status == 0 and set(contents(place.parent / "lab two")) == set(FILES.values()), "another name")
    for name in ("../up", ".", "", "a/b"):
        tap.equal(wireshark("--install", "--profile", name, home=home).status, 2, f"no profile can be called {name!r}")


def old_place(tap, home):
    (home / ".wireshark").mkdir(parents=True)
    done = wireshark("--install", home=home)
    tap.ok((home / ".wireshark" / "profiles" / "maillab" / "dfilters").is_file(), "~/.wireshark, if only that is there",
           done.text)
    blocked = home / "blocked"
    blocked.mkdir()
    (blocked / "config").write_text("a file", encoding="utf-8")
    done = wireshark("--install", home=blocked)
    tap.ok(done.status == 2 and done.errors.startswith("maillab: "), "a place that cannot be written", done.errors)


def reasons(tap):
    done = wireshark()
    text = re.sub(r"\s+", " ", done.text)
    filters = re.findall(r'^"([^"]+)" (.+)$', wireshark("filters").text, re.MULTILINE)
    tap.ok(len(filters) >= 20 and all(f'"{name}": ' in text for name, _filter in filters),
           "every filter has its sentence on the page", [name for name, _ in filters if f'"{name}": ' not in text])
    preferences = wireshark("preferences").text
    settings = re.findall(r"^(# .+)\n([\w.]+): (.+)$", preferences, re.MULTILINE)
    tap.equal(len(settings), len(re.findall(r"^[a-z_]+\.[\w.]+: ", preferences, re.MULTILINE)),
              "every preference has its sentence")
    rules = re.findall(r"^# (.+)\n@([^@]+)@([^@]+)@\[[\d,]+\]\[[\d,]+\]$", wireshark("colours").text, re.MULTILINE)
    tap.equal(len(rules), wireshark("colours").text.count("\n@"), "every colouring rule has its sentence")
    for width in ("60", "100"):
        page = records.run("wireshark", "--color=never", env={**PLAIN, "COLUMNS": width})
        wide = [line for line in page.text.splitlines() if len(line) > int(width)]
        tap.ok(page.text and not wide, f"the page fits into {width} columns", wide[:3])
    tap.ok(records.run("wireshark", env={**PLAIN, "LC_ALL": "C"}).text.isascii(), "ASCII only where the locale is C")
    tap.ok(wireshark("colors").output == wireshark("colours").output, "colors, too")
    for wrong in (["collours"], ["filters", "colours"], ["--install", "filters"], ["--color=no"]):
        done = wireshark(*wrong)
        tap.ok(done.status == 2 and not done.output and done.errors.startswith("maillab: "), f"refused: {wrong}", done.errors)
    return settings


def read_by_tshark(tap, home, settings):
    wireshark("--install", home=home)
    place = home / "config" / "wireshark" / "profiles" / "maillab"
    environment = {**os.environ, "HOME": str(home), "WIRESHARK_CONFIG_DIR": str(place), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(["tshark", "-G", "currentprefs"], capture_output=True, env=environment, timeout=120, check=False)
    current = done.stdout.decode()
    for _why, name, value in settings:
        tap.ok(re.search(rf"^#?{re.escape(name)}: {value}$", current, re.MULTILINE), f"tshark knows {name}: {value}",
               re.findall(rf"^.*{re.escape(name)}:.*$", current, re.MULTILINE))

    _status, listing, errors = tshark(home, "-C", "maillab", "-r", TRACE)
    noise = [line for line in errors.splitlines() if "root" not in line]
    tap.ok(not noise, "tshark reads the profile without a complaint", noise)
    tap.ok("User: alice  Pass: wonderland" in listing, "the answer of AUTH is decoded", listing[:1500])
    tap.ok(re.search(r"^ +12 .* 235 +37 S: 235 2\.7\.0", listing, re.MULTILINE), "the columns", listing[:2500])

    _status, rows, errors = tshark(home, "-C", "maillab", "--color", "-r", TRACE, "-T", "fields", "-e", "frame.number",
                                   "-e", "frame.coloring_rule.name")
    rule = dict(line.split("\t") for line in rows.splitlines() if "\t" in line)
    for frame, expected in {"3": "opened, closed", "8": "client", "10": "server", "11": "a password anyone can read",
                            "19": "a message ends", "7": "nothing of mail"}.items():
        tap.equal(rule.get(frame), f"maillab: {expected}", f"packet {frame} is coloured")

    _status, with_profile, _errors = tshark(home, "-C", "maillab", "-r", LOSSY, "-Y", "imf", "-T", "fields", "-e", "imf.subject")
    tap.ok(with_profile.strip(), "a message with segments out of order is put together", with_profile)


def ports(tap, home):
    """A session on a port of `maillab serve` is read as SMTP."""
    source = (records.ROOT / "lab" / "serve_services.c").read_text(encoding="utf-8")
    served = set(re.findall(r"(?:FALSE|TRUE) +}, (\d+),", source))
    known = set(re.findall(r"tcp\.port,(\d+),", wireshark("ports").text))
    tap.ok(len(served) >= 8 and served <= known, "every port of `maillab serve` is in the profile", sorted(served - known))
    octets = bytearray(TRACE.read_bytes())
    moved = bytes(octets).replace((587).to_bytes(2, "big"), (2525).to_bytes(2, "big"))
    capture = home / "moved.pcap"
    capture.write_bytes(moved)
    _status, listing, _errors = tshark(home, "-C", "maillab", "-r", capture, "-Y", "smtp.req", "-T", "fields", "-e", "smtp.req.command")
    tap.ok("EHLO" in listing.split(), "port 2525 is SMTP", listing)


def main():
    with Tap() as tap, tempfile.TemporaryDirectory(prefix="maillab-") as directory:
        home = Path(directory)
        settings = reasons(tap)
        installing(tap, home / "one")
        old_place(tap, home / "two")
        if shutil.which("tshark") is None:
            tap.skip("tshark reads the profile", "tshark is not installed")
            return
        read_by_tshark(tap, home / "three", settings)
        ports(tap, home / "three")


if __name__ == "__main__":
    main()
