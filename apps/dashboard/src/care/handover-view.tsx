'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { formatMoment, formatWithZone } from '../format/time.ts';
import type { HandoverResponse } from '../server/care-responses.ts';
import { fetchJson } from '../shell/fetch-json.ts';
import { PageHead } from '../shell/page-head.tsx';
import type { ShownPatients } from '../shell/shown-patients.ts';
import { useNow } from '../shell/use-now.ts';
import { usePatients } from '../shell/use-patients.ts';
import { useShown } from '../shell/use-shown.ts';
import { WardSelect } from '../shell/ward-select.tsx';
import { byPlace } from '../station/roster.ts';
import { useTexts } from '../texts/language-provider.tsx';
import { HandoverRow } from './handover-row.tsx';
import styles from './handover.module.css';
import { careKey } from './use-care-notes.ts';

/** What one shift tells the next of each patient of a ward; to be read on the screen or printed. */
export function HandoverView(): ReactNode {
  const t = useTexts();
  const { handover: texts } = t.care;
  const stored = usePatients();
  const wards = useMemo(() => new Set(stored.data?.patients.map((patient) => patient.ward)), [stored.data]);
  const choice = useShown(wards);
  const { ward, group } = choice;
  const { data, error, dataUpdatedAt } = useQuery({
    queryKey: [careKey, 'handover', choice.value],
    queryFn: () => fetchJson<HandoverResponse>(`/api/handover?${queryOf(choice)}`),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
    enabled: stored.data !== undefined,
  });
  const nowMs = useNow(10_000);
  return (
    <>
      <div className={styles.screenOnly}>
        <PageHead title={texts.title} />
      </div>
      <main className={styles.page}>
        <div className={styles.tools}>
          <WardSelect wards={[...wards]} {...choice} />
          <button
            onClick={() => {
              window.print();
            }}
          >
            {texts.print}
          </button>
          <span className="quiet">{t.care.notRecord}</span>
        </div>
        {error !== null && <p role="alert">{`${texts.failed} ${error.message}`}</p>}
        {data !== undefined && (
          <>
            <div>
              <h2>
                {texts.of(
                  group?.name ?? (ward === 'unassigned' ? t.shell.ward.none : (ward ?? t.shell.ward.all)),
                  formatWithZone(t, dataUpdatedAt * 1000),
                )}
              </h2>
              <p className="quiet small">{texts.since(formatMoment(t, data.sinceUs))}</p>
            </div>
            <table className={styles.table} data-testid="handover">
              <thead>
                <tr>
                  <th scope="col">{texts.patient}</th>
                  <th scope="col">{texts.alarms}</th>
                  <th scope="col">{texts.tasks}</th>
                  <th scope="col">{texts.note}</th>
                </tr>
              </thead>
              <tbody>
                {data.patients.toSorted(byPlace).map((patient) => (
                  <HandoverRow key={patient.patientId} patient={patient} nowMs={nowMs} />
                ))}
              </tbody>
            </table>
            {data.patients.length === 0 && <p className="quiet">{texts.nobody}</p>}
          </>
        )}
      </main>
    </>
  );
}

const queryOf = ({ ward, group }: ShownPatients): string =>
  new URLSearchParams({
    ...(ward !== undefined && { ward }),
    ...(group !== undefined && { groupId: String(group.groupId) }),
  }).toString();
