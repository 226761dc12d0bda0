#!/bin/sh
# Turns a fresh debootstrap root into the base of every platform image:
#   strip.sh <rootfs>
# Runs after debootstrap and before tar; running it twice changes nothing.
set -eu

root=$(cd "${1:?usage: strip.sh <rootfs>}" && pwd -P)
if [ "$root" = / ] || [ ! -f "$root/etc/debian_version" ]; then
	echo "strip.sh: $root is not a Debian root below a directory of its own" >&2
	exit 1
fi

# --- apt sources: the mirror that debootstrap used, plus updates and security -------------------------------------------
# debootstrap knows only the release itself. A security mirror has the URL of its archive with `-security` appended.
if [ -s "$root/etc/apt/sources.list" ]; then
	read -r uri suite components <<-LINE
		$(sed -n 's/^deb  *\(\[[^]]*] *\)\{0,1\}//p' "$root/etc/apt/sources.list" | head -n 1)
	LINE
	uri=${uri%/}
	for keyring in pgp gpg; do
		signed_by=/usr/share/keyrings/debian-archive-keyring.$keyring
		if [ -e "$root$signed_by" ]; then break; fi
	done
	cat >"$root/etc/apt/sources.list.d/debian.sources" <<-SOURCES
		Types: deb
		URIs: $uri
		Suites: $suite $suite-updates
		Components: $components
		Signed-By: $signed_by

		Types: deb
		URIs: $uri-security
		Suites: $suite-security
		Components: $components
		Signed-By: $signed_by
	SOURCES
	rm "$root/etc/apt/sources.list"
fi

# --- rules that every image built on top inherits -----------------------------------------------------------------------
# dpkg leaves out what nobody reads in a container, its own log too; licences stay, because images are passed on.
cat >"$root/etc/dpkg/dpkg.cfg.d/appengine" <<'DPKG'
path-exclude=/usr/share/doc/*
path-include=/usr/share/doc/*/copyright
path-exclude=/usr/share/info/*
path-exclude=/usr/share/lintian/*
path-exclude=/usr/share/locale/*
path-exclude=/usr/share/man/*
DPKG
sed -i '/^log /d' "$root/etc/dpkg/dpkg.cfg"

# A package that brings a setuid or setgid file loses the bit as soon as apt is done with it, so no Dockerfile can forget it.
cat >"$root/etc/apt/apt.conf.d/90appengine" <<'APT'
APT::Install-Recommends "false";
Acquire::Languages "none";
Acquire::Retries "3";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Dir::Log::History "";
Dir::Log::Planner "";
Dir::Log::Terminal "";
DPkg::Post-Invoke {
  "find / -xdev -type f -perm /6000 -exec chmod ug-s {} +";
  "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/log/alternatives.log";
};
APT

# An init script that a package starts during a build has no init to run it.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"

# libnss-unknown answers for uids without a line in passwd. Not before the last step of a build: `adduser` of a package would find none that is free.
sed -i -E '/^(passwd|group):/s/ unknown//' "$root/etc/nsswitch.conf"

# --- privileges ---------------------------------------------------------------------------------------------------------
find "$root" -xdev ! -type l -perm /6000 -exec chmod ug-s {} +

# --- weight -------------------------------------------------------------------------------------------------------------
find "$root/usr/share/doc" ! -type d ! -name copyright -delete
find "$root/usr/share/doc" -type d -empty -delete
for directory in usr/share/info usr/share/lintian usr/share/locale usr/share/man var/cache var/lib/apt/lists; do
	mkdir -p "$root/$directory"
	find "$root/$directory" -mindepth 1 -delete
done
mkdir -p "$root/var/cache/apt/archives/partial" "$root/var/lib/apt/lists/partial"

# --- identity and traces of the machine that built it -------------------------------------------------------------------
# hostname and resolv.conf are copies of the builder's own; the engine mounts the container's over them, and its /dev too.
rm -f "$root/etc/machine-id" "$root/var/lib/dbus/machine-id" "$root/etc/hostname" "$root/etc/resolv.conf"
rm -f "$root/etc/passwd-" "$root/etc/group-" "$root/etc/shadow-" "$root/etc/gshadow-"
rm -f "$root/var/lib/dpkg/status-old" "$root/var/lib/dpkg/available" "$root/var/lib/dpkg/diversions-old"
find "$root/var/log" -type f -delete
for directory in dev run tmp var/tmp; do
	find "$root/$directory" -xdev -mindepth 1 -delete
done

# The day of the last password change is the day of the build: without it two builds of one archive state are the same.
sed -i 's/^\([^:]*:[^:]*\):[0-9]*:/\1::/' "$root/etc/shadow"
