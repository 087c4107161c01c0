/** Waits for all, even where one fails: only then every part that has started is known and can be stopped. */
export async function together<Results extends readonly [unknown, unknown, ...unknown[]]>(promises: {
  readonly [Index in keyof Results]: Promise<Results[Index]>;
}): Promise<Results> {
  await Promise.allSettled(promises);
  return Promise.all(promises) as Promise<unknown> as Promise<Results>;
}
