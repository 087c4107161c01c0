import type { DirectoryEntry } from '@beatwatch/timescale';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { patientHref } from '../alarms/alarm-href.ts';
import { formatPatient } from '../format/patient-name.ts';
import type { CareNotesResponse } from '../server/responses.ts';
import { useNamesHidden } from '../shell/names-button.tsx';
import { useNow } from '../shell/use-now.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './care.module.css';
import { NoteItem } from './note-item.tsx';

/** What staff have to do for these patients, what is overdue first; nothing where there is nothing to do. */
export function TasksSection(props: {
  readonly entries: readonly DirectoryEntry[];
  readonly data: CareNotesResponse | undefined;
  readonly error: Error | null;
}): ReactNode {
  const { care: texts } = useTexts();
  const { entries, data, error } = props;
  const nowMs = useNow(10_000);
  const [isHidden] = useNamesHidden();
  const byId = new Map(entries.map((entry) => [entry.patientId, entry]));
  const tasks = (data?.notes ?? []).flatMap((task) => {
    const entry = byId.get(task.patientId);
    return entry === undefined ? [] : [{ task, entry }];
  });
  if (error !== null) return <p role="alert">{`${texts.failed} ${error.message}`}</p>;
  if (tasks.length === 0) return undefined;
  return (
    <section className={styles.panel} aria-label={texts.title} data-testid="open-tasks">
      <h2>{texts.tasks(tasks.length)}</h2>
      <ul className={styles.list}>
        {tasks.map(({ task, entry }) => (
          <NoteItem key={task.noteId} note={task} nowMs={nowMs} isAmongItsKind>
            <Link href={patientHref(entry.patientId)}>{formatPatient(entry, isHidden)}</Link>
          </NoteItem>
        ))}
      </ul>
    </section>
  );
}
