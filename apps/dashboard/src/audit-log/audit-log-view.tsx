'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { AuditLogResponse } from '../server/responses.ts';
import { fetchJson } from '../shell/fetch-json.ts';
import { ForAdministrators } from '../shell/for-administrators.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { useMay } from '../shell/use-session.ts';
import { useTexts } from '../texts/language-provider.tsx';
import { AuditRow } from './audit-row.tsx';
import styles from './audit-log.module.css';

/** For administrators: who saw and did what, the newest first. */
export function AuditLogView(): ReactNode {
  const { auditLog: texts } = useTexts().pages;
  const maySee = useMay('GET /api/audit-log');
  return (
    <>
      <PageHead title={texts.title} />
      <main className={styles.main}>
        <ForAdministrators isAllowed={maySee}>
          <Entries />
        </ForAdministrators>
      </main>
    </>
  );
}

function Entries(): ReactNode {
  const { auditLog: texts } = useTexts().pages;
  const [who, setWho] = useState('');
  const [patient, setPatient] = useState('');
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['audit-log', who, patient],
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams({ who, patient, ...(pageParam !== '' && { before: pageParam }) });
      return fetchJson<AuditLogResponse>(`/api/audit-log?${query.toString()}`);
    },
    initialPageParam: '',
    getNextPageParam: ({ before }) => before?.toString(),
    placeholderData: keepPreviousData,
  });
  const entries = data?.pages.flatMap((page) => page.entries);
  return (
    <>
      <p className="quiet small">{texts.note}</p>
      <div className={styles.choice}>
        <Searched name={texts.who} value={who} setValue={setWho} />
        <Searched name={texts.patient} value={patient} setValue={setPatient} />
      </div>
      {error !== null && <p role="alert">{`${texts.failed} ${error.message}`}</p>}
      {entries?.length === 0 && <p>{texts.none}</p>}
      {entries !== undefined && entries.length > 0 && (
        <ul className={styles.entries} data-testid="audit-log">
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <button className={styles.older} disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {texts.older}
        </button>
      )}
    </>
  );
}

const Searched = (props: {
  readonly name: string;
  readonly value: string;
  readonly setValue: (value: string) => void;
}): ReactNode => (
  <label className={styles.searched}>
    <span>{props.name}</span>
    <input
      type="search"
      maxLength={100}
      value={props.value}
      onChange={({ target }) => {
        props.setValue(target.value);
      }}
    />
  </label>
);
