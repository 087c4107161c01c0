import Link from 'next/link';
import type { ReactNode } from 'react';
import { alarmHref } from '../alarms/alarm-href.ts';
import { formatMoment } from '../format/time.ts';
import type { ShownNote } from '../server/responses.ts';
import { useMay } from '../shell/use-session.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './care.module.css';
import { useEndNote } from './use-care-notes.ts';

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
        {note.isOfEarlierStay && <span>{t.care.earlierStay}</span>}
      </p>
      {!isOver && <EndButtons note={note} />}
    </li>
  );
}

function EndButtons({ note }: { readonly note: ShownNote }): ReactNode {
  const t = useTexts();
  const { mutate, isPending, error } = useEndNote();
  const mayEnd = useMay('PATCH /api/patients/[patientId]/notes/[noteId]');
  const ends = [
    ...(note.kind === 'task' && mayEnd ? (['done'] as const) : []),
    ...(note.mayWithdraw ? (['withdrawn'] as const) : []),
  ];
  return (
    <p className={styles.actions}>
      {ends.map((end) => (
        <button
          key={end}
          disabled={isPending}
          onClick={() => {
            mutate({ note, end });
          }}
        >
          {end === 'done' ? t.care.done : t.care.withdraw}
        </button>
      ))}
      {error !== null && <span role="alert">{error.message}</span>}
    </p>
  );
}
