import Link from 'next/link';
import type { ReactNode } from 'react';
import { ConnectionBadge } from '../shell/connection-badge.tsx';
import { DisplayMenu } from '../shell/display-menu.tsx';
import shell from '../shell/shell.module.css';
import type { Shown } from '../shell/use-shown.ts';
import { WardSelect } from '../shell/ward-select.tsx';
import { Who } from '../shell/who.tsx';
import { SoundButton } from '../sound/sound-button.tsx';
import { useTexts } from '../texts/language-provider.tsx';
import type { RosterEntry, SortOrder } from './roster.ts';

export interface StationBarProps {
  readonly wards: readonly string[];
  readonly choice: Shown;
  readonly order: SortOrder;
  readonly setOrder: (order: SortOrder) => void;
  readonly shown: readonly RosterEntry[];
  /** Open clinical alarms. */
  readonly alarmCount: number;
  /** Open technical alarms. */
  readonly technicalCount: number;
}

const orders: readonly SortOrder[] = ['name', 'urgency', 'attention'];

export function StationBar(props: StationBarProps): ReactNode {
  const t = useTexts();
  const { wards, choice, order, setOrder, shown, alarmCount, technicalCount } = props;
  const withoutData = shown.filter(
    ({ summary, standbyUntilUs }) => summary.status.kind === 'no-data' && standbyUntilUs === undefined,
  ).length;
  return (
    <header className={shell.bar}>
      <Link href="/" className={shell.brand}>
        Beatwatch
      </Link>
      {(wards.length > 1 || choice.groups.length > 0) && <WardSelect wards={wards} {...choice} />}
      <p className={shell.counts} data-testid="counts">
        {t.station.bar.patients(shown.length)} · {t.station.bar.alarms(alarmCount)}
        {technicalCount > 0 && ` · ${t.station.bar.technical(technicalCount)}`}
        {withoutData > 0 && ` · ${t.station.bar.withoutData(withoutData)}`}
      </p>
      <Link href="/patients">{t.station.bar.patientsLink}</Link>
      <Link href="/alarm-audit">{t.station.bar.auditLink}</Link>
      <span className={shell.spacer} />
      <ConnectionBadge />
      <select
        aria-label={t.station.bar.order}
        value={order}
        data-testid="order"
        onChange={({ target }) => {
          setOrder(target.value as SortOrder);
        }}
      >
        {orders.map((one) => (
          <option key={one} value={one}>
            {t.station.bar.orders[one]}
          </option>
        ))}
      </select>
      <SoundButton />
      <DisplayMenu />
      <Who />
    </header>
  );
}
