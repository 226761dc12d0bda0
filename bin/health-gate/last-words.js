/*
 * What a container said, for the terminal of an operator. Its writer is not trusted: control characters could clear the screen or forge lines. And
 * Terraform keeps 8 KiB of what a gate prints, which have to be enough for the reason too.
 */
'use strict';

const LONGEST_LINE = 300;
const MOST_BYTES = 4096;

/** The last lines, those of both streams in the order in which they came. @param logs of the docker client with timestamps */
function lastWords(...logs) {
  const lines = logs.flatMap((text) => text.split('\n').filter((line) => line !== ''));
  // Stable: lines of one moment stay in the order of their stream.
  const said = lines.sort((a, b) => compare(timeOf(a), timeOf(b))).map((line) => shown(line.slice(timeOf(line).length + 1)));
  while (said.length > 1 && Buffer.byteLength(said.join('\n')) > MOST_BYTES) said.shift();
  return said.join('\n');
}

function timeOf(line) {
  return line.split(' ', 1)[0];
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** One line that can do nothing to a terminal, and is not too long for one. */
function shown(line) {
  const clean = line
    .replace(/\t/g, '  ')
    .trimEnd()
    .replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return clean.length > LONGEST_LINE ? `${clean.slice(0, LONGEST_LINE)} …` : clean;
}

module.exports = { lastWords, shown };
