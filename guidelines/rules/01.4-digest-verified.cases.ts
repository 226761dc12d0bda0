import { TODAY, type RuleCases } from '../cases/cases';
import { UNREAD, container, image, imageWithoutContent } from '../cases/facts';
import { known } from '../facts/known';
import { imageReference } from '../normalise/image-reference';

const OLD = `sha256:${'b'.repeat(64)}`;

const BUILT = 'appengine.invalid/acme/shop/web:0123456789ab';

const DIGEST = `sha256:${'a'.repeat(64)}`;

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  engine: {
    policy: {
      verified: [
        { digest: DIGEST, until: TODAY },
        { digest: OLD, until: '2026-12-31' },
        { digest: OLD, until: '2027-02-30' },
      ],
      unscanned: [{ image: BUILT, problem: 'release 3 has no list of packages' }],
    },
    good: [
      [[imageWithoutContent()], `pass name = ${DIGEST}`],
      [[container()], `pass image = ${DIGEST}`],
      [[image({ digests: [known(OLD), known(DIGEST)] })], `pass name = ${DIGEST}`],
      [[image({ digests: [] })], `pass name = ${DIGEST}`],
    ],
    bad: [
      [[container({ image: known(imageReference(`nginx@${OLD}`)) })], `fail image = ${OLD}`],
      [[image({ digests: [known(OLD)] })], `fail name = ${OLD}`],
      [[container({ image: known(imageReference(BUILT)) })], 'fail image = release 3 has no list of packages'],
    ],
    open: [
      [[container({ image: UNREAD })], 'unknown image = not read'],
      [[container({ image: known(imageReference('nginx:1')) })], 'unknown image = nginx:1: no digest of a registry'],
      [[container({ image: known(imageReference(DIGEST)) })], `unknown image = ${DIGEST}: no digest of a registry`],
      [[image({ digests: [UNREAD] })], 'unknown name = not read'],
      [[{ ...image(), reference: UNREAD }], 'unknown name = not read'],
    ],
    idle: [
      [container({ image: known(imageReference('appengine.invalid/acme/shop:0123456789ab')) })],
      [
        {
          ...image({}, 'acme/shop:1'),
          build: { arguments: [], texts: [], credentials: [], network: known(undefined), securityOptions: [] },
        },
      ],
    ],
  },
};
