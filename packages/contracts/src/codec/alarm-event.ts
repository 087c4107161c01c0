import { create, toBinary } from '@bufbuild/protobuf';
import { epochUs, inRange, invalidField, largestInteger, oneOf, shortText } from '../fields.ts';
import {
  AlarmEventSchema,
  type AlarmEvidence as AlarmEvidenceMessage,
} from '../generated/beatwatch/v1/stream_pb.ts';
import { patientId, type AlarmId } from '../ids.ts';
import {
  alarmKinds,
  alarmPriorities,
  alarmReasons,
  alarmStates,
  type AlarmEvent,
  type AlarmEvidence,
} from '../messages.ts';
import { actorName, leadName } from '../names.ts';
import { read } from './read.ts';

export function encodeAlarmEvent(event: AlarmEvent): Uint8Array {
  const { timeUs, raisedTimeUs, actor = '', reason, evidence, ...rest } = event;
  const { beatTimesUs, anomalyScores, fromUs, toUs, lead = '', arrivedUs, ...measures } = evidence;
  return toBinary(
    AlarmEventSchema,
    create(AlarmEventSchema, {
      ...rest,
      timeUs: BigInt(timeUs),
      raisedTimeUs: BigInt(raisedTimeUs),
      actor,
      reason: reason ?? '',
      evidence: {
        ...measures,
        beatTimesUs: beatTimesUs.map(BigInt),
        anomalyScores: [...anomalyScores],
        fromUs: BigInt(fromUs),
        toUs: BigInt(toUs),
        lead,
        ...(arrivedUs !== undefined && { arrivedUs: BigInt(arrivedUs) }),
      },
    }),
  );
}

/** @throws ContractError naming the field, what was found and what was expected. */
export function decodeAlarmEvent(bytes: Uint8Array): AlarmEvent {
  const message = read(AlarmEventSchema, bytes);
  if (message.evidence === undefined) {
    throw invalidField('evidence', undefined, 'what speaks for the alarm');
  }
  return {
    alarmId: shortText('alarmId', message.alarmId, 160) as AlarmId,
    patientId: patientId(message.patientId),
    kind: oneOf('kind', message.kind, alarmKinds),
    priority: oneOf('priority', message.priority, alarmPriorities),
    state: oneOf('state', message.state, alarmStates),
    changeNumber: inRange('changeNumber', message.changeNumber, 1, largestInteger),
    timeUs: epochUs('timeUs', message.timeUs),
    raisedTimeUs: epochUs('raisedTimeUs', message.raisedTimeUs),
    ...(message.escalated && { escalated: true }),
    ...(message.reason === '' ? {} : { reason: oneOf('reason', message.reason, alarmReasons) }),
    ...(message.actor === '' ? {} : { actor: actorName(message.actor) }),
    evidence: evidenceOf(message.evidence),
  };
}

/** Beats that one alarm is judged by: some minutes at the highest heart rate. */
const mostBeats = 10_000;

const finite = (field: string, value: number): number =>
  inRange(field, value, -Number.MAX_VALUE, Number.MAX_VALUE);

function evidenceOf(message: AlarmEvidenceMessage): AlarmEvidence {
  const { beatTimesUs, anomalyScores, threshold, lead, measure, arrivedUs } = message;
  if (anomalyScores.length !== beatTimesUs.length) {
    throw invalidField(
      'evidence.anomalyScores.length',
      anomalyScores.length,
      `${beatTimesUs.length}, one for each of beatTimesUs`,
    );
  }
  inRange('evidence.beatTimesUs.length', beatTimesUs.length, 0, mostBeats);
  return {
    beatTimesUs: beatTimesUs.map((value) => epochUs('evidence.beatTimesUs', value)),
    anomalyScores: anomalyScores.map((value) => finite('evidence.anomalyScores', value)),
    ...(threshold === undefined ? {} : { threshold: finite('evidence.threshold', threshold) }),
    fromUs: epochUs('evidence.fromUs', message.fromUs),
    toUs: epochUs('evidence.toUs', message.toUs),
    ...(lead === '' ? {} : { lead: leadName(lead) }),
    ...(measure === undefined ? {} : { measure: finite('evidence.measure', measure) }),
    ...(arrivedUs === undefined ? {} : { arrivedUs: epochUs('evidence.arrivedUs', arrivedUs) }),
  };
}
