import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';
import { UNREAD, onHost } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    type: 'docker_registry_image',
    bad: [[{ insecure_skip_verify: true }, 'fail insecure_skip_verify = true']],
    open: [[{ insecure_skip_verify: UNKNOWN }, 'unknown insecure_skip_verify = ${var.x}']],
  },
  engine: {
    good: [
      [onHost({}), 'pass insecure-registries = none'],
      [
        onHost({ insecureRegistries: ['127.0.0.0/8', '::1/128', 'localhost:5000'].map(known) }),
        'pass insecure-registries = 127.0.0.0/8, ::1/128, localhost:5000',
      ],
    ],
    bad: [
      [
        onHost({ insecureRegistries: ['10.0.0.0/8', '127.0.0.0/7', '::1/127', 'registry.acme:5000', '[::1]:5000'].map(known) }),
        'fail insecure-registries = 10.0.0.0/8',
        'fail insecure-registries = 127.0.0.0/7',
        'fail insecure-registries = ::1/127',
        'fail insecure-registries = registry.acme:5000',
      ],
    ],
    open: [[onHost({ insecureRegistries: [UNREAD] }), 'unknown insecure-registries = not read']],
  },
};
