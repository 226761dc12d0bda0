import { UNKNOWN } from '../cases/arguments';
import type { ConfigurationCase, RuleCases } from '../cases/cases';
import type { Arguments } from '../cases/configuration';

function local(line: string): Arguments {
  return { provisioner: { 'local-exec': { command: line } } };
}

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    type: 'terraform_data',
    good: [[{ provisioner: { 'local-exec': { command: 'docker exec x reload' } } }, 'pass provisioner = docker exec x reload']],
    bad: [
      [{ provisioner: { 'local-exec': { command: 'docker run --privileged x' } } }, 'fail provisioner = docker run --privileged x'],
      [
        { provisioner: [{ 'local-exec': { interpreter: ['docker', '-H', 'x', 'run'], command: 'y' } }] },
        'fail provisioner = docker -H x run y',
      ],
      [{ provisioner: { 'remote-exec': { inline: ['podman run x'] } } }, 'fail provisioner = podman run x'],
    ],
    open: [
      [{ provisioner: { 'local-exec': { command: UNKNOWN } } }, 'unknown provisioner = ${var.x}'],
      [{ provisioner: { 'remote-exec': { script: 'x.sh' } } }, 'unknown provisioner = remote script'],
    ],
    edge: [
      ...[
        'docker create x',
        'docker container run x',
        'docker service create x',
        'docker stack deploy x',
        'docker plugin install x',
        'docker compose up',
        'docker compose -f x run y',
        'docker-compose up',
        'docker compose create',
        'docker compose start',
        'docker  --host=tcp://h   run x',
        'docker -D --log-level debug run x',
        'nerdctl run x',
        'ctr run x',
      ].map((line): ConfigurationCase => [local(line), `fail provisioner = ${line.replace(/\s+/g, ' ')}`]),
      ...[
        'docker ps',
        'docker compose ps',
        'mydocker run',
        'docker runner',
        'docker container ls',
        'docker-compose ps',
        'docker stack ls',
      ].map((line): ConfigurationCase => [local(line), `pass provisioner = ${line}`]),
    ],
  },
};
