import { expectNone } from '../outcome';
import { defineRule } from '../rule';

const STARTS_CONTAINER =
  /\b(docker|podman|nerdctl|ctr)\b(?:\s+-{1,2}[\w-]+(?:[= ]\S+)?)*\s+(container\s+)?(run|create|compose\s+up|service\s+create|stack\s+deploy|plugin\s+install)\b/;

export const nothingOpaque = defineRule({
  id: 'SDG-17.4',
  severity: 'medium',
  references: { nist: ['4.4.5'] },
  title: 'containers are started by something that no rule sees',
  opens: 'everything that the rules forbid',
  fix: 'declare the container as docker_container; drop the `docker run`',
  appliesTo: ['opaque'],
  check: ({ type, commands }) => {
    if (type === 'docker_compose' || type === 'docker_plugin') return [{ status: 'fail', attribute: 'type', value: type }];
    if (type === 'docker_service' || type === 'module') return [{ status: 'unknown', attribute: 'type', value: type }];
    return expectNone('provisioner', commands, (line) => STARTS_CONTAINER.test(line));
  },
});
