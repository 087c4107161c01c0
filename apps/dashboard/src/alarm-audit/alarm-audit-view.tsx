'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { AlarmAuditResponse } from '../server/responses.ts';
import { fetchJson } from '../shell/fetch-json.ts';
import { PageHead } from '../shell/page-head.tsx';
import { usePatients } from '../shell/use-patients.ts';
import { WardSelect } from '../shell/ward-select.tsx';
import styles from './alarm-audit.module.css';
import { CountsTable } from './counts-table.tsx';
import { HoursChart } from './hours-chart.tsx';
import { useTexts } from '../texts/language-provider.tsx';
import { auditText } from './taken-text.ts';

/** How many alarms there were, of what kind, where and when, and how long until somebody took them. */
export function AlarmAuditView(): ReactNode {
  const { audit: texts } = useTexts().pages;
  const [days, setDays] = useState('1');
  const [ward, setWard] = useState('');
  const { data: stored } = usePatients();
  const wards = [...new Set(stored?.patients.map((patient) => patient.ward))].sort();
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const query = new URLSearchParams({ days, ward, timeZone }).toString();
  const { data, error } = useQuery({
    queryKey: ['alarm-audit', query],
    queryFn: () => fetchJson<AlarmAuditResponse>(`/api/alarms/audit?${query}`),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
  return (
    <>
      <PageHead title={texts.title} />
      <main className={styles.main}>
        <div className={styles.choice}>
          <select
            aria-label={texts.time}
            value={days}
            onChange={({ target }) => {
              setDays(target.value);
            }}
          >
            {Object.entries(texts.spans).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
          <WardSelect wards={wards} groups={[]} value={ward} choose={setWard} />
        </div>
        {error !== null && <p role="alert">{`${texts.failed} ${error.message}`}</p>}
        {data !== undefined && <Figures {...data} />}
      </main>
    </>
  );
}

function Figures({ audit }: AlarmAuditResponse): ReactNode {
  const t = useTexts();
  const { audit: texts } = t.pages;
  const { all, byKind, byBed } = audit;
  return (
    <>
      <p className={styles.lead} data-testid="audit-text">
        {auditText(t, all)}
      </p>
      {all.alarms > 0 && (
        <>
          <CountsTable
            title={texts.byKind}
            of={texts.kind}
            rows={byKind.map((row) => ({ ...row, name: t.alarms.kinds[row.kind] }))}
          />
          <CountsTable
            title={texts.byBed}
            of={texts.bed}
            rows={byBed.map((row) => ({
              ...row,
              name: [row.ward ?? t.shell.ward.none, row.bed ?? ''].join(' ').trim(),
            }))}
          />
          <HoursChart byHour={audit.byHour} />
          <p className="quiet small">{texts.note}</p>
        </>
      )}
    </>
  );
}
