import type { DirectoryEntry } from '@beatwatch/timescale';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { patientHref } from '../alarms/alarm-href.ts';
import { formatPatient } from '../format/patient-name.ts';
import type { ShownNote, TasksResponse } from '../server/care-responses.ts';
import { useNamesHidden } from '../shell/names-button.tsx';
import { useNow } from '../shell/use-now.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './care.module.css';
import { NoteItem } from './note-item.tsx';

/** What staff have to do for these patients, what is overdue first, and what was done lately; nothing where there is neither. */
export function TasksSection(props: {
  readonly entries: readonly DirectoryEntry[];
  readonly data: TasksResponse | undefined;
  readonly error: Error | null;
}): ReactNode {
  const { care: texts } = useTexts();
  const { entries, data, error } = props;
  const byId = new Map(entries.map((entry) => [entry.patientId, entry]));
  const ofThese = (tasks: readonly ShownNote[]): readonly Task[] =>
    tasks.flatMap((task) => {
      const entry = byId.get(task.patientId);
      return entry === undefined ? [] : [{ task, entry }];
    });
  if (error !== null) return <p role="alert">{`${texts.failed} ${error.message}`}</p>;
  if (data === undefined) return undefined;
  const [open, done] = [ofThese(data.notes), ofThese(data.done)];
  if (open.length === 0 && done.length === 0) return undefined;
  return (
    <section className={styles.panel} aria-label={texts.title}>
      {open.length > 0 && (
        <div data-testid="open-tasks">
          <h2>{texts.tasks(open.length)}</h2>
          <TaskList tasks={open} />
        </div>
      )}
      {done.length > 0 && (
        <details data-testid="done-tasks">
          <summary>{texts.doneLately(done.length, data.doneHours)}</summary>
          <TaskList tasks={done} />
        </details>
      )}
    </section>
  );
}

interface Task {
  readonly task: ShownNote;
  readonly entry: DirectoryEntry;
}

function TaskList({ tasks }: { readonly tasks: readonly Task[] }): ReactNode {
  const nowMs = useNow(10_000);
  const [isHidden] = useNamesHidden();
  return (
    <ul className={styles.list}>
      {tasks.map(({ task, entry }) => (
        <NoteItem key={task.noteId} note={task} nowMs={nowMs} isAmongItsKind>
          <Link href={patientHref(entry.patientId)}>{formatPatient(entry, isHidden)}</Link>
        </NoteItem>
      ))}
    </ul>
  );
}
