import { AppEngineError } from '../errors';
import { HardenedSetting } from '../hardened-setting';

/**
 * A variable that the container's first process reads from a file: its value is in no state, plan or image, and in no answer of the engine. All processes of the
 * container can read it, and so can what they print: a program that takes a file is better off with that.
 */
export class EnvironmentFile extends HardenedSetting {
  /**
   * @param name such as `DATABASE_URL`
   * @param file absolute path in the container, at most 64 KiB of text
   * @throws AppEngineError EnvironmentNameInvalid, EnvironmentFileInvalid
   */
  static of(name: string, file: string): EnvironmentFile {
    return new EnvironmentFile(name, file);
  }

  private constructor(
    /** Of the variable. */
    readonly name: string,
    /** Absolute path in the container. */
    readonly file: string,
  ) {
    super('secret-in-environment', `the program reads ${name} from its environment`, name);
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw new AppEngineError(
        'EnvironmentNameInvalid',
        `environment name ${JSON.stringify(name)} must be letters, digits and "_", and not begin with a digit; use one such as DATABASE_URL`,
      );
    }
    if (!/^(\/[A-Za-z0-9._-]+)+$/.test(file) || file.split('/').includes('..')) {
      throw new AppEngineError(
        'EnvironmentFileInvalid',
        `file ${JSON.stringify(file)} of ${name} must be an absolute path of letters, digits, ".", "_", "-" and "/", without ".."; use one such as "/bindings/orders/uri"`,
      );
    }
  }
}
