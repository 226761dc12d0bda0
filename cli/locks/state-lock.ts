/** What Terraform's or OpenTofu's error about the lock of a state says, in words of ours; undefined for any other error. */
export function describeStateLock(text: string): string | undefined {
  if (!/\bstate lock\b/i.test(text)) return undefined;
  // Without it the lock is not the reason. What follows in the message is an invitation to do without locks.
  if (!/^\s*Lock Info:/m.test(text))
    return text.replace(/\s*Terraform acquires a state lock[^]*$|\s*OpenTofu acquires a state lock[^]*$/, '');
  const field = (name: string): string | undefined => new RegExp(`^[ \\t]*${name}:[ \\t]*(\\S.*?)[ \\t]*$`, 'm').exec(text)?.[1];
  const operation = field('Operation')
    ?.replace(/^OperationType/, '')
    .toLowerCase();
  const what = operation === undefined ? 'another Terraform' : `\`terraform ${operation}\``;
  const who = field('Who');
  const since = field('Created')?.replace(/\.\d+/, '');
  const path = field('Path');
  return [
    `the state${path === undefined ? '' : ` ${path}`} is in use by ${what}`,
    ...(who === undefined ? [] : [` of ${who}`]),
    ...(since === undefined ? [] : [`, since ${since}`]),
    '; wait until it has ended and run the same command again, or end that process',
  ].join('');
}
