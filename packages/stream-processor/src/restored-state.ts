import type { PatientId } from '@beatwatch/contracts';

export interface Restoring<State> {
  readonly create: (id: PatientId) => State;
  /** Undefined for bytes of a version that cannot be read: the patient begins anew. */
  readonly deserialize: (id: PatientId, bytes: Uint8Array) => State | undefined;
  /**
   * Called where a patient begins anew: the stored state cannot be read, the database refuses to store it, or every message
   * fails with it. Default: nothing.
   */
  readonly onBegunAnew?: (id: PatientId, cause: unknown) => void;
}

/** A patient's state from its bytes, or a new one, which is reported, where they cannot be read. */
export function restoredState<State>(
  { create, deserialize, onBegunAnew }: Restoring<State>,
  id: PatientId,
  bytes: Uint8Array,
): State {
  let cause: unknown = new Error('the stored state is of an unknown version');
  try {
    const restored = deserialize(id, bytes);
    if (restored !== undefined) return restored;
  } catch (error) {
    cause = error;
  }
  onBegunAnew?.(id, cause);
  return create(id);
}
