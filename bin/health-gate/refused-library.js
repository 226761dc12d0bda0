'use strict';

const PATH = '(/[^\\s\'"`:,;()[\\]]+)';

/** Words of loaders about a file system that nothing is run from: those of glibc, also below a JVM, of musl, and of Netty. */
const REFUSALS = [
  new RegExp(`${PATH}: failed to map segment from shared object(?!: Cannot allocate memory)`),
  new RegExp(`Error loading shared library ${PATH}: Operation not permitted`),
  new RegExp(`${PATH} exists but cannot be executed even when execute permissions set`),
];

/** Finds a library that could not be loaded from a writable path in a container's last lines, and how to make it loadable. */
function explainRefusedLibrary(words, memoryOf) {
  const path = REFUSALS.map((refusal) => refusal.exec(words)?.[1]).find((found) => found !== undefined);
  if (path === undefined) return undefined;
  const holding = Object.keys(memoryOf() ?? {}).filter((directory) => path.startsWith(`${directory}/`));
  const directory = holding.sort((a, b) => b.length - a.length)[0] ?? (path.slice(0, path.lastIndexOf('/')) || path);
  return `${path} cannot be loaded, since nothing is run from there: add WritablePath.executableTmpfs('${directory}', size, reason) to \`writable\``;
}

module.exports = { explainRefusedLibrary };
