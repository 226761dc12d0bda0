import type { TerraformStack } from '../constructs/cdktf/framework';
import { isRecord, mismatches, show } from './mismatch';
import { Resource, type Arguments } from './resource';
import { renderSnapshot } from './snapshot';
import { synthesize } from './synthesize';

const PRIMARY_CHILD = '/Resource';

/** A synthesized stack, asked by construct path instead of by hashed Terraform names. */
export class DockerTemplate {
  /** Synthesizes `stack` as `App.synth` does: aspects, validations, error annotations, then Terraform JSON. */
  static of(stack: TerraformStack): DockerTemplate {
    return new DockerTemplate(synthesize(stack));
  }

  /** All resources, in the order of their addresses. */
  readonly resources: readonly Resource[];

  private constructor(private readonly template: Arguments) {
    this.resources = entries(template.resource)
      .flatMap(([type, byName]) => entries(byName).map(([name, values]) => resourceOf(type, name, values)))
      .sort((a, b) => (a.address < b.address ? -1 : 1));
  }

  /** The container of a construct. @param path such as `acme/Shop/Replica1`. @throws Error naming the paths that exist */
  containerAt(path: string): Resource {
    return this.resourceAt('docker_container', path);
  }

  /**
   * The resource of a construct.
   * @param type such as `docker_volume`
   * @param path of the construct, or of its child `Resource`
   * @throws Error naming the paths that exist
   */
  resourceAt(type: string, path: string): Resource {
    const candidates = this.resources.filter((resource) => resource.type === type);
    const found = candidates.find((resource) => resource.path === path || resource.path === `${path}${PRIMARY_CHILD}`);
    if (found !== undefined) return found;
    throw new Error(
      `no ${type} at ${path}; there ${candidates.length === 0 ? 'is none' : `are:\n  ${candidates.map(constructPath).join('\n  ')}`}`,
    );
  }

  /** Resources of a type whose arguments are as expected; nested objects may hold more. */
  findAll(type: string, expected: Arguments = {}): readonly Resource[] {
    return this.resources.filter((resource) => resource.type === type && mismatches(expected, resource.values).length === 0);
  }

  /** @throws Error unless a resource of the type is as expected, with what the closest one lacks */
  hasResource(type: string, expected: Arguments): void {
    const [closest] = this.resources
      .filter((resource) => resource.type === type)
      .map((resource) => ({ resource, differences: mismatches(expected, resource.values) }))
      .sort((a, b) => a.differences.length - b.differences.length);
    if (closest === undefined) throw new Error(`no ${type} in the stack`);
    if (closest.differences.length === 0) return;
    throw new Error(`no ${type} is as expected; closest is ${constructPath(closest.resource)}:\n  ${closest.differences.join('\n  ')}`);
  }

  /** @throws Error unless there are exactly `count` resources of the type, with the paths of those there are */
  resourceCount(type: string, count: number): void {
    const found = this.findAll(type);
    if (found.length === count) return;
    throw new Error([`expected ${String(count)} of ${type}, there are ${String(found.length)}:`, ...found.map(constructPath)].join('\n  '));
  }

  /** Value of an output. @throws Error naming the outputs that exist */
  output(name: string): unknown {
    const outputs = new Map(entries(this.template.output));
    const output = outputs.get(name);
    if (isRecord(output)) return output.value;
    throw new Error(`no output ${show(name)}; there are: ${[...outputs.keys()].join(', ')}`);
  }

  /**
   * Deterministic JSON for `toMatchSnapshot()`: sorted keys, no metadata of cdktf, and placeholders for content hashes, so that an edit in an app's
   * source changes nothing.
   */
  toSnapshot(): string {
    return renderSnapshot(this.template);
  }
}

function resourceOf(type: string, name: string, values: unknown): Resource {
  const { '//': comment, ...rest } = isRecord(values) ? values : {};
  const metadata = isRecord(comment) && isRecord(comment.metadata) ? comment.metadata : {};
  return new Resource(type, typeof metadata.path === 'string' ? metadata.path : '', `${type}.${name}`, rest);
}

function entries(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : [];
}

function constructPath({ path }: Resource): string {
  return path.endsWith(PRIMARY_CHILD) ? path.slice(0, -PRIMARY_CHILD.length) : path;
}
