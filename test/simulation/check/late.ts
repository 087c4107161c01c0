import type { Ended } from './ended.ts';

/** A backlog is stored and scored as late data, and raises no alarm. */
export function lateProblems({ site, patients }: Ended): string[] {
  const { beats, alarmEvents, scores } = site.database.tables;
  return patients.flatMap(({ patientId, lateBeforeUs }) => {
    if (lateBeforeUs === undefined) return [];
    const isOfBacklog = (id: string, timeUs: number): boolean => id === patientId && timeUs < lateBeforeUs;
    const live = [
      ...beats.list().filter((beat) => isOfBacklog(beat.patientId, beat.timeUs) && beat.late !== true),
      ...scores
        .list()
        .filter((score) => isOfBacklog(score.patientId, score.beatTimeUs) && score.late !== true),
    ];
    const alarms = alarmEvents.list().filter((event) => isOfBacklog(event.patientId, event.timeUs));
    return [
      ...(live.length === 0
        ? []
        : [`${live.length} beats and scores of ${patientId}'s backlog are not marked late`]),
      ...alarms.map(({ alarmId }) => `${alarmId} was raised by a backlog`),
    ];
  });
}
