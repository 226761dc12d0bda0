import { TODAY, type RuleCases } from '../cases/cases';
import { UNREAD, container, image } from '../cases/facts';
import type { ContainerFacts } from '../facts/container-facts';
import { known } from '../facts/known';
import { imageReference } from '../normalise/image-reference';

const TAG = '0123456789ab';
const named = (name: string): ContainerFacts => container({ image: known(imageReference(name)) });

export const cases: RuleCases = {
  contract: { severity: 'high' },
  engine: {
    policy: {
      signatures: [
        { image: `appengine.invalid/acme/shop/web:${TAG}`, signer: 'ci' },
        { image: `appengine.invalid/acme/shop/api:${TAG}`, signer: 'old', until: TODAY },
        { image: `appengine.invalid/acme/shop/cron:${TAG}`, signer: 'old', until: '2026-12-31' },
        {
          image: `appengine.invalid/acme/shop/mail:${TAG}`,
          problem: 'ReleaseUnsigned: release 3 of shop/mail has no signature, and needs one',
        },
      ],
    },
    good: [
      [[named(`appengine.invalid/acme/shop/web:${TAG}`)], 'pass image = signed by ci'],
      [[named(`appengine.invalid/acme/shop/api:${TAG}`)], 'pass image = signed by old'],
    ],
    bad: [
      [
        [named(`appengine.invalid/acme/shop/mail:${TAG}`)],
        'fail image = ReleaseUnsigned: release 3 of shop/mail has no signature, and needs one',
      ],
      [[named(`appengine.invalid/acme/shop/cron:${TAG}`)], 'fail image = signed by old, whose signatures counted until 2026-12-31'],
      [
        [named(`appengine.invalid/acme/shop/web:${'f'.repeat(12)}`)],
        `fail image = of no release: appengine.invalid/acme/shop/web:ffffffffffff`,
      ],
      [
        [
          named(`appengine.invalid/acme/own:${TAG}`),
          {
            ...image({}, `appengine.invalid/acme/own:${TAG}`),
            build: { arguments: [], texts: [], credentials: [], network: known(undefined), securityOptions: [] },
          },
        ],
        `fail image = of no release: appengine.invalid/acme/own:${TAG}`,
      ],
      [[named('nginx:1')], 'fail image = of no release: nginx:1'],
      [[named(`registry.test/acme/web:${TAG}`)], `fail image = of no release: registry.test/acme/web:${TAG}`],
    ],
    open: [[[container({ image: UNREAD })], 'unknown image = not read']],
    idle: [[named(`appengine.invalid/acme/gateway:${TAG}`)]],
  },
};
