import type { PatientId } from '@beatwatch/contracts';
import { useCallback } from 'react';
import { useLive } from '../live/live-context.ts';
import { nextLead } from './chosen-leads.ts';
import { useChooseLead } from './use-chosen-leads.ts';

/** Shows the next lead of a patient, where more than one comes. */
export function useNextLead(): (patientId: PatientId) => void {
  const { feed } = useLive();
  const choose = useChooseLead();
  return useCallback(
    (patientId) => {
      const summary = feed.view.patients.get(patientId);
      if (summary !== undefined && summary.leads.length > 1)
        choose(patientId, nextLead(summary.leads, summary.lead));
    },
    [feed, choose],
  );
}
