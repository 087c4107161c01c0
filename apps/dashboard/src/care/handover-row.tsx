import Link from 'next/link';
import type { ReactNode } from 'react';
import { patientHref } from '../alarms/alarm-href.ts';
import { alarmName } from '../format/alarm-format.ts';
import { formatPatient } from '../format/patient-name.ts';
import { formatMoment } from '../format/time.ts';
import { AlarmIcon } from '../icons/alarm-icon.tsx';
import type { HandoverPatient, ShownNote } from '../server/care-responses.ts';
import { useNamesHidden } from '../shell/names-button.tsx';
import { useTexts } from '../texts/language-provider.tsx';
import { byWeight } from './handover-order.ts';
import styles from './handover.module.css';
import { NoteItem } from './note-item.tsx';

/** One patient of the handover: what alarmed, what is to do, what was written last. */
export function HandoverRow(props: { readonly patient: HandoverPatient; readonly nowMs: number }): ReactNode {
  const t = useTexts();
  const { handover: texts } = t.care;
  const { patient, nowMs } = props;
  const { patientId, ward, standbyUntilUs, alarms, tasks, note } = patient;
  const [isHidden] = useNamesHidden();
  return (
    <tr data-testid="handover-patient" data-patient={patientId}>
      <th scope="row">
        <Link href={patientHref(patientId)}>{formatPatient(patient, isHidden)}</Link>
        <span className={styles.place}>{ward === 'unassigned' ? t.shell.ward.none : ward}</span>
        {standbyUntilUs !== undefined && (
          <span className={styles.place}>{texts.away(formatMoment(t, standbyUntilUs))}</span>
        )}
      </th>
      <td>
        {alarms.length === 0 && <span className="quiet">{texts.noAlarm}</span>}
        <ul>
          {alarms.toSorted(byWeight).map((alarm) => {
            const { kind, priority, episodes, isOpen } = alarm;
            return (
              <li key={kind} className={styles.alarm} data-priority={priority} data-open={isOpen}>
                <AlarmIcon alarm={{ kind, priority, state: isOpen ? 'active' : 'resolved' }} />
                <span>
                  {alarmName(t, alarm)}
                  {episodes > 1 && ` ${episodes} ×`}
                  {isOpen && <strong> {texts.open}</strong>}
                </span>
              </li>
            );
          })}
        </ul>
      </td>
      <td>
        <Notes notes={tasks} nowMs={nowMs} />
      </td>
      <td>
        <Notes notes={note === undefined ? [] : [note]} nowMs={nowMs} />
      </td>
    </tr>
  );
}

function Notes(props: { readonly notes: readonly ShownNote[]; readonly nowMs: number }): ReactNode {
  const { notes, nowMs } = props;
  if (notes.length === 0) return <span className="quiet">–</span>;
  return (
    <ul>
      {notes.map((note) => (
        <NoteItem key={note.noteId} note={note} nowMs={nowMs} isAmongItsKind />
      ))}
    </ul>
  );
}
