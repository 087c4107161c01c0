import type { z } from 'zod';

/**
 * Sends a message to the process that started this one over an IPC channel; without one, does nothing.
 * @param onSent called once it has left, or could not
 */
export function tellParent(message: object, onSent: () => void = () => undefined): void {
  if (process.send === undefined || !process.connected) return;
  process.send(message, () => {
    onSent();
  });
}

/** Calls `listener` with each message of that process that has a form; others are left. */
export function onParentMessage<Schema extends z.ZodType>(
  schema: Schema,
  listener: (message: z.output<Schema>) => void,
): void {
  if (process.channel === undefined) return;
  process.on('message', (message) => {
    const parsed = schema.safeParse(message);
    if (parsed.success) listener(parsed.data);
  });
  // Listening alone must not keep this process alive.
  process.channel.unref();
}
