import type { PatientId } from '@beatwatch/contracts';
import type { ReactNode } from 'react';
import { LeadSelect } from '../leads/lead-select.tsx';
import { useShowsAllLeads } from '../leads/use-chosen-leads.ts';
import type { PatientSummary } from '../live/live-patient.ts';
import { LiveStrip } from '../strip/live-strip.tsx';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './patient.module.css';

/** The live strip of a patient; of several leads all under one another on one time axis, or the chosen one alone. */
export function LiveLeads(props: {
  readonly patientId: PatientId;
  readonly summary: PatientSummary | undefined;
}): ReactNode {
  const t = useTexts();
  const { patientId, summary } = props;
  const [showsAll, setShowsAll] = useShowsAllLeads();
  const leads = summary?.leads ?? [];
  const strip = { patientId, label: t.patient.live.ecgOf(patientId), lastSampleUs: summary?.lastSampleUs };
  return (
    <>
      {showsAll && leads.length > 1 ? (
        leads.map((lead) => (
          <div key={lead} className={styles.strip} data-among="true">
            <LiveStrip {...strip} lead={lead} label={`${strip.label}, ${lead}`}>
              <span className={styles.leadName}>{lead}</span>
            </LiveStrip>
          </div>
        ))
      ) : (
        <div className={styles.strip}>
          <LiveStrip {...strip}>
            <LeadSelect patientId={patientId} lead={summary?.lead} leads={leads} />
          </LiveStrip>
        </div>
      )}
      {leads.length > 1 && (
        <button
          className={styles.allLeads}
          aria-pressed={showsAll}
          data-testid="all-leads"
          onClick={() => {
            setShowsAll(!showsAll);
          }}
        >
          {t.patient.live.leads(leads.length)}
        </button>
      )}
    </>
  );
}
