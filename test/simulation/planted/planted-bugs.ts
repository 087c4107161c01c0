import type { SourceChange } from '../bundle.ts';

/**
 * Bugs such as one writes: what the simulation has to find. Each is a change of a source as it is today; where that has moved
 * on, a test says which of them has to follow.
 */
export const plantedBugs: readonly SourceChange[] = [
  {
    name: 'a position is committed before the states are stored',
    file: 'packages/stream-processor/src/partition-states.ts',
    search:
      'for (const refused of await storeCheckpoints(rows, checkpoints)) await this.#storeAnew(refused);',
    replace:
      'void storeCheckpoints(rows, checkpoints).catch(() => undefined); void this.#storeAnew.bind(this);',
  },
  {
    name: 'a state that could not be stored is not stored the next time',
    file: 'packages/stream-processor/src/partition-states.ts',
    search: 'for (const { entry, unstored } of chosen) entry.unstored = unstored;',
    replace: '',
  },
  {
    name: 'a state does not remember which messages took effect',
    file: 'packages/stream-processor/src/partition-states.ts',
    search: 'entry.nextOffset = offset + 1;',
    replace: '',
  },
  {
    name: 'states outlive a rebalance',
    file: 'packages/stream-processor/src/stream-processor.ts',
    search: 'states.forgetAll();',
    replace: '',
  },
  {
    name: 'a batch that outlasts its assignment is committed',
    file: 'packages/stream-processor/src/stream-processor.ts',
    search: 'if (atOnce && assignments === work.assignments)',
    replace: 'if (atOnce)',
  },
  {
    name: 'batches and ticks of a partition run at the same time',
    file: 'packages/stream-processor/src/partition-mutex.ts',
    search: 'const run = before.then(task, task);',
    replace: 'const run = task(); void before;',
  },
  {
    name: 'callers of a bulk effect do not hear that it failed',
    file: 'packages/stream-processor/src/group-commit.ts',
    search: 'for (const { reject } of group) reject(error);',
    replace: 'void error; for (const { resolve } of group) resolve();',
  },
  {
    name: 'an effect that fails is not repeated',
    file: 'packages/stream-processor/src/retry-until-stored.ts',
    search: "throw failureOf(error) === 'outage' ? cause : new AbortError(cause);",
    replace: "if (failureOf(error) === 'outage') return undefined as T; throw new AbortError(cause);",
  },
  {
    name: 'batches that are done stay in memory',
    file: 'packages/stream-processor/src/processing-progress.ts',
    search: 'this.#positions.set(keyOf(batch), { topic, partition, nextOffset });',
    replace: 'this.#positions.set(`${keyOf(batch)}/${nextOffset}`, { topic, partition, nextOffset });',
  },
  {
    name: 'patients of a partition share a state',
    file: 'packages/stream-processor/src/partition-states.ts',
    search: 'const state = this.#options.create(id);',
    replace:
      'const [other] = this.#owned.patients.values(); const state = other?.state ?? this.#options.create(id);',
  },
  {
    name: 'dead letters are swallowed',
    file: 'apps/ingest/src/effects.ts',
    search:
      'if (deadLetters.length > 0) await producer.send(topics.deadLetter, deadLetterMessages(deadLetters));',
    replace: 'void deadLetterMessages; void deadLetters;',
  },
  {
    name: 'beats of a backlog are not marked late',
    file: 'packages/contracts/src/codec/beat.ts',
    search: '...(message.late && { late: true }),',
    replace: '',
  },
  {
    name: 'what ingest publishes again is judged again',
    file: 'apps/scorer/src/scored-patient.ts',
    search: 'if (source === undefined) return true;',
    replace: 'return true;',
  },
  {
    name: 'alarms are stored but not published',
    file: 'apps/scorer/src/effects.ts',
    search: 'if (events.length > 0) await producer.send(topics.alarms, keyed(events, encodeAlarmEvent));',
    replace: 'void encodeAlarmEvent;',
  },
  {
    name: 'a lack of data is reported before the state is stored',
    file: 'apps/scorer/src/scorer.ts',
    search: 'if (events.length === 0) return;\n    await checkpoint();',
    replace: 'if (events.length === 0) return;\n    void checkpoint;',
  },
  {
    name: 'labels of staff are not stored',
    file: 'apps/scorer/src/effects.ts',
    search: 'return repositories.alarms.label(command);',
    replace: 'return Promise.resolve();',
  },
  {
    name: 'an alarm has its id from the clock',
    file: 'packages/alarms/src/alarm-machine.ts',
    search: 'alarmId: alarmId(patientId, kind, timeUs, axis),',
    replace: 'alarmId: alarmId(patientId, kind, Date.now() * 1000),',
  },
  {
    name: 'a clock that was set back turns alarms off',
    file: 'packages/alarms/src/monitor.ts',
    search: 'if (isNew) this.#alarms.replace(onNewAxis(this.state, initialMonitorState, endTimeUs));',
    replace: 'void isNew; void onNewAxis; void initialMonitorState;',
  },
  {
    name: 'data that return do not end the alarm of their lack',
    file: 'packages/alarms/src/monitor.ts',
    search: "return [...this.#alarms.decide('no-data', over, timeUs)];",
    replace: 'void over; void timeUs; return [];',
  },
  {
    name: 'what staff and ticks change is not checkpointed',
    file: 'packages/stream-processor/src/partition-states.ts',
    search: 'return this.#changing(this.#entryToChange(id));',
    replace: 'return this.#entryToChange(id).state;',
  },
];
