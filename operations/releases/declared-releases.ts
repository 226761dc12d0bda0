import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import type { ReleasePlace } from '../../constructs/release/release-place';
import type { SIGNING_KEY, SigningDescription } from '../../constructs/signing/signing-description';
import type { VulnerabilityPolicyDescription } from '../../constructs/vulnerabilities/vulnerability-policy';
import type { AppDescription } from '../../stacks/app-description';
import type { RegistryDescription } from '../../stacks/registry-description';
import type { ReleaseDescription } from '../../stacks/release-description';
import type { SecretDescription } from '../../stacks/service-description';
import type { DeclaredStack } from '../state/manifest';
import type { ImageResource } from './build-project';

/** A synthesized stack, as far as its releases are concerned. */
export interface StackConfiguration {
  readonly '//'?: { readonly [SIGNING_KEY]?: SigningDescription };
  readonly resource?: {
    readonly docker_container?: Readonly<Record<string, DeclaredContainer>>;
    readonly docker_image?: Readonly<Record<string, ImageResource>>;
  };
  readonly output?: {
    readonly apps?: { readonly value: Readonly<Record<string, AppDescription>> };
    readonly secrets?: { readonly value: Readonly<Record<string, SecretDescription>> };
    readonly vulnerabilities?: { readonly value: VulnerabilityPolicyDescription };
    readonly registry?: { readonly value: RegistryDescription };
    readonly releases?: { readonly value: Readonly<Record<string, ReleaseDescription>> };
  };
}

interface DeclaredContainer {
  readonly env?: readonly string[];
  readonly labels?: readonly { readonly label: string; readonly value: string }[];
}

/** @param directory in which all stacks were synthesized */
export function readStack(directory: string, { workingDirectory }: DeclaredStack): StackConfiguration {
  const file = join(directory, workingDirectory, 'cdk.tf.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as StackConfiguration) : {};
}

/** Releases that a stack declares, by their names. */
export function releasesOf({ output }: StackConfiguration): Readonly<Record<string, ReleaseDescription>> {
  return output?.releases?.value ?? {};
}

/** A release, and the stack that declares it. */
export interface DeclaredRelease {
  readonly stack: DeclaredStack;
  readonly configuration: StackConfiguration;
  readonly description: ReleaseDescription;
}

/**
 * The release of a name in what was synthesized.
 * @param directory in which all stacks were synthesized
 * @throws AppEngineError ReleaseUnknown
 */
export function declaredRelease(directory: string, stacks: readonly DeclaredStack[], place: ReleasePlace): DeclaredRelease {
  const stack = stacks.find(({ name }) => name === place.tenant);
  const configuration = stack === undefined ? {} : readStack(directory, stack);
  const description = releasesOf(configuration)[place.app];
  if (stack !== undefined && description !== undefined) return { stack, configuration, description };
  const declared = stacks.flatMap((one) => Object.keys(releasesOf(readStack(directory, one))).map((name) => `${one.name}/${name}`)).sort();
  throw new AppEngineError(
    'ReleaseUnknown',
    `${JSON.stringify(place.toString())} must be an image of a tenant that has releases, and those are: ${declared.join(', ') || '(none)'}; let its image have them: AppImage.fromSource(…, { release: ${JSON.stringify(place.app)} })`,
  );
}
