const kinds = ['out-of-memory', 'validation', 'internal'] as const;

/**
 * Begins to watch for errors of a device, which reports them later and nowhere else.
 * @returns ends it: the first problem, or undefined; fails where the device is lost
 */
export function openErrorScopes(device: GPUDevice): () => Promise<string | undefined> {
  for (const kind of kinds) device.pushErrorScope(kind);
  return async () => {
    const errors = await Promise.all(kinds.map(() => device.popErrorScope()));
    return errors.find((error) => error !== null)?.message;
  };
}
