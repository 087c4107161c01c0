import type { PatientId } from '@beatwatch/contracts';
import { useState, type ComponentProps, type ReactNode } from 'react';
import { useNow } from '../shell/use-now.ts';
import { useMay } from '../shell/use-session.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './care.module.css';
import { NoteForm } from './note-form.tsx';
import { NoteItem } from './note-item.tsx';
import { useCareNotes } from './use-care-notes.ts';

/** A patient's handover notes and tasks, newest first, and a form for more. */
export function NotesPanel(props: {
  readonly patientId: PatientId;
  /** The alarm that the page shows. */
  readonly alarm: ComponentProps<typeof NoteForm>['alarm'];
}): ReactNode {
  const { care: texts } = useTexts();
  const { patientId, alarm } = props;
  const [past, setPast] = useState(false);
  const { data, error } = useCareNotes(patientId, past);
  const nowMs = useNow(10_000);
  const mayWrite = useMay('POST /api/patients/[patientId]/notes');
  return (
    <section className={styles.panel} aria-label={texts.title} data-testid="care-notes">
      <div className={styles.head}>
        <h2>{texts.title}</h2>
        <label className={styles.checked}>
          <input
            type="checkbox"
            checked={past}
            onChange={({ target }) => {
              setPast(target.checked);
            }}
          />{' '}
          {texts.past}
        </label>
      </div>
      {error !== null && <p role="alert">{`${texts.failed} ${error.message}`}</p>}
      {data?.notes.length === 0 && <p className="quiet">{texts.none}</p>}
      <ul className={styles.list}>
        {data?.notes.map((note) => (
          <NoteItem key={note.noteId} note={note} nowMs={nowMs} />
        ))}
      </ul>
      {mayWrite && <NoteForm patientId={patientId} alarm={alarm} />}
    </section>
  );
}
