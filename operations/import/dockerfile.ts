import { readFileSync } from 'node:fs';
import { shellWords } from './words';

/** Facts about the containers of an image, from its Dockerfile. */
export interface DockerfileFacts {
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  /** The first one that is exposed. */
  readonly port?: number;
  /** Words of its health check. */
  readonly healthCheck?: readonly string[];
}

interface Stage {
  readonly name: string | undefined;
  facts: DockerfileFacts;
}

/**
 * Facts of a stage; undefined where there is no such file or stage.
 * @param target name of the stage. @default the last one
 */
export function readDockerfile(path: string, target?: string): DockerfileFacts | undefined {
  const text = read(path);
  if (text === undefined) return undefined;
  const stages: Stage[] = [];
  for (const [instruction, rest] of instructions(text)) {
    if (instruction === 'FROM') {
      const [base = '', , name] = rest.replace(/^(--\S+\s+)+/, '').split(/\s+/);
      stages.push({ name: name?.toLowerCase(), facts: stages.find((stage) => stage.name === base.toLowerCase())?.facts ?? {} });
    }
    const stage = stages.at(-1);
    if (stage !== undefined) stage.facts = { ...stage.facts, ...factsOf(instruction, rest) };
  }
  return (target === undefined ? stages.at(-1) : stages.find(({ name }) => name === target.toLowerCase()))?.facts;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Lines that go on are one, comments are none. */
function instructions(text: string): readonly (readonly [instruction: string, rest: string])[] {
  const lines = text
    .split(/\r?\n/)
    .filter((line) => !/^\s*(#|$)/.test(line))
    .join('\n')
    .replaceAll(/\\\s*\n/g, ' ')
    .split('\n');
  return lines.map((line) => {
    const [, instruction = '', rest = ''] = /^\s*([A-Za-z]+)\s+([^]*)$/.exec(line) ?? [];
    return [instruction.toUpperCase(), rest.trim()] as const;
  });
}

function factsOf(instruction: string, rest: string): DockerfileFacts {
  if (instruction === 'CMD') return { command: words(rest) };
  if (instruction === 'ENTRYPOINT') return { entrypoint: words(rest) };
  if (instruction === 'EXPOSE') {
    const port = Number(/^(\d+)(\/tcp)?\b/.exec(rest)?.[1]);
    return port > 0 ? { port } : {};
  }
  const [, check] = instruction === 'HEALTHCHECK' ? (/^(?:--\S+\s+)*CMD\s+([^]*)$/.exec(rest) ?? []) : [];
  return check === undefined ? {} : { healthCheck: words(check) };
}

/** The exec form as it is, the other one through a shell. */
function words(rest: string): readonly string[] {
  try {
    const parsed = JSON.parse(rest) as unknown;
    if (Array.isArray(parsed) && parsed.every((word) => typeof word === 'string')) return parsed;
  } catch {
    // A command line.
  }
  return shellWords(rest);
}
