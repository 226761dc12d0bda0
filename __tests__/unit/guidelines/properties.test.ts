import fc from 'fast-check';
import { AppEngineError } from '../../../constructs/errors';
import { evaluate } from '../../../guidelines/evaluate';
import type { Report } from '../../../guidelines/report';
import type { Known } from '../../../guidelines/facts/known';
import { hostPath } from '../../../guidelines/normalise/host-path';
import { fullRepository, imageReference } from '../../../guidelines/normalise/image-reference';
import { securityOption } from '../../../guidelines/normalise/security-option';
import { sizeInBytes } from '../../../guidelines/normalise/size';
import { canonical } from '../../../guidelines/normalise/user';
import { Block } from '../../../guidelines/surfaces/block';
import { literal } from '../../../guidelines/surfaces/plan/expressions';
import { factsOfPlan } from '../../../guidelines/surfaces/plan';
import { recordedPlan } from '../../fixture/plans/plans';
import { planOf } from './plan/plan-of';
import { TODAY } from '../../../guidelines/cases/cases';
import { GOOD_CONTAINER, type Arguments } from '../../../guidelines/cases/configuration';
import { reportOn } from '../../../guidelines/cases/report';
import { CASES } from '../../../guidelines/rules/index.cases';
import { placesIn, softened, withValue } from './tokens';

/** Arguments of containers from the cases of the rules. */
const CHANGES = Object.values(CASES)
  .flatMap(({ configuration }) => (configuration === undefined || configuration.type !== undefined ? [] : [configuration]))
  .flatMap(({ good = [], bad, open, idle = [] }) => [...[...good, ...bad, ...open].map(([changes]) => changes), ...idle]);

const containers = fc
  .subarray(CHANGES, { minLength: 0, maxLength: 6 })
  .map((changes) => changes.reduce<Arguments>((body, change) => ({ ...body, ...change }), GOOD_CONTAINER));

/** Expressions alone and inside of text. */
const tokens = fc.constantFrom(
  '${var.x}',
  'a${var.x}',
  '${var.x}b',
  '${each.value}',
  '%{ if var.x }a%{ endif }',
  '${docker_container.y.id}',
);

/** Places of a container where Terraform takes expressions. */
function openPlaces(body: Arguments): (readonly string[])[] {
  return placesIn(body).filter(([name, ...rest]) => name !== 'dynamic' || rest.length > 1);
}

/** A container, and the same one with expressions at some of its places. */
const openedContainers = containers.chain((body) =>
  fc.tuple(fc.subarray(openPlaces(body), { minLength: 1, maxLength: 4 }), tokens).map(([places, token]) => ({
    body,
    opened: places.reduce<unknown>((value, place) => withValue(value, place, token), body) as Arguments,
  })),
);

/** A container, and the same one with some of its blocks generated. */
const generatedContainers = containers.chain((body) => {
  const blocks = Object.keys(body).filter((name) =>
    /^(ports|mounts|volumes|labels|devices|ulimit|networks_advanced|capabilities)$/.test(name),
  );
  return fc.subarray(blocks, { minLength: Math.min(1, blocks.length) }).map((names) => {
    const kept = Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
    const generators = names.map((name) => ({ [name]: { for_each: '${var.x}', content: body[name] } }));
    return { body, opened: { ...kept, dynamic: [body.dynamic ?? {}, generators].flat() } };
  });
});

function planReport(json: Arguments): Report {
  return evaluate(factsOfPlan(planOf(json), json), { surface: 'plan', today: TODAY });
}

/** Terraform refuses texts where numbers and switches belong: then there is nothing to judge. */
function judgedOrRefused(judged: () => Report): Report | undefined {
  try {
    return judged();
  } catch (error) {
    if (error instanceof AppEngineError && error.code === 'TerraformJsonInvalid') return undefined;
    throw error;
  }
}

const container = (body: Arguments): Arguments => ({ resource: { docker_container: { x: body } } });

describe('what becomes unknown', () => {
  test.each([
    ['an expression', openedContainers],
    ['a generated block', generatedContainers],
  ])('%s hides no finding', (_, changed) => {
    fc.assert(
      fc.property(changed, ({ body, opened }) => {
        const report = judgedOrRefused(() => reportOn(container(opened)));
        if (report !== undefined) expect(softened(reportOn(container(body)), report)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['an expression', openedContainers],
    ['a generated block', generatedContainers],
  ])('%s hides no finding in a plan', (_, changed) => {
    fc.assert(
      fc.property(changed, ({ opened }) => {
        const report = judgedOrRefused(() => reportOn(container(opened)));
        if (report !== undefined) expect(softened(report, planReport(container(opened)))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('any input', () => {
  const json = fc.jsonValue({ maxDepth: 4 });

  /** A real plan with something else at one of its places. */
  const mutated = fc.constantFrom('instances', 'references', 'bind-host-root').chain((name) => {
    const plan = recordedPlan(name);
    return fc.tuple(fc.constantFrom(...placesIn(plan)), json).map(([place, value]) => withValue(plan, place, value));
  });

  test('as a plan is judged, or refused with an error of ours', () => {
    fc.assert(
      fc.property(fc.oneof(json, mutated), fc.option(json, { nil: undefined }), (plan, written) => {
        expect(codeOf(() => evaluate(factsOfPlan(plan, written), { surface: 'plan', today: TODAY }))).toMatch(
          /^(none|PlanInvalid|TerraformJsonInvalid)$/,
        );
      }),
      { numRuns: 300 },
    );
  });

  test('a change of a real plan that leaves nothing out hides no container', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...placesIn(recordedPlan('instances')).filter(([first]) => first === 'configuration')),
        json,
        (place, value) => {
          const plan = withValue(recordedPlan('instances'), place, value);
          const count = (facts: ReturnType<typeof factsOfPlan>): number => facts.filter(({ kind }) => kind === 'container').length;
          try {
            expect(count(factsOfPlan(plan))).toBe(10);
          } catch (error) {
            if (!(error instanceof AppEngineError)) throw error;
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

function codeOf(act: () => unknown): string {
  try {
    act();
    return 'none';
  } catch (error) {
    return error instanceof AppEngineError ? error.code : String(error);
  }
}

describe('the order of resources', () => {
  const resources = fc
    .array(containers, { minLength: 2, maxLength: 5 })
    .map((bodies) =>
      bodies.map((body, index): readonly [string, Arguments] => [
        `c${String(index)}`,
        { ...body, labels: [{ label: 'appengine.tenant', value: `t${String(index % 2)}` }] },
      ]),
    );

  test('changes no report', () => {
    fc.assert(
      fc.property(
        resources.chain((named) => fc.tuple(fc.constant(named), fc.shuffledSubarray(named, { minLength: named.length }))),
        ([named, shuffled]) => {
          const rendered = (entries: readonly (readonly [string, Arguments])[]): string =>
            JSON.stringify(reportOn({ resource: { docker_container: Object.fromEntries(entries) } }).rows);

          expect(rendered(shuffled)).toBe(rendered(named));
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('a normal form', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.stringMatching(/^[/.a-z]{0,20}$/),
    fc.constantFrom('docker.io/nginx', 'index.docker.io/a/b', 'localhost/x', 'r:5000/x', '+00', 'root', '007', '-0'),
  );

  test.each<readonly [string, (text: string) => string]>([
    ['of a path', hostPath],
    ['of a repository', fullRepository],
    ['of a user', canonical],
    ['of an image', (text) => imageReference(text).name],
    ['of a size', (text) => String(sizeInBytes(text) ?? '')],
    ['of an option', (text) => `${securityOption(text).key}=${securityOption(text).value}`],
  ])('%s stays as it is', (_, normalise) => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(normalise(normalise(text))).toBe(normalise(text));
      }),
      { numRuns: 500 },
    );
  });

  test('of a text in a plan is read as the text, or it is unknown', () => {
    const pieces = fc.array(fc.constantFrom('$', '%', '{', '}', 'a', '${', '%{'), { maxLength: 8 }).map((parts) => parts.join(''));
    const plain = fc.array(fc.constantFrom('a', '${x}', '%{x}', '}', '{'), { maxLength: 8 }).map((parts) => parts.join(''));
    const read = (text: string): Known<string | undefined> => new Block('x', { a: literal(text) }).text('a');

    fc.assert(
      fc.property(pieces, plain, (any, simple) => {
        expect([
          { known: true, value: any },
          { known: false, expression: literal(any) },
        ]).toContainEqual(read(any));
        expect(read(simple)).toEqual({ known: true, value: simple });
      }),
    );
  });
});
