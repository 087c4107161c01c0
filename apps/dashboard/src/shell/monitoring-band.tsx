'use client';

import { useEffect, useMemo, type ReactNode } from 'react';
import { useBurst } from '../sound/use-burst.ts';
import { useLocalPause } from '../sound/use-silences.ts';
import { useFeedView } from '../live/live-context.ts';
import styles from './monitoring-band.module.css';
import { useTexts } from '../texts/language-provider.tsx';
import { isInterruptedNow, monitoringMessages, type MonitoringMessage } from './monitoring-message.ts';

/** Band over the whole width of every page: that patients are not being watched, and why. Sounds while it is so. */
export function MonitoringBand(): ReactNode {
  const t = useTexts();
  const { monitoring } = useFeedView();
  const messages = useMemo(() => monitoringMessages(t, monitoring), [t, monitoring]);
  const isPausedHere = useLocalPause().leftMs > 0;
  useBurst(isInterruptedNow(monitoring) && !isPausedHere ? 'interrupted' : undefined);

  const isCutOff = monitoring.cutOff !== undefined;
  useEffect(() => {
    // Strips turn grey wherever they are.
    document.documentElement.toggleAttribute('data-cut-off', isCutOff);
    return () => {
      document.documentElement.removeAttribute('data-cut-off');
    };
  }, [isCutOff]);

  return (
    <div className={styles.band}>
      {messages.map((message) => (
        <p
          key={message.title}
          className={styles.message}
          role={message.kind === 'stopped' ? 'alert' : 'status'}
          data-testid="monitoring-band"
          data-kind={message.kind}
        >
          <BandIcon kind={message.kind} />
          <span>
            <strong>{message.title}</strong> <span className={styles.text}>{message.text}</span>
          </span>
        </p>
      ))}
    </div>
  );
}

const marks: Readonly<Record<MonitoringMessage['kind'], string>> = {
  stopped: 'M12 7v6m0 2.2v1.6M8.5 7v6m0 2.2v1.6M15.5 7v6m0 2.2v1.6',
  warning: 'M12 7v6m0 2.2v1.6',
  resumed: 'M7.5 12.5l3 3 6-6.5',
};

/** A square, as technical alarms have. */
const BandIcon = ({ kind }: { readonly kind: MonitoringMessage['kind'] }): ReactNode => (
  <svg
    viewBox="0 0 24 24"
    width="24"
    height="24"
    aria-hidden="true"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
  >
    <path d="M3 3h18v18H3z" strokeLinejoin="round" />
    <path d={marks[kind]} />
  </svg>
);
