# Shared by the checks that start the product. Needs $work, a folder of their own; ends what was started.

started=()

newest_jdk() {
    local home version best=24 jdk=
    for home in /usr/lib/jvm/*; do
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release" 2>/dev/null || true)
        if [ -x "$home/bin/javac" ] && [ "${version:-0}" -gt "$best" ]; then best=$version jdk=$home; fi
    done
    [ -n "$jdk" ] || { echo "There is no JDK 25 or newer under /usr/lib/jvm" >&2; exit 1; }
    echo "$jdk"
}

stop_all() {
    local pid
    for pid in "${started[@]}"; do
        kill -TERM "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
}

fail() {
    echo "FAILED: $*" >&2
    tail -n 40 "$work"/*.log >&2 || true
    exit 1
}

# wait_for SECONDS WHAT COMMAND...
wait_for() {
    local seconds=$1 what=$2 end
    shift 2
    end=$((SECONDS + seconds))
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || fail "$what did not happen within $seconds s"
        sleep 0.2
    done
}

# member NAME: the first member of that name in the JSON on standard input.
member() { grep -o "\"$1\":[^,}]*" | head -n 1 | sed 's/^[^:]*://; s/^"//; s/"$//'; }

# call URL [CURL OPTIONS]: the status on the first line, the body below.
call() { curl -s -o "$work/body" -w '%{http_code}\n' "$@" && cat "$work/body"; }

expect() {
    local what=$1 wanted=$2 got=$3
    [ "$got" = "$wanted" ] || fail "$what: expected $wanted, got $got"
    echo "ok: $what"
}
