import { mapKnown } from '../facts/known';
import { expectSome, notKnown } from '../outcome';
import { defineRule } from '../rule';

const SANDBOX = /^(runsc|kata(-[\w-]+)?|io\.containerd\.(runsc|kata)\.v\d+)$/;

export const untrustedSandboxed = defineRule({
  id: 'SDG-16.1',
  severity: 'medium',
  references: { nist: ['4.5.2'] },
  title: 'an untrusted app shares a kernel with others',
  impact: 'one hole in the kernel, of which there are several a year, leads to every neighbour',
  remediation: 'set `runtime = "runsc"` or a kata runtime, or give it a virtual machine where all containers are untrusted',
  appliesTo: ['container'],
  check: (container, context) => {
    const { trust, runtime } = container;
    if (!trust.known) return [notKnown('trust', trust)];
    if (trust.value !== 'untrusted') return [];
    const isDefault = runtime.known && runtime.value === undefined;
    const effective = isDefault ? (context.host?.defaultRuntime ?? runtime) : runtime;
    const isAlone = context.trust(container).isOnly('untrusted');
    return [
      expectSome(
        'runtime',
        [
          mapKnown(effective, (name) => ({ isGood: SANDBOX.test(name ?? ''), text: name ?? 'not set' })),
          mapKnown(isAlone, (isGood) => ({ isGood, text: isGood ? 'all containers of the host are untrusted' : 'beside others' })),
        ],
        ({ isGood }) => isGood,
        ({ text }) => text,
      ),
    ];
  },
});
