import type { AlarmEvent, PatientId } from '@beatwatch/contracts';
import { useState, type ReactNode } from 'react';
import { alarmName } from '../format/alarm-format.ts';
import { formatMoment } from '../format/time.ts';
import { UserName } from '../shell/user-name.tsx';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './care.module.css';
import { nextTimeOfDay } from './due-time.ts';
import { useWriteNote } from './use-care-notes.ts';

const longestText = 1000;

/** Writes a handover note or a task. */
export function NoteForm(props: {
  readonly patientId: PatientId;
  /** What a task can be about. */
  readonly alarm: Pick<AlarmEvent, 'alarmId' | 'kind' | 'priority' | 'raisedTimeUs'> | undefined;
}): ReactNode {
  const t = useTexts();
  const { patientId, alarm } = props;
  const [kind, setKind] = useState<'note' | 'task'>('note');
  const [text, setText] = useState('');
  const [time, setTime] = useState('');
  const [isAboutAlarm, setAboutAlarm] = useState(false);
  const { mutate, isPending, error } = useWriteNote(patientId);
  const isTask = kind === 'task';
  const write = (): void => {
    const dueMs = isTask ? nextTimeOfDay(time, Date.now()) : undefined;
    const alarmId = isTask && isAboutAlarm ? alarm?.alarmId : undefined;
    mutate(
      { kind, text, ...(dueMs !== undefined && { dueMs }), ...(alarmId !== undefined && { alarmId }) },
      {
        onSuccess: () => {
          setText('');
          setTime('');
          setAboutAlarm(false);
        },
      },
    );
  };
  return (
    <form
      className={styles.form}
      aria-label={t.care.title}
      onSubmit={(event) => {
        event.preventDefault();
        write();
      }}
    >
      <div className={styles.fields}>
        <label>
          {t.care.kind}{' '}
          <select
            value={kind}
            disabled={isPending}
            data-testid="note-kind"
            onChange={({ target }) => {
              setKind(target.value as typeof kind);
            }}
          >
            <option value="note">{t.care.kinds.note}</option>
            <option value="task">{t.care.kinds.task}</option>
          </select>
        </label>
        {isTask && (
          <label title={t.care.dueNext}>
            {t.care.dueUntil}{' '}
            <input
              type="time"
              value={time}
              disabled={isPending}
              data-testid="note-due"
              onChange={({ target }) => {
                setTime(target.value);
              }}
            />
          </label>
        )}
        {isTask && alarm !== undefined && (
          <label className={styles.checked}>
            <input
              type="checkbox"
              checked={isAboutAlarm}
              disabled={isPending}
              data-testid="note-about-alarm"
              onChange={({ target }) => {
                setAboutAlarm(target.checked);
              }}
            />{' '}
            {t.care.aboutAlarm(`${alarmName(t, alarm)}, ${formatMoment(t, alarm.raisedTimeUs)}`)}
          </label>
        )}
      </div>
      <textarea
        aria-label={t.care.text}
        placeholder={t.care.placeholder[kind]}
        rows={3}
        maxLength={longestText}
        required
        readOnly={isPending}
        value={text}
        data-testid="note-text"
        onChange={({ target }) => {
          setText(target.value);
        }}
      />
      <div className={styles.actions}>
        <button disabled={isPending || text.trim() === ''} data-testid="note-add">
          {t.care.add}
        </button>
        <UserName />
        <span className="quiet small">
          {text.length > longestText - 200 ? t.care.left(longestText - text.length) : t.care.notRecord}
        </span>
      </div>
      {error !== null && <p role="alert">{error.message}</p>}
    </form>
  );
}
