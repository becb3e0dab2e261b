# shellcheck shell=bash
# Sourced by lab/run and tests/run: which Debian or Ubuntu packages a machine needs, and how to get
# them. Installs only what is missing, says what, and asks for sudo only if it must.

build_packages=(gcc libc6-dev meson ninja-build pkg-config libpcap-dev libglib2.0-dev libgnutls28-dev zlib1g-dev libc-ares-dev libgsasl-dev libjson-glib-dev libmimalloc-dev)

say() {
    printf 'maillab: %s\n' "$*" >&2
}

# Prints those of the named packages that are not installed.
missing_packages() {
    local package state
    for package in "$@"; do
        state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || state=
        [ "$state" = installed ] || printf '%s\n' "$package"
    done
}

# Runs a command as root.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        say "installing packages needs root, and there is no sudo here. As root, run:"
        say "  $*"
        exit 2
    fi
}

# Installs the packages among "$@" that are missing. apt's own output is kept in a log and shown
# only when it failed.
install_packages() {
    local missing log
    if ! command -v dpkg-query >/dev/null; then
        say "this is not Debian or Ubuntu, so nothing is installed here by itself."
        say "What is needed, under Debian's names: $*"
        return 0
    fi
    mapfile -t missing < <(missing_packages "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    say "installing what is missing: ${missing[*]}"
    log=$(mktemp)
    # apt-get update only when the lists do not know a package, or are too old to fetch it.
    if ! apt_install "${missing[@]}" >"$log" 2>&1; then
        if ! { as_root apt-get update && apt_install "${missing[@]}"; } >"$log" 2>&1; then
            cat "$log" >&2
            say "the packages could not be installed; what apt-get said stands above."
            rm -f "$log"
            exit 2
        fi
    fi
    rm -f "$log"
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends -o Dpkg::Use-Pty=0 "$@"
}

# configure_and_build DIRECTORY MESON-OPTION…: makes the build directory if there is none and brings
# the build up to date. Quiet unless something fails.
configure_and_build() {
    local directory=$1 log status=0
    shift
    log=$(mktemp)
    if [ ! -f "$directory/build.ninja" ]; then
        say "building in ${directory#"$PWD"/} (only the first time) …"
        meson setup "$directory" "$@" >"$log" 2>&1 || status=$?
    fi
    if [ "$status" = 0 ]; then
        ninja -C "$directory" >"$log" 2>&1 || status=$?
    fi
    if [ "$status" != 0 ]; then
        cat "$log" >&2
        say "the build failed; what the compiler said stands above."
        rm -f "$log"
        exit 2
    fi
    rm -f "$log"
}
