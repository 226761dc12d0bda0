import { basename, dirname, join } from 'node:path';
import { AppEngineError } from '../../errors';
import { SourceDirectory } from './source-directory';
import { plainCommand, type PlainCommand } from './start-command';

const PORT = '8080';

/** Processes of an application, as a `Procfile` names them: `web` answers requests, others work beside it. */
export class Procfile {
  /**
   * The processes of a file.
   * @param file such as `apps/shop/Procfile`
   * @throws AppEngineError SourceMissing, ProcfileInvalid
   */
  static of(file: string): Procfile {
    const source = new SourceDirectory(dirname(file));
    const text = source.text(basename(file));
    const processes = new Map<string, string>();
    for (const line of text.split(/\r?\n/).filter((candidate) => !/^\s*(#.*)?$/.test(candidate))) {
      const [, name, command] = /^([A-Za-z0-9_-]+):\s*(.+)$/.exec(line) ?? [];
      if (name === undefined || command === undefined) {
        throw new AppEngineError(
          'ProcfileInvalid',
          `line ${JSON.stringify(line)} of ${JSON.stringify(file)} must be a name, ":" and a command, such as "web: node server.js"; correct it`,
        );
      }
      processes.set(name, command);
    }
    if (processes.size === 0) {
      throw new AppEngineError(
        'ProcfileInvalid',
        `${JSON.stringify(file)} must name a process, such as "web: node server.js"; add such a line`,
      );
    }
    return new Procfile(file, processes);
  }

  /** The one of a directory; undefined where it has none. @internal */
  static in(source: SourceDirectory): Procfile | undefined {
    return source.has('Procfile') ? Procfile.of(join(source.path, 'Procfile')) : undefined;
  }

  private constructor(
    private readonly file: string,
    private readonly processes: ReadonlyMap<string, string>,
  ) {}

  /** Names, in the order of the file. */
  get names(): readonly string[] {
    return [...this.processes.keys()];
  }

  /**
   * Program and arguments of a process, for `command` of a pool or a job. `$PORT` is 8080, where pools listen by default.
   * @throws AppEngineError ProcessUnknown, ProcfileInvalid
   */
  command(name: string): readonly string[] {
    return this.plain(name).words;
  }

  /** The same, and variables that it begins with. @internal */
  plain(name: string): PlainCommand {
    const text = this.processes.get(name);
    if (text === undefined) {
      throw new AppEngineError(
        'ProcessUnknown',
        `process ${JSON.stringify(name)} must be one of ${this.names.join(', ')}, as ${JSON.stringify(this.file)} has them; use one of these names`,
      );
    }
    const command = plainCommand(text.replaceAll(/\$PORT\b|\$\{PORT(:-\d+)?\}/g, PORT));
    if (command !== undefined) return command;
    throw new AppEngineError(
      'ProcfileInvalid',
      `process ${JSON.stringify(`${name}: ${text}`)} of ${JSON.stringify(this.file)} must be a program and its arguments, without variables, pipes and "&&": no shell reads it; put more than that into a script of the application`,
    );
  }
}
