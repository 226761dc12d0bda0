import { join } from 'node:path';
import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel, type ExtractorMessage } from '@microsoft/api-extractor';
import { packageRoot } from '../../constructs/package-root';
import { ENTRIES } from './entries';

/** Where the reports are kept. */
export const REPORTS = join(packageRoot(), 'api');

/** What is not as it has to be. */
export interface Findings {
  /** Reports that are not what the sources make. */
  readonly changed: readonly string[];
  /** What an export needs and nobody can import. */
  readonly forgotten: readonly string[];
}

/**
 * Reports of all entries.
 * @param declarations directory of the library's declarations
 * @param writes whether reports that changed are written
 */
export function extract(declarations: string, writes: boolean): Findings {
  const all = configuration(declarations, 'all');
  const entries = Object.entries(ENTRIES).map(([entry, module]) => configuration(declarations, module, `${entry}.api.md`));
  const compilerState = CompilerState.create(all, {
    additionalEntryPoints: entries.map(({ mainEntryPointFilePath }) => mainEntryPointFilePath),
  });

  const forgotten: string[] = [];
  const invoke = (config: ExtractorConfig, onMessage: (message: ExtractorMessage) => void): boolean =>
    Extractor.invoke(config, {
      compilerState,
      localBuild: writes,
      messageCallback: (message) => {
        message.handled = true;
        onMessage(message);
      },
    }).apiReportChanged;
  // One entry may need what another one exports: only together they tell what nobody does.
  invoke(all, ({ messageId, text, sourceFilePath = '' }) => {
    if (messageId === 'ae-forgotten-export') forgotten.push(`${text} (${sourceFilePath.replace(`${declarations}/`, '')})`);
  });
  const changed = Object.keys(ENTRIES).filter((_, index) => invoke(entries[index] ?? all, () => undefined));
  return { changed, forgotten };
}

function configuration(declarations: string, entry: string, report?: string): ExtractorConfig {
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(packageRoot(), 'package.json'),
    configObject: {
      projectFolder: packageRoot(),
      mainEntryPointFilePath: join(declarations, `${entry}.d.ts`),
      newlineKind: 'lf',
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'es2022',
            module: 'nodenext',
            moduleResolution: 'nodenext',
            strict: true,
            skipLibCheck: true,
            types: ['node'],
          },
          include: [join(declarations, '**/*.d.ts')],
        },
      },
      apiReport:
        report === undefined
          ? { enabled: false }
          : { enabled: true, reportFolder: REPORTS, reportTempFolder: join(declarations, 'reports'), reportFileName: report },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.None },
          'ae-forgotten-export': { logLevel: ExtractorLogLevel.Warning },
        },
      },
    },
  });
}
