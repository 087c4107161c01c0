import {
  alarmKindNames,
  alarmKinds,
  latchesUsually,
  type AlarmKind,
  type Latching,
} from '@beatwatch/contracts';
import type { ReactNode } from 'react';
import styles from './limits.module.css';

/** Of each kind, whether an alarm that is over stays until somebody has seen it. */
export function LatchingFields(props: {
  readonly latching: Latching;
  readonly onChange: (latching: Latching) => void;
}): ReactNode {
  const { latching, onChange } = props;
  return (
    <details>
      <summary>Alarms that are over</summary>
      <div className={styles.fields}>
        {alarmKinds.map((kind) => (
          <label key={kind} className={styles.field}>
            {alarmKindNames[kind]}
            <select
              value={String(latching[kind] ?? 'usual')}
              data-testid={`latching-${kind}`}
              onChange={({ target }) => {
                onChange(withKind(latching, kind, target.value));
              }}
            >
              <option value="usual">As usual: {latchesUsually(kind) ? names.true : names.false}</option>
              <option value="true">{names.true}</option>
              <option value="false">{names.false}</option>
            </select>
          </label>
        ))}
      </div>
    </details>
  );
}

const names = { true: 'stays until seen', false: 'ends by itself' } as const;

function withKind(latching: Latching, kind: AlarmKind, value: string): Latching {
  const { [kind]: _, ...others } = latching;
  return value === 'usual' ? others : { ...others, [kind]: value === 'true' };
}
