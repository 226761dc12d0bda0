'use strict';

const REFUSAL = /EACCES|EROFS|Permission denied|Read-only file system/i;
const PATH = /(?<![\w.:/-])\/[^\s'"`:,;()[\]]+/g;

/** Finds a refused write in a container's last lines: its path, and how to make it writable. The last path of the line is what was written. */
function explainRefusedWrite(words, mountsOf) {
  const path = words
    .split('\n')
    .filter((line) => REFUSAL.test(line))
    .flatMap((line) => line.match(PATH)?.at(-1) ?? [])[0];
  if (path === undefined) return undefined;
  const mount = (mountsOf() ?? []).find(({ Destination: directory }) => path === directory || path.startsWith(`${directory}/`));
  if (mount === undefined) {
    const directory = path.slice(0, path.lastIndexOf('/')) || path;
    return `${path} cannot be written: add WritablePath.tmpfs('${directory}', size) or WritablePath.volume('${directory}', volume) to \`writable\``;
  }
  const problem = mount.RW ? 'belongs to another user' : 'is mounted read-only';
  return `${path} cannot be written: ${mount.Name ?? mount.Destination} (${mount.Destination}) ${problem}; mount it by WritablePath.volume('${mount.Destination}', volume)`;
}

module.exports = { explainRefusedWrite };
