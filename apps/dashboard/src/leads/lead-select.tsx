'use client';

import type { PatientId } from '@beatwatch/contracts';
import type { ReactNode } from 'react';
import styles from './lead-select.module.css';
import { useTexts } from '../texts/language-provider.tsx';
import { useChooseLead } from './use-chosen-leads.ts';

/** The lead that is drawn, to choose from those that come; a lead without others is a name alone. */
export function LeadSelect(props: {
  readonly patientId: PatientId;
  readonly lead: string | undefined;
  readonly leads: readonly string[];
}): ReactNode {
  const t = useTexts();
  const { patientId, lead, leads } = props;
  const choose = useChooseLead();
  if (lead === undefined) return undefined;
  if (leads.every((name) => name === lead)) return lead;
  return (
    <select
      className={styles.lead}
      aria-label={t.station.tile.lead}
      title={t.station.tile.leadTitle}
      value={lead}
      data-testid="lead"
      onChange={({ target }) => {
        choose(patientId, target.value);
      }}
    >
      {leads.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}
