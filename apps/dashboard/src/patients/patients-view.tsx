'use client';

import Link from 'next/link';
import { useState, type ReactNode } from 'react';
import { DevicesSection } from '../devices/devices-section.tsx';
import { useFeedView } from '../live/live-context.ts';
import { PageHead } from '../shell/page-head.tsx';
import { usePatients } from '../shell/use-patients.ts';
import { WardSelect } from '../shell/ward-select.tsx';
import { AdmitForm } from './admit-form.tsx';
import { PatientRow } from './patient-row.tsx';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './patients.module.css';
import { useDirectory } from './use-directory.ts';
import { tasks, tasksOf, type Task } from './worklist.ts';

/** Who is on the wards, and what there is to do; patients are admitted, moved and discharged here. */
export function PatientsView(): ReactNode {
  const { patients: texts } = useTexts().pages;
  const view = useFeedView();
  const [ward, setWard] = useState('');
  const [search, setSearch] = useState('');
  const [discharged, setDischarged] = useState(false);
  const [task, setTask] = useState<Task>();
  const stored = usePatients();
  const wards = [...new Set(stored.data?.patients.map((patient) => patient.ward))]
    .filter((name) => name !== 'unassigned')
    .sort();
  const { data, error } = useDirectory({ ward, search, discharged });
  const entries = (data?.patients ?? []).map((entry) => {
    const live = view.patients.get(entry.patientId);
    return { entry, live, tasks: tasksOf(entry, live) };
  });
  const shown = task === undefined ? entries : entries.filter((one) => one.tasks.includes(task));
  return (
    <>
      <PageHead title={texts.title}>
        <Link href="/alarm-profiles">{texts.wardAlarms}</Link>
      </PageHead>
      <main className={styles.main}>
        <details className={styles.admit}>
          <summary>{texts.admitTitle}</summary>
          <AdmitForm wards={wards} />
        </details>
        <DevicesSection patients={stored.data?.patients ?? []} />
        <div className={styles.filter}>
          <WardSelect wards={wards} ward={ward} setWard={setWard} />
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
          <span role="group" aria-label={texts.toDo} className={styles.tasks}>
            {tasks.map((one) => (
              <button
                key={one}
                aria-pressed={task === one}
                onClick={() => {
                  setTask(task === one ? undefined : one);
                }}
              >
                {texts.tasks[one]} {entries.filter((entry) => entry.tasks.includes(one)).length}
              </button>
            ))}
          </span>
        </div>
        {error !== null && <p role="alert">{`${texts.failed} ${error.message}`}</p>}
        {data !== undefined && shown.length === 0 && <p className="quiet">{texts.nobody}</p>}
        <ul className={styles.list}>
          {shown.map(({ entry, live }) => (
            <PatientRow key={entry.patientId} entry={entry} live={live} />
          ))}
        </ul>
      </main>
    </>
  );
}
