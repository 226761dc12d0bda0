import { describeChanges, messageOf, parseEvent } from '../../../../operations/terraform/terraform-events';

describe('parseEvent', () => {
  it('reads the events that progress and results are made of', () => {
    const line = '{"@level":"info","type":"change_summary","changes":{"add":2,"change":0,"remove":1,"operation":"apply"}}';
    expect(parseEvent(line)).toMatchObject({ type: 'change_summary', changes: { add: 2, remove: 1, operation: 'apply' } });
  });

  it.each(['', 'Warning: something', '{"type":"version"}', '{"@level":"info"}', '{"type":'])('ignores %j', (line) => {
    expect(parseEvent(line)).toBeUndefined();
  });
});

describe('describeChanges', () => {
  it('leaves out what did not happen', () => {
    expect(describeChanges({ add: 2, change: 0, remove: 1 })).toBe('2 created, 1 destroyed');
    expect(describeChanges({ add: 0, change: 0, remove: 0 })).toBe('no changes');
  });
});

describe('messageOf', () => {
  it('is the message of the health gate alone, without the command that Terraform repeats', () => {
    const detail =
      "Error running command 'node health-gate.js': exit status 1. Output: shop-1 did not become healthy\n  last: connection refused\n";
    expect(messageOf({ severity: 'error', summary: 'local-exec provisioner error', detail, address: 'docker_container.shop' })).toBe(
      'shop-1 did not become healthy\n  last: connection refused',
    );
  });

  it('is the summary and detail of any other, with the resource', () => {
    expect(
      messageOf({ severity: 'error', summary: 'Unable to create container', detail: 'no such image\n', address: 'docker_container.shop' }),
    ).toBe('docker_container.shop: Unable to create container\nno such image');
    expect(messageOf({ severity: 'error', summary: 'No configuration files' })).toBe('No configuration files');
  });

  it('shows control characters instead of doing what they say', () => {
    expect(messageOf({ severity: 'error', summary: 'no such file: \u001b[2J\r\u001b]0;owned\u0007' })).toBe(
      String.raw`no such file: \x1b[2J\x0d\x1b]0;owned\x07`,
    );
  });
});
