import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { checkedLimits } from '../alarm-limits.ts';
import { epochUs, inRange, invalidField, oneOf, shortText } from '../fields.ts';
import {
  PatientCommandSchema,
  type PatientCommand as PatientCommandMessage,
} from '../generated/beatwatch/v1/stream_pb.ts';
import { patientId, type AlarmId } from '../ids.ts';
import { alarmLabels } from '../messages.ts';
import type { ActOf, PatientCommand } from '../patient-command.ts';
import { actorName } from '../names.ts';
import { admissionFromWire, admissionToWire } from './admission.ts';
import { read } from './read.ts';

export function encodePatientCommand(command: PatientCommand): Uint8Array {
  const { actor, timeUs } = command;
  return toBinary(
    PatientCommandSchema,
    create(PatientCommandSchema, {
      patientId: command.patientId,
      actor,
      timeUs: BigInt(timeUs),
      action: actionOf(command),
    }),
  );
}

type WireAction = NonNullable<MessageInitShape<typeof PatientCommandSchema>['action']>;

function actionOf(command: PatientCommand): WireAction {
  switch (command.action) {
    case 'acknowledge':
      return { case: 'acknowledge' as const, value: { alarmId: command.alarmId } };
    case 'set-threshold':
      return {
        case: 'setThreshold' as const,
        value: command.value === undefined ? {} : { value: command.value },
      };
    case 'set-limits':
      return { case: 'setLimits' as const, value: command.limits };
    case 'label':
      return {
        case: 'label' as const,
        value: {
          alarmId: command.alarmId,
          label: command.label,
          ...(command.episode !== undefined && { episode: command.episode }),
        },
      };
    default:
      return admissionToWire(command);
  }
}

/** @throws ContractError naming the field, what was found and what was expected. */
export function decodePatientCommand(bytes: Uint8Array): PatientCommand {
  const message = read(PatientCommandSchema, bytes);
  const base = {
    patientId: patientId(message.patientId),
    actor: actorName(message.actor),
    timeUs: epochUs('timeUs', message.timeUs),
  };
  return { ...base, ...actOf(message.action) };
}

function actOf(action: PatientCommandMessage['action']): ActOf<PatientCommand> {
  switch (action.case) {
    case 'acknowledge':
      return { action: 'acknowledge', alarmId: idOfAlarm(action.value.alarmId) };
    case 'setThreshold': {
      const { value } = action.value;
      return value === undefined
        ? { action: 'set-threshold' }
        : { action: 'set-threshold', value: inRange('value', value, 0, Number.MAX_VALUE) };
    }
    case 'setLimits': {
      const { $typeName: _, ...limits } = action.value;
      return { action: 'set-limits', limits: checkedLimits(limits) };
    }
    case 'label':
      return {
        action: 'label',
        alarmId: idOfAlarm(action.value.alarmId),
        label: oneOf('label', action.value.label, alarmLabels),
        ...(action.value.episode !== undefined && {
          episode: inRange('episode', action.value.episode, 1, mostChanges),
        }),
      };
    case undefined:
      throw invalidField('action', undefined, 'acknowledge, setThreshold, setLimits, label or an admission');
    default:
      return admissionFromWire(action);
  }
}

/** What an integer of the database holds. */
const mostChanges = 2 ** 31 - 1;

const idOfAlarm = (text: string): AlarmId => shortText('alarmId', text, 160) as AlarmId;
