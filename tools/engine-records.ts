/**
 * Writes what engines answer to `__tests__/fixture/engines/`, for the tests of whatever reads a live engine: `npm run engine-records`, or one of
 * them with `-- embedded`. The embedded one is recorded with an instance and a plain container on it, the prepared host in its virtual machine with a
 * fixture project.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { connect } from '../operations/engine/connect';
import { recordEngine, type EngineRecord } from '../__tests__/fixture/engines/record';
import { readHost } from '../__tests__/vm/harness/host-reading';
import { PreparedHost } from '../__tests__/vm/harness/prepared-host';
import { Project } from '../__tests__/live/harness/project';

const DIRECTORY = join(__dirname, '..', '__tests__', 'fixture', 'engines');

async function embedded(): Promise<EngineRecord> {
  const project = await Project.fixture('fixture');
  try {
    await project.deploy({ tenants: { acme: { replicas: 1 } } });
    return await recordWithPlain(project.docker, 'fixture');
  } finally {
    await project.remove();
  }
}

async function preparedHost(): Promise<EngineRecord & { readonly host: unknown }> {
  const prepared = await PreparedHost.start();
  try {
    await prepared.load(await prepared.synthesizeProfiles());
    await prepared.up();
    Object.assign(process.env, await prepared.machine.environment());
    const record = await recordWithPlain(connect(process.env.DOCKER_HOST ?? '', { environment: process.env }), 'vm');
    return { ...record, host: await readHost(prepared.machine) };
  } finally {
    await prepared.stop();
  }
}

/** With a container beside it that somebody started without any option. */
async function recordWithPlain(docker: Docker, instance: string): Promise<EngineRecord> {
  const [base] = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []).filter((tag) => tag.includes(`/${instance}/base:`));
  const plain = await docker.createContainer({ name: `${instance}-plain`, Image: base ?? '', Cmd: ['sleep', '600'] });
  try {
    await plain.start();
    return await recordEngine(docker, instance, [plain.id]);
  } finally {
    await plain.remove({ force: true });
  }
}

function write(name: string, record: EngineRecord): void {
  writeFileSync(join(DIRECTORY, `${name}.json`), `${JSON.stringify(record, undefined, 1)}\n`);
}

const RECORDERS: Readonly<Record<string, () => Promise<EngineRecord>>> = { embedded, 'debian-12-vm': preparedHost };

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  for (const [name, record] of Object.entries(RECORDERS)) {
    if (wanted.length === 0 || wanted.includes(name)) write(name, await record());
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
