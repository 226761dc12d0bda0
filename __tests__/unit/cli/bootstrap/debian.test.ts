import { onceUnlocked } from '../../../../cli/bootstrap/debian';

const AT_ONCE = { patience: 2, interval: 0.01 };

test.each([
  'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 8849 (apt-get)',
  'E: Could not get lock /var/lib/dpkg/lock-frontend - open (11: Resource temporarily unavailable)',
])('an installation waits for another one: %s', async (message) => {
  const install = jest
    .fn(() => Promise.resolve('installed'))
    .mockRejectedValueOnce(new Error(message))
    .mockRejectedValueOnce(new Error(message));
  const reported: string[] = [];

  await expect(onceUnlocked(install, (activity) => reported.push(activity), AT_ONCE)).resolves.toBe('installed');
  expect(reported).toEqual(Array(2).fill('waiting for another installation of packages, which holds /var/lib/dpkg/lock-frontend'));
});

test('not for ever', async () => {
  const install = (): Promise<never> => Promise.reject(new Error('E: Could not get lock /var/lib/apt/lists/lock. It is held by process 1'));

  await expect(onceUnlocked(install, () => undefined, { ...AT_ONCE, patience: 0.02 })).rejects.toThrow('/var/lib/apt/lists/lock');
});

test('any other failure is one at once', async () => {
  const install = jest.fn(() => Promise.reject(new Error('E: Unable to locate package chromium')));

  await expect(onceUnlocked(install, () => undefined, AT_ONCE)).rejects.toThrow('Unable to locate');
  expect(install).toHaveBeenCalledTimes(1);
});
