import type { PatientId } from '@beatwatch/contracts';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useRecentAlarms } from '../alarms/use-recent-alarms.ts';
import { useFeedView, useLive } from '../live/live-context.ts';
import { useServerNowUs } from '../live/use-server-now.ts';
import type { ChangesResponse } from '../server/responses.ts';
import { fetchJson } from '../shell/fetch-json.ts';
import { useTexts } from '../texts/language-provider.tsx';
import { attentionOf, type Attention } from './attention.ts';

const changesMs = 60_000;
/** The order of tiles does not follow every beat. */
const decidedMs = 15_000;

/** Why to look at each patient; empty while it is not wanted. */
export function useAttention(enabled: boolean): ReadonlyMap<PatientId, Attention> {
  const t = useTexts();
  const { feed } = useLive();
  const { patients, alarms } = useFeedView();
  const count = patients.size;
  const nowUs = Math.floor(useServerNowUs(decidedMs) / (decidedMs * 1000)) * decidedMs * 1000;
  const recent = useRecentAlarms(enabled).data?.alarms;
  const changes = useQuery({
    queryKey: ['changes'],
    queryFn: () => fetchJson<ChangesResponse>('/api/trends'),
    refetchInterval: changesMs,
    enabled,
  }).data?.changes;
  return useMemo(() => {
    if (!enabled || count === 0) return new Map();
    const changesOf = new Map(changes?.map((change) => [change.patientId, change]));
    return new Map(
      // Who comes, an alarm and the time decide anew, not each beat.
      [...feed.view.patients.values()].map(({ patientId, status, heartRateBpm }) => [
        patientId,
        attentionOf(t, {
          status,
          heartRateBpm,
          open: alarms.filter((alarm) => alarm.patientId === patientId),
          recent: (recent ?? []).filter((alarm) => alarm.patientId === patientId),
          changes: changesOf.get(patientId) ?? {},
          nowUs,
        }),
      ]),
    );
  }, [enabled, feed, count, alarms, recent, changes, nowUs, t]);
}
