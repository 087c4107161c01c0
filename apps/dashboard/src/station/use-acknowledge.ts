import type { AlarmEvent } from '@beatwatch/contracts';
import { useCallback, useState } from 'react';
import { useLive } from '../live/live-provider.tsx';

export interface Acknowledging {
  readonly acknowledge: (alarm: AlarmEvent) => void;
  /** Why the last attempt failed, in words. */
  readonly failure: string | undefined;
}

/** Acknowledges alarms; the alarm itself changes once the scorer has taken it up. */
export function useAcknowledge(): Acknowledging {
  const { acknowledge: send } = useLive();
  const [failure, setFailure] = useState<string>();
  const acknowledge = useCallback(
    ({ alarmId }: AlarmEvent) => {
      void send(alarmId).then((answer) => {
        setFailure(answer.ok ? undefined : answer.message);
      });
    },
    [send],
  );
  return { acknowledge, failure };
}
