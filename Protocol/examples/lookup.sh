#!/bin/sh
# Who has this number? Prints the reply line of screenpopd.
# Usage: lookup.sh NUMBER [HOST [PORT]]; exit code 0 found, 1 not found, 2 an error.
set -u

if [ $# -lt 1 ]; then
    echo "usage: lookup.sh NUMBER [HOST [PORT]]" >&2
    exit 2
fi

# A caller ID comes from outside: a line break in it must not become a second request.
number=$(printf '%s' "$1" | tr '\000-\037\177' ' ')

# -N ends our side after the request, so the server ends the connection after its reply.
reply=$(printf 'LOOKUP %s\r\n' "$number" |
    nc -N -w 5 "${2:-127.0.0.1}" "${3:-7373}" | tr -d '\r')

printf '%s\n' "$reply"
case $reply in
    200\ *) exit 0 ;;
    404\ * | 41[0-9]\ *) exit 1 ;;
    *) exit 2 ;;
esac
