import Link from 'next/link';
import type { ReactNode } from 'react';
import { ConnectionBadge } from '../shell/connection-badge.tsx';
import { DisplayMenu } from '../shell/display-menu.tsx';
import shell from '../shell/shell.module.css';
import { Who } from '../shell/who.tsx';
import { SoundButton } from '../sound/sound-button.tsx';
import { formatCount } from '../format/numbers.ts';
import type { RosterEntry, SortOrder } from './roster.ts';

export interface StationBarProps {
  readonly wards: readonly string[];
  readonly ward: string | undefined;
  readonly setWard: (ward: string | undefined) => void;
  readonly order: SortOrder;
  readonly setOrder: (order: SortOrder) => void;
  readonly shown: readonly RosterEntry[];
  /** Open clinical alarms. */
  readonly alarmCount: number;
  /** Open technical alarms. */
  readonly technicalCount: number;
}

export function StationBar(props: StationBarProps): ReactNode {
  const { wards, ward, setWard, order, setOrder, shown, alarmCount, technicalCount } = props;
  const withoutData = shown.filter(
    ({ summary, standbyUntilUs }) => summary.status.kind === 'no-data' && standbyUntilUs === undefined,
  ).length;
  return (
    <header className={shell.bar}>
      <Link href="/" className={shell.brand}>
        Beatwatch
      </Link>
      {wards.length > 1 && (
        <select
          aria-label="Ward"
          value={ward ?? ''}
          onChange={({ target }) => {
            setWard(target.value === '' ? undefined : target.value);
          }}
        >
          <option value="">All wards</option>
          {[...wards].sort().map((name) => (
            <option key={name} value={name}>
              {name === 'unassigned' ? 'No ward' : name}
            </option>
          ))}
        </select>
      )}
      <p className={shell.counts} data-testid="counts">
        {formatCount(shown.length, 'patient')} · {formatCount(alarmCount, 'alarm')}
        {technicalCount > 0 && ` · ${technicalCount} technical`}
        {withoutData > 0 && ` · ${withoutData} without data`}
      </p>
      <Link href="/patients">Patients</Link>
      <Link href="/alarm-audit">Audit</Link>
      <span className={shell.spacer} />
      <ConnectionBadge />
      <select
        aria-label="Order of the tiles"
        value={order}
        data-testid="order"
        onChange={({ target }) => {
          setOrder(target.value as SortOrder);
        }}
      >
        <option value="name">By ward and bed</option>
        <option value="urgency">Alarms first</option>
        <option value="attention">First to look at</option>
      </select>
      <SoundButton />
      <DisplayMenu />
      <Who />
    </header>
  );
}
