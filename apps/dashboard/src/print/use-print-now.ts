import type { PatientId } from '@beatwatch/contracts';
import { useCallback } from 'react';
import { useLive } from '../live/live-context.ts';
import { printNowHref } from './print-href.ts';

/** Opens the printed page of the newest seconds of a patient beside this one; nothing where no signal has come. */
export function usePrintNow(): (patientId: PatientId) => void {
  const { feed } = useLive();
  return useCallback(
    (patientId) => {
      const { latestUs } = feed.patient(patientId).clock;
      // The page that watches stays open, and sounds.
      if (latestUs !== undefined) window.open(printNowHref(patientId, latestUs), '_blank', 'noopener');
    },
    [feed],
  );
}
