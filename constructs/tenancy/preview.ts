import { AppEngineError } from '../errors';
import type { Duration } from '../units/duration';
import { previewNames } from './preview-name';

/** Variable by which a run of the program makes the preview of a branch. */
export const PREVIEW_VARIABLE = 'APPENGINE_PREVIEW';

/** A branch whose preview is asked for. */
export interface PreviewRequest {
  /** Any text. */
  readonly branch: string;
  /** When it is deployed, as ISO 8601. */
  readonly at: string;
  /** The one who deploys it. */
  readonly by: string;
  /** Commit of its sources. @default they are in no commit */
  readonly revision?: string;
  /** Of which tenant. @default of each that allows previews */
  readonly tenant?: string;
}

/** A preview as the output `preview` of its stack tells it: what there is, is said by the states alone. */
export interface PreviewDescription {
  /** The original. */
  readonly tenant: string;
  /** The branch that it shows. */
  readonly branch: string;
  /** First label of its hosts, such as `pr-12`. */
  readonly name: string;
  /** As ISO 8601. */
  readonly deployed: string;
  /** As ISO 8601. */
  readonly expires: string;
  /** The one who has deployed it. */
  readonly by: string;
  /** Commit of its sources. @default they are in no commit */
  readonly revision?: string;
  /** How many the original may have at a time. */
  readonly limit: number;
}

/** The preview of one tenant and one branch, as its program knows it. */
export class Preview {
  /** First label of its hosts, such as `pr-12`. */
  readonly name: string;
  /** Its stack, and its tenant, such as `acme-pr-12`, or `acme-1b2c3d` where that is too long. */
  readonly stack: string;
  /** The branch that it shows. */
  readonly branch: string;

  /** @param tenant the original */
  constructor(
    /** The original. */
    readonly tenant: string,
    private readonly request: PreviewRequest,
  ) {
    const { name, stack } = previewNames(tenant, request.branch);
    this.branch = request.branch;
    this.name = name;
    this.stack = stack;
  }

  /** Host of the preview in place of one of the original: `shop.acme.localhost` is `pr-12.shop.acme.localhost`. */
  hostOf(host: string): string {
    return `${this.name}.${host}`;
  }

  /** As its state has it. */
  describe({ limit, expires }: { readonly limit: number; readonly expires: Duration }): PreviewDescription {
    const { at, by, revision } = this.request;
    const end = new Date(Date.parse(at) + expires.seconds * 1000).toISOString();
    const { tenant, branch, name } = this;
    return { tenant, branch, name, deployed: at, expires: end, by, limit, ...(revision === undefined ? {} : { revision }) };
  }
}

/** The one that this run of the program is to make; undefined where it is to make tenants themselves. @throws AppEngineError PreviewRequestInvalid */
export function requestedPreview(environment: Readonly<Record<string, string | undefined>>): PreviewRequest | undefined {
  const text = environment[PREVIEW_VARIABLE];
  if (text === undefined || text === '') return undefined;
  try {
    const { branch, at, by, revision, tenant } = JSON.parse(text) as Partial<Record<keyof PreviewRequest, unknown>>;
    const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
    if (isText(branch) && isText(at) && !Number.isNaN(Date.parse(at)) && isText(by)) {
      return { branch, at, by, ...(isText(revision) ? { revision } : {}), ...(isText(tenant) ? { tenant } : {}) };
    }
  } catch {
    // The error below says it.
  }
  throw new AppEngineError(
    'PreviewRequestInvalid',
    `${PREVIEW_VARIABLE}=${JSON.stringify(text)} must be what \`appengine preview up\` sets; unset it, and run that command`,
  );
}
