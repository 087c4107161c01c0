import { decodePatientCommand, topics, type PatientCommand } from '@beatwatch/contracts';
import type { Ended } from './ended.ts';

function commandsOf({ site }: Ended): PatientCommand[] {
  return site.broker.logs(topics.patientCommands).flatMap((log) =>
    log.flatMap(({ value }) => {
      try {
        return [decodePatientCommand(value)];
      } catch {
        return [];
      }
    }),
  );
}

/** What people have asked for is done: labels and thresholds are stored, no acknowledged alarm goes on as if it were not. */
export function commandProblems(ended: Ended): string[] {
  const { labels, thresholds, alarmEvents, alarms } = ended.site.database.tables;
  const stored = new Set([
    ...labels.list().map(({ alarmId, timeUs, label }) => `label ${alarmId} ${timeUs} ${label}`),
    ...thresholds
      .list()
      .map(({ patientId, timeUs, value }) => `threshold ${patientId} ${timeUs} ${String(value)}`),
  ]);
  return commandsOf(ended).flatMap((command) => {
    const { patientId, timeUs } = command;
    switch (command.action) {
      case 'label': {
        const key = `label ${command.alarmId} ${timeUs} ${command.label}`;
        return stored.has(key) ? [] : [`${key} was not stored`];
      }
      case 'set-threshold': {
        const key = `threshold ${patientId} ${timeUs} ${String(command.value)}`;
        return stored.has(key) ? [] : [`${key} was not stored`];
      }
      case 'acknowledge': {
        const alarm = alarms.get(command.alarmId);
        const changes = alarmEvents.list().filter(({ alarmId }) => alarmId === command.alarmId);
        const isActedOn = changes.some(({ actor }) => actor !== undefined);
        // Resolved when the command came, which then does nothing, and raised again since.
        const wasResolved = changes.some(({ state }) => state === 'resolved');
        if (alarm === undefined || wasResolved || isActedOn) return [];
        return [`${command.alarmId} is ${alarm.state}, though it was acknowledged`];
      }
      default:
        return [];
    }
  });
}
