/** Waits for a condition, and fails naming it when it has not come true in time. */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  limitMs = 30_000,
): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`In ${limitMs} ms it did not come true that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
