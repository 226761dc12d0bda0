import { factsOfEngine } from '../../../../guidelines/surfaces/live';
import { factsOfTerraformJson } from '../../../../guidelines/surfaces/synth';
import { configuration } from '../../../../guidelines/cases/configuration';
import { answer, containerOf, snapshot, type Json } from './answers';

const life = (status: string, restart: string, declared?: Json): readonly unknown[] => {
  const json = configuration('docker_container', declared ?? {});
  const facts = factsOfEngine(
    snapshot({
      containers: [answer({ State: { Status: status }, HostConfig: { RestartPolicy: { Name: restart, MaximumRetryCount: 0 } } })],
    }),
    declared === undefined ? [] : factsOfTerraformJson(json),
  );
  const { starts, isLongRunning } = containerOf(facts);
  return [starts, isLongRunning].map((fact) => (fact.known ? fact.value : fact.expression));
};

test.each([
  ['running', 'no', [true, true]],
  ['paused', 'no', [true, true]],
  ['restarting', 'on-failure', [true, true]],
  ['created', 'always', [false, false]],
  ['exited', 'no', [true, false]],
  ['exited', 'on-failure', [true, false]],
  ['exited', 'unless-stopped', [true, true]],
  ['dead', 'always', [true, true]],
])('an undeclared one is %s, with restart %s', (status, restart, expected) => {
  expect(life(status, restart)).toEqual(expected);
});

test.each<readonly [string, Json, readonly unknown[]]>([
  ['exited', { must_run: false }, [true, false]],
  ['running', { must_run: false }, [true, false]],
  ['created', { start: false }, [false, false]],
  // It failed to start, or was started by hand.
  ['created', {}, [true, true]],
  ['running', { start: false }, [true, true]],
  ['created', { start: '${var.start}' }, ['${var.start}', true]],
])('one that is %s, declared with %j', (status, declared, expected) => {
  expect(life(status, 'no', declared)).toEqual(expected);
});
