import type { AlarmCounts } from '@beatwatch/timescale';
import type { ReactNode } from 'react';
import { formatDuration } from '../format/time.ts';
import styles from './alarm-audit.module.css';
import { useTexts } from '../texts/language-provider.tsx';
import { shareText } from './taken-text.ts';

export interface CountsRow extends AlarmCounts {
  readonly name: string;
}

/** Alarms counted in one way, each row with a bar of its share of the longest. */
export function CountsTable(props: {
  readonly title: string;
  readonly of: string;
  readonly rows: readonly CountsRow[];
}): ReactNode {
  const t = useTexts();
  const { columns: texts } = t.pages.audit;
  const { title, of, rows } = props;
  const most = Math.max(1, ...rows.map(({ alarms }) => alarms));
  return (
    <section>
      <h2>{title}</h2>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{of}</th>
              <th scope="col" colSpan={2}>
                {texts.alarms}
              </th>
              <th scope="col">{texts.taken}</th>
              <th scope="col">{texts.half}</th>
              <th scope="col">{texts.most}</th>
              <th scope="col">{texts.labelledFalse}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, alarms, taken, takenAfterS, labelled, labelledFalse }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className={styles.barCell}>
                  <span className={styles.bar} style={{ width: `${(100 * alarms) / most}%` }} />
                </td>
                <td>{alarms}</td>
                <td>{shareText(t, taken, alarms)}</td>
                <td>{takenAfterS && formatDuration(takenAfterS.median)}</td>
                <td>{takenAfterS && formatDuration(takenAfterS.p90)}</td>
                <td>{labelled > 0 && t.pages.audit.falseOf(labelledFalse, labelled)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
