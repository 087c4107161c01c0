import type { AlarmEvent } from '@beatwatch/contracts';
import { useCallback, useState } from 'react';
import { useLive } from '../live/live-context.ts';
import { useMayAtOnce } from '../shell/use-session.ts';

export interface Acknowledgement {
  readonly acknowledge: (alarm: AlarmEvent) => void;
  readonly mayAcknowledge: boolean;
  /** Message for the user if the last attempt failed. */
  readonly failure: string | undefined;
}

/** Sends acknowledgements. The alarm changes when the scorer has carried them out. */
export function useAcknowledge(): Acknowledgement {
  const { acknowledge: send } = useLive();
  const mayAcknowledge = useMayAtOnce('acknowledge');
  const [failure, setFailure] = useState<string>();
  const acknowledge = useCallback(
    ({ alarmId }: AlarmEvent) => {
      void send(alarmId).then((result) => {
        setFailure(result.ok ? undefined : result.message);
      });
    },
    [send],
  );
  return { acknowledge, mayAcknowledge, failure };
}
