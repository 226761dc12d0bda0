import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { factsOfPlan, factsOfTerraformJson, evaluate, type Facts, type Row, type Surface } from '../../../guidelines';
import { settingsOf } from '../../../guidelines/evaluation-settings';
import { isComputed } from '../../../guidelines/surfaces/plan/computed';
import { runCommand } from '../harness/command';
import type { Project } from '../harness/project';
import type { Examples } from './examples';

const STACKS = ['platform', 'acme', 'globex'];
/** On terms that nobody has yet: what a construct switches off with its reason is all that is accepted. */
const TODAY = '2027-01-01';

/** The part of `terraform providers schema -json` that is looked at. */
interface Schemas {
  readonly provider_schemas: Readonly<Record<string, { readonly resource_schemas: Readonly<Record<string, { readonly block: Block }>> }>>;
}

interface Block {
  readonly attributes?: Readonly<Record<string, { readonly computed?: boolean; readonly optional?: boolean }>>;
}

/** Before anything of them is there. */
export function planned(examples: Examples): void {
  describe('as a plan', () => {
    let project: Project;

    beforeAll(async () => {
      ({ project } = examples);
      mkdirSync(project.outputDirectory, { recursive: true });
      const synth = await runCommand(process.execPath, ['--import', 'tsx', 'main.ts'], {
        cwd: project.directory,
        environment: { ...project.environment, CDKTF_OUTDIR: project.outputDirectory },
      });
      if (synth.exitCode !== 0) throw new Error(`synth failed:\n${synth.stderr}`);
    });

    function directoryOf(stack: string): string {
      return join(project.outputDirectory, 'stacks', stack);
    }

    function configurationOf(stack: string): unknown {
      return JSON.parse(readFileSync(join(directoryOf(stack), 'cdk.tf.json'), 'utf8'));
    }

    async function terraform(stack: string, ...args: readonly string[]): Promise<string> {
      const binary = project.environment.TERRAFORM_BINARY_NAME ?? 'terraform';
      const result = await runCommand(binary, args, { cwd: directoryOf(stack), environment: project.environment });
      if (result.exitCode !== 0) throw new Error(`${args.join(' ')} of ${stack} failed:\n${result.stdout}\n${result.stderr}`);
      return result.stdout;
    }

    /** A plan of Terraform's own, of a stack of which nothing is there. */
    async function planOf(stack: string): Promise<unknown> {
      await terraform(stack, 'init', '-input=false');
      await terraform(stack, 'plan', '-input=false', '-out=plan');
      return JSON.parse(await terraform(stack, 'show', '-json', 'plan'));
    }

    function rowsOf(stack: string, facts: readonly Facts[], surface: Surface): readonly string[] {
      const { constructWaivers } = settingsOf(configurationOf(stack));
      return evaluate(facts, { surface, today: TODAY, constructWaivers }).rows.map(comparable).sort();
    }

    /** The provider keeps some lists in an order of its own. */
    function comparable({ rule, status, path, address, attribute, value }: Row): string {
      return [rule, status, path, address, attribute, value.split(', ').sort().join(', ')].join(' | ');
    }

    test.each(STACKS)('%s: the plan says what the synth said, and nothing is unknown', async (stack) => {
      const planned = rowsOf(stack, factsOfPlan(await planOf(stack), configurationOf(stack)), 'plan');

      expect(planned).toEqual(rowsOf(stack, factsOfTerraformJson(configurationOf(stack)), 'synth'));
      expect(planned.filter((row) => / \| (fail|unknown) \| /.test(row))).toEqual([]);
      expect(planned.length).toBeGreaterThan(100);
      expect(await project.containers()).toEqual(new Map());
    });

    test('what may be taken for "not set" is what the provider itself calls optional and computed', async () => {
      const schemas = JSON.parse(await terraform('acme', 'providers', 'schema', '-json')) as Schemas;
      const [provider] = Object.entries(schemas.provider_schemas).filter(([name]) => name.endsWith('/docker'));
      for (const type of ['docker_container', 'docker_network', 'docker_volume', 'docker_image']) {
        const attributes = Object.entries(provider?.[1].resource_schemas[type]?.block.attributes ?? {}).filter(([name]) => name !== 'id');
        expect(attributes.length).toBeGreaterThan(3);
        for (const [name, { optional, computed }] of attributes) {
          expect({ type, name, computed: isComputed(type, name) }).toEqual({
            type,
            name,
            computed: optional === true && computed === true,
          });
        }
      }
    });
  });
}
