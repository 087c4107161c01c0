'use client';

import type { ReactNode } from 'react';
import type { FeedView } from '../live/live-feed.ts';
import { useFeedView } from '../live/live-context.ts';
import { formatDecimal } from '../format/numbers.ts';
import type { Texts } from '../texts/texts.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './shell.module.css';

type BadgeState = 'connecting' | 'lost' | 'cut-off' | 'not-judged' | 'live';

/** Whether what is on the page is live: connected is not judged. */
export function ConnectionBadge(): ReactNode {
  const t = useTexts();
  const view = useFeedView();
  const { connection } = view;
  const state = badgeStateOf(view);
  return (
    <span className={styles.badge} data-testid="connection" data-state={state} role="status">
      <span className={styles.dot} aria-hidden="true" />
      <span title={connection.state === 'lost' ? connection.reason : undefined}>
        {t.shell.connection[state]}
      </span>
      {state === 'live' && connection.state === 'live' && (
        <>
          <span className="quiet" title={t.shell.connection.roundTrip}>
            {formatRoundTrip(t, connection.roundTripMs)}
          </span>
          {connection.skippedTicks > 0 && (
            <span title={t.shell.connection.tooSlow}>
              · {t.shell.connection.missed(formatDecimal(t, connection.skippedTicks / 10, 1))}
            </span>
          )}
        </>
      )}
    </span>
  );
}

function badgeStateOf({ connection, monitoring }: FeedView): BadgeState {
  if (connection.state === 'lost') return 'lost';
  if (monitoring.cutOff !== undefined) return 'cut-off';
  if (connection.state === 'connecting') return 'connecting';
  const isInterrupted = monitoring.notices.some(
    ({ severity, state }) => severity === 'interrupted' && state === 'open',
  );
  return isInterrupted ? 'not-judged' : 'live';
}

function formatRoundTrip(t: Texts, roundTripMs: number | undefined): string {
  if (roundTripMs === undefined) return '';
  return roundTripMs < 1000
    ? `${Math.max(1, Math.round(roundTripMs))} ms`
    : `${formatDecimal(t, roundTripMs / 1000, 1)} s`;
}
