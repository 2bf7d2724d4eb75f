#!/bin/sh
# Build the container image without a daemon: build/lencana-VERSION.tar.gz.   make image   (as root: debootstrap)
#
# Non-root (990:990), for a read-only root, one volume (/var/lib/lencana), a health check. Needs buildah and debootstrap.
set -eu
cd "$(dirname "$0")/../.."

for program in buildah dpkg-deb $([ -n "${BASE:-}" ] || echo debootstrap); do
    command -v "$program" >/dev/null || { echo "image: not installed: $program" >&2; exit 1; }
done
[ "$(id -u)" = 0 ] || { echo "image: only root can make another system in a folder" >&2; exit 1; }

suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' server/lencana/__init__.py)
output=${OUTPUT:-$PWD/build}
here=$PWD/deploy/container
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
work=$(mktemp -d "${TMPDIR:-/var/tmp}/lencana-image-XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
root=$work/rootfs
mkdir -p "$output"

package=${PACKAGE:-}
if [ -z "$package" ]; then
    OUTPUT=$work deploy/deb/build.sh
    package=$(ls "$work"/lencana_*.deb)
fi

if [ -n "${BASE:-}" ]; then # a folder with that system, which stays as it is
    cp -a "$BASE" "$root"
else
    echo "a minimal $suite ..."
    # The archive that apt on this machine uses; nothing of it stays in the image.
    mirror=$(apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(SITE)' 'Created-By: Packages' |
        awk -v suite="$suite" '$1 == "Debian" && $2 == suite { print $3; exit }')
    debootstrap --variant=minbase --include=ca-certificates,python3 "$suite" "$root" "$mirror" \
        >"$work/debootstrap.out" 2>&1 || { tail -n 20 "$work/debootstrap.out" >&2; exit 1; }
fi
dpkg-deb -x "$package" "$root"
echo 'lencana:x:990:990:Lencana:/var/lib/lencana:/usr/sbin/nologin' >>"$root/etc/passwd"
echo 'lencana:x:990:' >>"$root/etc/group"
install -d -m 700 -o 990 -g 990 "$root/var/lib/lencana"
rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/var/log/* "$root"/usr/share/doc/* \
    "$root"/usr/share/man/* "$root"/usr/share/locale/* "$root"/usr/share/info/* "$root"/etc/apt/sources.list \
    "$root"/usr/lib/python3*/ensurepip "$root"/usr/lib/python3*/__pycache__/*test* "$root"/dev/*
# Only what is newer: a module with another time than it was compiled with would be compiled at each start.
find "$root" -newermt "@$SOURCE_DATE_EPOCH" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
mkdir "$work/context"
tar --sort=name --numeric-owner -C "$root" -cf "$work/context/rootfs.tar" .
cp "$here/Containerfile" "$work/context/"

echo "the image ..."
storage="--root $work/storage --runroot $work/run --storage-driver vfs"
archive=$output/lencana-$version.tar
rm -f "$archive"
# Straight into the archive: kept in buildah's storage first, the system would be copied and packed twice more.
# shellcheck disable=SC2086
buildah $storage bud --quiet --isolation chroot --format docker --timestamp "$SOURCE_DATE_EPOCH" \
    --tag "docker-archive:$archive:localhost/lencana:$version" "$work/context" >/dev/null
gzip "-${LEVEL:-9}" -nf "$archive"
echo "$archive.gz  $(stat -c %s "$archive.gz") bytes; load it with: zcat $archive.gz | podman load"
