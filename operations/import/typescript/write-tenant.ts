import { code, type Code } from '../code';
import { deploysAtOnce, type Declaration, type TenantPlan } from '../plan/tenant-plan';
import { pascal } from '../plan/names';
import type { Remark, RemarkKind } from '../remark';

/** Module specifiers of the library, as the project of the user names them. */
export interface LibraryModules {
  readonly constructs: string;
  readonly stacks: string;
}

const PUBLISHED: LibraryModules = { constructs: 'appengine-constructs/constructs', stacks: 'appengine-constructs/stacks' };
const WIDTH = 136;
const INTRODUCTIONS: Readonly<Record<RemarkKind, string>> = { todo: 'To do', changed: 'Changed', dropped: 'Not carried over' };
const ORDER: readonly RemarkKind[] = ['todo', 'changed', 'dropped'];

/** The tenant as a file of a project, formatted as prettier does. @param modules @default the published ones */
export async function writeTenant(plan: TenantPlan, modules: LibraryModules = PUBLISHED): Promise<string> {
  // Loaded by an import alone, and in the form that runs in every loader of modules.
  const [{ format }, typescript, estree] = await Promise.all([
    import('prettier/standalone'),
    import('prettier/plugins/typescript'),
    import('prettier/plugins/estree'),
  ]);
  return format(textOf(plan, modules), {
    parser: 'typescript',
    plugins: [typescript, estree],
    singleQuote: true,
    printWidth: 140,
    trailingComma: 'all',
  });
}

function textOf(plan: TenantPlan, modules: LibraryModules): string {
  const pieces = [
    ...plan.declarations.flatMap(({ value, statements }) => [value, ...statements]),
    ...(plan.quota === undefined ? [] : [plan.quota]),
  ];
  const imports = [...new Set(pieces.flatMap((piece) => [...piece.imports]))].sort();
  const name = className(plan.tenant, imports);
  const props = plan.quota === undefined ? '{ platform }' : `{ platform, quota: ${plan.quota.text} }`;
  return `${imports.length === 0 ? '' : `import { ${imports.join(', ')} } from '${modules.constructs}';\n`}import { TenantStack, type Platform } from '${modules.stacks}';
import type { Construct } from 'constructs';

${documentation(plan)}
export class ${name} extends TenantStack {
  constructor(scope: Construct, platform: Platform) {
    super(scope, ${code`${plan.tenant}`.text}, ${props});

${plan.declarations.map((declaration) => statement(declaration, pieces)).join('\n')}
  }
}

export default (scope: Construct, platform: Platform): TenantStack => new ${name}(scope, platform);
`;
}

/** Of the tenant, unless something that is imported has the name. */
function className(tenant: string, imports: readonly string[]): string {
  const name = pascal(tenant);
  return [...imports, 'Construct', 'Platform', 'TenantStack'].includes(name) ? `${name}Tenant` : name;
}

function documentation({ files, format, services, remarks }: TenantPlan): string {
  const ready = services.filter(deploysAtOnce).length;
  const lines = [
    `Imported from ${files.join(', ')} (${format}): ${String(ready)} of ${String(services.length)} services need nothing more.`,
    '',
    'Of every container: a user without rights, a read-only root but for `/tmp` and what is `writable`, no capabilities, 256 MiB and half a core unless it says otherwise, and no way out of the host but by `egress`.',
    ...services
      .filter(({ becomes }) => becomes === undefined)
      .flatMap((service) => service.remarks.map(({ text }) => `- ${service.name}: ${text}`)),
    ...inOrder(remarks).map(({ kind, key, text }) => `- ${INTRODUCTIONS[kind]}, ${key}: ${text}`),
  ];
  return `/**\n${lines
    .flatMap((line) => wrapped(oneLine(line), WIDTH))
    .map((line) => ` * ${line.replaceAll('*/', '* /')}`.trimEnd())
    .join('\n')}\n */`;
}

function statement({ variable, value, statements, remarks }: Declaration, all: readonly Code[]): string {
  const isRead = all.some(({ references }) => references.has(variable));
  const comments = inOrder(remarks).flatMap(({ kind, key, text }) =>
    wrapped(oneLine(`${INTRODUCTIONS[kind]}, ${key}: ${text}`), WIDTH - 4),
  );
  return [
    ...(remarks.length === 0 ? [] : ['']),
    ...comments.map((line) => `// ${line}`),
    `${isRead ? `const ${variable} = ` : ''}${value.text};`,
    ...statements.map(({ text }) => text),
  ].join('\n');
}

function inOrder(remarks: readonly Remark[]): readonly Remark[] {
  const sorted = ORDER.flatMap((kind) => remarks.filter((remark) => remark.kind === kind));
  return sorted.filter((remark, index) => sorted.findIndex(({ key, text }) => key === remark.key && text === remark.text) === index);
}

/** Everything that could end a comment is a space. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  const indented = /^(- |To do|Changed|Not carried)/.test(text);
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > width) lines.push(lines.length === 0 || !indented ? word : `  ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
