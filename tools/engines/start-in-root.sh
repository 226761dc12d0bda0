#!/bin/sh
# start-in-root.sh ROOT DIRECTORY PROGRAM [ARGUMENT...]: runs a program in the file system of another Debian, with DIRECTORY at the same
# path there. For a mount namespace of its own, of which ROOT becomes the root: in a mere chroot an engine's exec would look for its
# program in the file system of this machine instead of the container's.
set -e
root=$1 directory=$2
shift 2
mount --bind "$root" "$root"
for tree in proc sys dev; do mount --rbind "/$tree" "$root/$tree"; done
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"
mkdir -p "$root$directory"
mount --bind "$directory" "$root$directory"
cp /etc/resolv.conf "$root/etc/resolv.conf"
cd "$root"
pivot_root . .
umount -l .
exec "$@"
