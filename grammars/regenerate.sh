#!/bin/sh
# Writes <language>/pattern/src anew from <language>/pattern/grammar.js.
#
#   grammars/regenerate.sh           write, installing the tools if need be
#   grammars/regenerate.sh --check   only compare with what is checked in; exits
#                                    with 1 if it differs, and with 0 and a note
#                                    if the tools are missing
#
# Needs Node.js with npm, and cargo. The tools go to $HAECHI_GRAMMAR_CACHE, or to
# haechi-grammars in the user's cache folder.
set -eu

generator_version=0.27.1
languages='java=0.23.5 python=0.25.0'

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cache=${HAECHI_GRAMMAR_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/haechi-grammars}
mode=${1:-write}

skip() {
    echo "skipped: generator not available ($1)"
    exit 0
}

missing() {
    if [ "$mode" = --check ]; then skip "$1"; fi
    echo "error: $1" >&2
    exit 2
}

find_generator() {
    for candidate in "$cache/bin/tree-sitter" tree-sitter; do
        case $("$candidate" --version 2>/dev/null || true) in
        "tree-sitter $generator_version" | "tree-sitter $generator_version "*)
            generator=$candidate
            return
            ;;
        esac
    done
    if [ "$mode" = --check ]; then skip "no tree-sitter $generator_version"; fi
    cargo install tree-sitter-cli --version "=$generator_version" --locked \
        --no-default-features --root "$cache" >&2
    generator=$cache/bin/tree-sitter
}

# The published grammar of language $1 in version $2, unpacked in the cache.
fetch_grammar() {
    package=$cache/$1-$2/node_modules/tree-sitter-$1
    if [ -f "$package/grammar.js" ]; then return; fi
    download=$(mktemp -d "$cache/download.XXXXXX")
    if ! (cd "$download" && npm pack --silent "tree-sitter-$1@$2" >/dev/null); then
        rm -rf "$download"
        missing "no tree-sitter-$1 $2 from npm"
    fi
    mkdir -p "$package"
    tar -xzf "$download/tree-sitter-$1-$2.tgz" -C "$package" --strip-components 1
    rm -rf "$download"
}

# Generates language $1, whose published grammar is unpacked, into folder $2.
generate() {
    mkdir -p "$2"
    (cd "$here/$1/pattern" && NODE_PATH="$package/.." "$generator" generate --output "$2" grammar.js)
    cp "$package/LICENSE" "$2/LICENSE"
    if [ -f "$package/src/scanner.c" ]; then
        cp "$package/src/scanner.c" "$2/upstream_scanner.c"
    fi
}

case $mode in
write | --check) ;;
*)
    echo "usage: $0 [--check]" >&2
    exit 2
    ;;
esac
command -v node >/dev/null || missing 'no Node.js'
command -v npm >/dev/null || missing 'no npm'
mkdir -p "$cache"
find_generator

result=0
for entry in $languages; do
    language=${entry%%=*}
    fetch_grammar "$language" "${entry#*=}"
    checked_in=$here/$language/pattern/src
    fresh=$(mktemp -d)
    generate "$language" "$fresh"
    if [ "$mode" = --check ]; then
        diff -r "$checked_in" "$fresh" >/dev/null || {
            echo "$language: pattern/src is not what its grammar.js generates" >&2
            result=1
        }
        rm -rf "$fresh"
    else
        rm -rf "$checked_in"
        mv "$fresh" "$checked_in"
        chmod 755 "$checked_in"
    fi
done
exit $result
