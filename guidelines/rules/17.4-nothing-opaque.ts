import { expectNone } from '../outcome';
import { defineRule } from '../rule';

/** Options between a program and its command. No value of one starts with a dash, so that there is one way to read them. */
const OPTIONS = String.raw`(?:\s+-{1,2}[\w-]+(?:[= ][^-\s]\S*)?)*\s+`;
const RUN = String.raw`(?:container\s+)?(?:run|create|update|service\s+(?:create|update)|stack\s+deploy|plugin\s+(?:install|enable|set))\b`;
const JOIN = String.raw`(?:network\s+connect|swarm\s+(?:init|join)|buildx\s+create)\b`;
const EXEC = String.raw`(?:container\s+)?exec${OPTIONS}(?:--privileged|(?:-u|--user)[= ]?(?:0|root))(?=[\s:]|$)`;
const COMPOSE = String.raw`compose${OPTIONS}(?:up|run|create|start)\b`;
const CLIENT = String.raw`\b(?:docker|podman|nerdctl|ctr|crictl|runc)`;
const STARTS_CONTAINER = new RegExp(String.raw`${CLIENT}(?:${OPTIONS}(?:${RUN}|${JOIN}|${EXEC}|${COMPOSE})|-${COMPOSE})`);

/** How a client says where the engine is: that alone starts nothing. */
const ADDRESS = /(?:(?:^|\s)(?:-H|--host)[= ]|\bDOCKER_HOST=)\S+/g;
/** A request to the API of an engine, by any program. */
const API_CALL = /--(?:abstract-)?unix-socket\b|\b(?:docker|podman|containerd|crio|buildkitd)\.sock\b|\bhttps?:\/\/[^\s/]+:237[56]\b/;

function drivesEngine(line: string): boolean {
  return STARTS_CONTAINER.test(line) || API_CALL.test(line.replace(ADDRESS, ''));
}

export const nothingOpaque = defineRule({
  id: 'SDG-17.4',
  severity: 'medium',
  references: { nist: ['4.4.5'] },
  title: 'containers are started or changed by something that no rule sees',
  impact: 'everything that the rules forbid',
  remediation: 'declare the container as docker_container; drop the `docker run`, the request to the engine, or the builder',
  appliesTo: ['opaque'],
  check: ({ type, commands }) => {
    if (/^docker_(buildx_builder|compose|exec|plugin)$/.test(type)) return [{ status: 'fail', attribute: 'type', value: type }];
    if (type === 'docker_service' || type === 'module') return [{ status: 'unknown', attribute: 'type', value: type }];
    return expectNone(type === 'external' ? 'program' : 'provisioner', commands, drivesEngine);
  },
});
