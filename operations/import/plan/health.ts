import { HealthCheck } from '../../../constructs/container/health-check';
import { code, object, type Code } from '../code';
import type { SourceHealthCheck, SourceService } from '../description';
import type { DockerfileFacts } from '../dockerfile';
import { healthLook } from '../health';
import { changed, type Remark } from '../remark';
import type { SecretValues } from '../secret-variables';

interface PlannedHealth {
  readonly code: Code;
  readonly remarks: readonly Remark[];
}

/** The check of a pool. @param port that it listens on; undefined for a worker */
export function planHealth(
  { healthCheck, position, name }: SourceService,
  facts: DockerfileFacts,
  port: number | undefined,
  secrets: SecretValues,
): PlannedHealth {
  const own: SourceHealthCheck = healthCheck ?? { position, look: healthLook(facts.healthCheck ?? []) };
  const timing = timingOf(own);
  const options = Object.keys(timing).length === 0 ? [] : [object(timing)];
  const { look } = own;
  if (look.kind === 'http' && port !== undefined && isPath(look.path)) {
    const otherPort = look.port !== undefined && look.port !== port;
    return {
      code: options[0] === undefined ? code`HealthCheck.http(${look.path})` : code`HealthCheck.http(${look.path}, ${options[0]})`,
      remarks: [
        changed(
          own.position,
          'healthcheck',
          otherPort
            ? `asked at port ${String(port)}, where the pool listens, by a probe of the platform`
            : 'asked by a probe of the platform: the image needs no curl for it',
        ),
      ],
    };
  }
  if (look.kind === 'command' && !look.words.some((word) => secrets.has(word))) {
    return {
      code: options[0] === undefined ? code`HealthCheck.command(${look.words})` : code`HealthCheck.command(${look.words}, ${options[0]})`,
      remarks: [],
    };
  }
  if (port !== undefined) {
    return {
      code: code`HealthCheck.tcp()`,
      remarks: [changed(own.position, 'healthcheck', 'none is known: a connection counts; HealthCheck.http(path) sees more')],
    };
  }
  return {
    code: code`HealthCheck.none(${`${name} has no port and no check in the source`})`,
    remarks: [changed(own.position, 'healthcheck', 'running counts as healthy: HealthCheck.command takes a program that knows better')],
  };
}

function timingOf({ interval, timeout, retries, startWithin }: SourceHealthCheck): Record<string, Code> {
  return {
    ...(interval === undefined ? {} : { interval: code`Duration.seconds(${interval})` }),
    ...(timeout === undefined ? {} : { timeout: code`Duration.seconds(${timeout})` }),
    ...(retries === undefined ? {} : { retries: code`${retries}` }),
    // Shorter than the default would fail deploys that worked.
    ...(startWithin === undefined || startWithin <= 30 ? {} : { startWithin: code`Duration.seconds(${startWithin})` }),
  };
}

function isPath(path: string): boolean {
  try {
    HealthCheck.http(path);
    return true;
  } catch {
    return false;
  }
}
