import { isTechnical, type AlarmEvent } from '@beatwatch/contracts';
import type { ReactNode } from 'react';

/** List item of an alarm, with data attributes for styles and tests. */
export function AlarmRow(props: {
  readonly alarm: AlarmEvent;
  readonly className: string | undefined;
  readonly chosen?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const { alarm, className, chosen, children } = props;
  return (
    <li
      className={className}
      data-testid="alarm"
      data-patient={alarm.patientId}
      data-kind={alarm.kind}
      data-state={alarm.state}
      data-priority={alarm.priority}
      data-escalated={alarm.escalated}
      data-technical={isTechnical(alarm.kind)}
      data-chosen={chosen}
    >
      {children}
    </li>
  );
}
