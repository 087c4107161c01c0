import {
  arrivedUs,
  type AlarmEvent,
  type AlarmId,
  type AlarmLabel,
  type PatientId,
} from '@beatwatch/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { Times } from '../format/episode-format.ts';
import { useFeedView } from '../live/live-context.ts';
import { patientAlarmsKey, usePatientAlarms } from './queries.ts';

/** Current state of an alarm with its newest label. */
export interface PatientEvent extends AlarmEvent, Partial<Times> {
  readonly label?: AlarmLabel;
}

export interface Events {
  /** Newest first, including live changes that are not stored yet. */
  readonly events: readonly PatientEvent[];
  readonly loading: boolean;
  /** Message for the user if the stored events could not be read. */
  readonly failure: string | undefined;
}

/** Stored and live alarms of a patient. */
export function useEvents(patientId: PatientId): Events {
  const { alarms } = useFeedView();
  const live = useMemo(() => alarms.filter((alarm) => alarm.patientId === patientId), [alarms, patientId]);
  const changes = live.map(({ alarmId, changeNumber }) => `${alarmId} ${changeNumber}`).join('\n');
  const known = usePatientAlarms(patientId);
  const client = useQueryClient();

  useEffect(() => {
    void client.invalidateQueries({ queryKey: patientAlarmsKey(patientId) });
  }, [client, patientId, changes]);

  const events = useMemo(() => {
    const byId = new Map<AlarmId, PatientEvent>();
    for (const alarm of known.data?.alarms ?? []) byId.set(alarm.alarmId, alarm);
    for (const alarm of live) {
      // The database is ahead if a change is stored before its event arrives.
      const stored = byId.get(alarm.alarmId);
      if (stored !== undefined && stored.changeNumber >= alarm.changeNumber) continue;
      const { label, episodes, lastStartUs } = stored ?? {};
      byId.set(alarm.alarmId, {
        ...alarm,
        ...(label !== undefined && { label }),
        ...(episodes !== undefined && { episodes }),
        ...(lastStartUs !== undefined && { lastStartUs }),
      });
    }
    return [...byId.values()].sort((a, b) => arrivedUs(b) - arrivedUs(a));
  }, [known.data, live]);

  return { events, loading: known.isPending, failure: known.error?.message };
}
