import type { AdmissionRequest } from '@beatwatch/live-protocol';
import { useState } from 'react';
import { useLive } from '../live/live-context.ts';

export interface Admission {
  /** @returns whether it was taken */
  readonly ask: (request: AdmissionRequest) => Promise<boolean>;
  readonly isBusy: boolean;
  /** Why the last one was not taken. */
  readonly failure: string | undefined;
}

/** Asks for a patient's coming, moving or leaving. */
export function useAdmission(): Admission {
  const { admission } = useLive();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  return {
    isBusy,
    failure,
    ask: async (request) => {
      setBusy(true);
      const result = await admission(request);
      setBusy(false);
      setFailure(result.ok ? undefined : result.message);
      return result.ok;
    },
  };
}
