# Sourced by ./run and ./check, which say in $requirements what they need: a virtual environment with exactly that.
# Only what changed is done again: a stamp keeps the sum of the requirements that are installed.

unset PYTHONDONTWRITEBYTECODE  # without the compiled modules of last time every start takes seconds longer

set_up() {
    python=
    for candidate in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
        # Run it: a name on the path may be a stub that only says that nothing is installed.
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            python=$candidate
            break
        fi
    done
    if [ -z "$python" ]; then
        echo "Matchmaker needs Python 3.11 or newer, and found none. Set PYTHON to its path if it is elsewhere." >&2
        exit 1
    fi
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        echo "This Python cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv" >&2
        exit 1
    fi
    echo "Setting up: about a minute the first time, nothing after that."
    "$python" -m venv .venv
    # What is imported is compiled as it is imported: to compile all of every package takes longer than to fetch it.
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-compile --require-hashes -r "$requirements"
    echo "$wanted" > "$stamp"
}

stamp=.venv/installed-$requirements
wanted=$(cksum < "$requirements")
if [ ! -x .venv/bin/python ] || [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    set_up
fi
for catalogue in matchmaker/translations/*/LC_MESSAGES/messages; do
    [ "$catalogue.mo" -nt "$catalogue.po" ] || .venv/bin/python tools/catalogues.py --compile
done
