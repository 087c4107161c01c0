import type { AlarmEvent } from '@beatwatch/contracts';
import { useEffect } from 'react';
import { awaitsAcknowledgement } from '../live/status.ts';

const acknowledgeKey = 'a';

/** Key A acknowledges the alarm of the focused tile, otherwise the most urgent one. */
export function useAcknowledgeKey(
  alarms: readonly AlarmEvent[],
  acknowledge: (alarm: AlarmEvent) => void,
): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== acknowledgeKey || event.ctrlKey || event.metaKey || event.altKey)
        return;
      if (event.target instanceof Element && event.target.closest('input, select, textarea') !== null) return;
      const focused = document.activeElement?.closest<HTMLElement>('[data-patient]')?.dataset['patient'];
      const unacknowledged = alarms.filter(awaitsAcknowledgement);
      const alarm = unacknowledged.find(({ patientId }) => patientId === focused) ?? unacknowledged[0];
      if (alarm !== undefined) acknowledge(alarm);
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [alarms, acknowledge]);
}
