/** Results of `work` for every item, in their order, with at most `limit` at work at a time. The first error is thrown once all at work have ended. */
export async function bounded<T, U>(items: readonly T[], limit: number, work: (item: T) => Promise<U>): Promise<readonly U[]> {
  const results: U[] = [];
  const waiting = [...items.entries()];
  async function worker(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) results[next[0]] = await work(next[1]);
  }
  const ended = await Promise.allSettled(Array.from({ length: Math.min(limit, items.length) }, worker));
  const failed = ended.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return results;
}
