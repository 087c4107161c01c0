import type { AlarmEvent, AlarmId, PatientId } from '@beatwatch/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useFeedView } from '../live/live-provider.tsx';
import { patientAlarmsKey, usePatientAlarms } from './queries.ts';

export interface Events {
  /** Newest first; live changes before they are stored. */
  readonly events: readonly AlarmEvent[];
  readonly loading: boolean;
  /** Why the stored ones are missing, in words. */
  readonly failure: string | undefined;
}

/** The patient's alarms, stored and live together. */
export function useEvents(patientId: PatientId): Events {
  const { alarms: live } = useFeedView();
  const stored = usePatientAlarms(patientId);
  const client = useQueryClient();

  useEffect(() => {
    void client.invalidateQueries({ queryKey: patientAlarmsKey(patientId) });
  }, [client, patientId, live]);

  const events = useMemo(() => {
    const byId = new Map<AlarmId, AlarmEvent>();
    for (const alarm of stored.data?.alarms ?? []) byId.set(alarm.alarmId, alarm);
    for (const alarm of live) {
      // The database is ahead where the end of an alarm has been stored and its event is still on the way.
      if (byId.get(alarm.alarmId)?.state !== 'resolved') byId.set(alarm.alarmId, alarm);
    }
    return [...byId.values()].sort((a, b) => b.raisedTimeUs - a.raisedTimeUs);
  }, [stored.data, live]);

  return { events, loading: stored.isPending, failure: stored.error?.message };
}
