import type { PatientId } from '@beatwatch/contracts';
import { useCallback, useMemo } from 'react';
import { remember, remembered, useRemembered } from '../shell/remembered.ts';
import { readChosenLeads, withChosenLead, type ChosenLeads } from './chosen-leads.ts';

const name = 'leads';

/** Leads that this browser shows in place of the usual ones. */
export function useChosenLeads(): ChosenLeads {
  const [text] = useRemembered(name);
  return useMemo(() => readChosenLeads(text), [text]);
}

/** Remembers the lead to show of a patient. */
export const useChooseLead = (): ((patientId: PatientId, lead: string | undefined) => void) =>
  useCallback((patientId, lead) => {
    remember(name, withChosenLead(readChosenLeads(remembered(name)), patientId, lead));
  }, []);

/** Whether the page of a patient shows all leads under one another; it does unless somebody has chosen one alone. */
export function useShowsAllLeads(): readonly [boolean, (showsAll: boolean) => void] {
  const [choice, choose] = useRemembered('all-leads');
  return [
    choice !== 'no',
    (showsAll) => {
      choose(showsAll ? 'yes' : 'no');
    },
  ];
}
