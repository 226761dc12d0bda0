import { setTimeout as sleep } from 'node:timers/promises';
import { bounded } from '../../../../operations/process/bounded';

test('results in the order of the items, and never more at a time than allowed', async () => {
  let atWork = 0;
  let most = 0;
  const results = await bounded([5, 1, 4, 2, 3], 2, async (item) => {
    most = Math.max(most, ++atWork);
    await sleep(item);
    atWork--;
    return item * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30]);
  expect(most).toBe(2);
});

test('the first error is thrown once nothing is at work any more', async () => {
  let ended = 0;
  const work = async (item: number): Promise<void> => {
    await sleep(item);
    ended++;
    if (item === 1) throw new Error('broken');
  };
  await expect(bounded([1, 20], 2, work)).rejects.toThrow('broken');
  expect(ended).toBe(2);
});

test('nothing to do', async () => {
  expect(await bounded([], 3, () => Promise.reject(new Error('never')))).toEqual([]);
});
