import { AppEngineError } from '../errors';
import { checkedReason } from '../exemption';

/** First data of a database of a preview. It is loaded once, when the preview is made, before any app of it starts. */
export class Seed {
  /**
   * Statements of a file, which run in one transaction where the database has such. What they make belongs to all apps of the database.
   * @param file relative to the working directory, such as `seeds/orders.sql`
   * @throws AppEngineError SeedInvalid
   */
  static sql(file: string): Seed {
    if (file.trim() === '') throw new AppEngineError('SeedInvalid', 'a seed must name a file; use one such as "seeds/orders.sql"');
    return new Seed(file, undefined);
  }

  /**
   * The last backup of the original's database, which that has to have: the data of its users.
   * @param reason at least 10 characters: why those who see a preview may see it
   * @throws AppEngineError ReasonTooShort
   */
  static latestBackup(reason: string): Seed {
    return new Seed(undefined, checkedReason(reason, 'giving a preview the data of its original'));
  }

  private constructor(
    /** File with statements; undefined where a backup has the data. */
    readonly file: string | undefined,
    /** Why a preview may have the original's data; undefined where it has none of it. */
    readonly reason: string | undefined,
  ) {}
}
