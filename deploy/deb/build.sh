#!/bin/sh
# Build the Debian package for the release that this runs on: build/lencana_VERSION_ARCH.deb.   make deb
#
# The package is a virtual environment in /opt/lencana, bound to the release's own python3. The same commit, release and
# dependencies give the same bytes. Needs python3-venv, dpkg and git; without git, SOURCE (a tar archive) and
# SOURCE_DATE_EPOCH.
set -eu
cd "$(dirname "$0")/../.."

python=${PYTHON:-/usr/bin/python3}
output=${OUTPUT:-$PWD/build}
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH PYTHONHASHSEED=0
umask 022

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
source=$work/source
here=$source/deploy/deb
mkdir "$source"
if [ -n "${SOURCE:-}" ]; then
    tar -x -C "$source" -f "$SOURCE"
else
    git archive HEAD | tar -x -C "$source" # what is committed, and nothing else that lies in the folder
fi

version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' "$source/server/lencana/__init__.py")
python_version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
next_version=$("$python" -c 'import sys; print("%d.%d" % (sys.version_info[0], sys.version_info[1] + 1))')
architecture=$(dpkg --print-architecture)
release=$(. /etc/os-release && echo "$VERSION_CODENAME")

root=$work/root
venv=$root/opt/lencana
mkdir -p "$root/opt" "$output"

echo "lencana $version for $release (python $python_version, $architecture)"
"$python" -m venv "$work/tools"
"$work/tools/bin/python" -m pip install -q --disable-pip-version-check --upgrade pip setuptools
echo "building the wheel ..."
"$work/tools/bin/python" -m pip wheel -q --no-deps --no-build-isolation -w "$work" "$source"
echo "installing it and what it needs ..."
"$python" -m venv --without-pip "$venv"
"$work/tools/bin/python" -m pip --python "$venv/bin/python" install -q --no-compile "$(echo "$work"/lencana-*.whl)[mailbox]"

# What names the building folder, or the moment, goes.
find "$venv" -name __pycache__ -prune -exec rm -rf {} +
find "$venv/bin" -type f -exec sed -i "1s|^#!.*/bin/python[0-9.]*|#!/opt/lencana/bin/python3|" {} +
rm -f "$venv"/bin/activate* "$venv"/bin/Activate.ps1
sed -i '/^command = /d' "$venv/pyvenv.cfg"
find "$venv" -name direct_url.json -delete
find "$venv" -name RECORD -exec sed -i '/direct_url.json/d; /__pycache__/d; /^\.\.\/\.\.\/\.\.\/bin\//d' {} +

# Of the system's own modules, pymilter alone is seen, where python3-milter is installed.
mkdir -p "$root/usr/share/lencana/milter"
for module in Milter "milter.$("$python" -c 'import sysconfig; print(sysconfig.get_config_var("SOABI"))').so"; do
    ln -s "/usr/lib/python3/dist-packages/$module" "$root/usr/share/lencana/milter/"
done
echo /usr/share/lencana/milter >"$venv/lib/python$python_version/site-packages/lencana-milter.pth"

# Compiled here once and not by every machine: valid as long as a module has the time and size that it is packed with.
find "$venv/lib" -name '*.py' -exec touch --date="@$SOURCE_DATE_EPOCH" {} +
"$python" -m compileall -q --invalidation-mode timestamp -s "$root" -p / "$venv/lib"

install -D -m 644 -t "$root/usr/lib/systemd/system" "$source"/deploy/systemd/*.service
install -D -m 644 "$here/sysusers.conf" "$root/usr/lib/sysusers.d/lencana.conf"
install -D -m 644 "$here/lencana.toml" "$root/usr/share/lencana/lencana.toml"
mkdir -p "$root/usr/share/doc/lencana/examples" "$root/usr/bin"
install -m 644 "$source"/docs/*.md "$root/usr/share/doc/lencana/"
install -m 644 "$source/LICENSE" "$root/usr/share/doc/lencana/copyright"
gzip -9n <"$source/CHANGELOG.md" >"$root/usr/share/doc/lencana/changelog.gz"
for example in nginx caddy prometheus grafana sieve; do
    cp -r "$source/deploy/$example" "$root/usr/share/doc/lencana/examples/"
done
ln -s /opt/lencana/bin/lencana "$root/usr/bin/lencana"

mkdir "$root/DEBIAN"
for script in postinst prerm postrm; do install -m 755 "$here/$script" "$root/DEBIAN/$script"; done
size=$(du -sk --exclude=DEBIAN "$root" | cut -f1)
sed -e "s|@VERSION@|$version|; s|@RELEASE@|$release|; s|@ARCHITECTURE@|$architecture|; s|@SIZE@|$size|" \
    -e "s|@PYTHON@|$python_version|; s|@NEXT_PYTHON@|$next_version|" "$here/control" >"$root/DEBIAN/control"

find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
package=$output/lencana_${version}~${release}_$architecture.deb
# shellcheck disable=SC2086 (several words; the tests take -Zgzip, which is ten times as fast)
dpkg-deb --root-owner-group ${COMPRESSION:--Zxz} --build "$root" "$package" >/dev/null
echo "$package  $(stat -c %s "$package") bytes  sha256 $(sha256sum "$package" | cut -d' ' -f1)"
