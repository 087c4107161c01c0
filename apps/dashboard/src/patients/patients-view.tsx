'use client';

import Link from 'next/link';
import { useState, type ReactNode } from 'react';
import { GroupsSection } from '../care/groups-section.tsx';
import { TasksSection } from '../care/tasks-section.tsx';
import { useCareGroups } from '../care/use-care-groups.ts';
import { useTasks } from '../care/use-care-notes.ts';
import { DevicesSection } from '../devices/devices-section.tsx';
import { useFeedView } from '../live/live-context.ts';
import { PageHead } from '../shell/page-head.tsx';
import { shownPatients } from '../shell/shown-patients.ts';
import { usePatients } from '../shell/use-patients.ts';
import { useMay } from '../shell/use-session.ts';
import { WardSelect } from '../shell/ward-select.tsx';
import { AdmitForm } from './admit-form.tsx';
import { PatientRow } from './patient-row.tsx';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './patients.module.css';
import { useDirectory } from './use-directory.ts';
import { reasons, reasonsOf, type Reason } from './worklist.ts';

/** Who is on the wards, and what there is to do; patients are admitted, moved and discharged here. */
export function PatientsView(): ReactNode {
  const { care, pages } = useTexts();
  const { patients: texts } = pages;
  const view = useFeedView();
  const [chosen, setChosen] = useState('');
  const groups = useCareGroups().data?.groups ?? [];
  const [search, setSearch] = useState('');
  const [discharged, setDischarged] = useState(false);
  const [reason, setReason] = useState<Reason>();
  const mayAdmit = useMay('admission');
  const tasks = useTasks();
  const withTask = new Set(tasks.data?.notes.map(({ patientId }) => patientId));
  const stored = usePatients();
  const wards = [...new Set(stored.data?.patients.map((patient) => patient.ward))]
    .filter((name) => name !== 'unassigned')
    .sort();
  const { ward = '', includes } = shownPatients(chosen, new Set(wards), groups);
  const { data, error } = useDirectory({ ward, search, discharged });
  const entries = (data?.patients ?? []).filter(includes).map((entry) => {
    const live = view.patients.get(entry.patientId);
    return { entry, live, reasons: reasonsOf(entry, live, withTask.has(entry.patientId)) };
  });
  const shown = reason === undefined ? entries : entries.filter((one) => one.reasons.includes(reason));
  return (
    <>
      <PageHead title={texts.title}>
        <Link href="/alarm-profiles">{texts.wardAlarms}</Link>
        <Link href="/handover">{care.handover.title}</Link>
      </PageHead>
      <main className={styles.main}>
        {mayAdmit && (
          <details className={styles.admit}>
            <summary>{texts.admitTitle}</summary>
            <AdmitForm wards={wards} />
          </details>
        )}
        <GroupsSection patients={stored.data?.patients ?? []} />
        <DevicesSection patients={stored.data?.patients ?? []} />
        <div className={styles.filter}>
          <WardSelect wards={wards} groups={groups} value={chosen} choose={setChosen} />
          <input
            type="search"
            aria-label={texts.search}
            placeholder={texts.searchFor}
            maxLength={80}
            value={search}
            onChange={({ target }) => {
              setSearch(target.value);
            }}
          />
          <button
            aria-pressed={discharged}
            onClick={() => {
              setDischarged(!discharged);
            }}
          >
            {texts.discharged}
          </button>
          <span role="group" aria-label={texts.toDo} className={styles.reasons}>
            {reasons.map((one) => (
              <button
                key={one}
                aria-pressed={reason === one}
                onClick={() => {
                  setReason(reason === one ? undefined : one);
                }}
              >
                {texts.reasons[one]} {entries.filter((entry) => entry.reasons.includes(one)).length}
              </button>
            ))}
          </span>
        </div>
        {error !== null && <p role="alert">{`${texts.failed} ${error.message}`}</p>}
        {data !== undefined && shown.length === 0 && <p className="quiet">{texts.nobody}</p>}
        <TasksSection entries={shown.map(({ entry }) => entry)} {...tasks} />
        <ul className={styles.list}>
          {shown.map(({ entry, live }) => (
            <PatientRow key={entry.patientId} entry={entry} live={live} />
          ))}
        </ul>
      </main>
    </>
  );
}
