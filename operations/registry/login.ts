import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidValue, JsonValue } from '../../constructs/release/json-value';
import type { RegistryDescription } from '../../stacks/registry-description';
import { homeOf } from '../home';
import { run } from '../process/run';
import type { Session } from '../session';
import { passwordOf, type RegistryUser } from './hosted-registry';

/** Name and password of a user, as an engine gets them in a header of one request. */
export interface RegistryLogin {
  readonly username: string;
  readonly password: string;
  readonly serveraddress: string;
}

const HELPER_TIMEOUT_MS = 60_000;
const ANY = /^[\s\S]{1,65536}$/;
const HELPER = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * The login of a user: of a registry that runs here from its container, of any other one as `docker login` has left it.
 * @returns undefined without one
 * @throws AppEngineError RegistryNotRunning
 */
export async function loginOf(session: Session, registry: RegistryDescription, user: RegistryUser): Promise<RegistryLogin | undefined> {
  const [serveraddress = registry.address] = registry.address.split('/');
  if (registry.isHosted) return { username: user, password: await passwordOf(session, user), serveraddress };
  return loginOfClient(session, serveraddress);
}

/** As the docker client would find it: with a helper, or in its configuration. */
async function loginOfClient(session: Session, server: string): Promise<RegistryLogin | undefined> {
  const configuration = readConfiguration(session);
  if (configuration === undefined) return undefined;
  try {
    const helper = textIn(configuration, 'credHelpers', server) ?? textIn(configuration, 'credsStore');
    if (helper !== undefined && HELPER.test(helper)) return await loginOfHelper(session, helper, server);
    const encoded = textIn(configuration, 'auths', server, 'auth');
    const [, username = '', password = ''] = /^([^:]+):([\s\S]*)$/.exec(Buffer.from(encoded ?? '', 'base64').toString()) ?? [];
    return username === '' ? undefined : { username, password, serveraddress: server };
  } catch (error) {
    // Another form of that file is one without a login.
    if (error instanceof InvalidValue) return undefined;
    throw error;
  }
}

async function loginOfHelper(session: Session, helper: string, server: string): Promise<RegistryLogin | undefined> {
  const { exitCode, stdout } = await run(`docker-credential-${helper}`, ['get'], {
    environment: session.environment,
    input: Buffer.from(server),
    timeout: HELPER_TIMEOUT_MS,
  });
  if (exitCode !== 0) return undefined;
  const answer = parse(stdout);
  const [username, password] = ['Username', 'Secret'].map((name) => (answer === undefined ? undefined : textIn(answer, name)));
  return username === undefined || password === undefined ? undefined : { username, password, serveraddress: server };
}

function readConfiguration({ environment }: Session): JsonValue | undefined {
  const home = homeOf(environment);
  const directory = environment.DOCKER_CONFIG ?? (home === undefined ? undefined : join(home, '.docker'));
  const file = directory === undefined ? undefined : join(directory, 'config.json');
  return file === undefined || !existsSync(file) ? undefined : parse(readFileSync(file, 'utf8'));
}

function parse(content: string): JsonValue | undefined {
  try {
    return new JsonValue(JSON.parse(content), '');
  } catch {
    return undefined;
  }
}

/** Undefined where one of the names is not there. @throws InvalidValue */
function textIn(value: JsonValue, ...names: readonly string[]): string | undefined {
  const [name = '', ...others] = names;
  if (!value.has(name)) return undefined;
  const field = value.field(name);
  return others.length > 0 ? textIn(field, ...others) : field.text(ANY, 'a text');
}
