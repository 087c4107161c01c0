import type { ModelVersion } from '@beatwatch/contracts';
import { unpackState } from '@beatwatch/stream-processor';

/** The models that patients are given by their stored states, which are serialized as `ScoredPatient` does. */
export function storedVersions(stored: readonly Uint8Array[]): ReadonlySet<ModelVersion> {
  const versions = new Set<ModelVersion>();
  for (const bytes of stored) {
    for (const version of Object.values(assignedIn(bytes))) versions.add(version);
  }
  return versions;
}

/** Of a state that cannot be read nothing: that is reported where it is restored. */
function assignedIn(bytes: Uint8Array): Readonly<Record<string, ModelVersion>> {
  try {
    const state = unpackState(bytes) as { readonly assigned?: Readonly<Record<string, ModelVersion>> } | null;
    return state?.assigned ?? {};
  } catch {
    return {};
  }
}
