import { expectNone } from '../outcome';
import { defineRule } from '../rule';

/** Options between a program and its command. No value of one starts with a dash, so that there is one way to read them. */
const OPTIONS = String.raw`(?:\s+-{1,2}[\w-]+(?:[= ][^-\s]\S*)?)*\s+`;
const RUN = String.raw`(?:container\s+)?(?:run|create|service\s+create|stack\s+deploy|plugin\s+install)\b`;
const COMPOSE = String.raw`compose${OPTIONS}(?:up|run|create|start)\b`;
const STARTS_CONTAINER = new RegExp(String.raw`\b(?:docker|podman|nerdctl|ctr)(?:${OPTIONS}(?:${RUN}|${COMPOSE})|-${COMPOSE})`);

export const nothingOpaque = defineRule({
  id: 'SDG-17.4',
  severity: 'medium',
  references: { nist: ['4.4.5'] },
  title: 'containers are started by something that no rule sees',
  impact: 'everything that the rules forbid',
  remediation: 'declare the container as docker_container; drop the `docker run`',
  appliesTo: ['opaque'],
  check: ({ type, commands }) => {
    if (/^docker_(compose|exec|plugin)$/.test(type)) return [{ status: 'fail', attribute: 'type', value: type }];
    if (type === 'docker_service' || type === 'module') return [{ status: 'unknown', attribute: 'type', value: type }];
    return expectNone('provisioner', commands, (line) => STARTS_CONTAINER.test(line));
  },
});
