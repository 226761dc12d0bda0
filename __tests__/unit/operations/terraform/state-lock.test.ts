import fc from 'fast-check';
import { messageOf } from '../../../../operations/terraform/terraform-events';
import { describeStateLock, parseStateLock } from '../../../../operations/terraform/state-lock';

const DETAIL = `Error message: resource temporarily unavailable
Lock Info:
  ID:        8f6d8f10-2f3c-a0c5-7c4b-30a8ad7d6b3f
  Path:      /srv/shop/.appengine/appengine/state/acme.tfstate
  Operation: OperationTypeApply
  Who:       anna@host1
  Version:   1.11.4
  Created:   2026-11-28 12:01:02.345678901 +0000 UTC
  Info:      

Terraform acquires a state lock to protect the state from being written
by multiple users at the same time. Please resolve the issue above and try
again. For most commands, you can disable locking with the "-lock=false"
flag, but this is not recommended.`;

describe('describeStateLock', () => {
  test('says who, since when and what to do', () => {
    expect(describeStateLock(`Error acquiring the state lock\n${DETAIL}`)).toBe(
      'the state /srv/shop/.appengine/appengine/state/acme.tfstate is in use by `terraform apply` of anna@host1, since 2026-11-28 12:01:02 +0000 UTC; ' +
        'wait until it has ended and run the same command again, or end that process',
    );
  });

  test('of a backend it says how to free a state whose holder was killed', () => {
    const remote = DETAIL.replace('/srv/shop/.appengine/appengine/state/acme.tfstate', 'states/shop/acme.tfstate');
    expect(describeStateLock(`Error acquiring the state lock\n${remote}`, 'acme')).toBe(
      'the state states/shop/acme.tfstate is in use by `terraform apply` of anna@host1, since 2026-11-28 12:01:02 +0000 UTC; ' +
        'wait until it has ended and run the same command again, or end that process; ' +
        'if it was killed, free the state with: npx appengine state unlock acme',
    );
    expect(parseStateLock(remote).id).toBe('8f6d8f10-2f3c-a0c5-7c4b-30a8ad7d6b3f');
  });

  test.each(['Workspace is already locked: default', 'Already locked for workspace creation: default'])(
    'nobody is blamed where the server tells of the one who asks: %s',
    (reason) => {
      const text = `Error acquiring the state lock\n${DETAIL.replace('resource temporarily unavailable', reason)}`;
      expect(describeStateLock(text, 'acme')).toMatch(/another Terraform, and its server does not tell whose/);
      expect(describeStateLock(text, 'acme')).not.toMatch(/anna|unlock/);
      expect(parseStateLock(text)).toEqual({ id: undefined, holder: undefined });
    },
  );

  test('stands for the message of the diagnostic', () => {
    const message = messageOf({ severity: 'error', summary: 'Error acquiring the state lock', detail: DETAIL });
    expect(message).toContain('anna@host1');
    expect(message).not.toContain('lock=false');
  });

  test('never suggests to switch the lock off, whatever fields are missing', () => {
    const lines = DETAIL.split('\n');
    fc.assert(
      fc.property(fc.subarray(lines), (some) => {
        const told = describeStateLock(['Error acquiring the state lock', 'Lock Info:', ...some].join('\n'));
        expect(told).toMatch(/^the state .*end that process(; if it was killed, free the state with: npx appengine state unlock)?$/);
        expect(told).not.toContain('-lock');
      }),
    );
  });

  test('where something else is wrong with the state, only that is told', () => {
    const invitation = DETAIL.slice(DETAIL.indexOf('\n\nTerraform acquires'));
    const message = 'Error acquiring the state lock\nError message: Unsupported state file format';
    expect(describeStateLock(`${message}${invitation}`)).toBe(message);
  });

  test.each(['', 'Error: container exited immediately'])('leaves %j as it is', (text) => {
    expect(describeStateLock(text)).toBeUndefined();
  });
});
