import Link from 'next/link';
import type { ReactNode } from 'react';
import { alarmHref } from '../alarms/alarm-href.ts';
import { formatMoment } from '../format/time.ts';
import type { ShownNote } from '../server/care-responses.ts';
import { useMay } from '../shell/use-session.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './care.module.css';
import { useEndNote, type NoteAct } from './use-care-notes.ts';

/** A handover note or a task, with who wrote it and what became of it. */
export function NoteItem(props: {
  readonly note: ShownNote;
  readonly nowMs: number;
  /** Whether all that stand around it are notes, or tasks. */
  readonly isAmongItsKind?: boolean;
  /** Whose it is, where that is not said around it. */
  readonly children?: ReactNode;
}): ReactNode {
  const t = useTexts();
  const { note, nowMs, isAmongItsKind = false, children } = props;
  const { kind, end, alarmId } = note;
  const isOver = end !== undefined || note.isOfEarlierStay;
  const isOverdue = !isOver && note.dueMs !== undefined && note.dueMs < nowMs;
  return (
    <li
      className={styles.note}
      data-testid="care-note"
      data-kind={kind}
      data-over={isOver}
      data-overdue={isOverdue}
    >
      {children}
      <p className={styles.text}>
        {kind === 'task' && !isAmongItsKind && <strong>{t.care.kinds.task}: </strong>}
        {note.text}
      </p>
      <p className={styles.about}>
        {note.dueMs !== undefined && (
          <span className={styles.due}>
            {(isOverdue ? t.care.overdue : t.care.due)(formatMoment(t, note.dueMs * 1000))}
          </span>
        )}
        <span>{t.care.writtenBy(note.author, formatMoment(t, note.writtenMs * 1000))}</span>
        {alarmId !== undefined && (
          <Link href={alarmHref({ patientId: note.patientId, alarmId })}>{t.care.itsAlarm}</Link>
        )}
        {end !== undefined && <span>{t.care.ended[end.as](end.by, formatMoment(t, end.atMs * 1000))}</span>}
        {note.reopenings.map(({ by, atMs, doneBy, doneAtMs }) => (
          <span key={atMs}>
            {t.care.reopened(by, formatMoment(t, atMs * 1000), doneBy, formatMoment(t, doneAtMs * 1000))}
          </span>
        ))}
        {note.isOfEarlierStay && <span>{t.care.earlierStay}</span>}
      </p>
      {!note.isOfEarlierStay && <NoteActs note={note} />}
    </li>
  );
}

function NoteActs({ note }: { readonly note: ShownNote }): ReactNode {
  const t = useTexts();
  const { mutate, isPending, error } = useEndNote();
  const mayEnd = useMay('PATCH /api/patients/[patientId]/notes/[noteId]');
  const acts: readonly NoteAct[] =
    note.end === undefined
      ? [
          ...(note.kind === 'task' && mayEnd ? (['done'] as const) : []),
          ...(note.mayWithdraw ? (['withdrawn'] as const) : []),
        ]
      : note.end.as === 'done' && mayEnd
        ? ['none']
        : [];
  return (
    <p className={styles.actions}>
      {acts.map((end) => (
        <button
          key={end}
          disabled={isPending}
          onClick={() => {
            mutate({ note, end });
          }}
        >
          {{ done: t.care.done, withdrawn: t.care.withdraw, none: t.care.reopen }[end]}
        </button>
      ))}
      {error !== null && <span role="alert">{error.message}</span>}
    </p>
  );
}
