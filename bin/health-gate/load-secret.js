#!/usr/bin/env node
/*
 * Run by Terraform for every secret that is given from outside, on the machine that runs Terraform: reads the value where the declaration says, and sends it to the
 * standard input of a container without a network, which writes it into a volume. The value is in no argument, variable, file or message.
 */
'use strict';

const { spawnSync } = require('node:child_process');
const { scryptSync } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { parseArgs } = require('node:util');
const { feedHelper } = require('./helper-container');

const FINGERPRINT_BYTES = 4;
const COMMAND_TIMEOUT_MS = 60_000;
const NEW_LINE = 0x0a;

const text = { type: 'string' };
const { values: options } = parseArgs({
  options: {
    ...{ volume: text, image: text, instance: text, stack: text, tenant: text },
    /** The value's fingerprint when the configuration was made. */
    ...{ context: text, fingerprint: text },
    /** Its source: one of the three. */
    ...{ file: text, variable: text, command: text },
    /** Directory of the command. */
    directory: text,
  },
});

try {
  load();
} catch (error) {
  process.stderr.write(`SecretNotLoaded: ${error.message}\n`);
  process.exitCode = 1;
}

function load() {
  const value = withoutLineEnd(read());
  if (scryptSync(value, options.context, FINGERPRINT_BYTES).toString('hex') !== options.fingerprint) {
    throw new Error('the secret is another one than when the configuration was made; run the deploy again');
  }
  const labels = { instance: options.instance, stack: options.stack, ...(options.tenant === '' ? {} : { tenant: options.tenant }) };
  const owner = { Config: { Labels: Object.fromEntries(Object.entries(labels).map(([name, label]) => [`appengine.${name}`, label])) } };
  const place = ['--interactive', '--network', 'none', '--user', '0:0', '--mount', `type=volume,source=${options.volume},target=/binding`];
  const { status, stderr } = feedHelper(owner, value, place, options.image, 'keep', '--type', 'secret', '/binding/value');
  if (status !== 0) throw new Error(`the volume ${options.volume} cannot be filled: ${stderr.trim()}`);
}

function read() {
  if (options.file !== undefined) return readFileSync(options.file);
  if (options.variable !== undefined) {
    const value = process.env[options.variable];
    if (value === undefined) throw new Error(`variable ${options.variable} is not set`);
    return Buffer.from(value);
  }
  const [program, ...args] = JSON.parse(options.command);
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: options.directory, timeout: COMMAND_TIMEOUT_MS });
  if (error !== undefined) throw error;
  if (status !== 0) {
    const [said = ''] = stderr.toString().trim().split('\n');
    throw new Error(`${program} ended with ${String(status)}: ${said}; run it in a terminal, and sign in where it asks for that`);
  }
  return stdout;
}

function withoutLineEnd(value) {
  return value.at(-1) === NEW_LINE ? value.subarray(0, -1) : value;
}
