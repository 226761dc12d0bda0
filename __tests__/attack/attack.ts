/** One thing an intruder tries, as data: the tests run it, the table and the rules' pages name it. */
export interface Attack {
  /** Of the 17. */
  readonly guideline: number;
  readonly title: string;
  /** What an intruder has when it succeeds. */
  readonly opens: string;
  /** Rules whose reason it proves. */
  readonly rules: readonly string[];
  /** What is attacked without this library. The options of a `docker run` are used as they stand here; `$NAME` is filled in. */
  readonly plain: string;
  /** Where it runs instead, because it needs a machine of another kind. @default here */
  readonly lane?: string;
}
