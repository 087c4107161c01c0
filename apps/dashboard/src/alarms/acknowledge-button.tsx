import type { AlarmEvent } from '@beatwatch/contracts';
import type { ReactNode } from 'react';
import { useMayAtOnce } from '../shell/use-session.ts';
import { useTexts } from '../texts/language-provider.tsx';
import { awaitsAcknowledgement } from '../live/status.ts';

/** Button that acknowledges an alarm; renders nothing if that is no longer needed, or not allowed. */
export function AcknowledgeButton(props: {
  readonly alarm: AlarmEvent;
  readonly onAcknowledge: (alarm: AlarmEvent) => void;
  readonly className?: string | undefined;
  /** Whether to show the key that does the same. Default true. */
  readonly showKey?: boolean;
}): ReactNode {
  const t = useTexts();
  const { alarm, onAcknowledge, className, showKey = true } = props;
  const mayAcknowledge = useMayAtOnce('acknowledge');
  if (!mayAcknowledge || !awaitsAcknowledgement(alarm)) return undefined;
  return (
    <button
      className={className}
      onClick={() => {
        onAcknowledge(alarm);
      }}
    >
      {t.alarms.acknowledge}
      {showKey && (
        <>
          {' '}
          <kbd>A</kbd>
        </>
      )}
    </button>
  );
}
