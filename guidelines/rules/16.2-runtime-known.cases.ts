import { UNKNOWN } from '../cases/arguments';
import type { ConfigurationCase, RuleCases } from '../cases/cases';
import { UNREAD, container, onHost } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'low' },
  configuration: {
    good: [
      ...['runc', 'runsc', 'kata', 'kata-qemu', 'io.containerd.runc.v2', 'io.containerd.runsc.v1', 'io.containerd.kata.v12'].map(
        (runtime): ConfigurationCase => [{ runtime }, `pass runtime = ${runtime}`],
      ),
    ],
    bad: [
      ...[
        'nvidia',
        'xrunc',
        'runcx',
        'kata/qemu',
        'io.containerd.kata.v',
        'io-containerd.kata.v2',
        'io.containerd-kata.v2',
        'io.containerd.kata-v2',
      ].map((runtime): ConfigurationCase => [{ runtime }, `fail runtime = ${runtime}`]),
    ],
    open: [[{ runtime: UNKNOWN }, 'unknown runtime = ${var.x}']],
    edge: [
      ...['runc', 'runsc', 'kata', 'kata-qemu', 'io.containerd.kata.v2'].map((name): ConfigurationCase => [
        { runtime: name },
        `pass runtime = ${name}`,
      ]),
      ...['xrunc', 'runc2', 'kata qemu', 'io.containerd.runc.v2x'].map((name): ConfigurationCase => [
        { runtime: name },
        `fail runtime = ${name}`,
      ]),
    ],
  },
  engine: {
    good: [
      [onHost({}), 'pass default-runtime = runc'],
      [[container()], 'pass runtime = not set'],
    ],
    bad: [
      [onHost({ defaultRuntime: known('nvidia') }), 'fail default-runtime = nvidia'],
      [onHost({ defaultRuntime: known(undefined) }), 'fail default-runtime = not set'],
    ],
    open: [[onHost({ defaultRuntime: UNREAD }), 'unknown default-runtime = not read']],
  },
};
