import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario, TenantScenario } from '../fixture/scenario';
import { get } from './http';
import { CLI, Project } from './project';

/** Where the tenant's application answers. */
export const HOST = 'shop.acme.localhost';

/** In the environment of every command: builds get it as a secret. */
export const LIVE_KEY = 'live-key-83e1d4';

/** Certificates are looked at as often as that. */
const POLL_SECONDS = 2;

/** What is deployed. */
export function scenarioOf(acme: TenantScenario): Scenario {
  return { tenants: { acme }, pollSeconds: POLL_SECONDS };
}

/** A deployment of one tenant that something happens to, and that one plain `up` heals. */
export class Recovering {
  /** Deploys it. @param instance name, `a-z` and `0-9` */
  static async deployed(instance: string): Promise<Recovering> {
    const recovering = new Recovering(await Project.fixture(instance, { LIVE_KEY }));
    await recovering.project.deploy(scenarioOf(recovering.declared));
    return recovering;
  }

  private declared: TenantScenario = { version: 'first' };

  private constructor(readonly project: Project) {}

  /** What was deployed last. */
  get current(): TenantScenario {
    return this.declared;
  }

  stateFile(stack = 'acme'): string {
    return join(this.project.directory, '.appengine', this.project.instance, 'state', `${stack}.tfstate`);
  }

  async version(): Promise<unknown> {
    return (JSON.parse((await get(this.project.port, HOST, '/version')).body) as { version: unknown }).version;
  }

  /** One plain `up`, after which everything is as it is declared, and nothing else is there. @returns what it printed */
  async heals(scenario: TenantScenario = this.declared): Promise<string> {
    const { stdout } = await this.project.deploy(scenarioOf(scenario));
    this.declared = scenario;
    for (const stack of ['platform', 'acme']) {
      const plan = await this.project.plan(stack);
      expect({ stack, exitCode: plan.exitCode, plan: plan.exitCode === 0 ? '' : plan.stdout }).toEqual({ stack, exitCode: 0, plan: '' });
    }
    expect(await this.version()).toBe(scenario.version);
    expect(await this.unknown()).toEqual([]);
    return stdout;
  }

  /** Begins to deploy. */
  startUp(scenario: TenantScenario): ChildProcess {
    this.project.declare(scenarioOf(scenario));
    return spawn(process.execPath, [CLI, 'up'], {
      cwd: this.project.directory,
      env: { ...process.env, ...this.project.environment },
      stdio: 'ignore',
    });
  }

  /** Process id of the Terraform that applies the tenant's stack, once it does; undefined if `up` ends before. */
  async terraform(up: ChildProcess): Promise<number | undefined> {
    const journal = `${this.stateFile()}.deploying`;
    while (up.exitCode === null) {
      const pid = existsSync(journal) ? Number(readFileSync(journal, 'utf8')) : 0;
      if (pid > 0) return pid;
      await sleep(20);
    }
    return undefined;
  }

  /** Containers, networks and volumes of the tenant that its state does not have. */
  private async unknown(): Promise<readonly string[]> {
    const { docker, instance } = this.project;
    const filters = { label: [`appengine.instance=${instance}`, 'appengine.stack=acme'] };
    const state = readFileSync(this.stateFile(), 'utf8');
    const containers = await docker.listContainers({ all: true, filters });
    const networks = await docker.listNetworks({ filters });
    const { Volumes: volumes } = await docker.listVolumes({ filters });
    return [
      ...containers.filter(({ Id }) => !state.includes(Id)).map(({ Names }) => Names[0] ?? ''),
      ...networks.filter(({ Id }) => !state.includes(Id)).map(({ Name }) => Name),
      ...volumes.filter(({ Name }) => !state.includes(Name)).map(({ Name }) => Name),
    ];
  }
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
