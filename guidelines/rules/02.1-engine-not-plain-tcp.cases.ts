import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';
import { UNREAD, onHost } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'critical', unwaivable: true },
  configuration: {
    type: 'provider',
    good: [
      [{ host: 'ssh://root@host' }, 'pass host = ssh://root@host'],
      [{ host: 'tcp://host:2376', cert_path: '/certs' }, 'pass host = tcp://host:2376'],
      [{ host: 'tcp://h:1', ca_material: 'a', cert_material: 'b', key_material: UNKNOWN }, 'pass host = tcp://h:1'],
    ],
    bad: [
      [{ host: 'tcp://host/ssh://x' }, 'fail host = tcp://host/ssh://x'],
      [{ host: 'http://tcp://x', cert_path: '/certs' }, 'fail host = http://tcp://x'],
      [{ host: 'tcp://host:2375' }, 'fail host = tcp://host:2375'],
      [{ host: 'tcp://host:2376', cert_path: '', ca_material: 'ca' }, 'fail host = tcp://host:2376'],
      [{ host: 'http://host:2375', cert_path: '/certs' }, 'fail host = http://host:2375'],
    ],
    open: [
      [{ host: UNKNOWN }, 'unknown host = ${var.x}'],
      [{ host: null }, 'unknown host = not set: DOCKER_HOST decides'],
      [{ host: '' }, 'unknown host = not set: DOCKER_HOST decides'],
    ],
    edge: [
      [{ host: 'http+unix://x' }, 'fail host = http+unix://x'],
      [{ host: 'xtcp://h:2376', cert_path: '/certs' }, 'fail host = xtcp://h:2376'],
      [{ host: 'https://h:2376', cert_path: '/certs' }, 'pass host = https://h:2376'],
    ],
  },
  engine: {
    good: [
      [onHost({}), 'pass hosts = unix:///run/docker.sock', 'pass warnings = none'],
      [
        onHost({
          daemon: { hosts: [known('fd://'), known('tcp://10.0.0.1:2376')], tlsVerify: known(true) },
          warnings: [known('No swap limit')],
        }),
        'pass hosts = fd://, tcp://10.0.0.1:2376',
        'pass warnings = No swap limit',
      ],
    ],
    bad: [
      [
        onHost({ daemon: { hosts: [known('unix:///x'), known('tcp://0.0.0.0:2375')] } }),
        'fail hosts = tcp://0.0.0.0:2375',
        'pass warnings = none',
      ],
      [
        onHost({ warnings: [known('WARNING: API is accessible on http://0.0.0.0:2375 without encryption.')] }),
        'pass hosts = unix:///run/docker.sock',
        'fail warnings = WARNING: API is accessible on http://0.0.0.0:2375 without encryption.',
      ],
    ],
    open: [
      [onHost({ daemon: { hosts: [UNREAD] }, warnings: [UNREAD] }), 'unknown hosts = not read', 'unknown warnings = not read'],
      [onHost({ daemon: { hosts: [known('tcp://h:1')], tlsVerify: UNREAD } }), 'unknown hosts = not read', 'pass warnings = none'],
    ],
  },
};
