import type { MessageInitShape } from '@bufbuild/protobuf';
import { epochUs } from '../fields.ts';
import type {
  PatientCommand as PatientCommandMessage,
  PatientCommandSchema,
} from '../generated/beatwatch/v1/stream_pb.ts';
import type { ActOf, AdmissionCommand } from '../patient-command.ts';
import { bedName, displayNameText, wardName } from '../names.ts';

type WireAction = Extract<
  PatientCommandMessage['action'],
  { readonly case: 'admit' | 'move' | 'discharge' | 'standby' | 'resume' | 'endSignal' }
>;

export function admissionToWire(
  command: ActOf<AdmissionCommand>,
): NonNullable<MessageInitShape<typeof PatientCommandSchema>['action']> {
  switch (command.action) {
    case 'admit': {
      const { displayName = '', ward = '', bed = '' } = command;
      return { case: 'admit' as const, value: { displayName, ward, bed } };
    }
    case 'move':
      return { case: 'move' as const, value: { ward: command.ward, bed: command.bed ?? '' } };
    case 'standby':
      return { case: 'standby' as const, value: { untilUs: BigInt(command.untilUs) } };
    case 'discharge':
      return { case: 'discharge' as const, value: {} };
    case 'resume':
      return { case: 'resume' as const, value: {} };
    case 'end-signal':
      return { case: 'endSignal' as const, value: {} };
  }
}

/** @throws ContractError naming the field */
export function admissionFromWire(action: WireAction): ActOf<AdmissionCommand> {
  switch (action.case) {
    case 'admit': {
      const { displayName, ward, bed } = action.value;
      return {
        action: 'admit',
        ...(displayName !== '' && { displayName: displayNameText(displayName) }),
        ...(ward !== '' && { ward: wardName(ward) }),
        ...(bed !== '' && { bed: bedName(bed) }),
      };
    }
    case 'move': {
      const { ward, bed } = action.value;
      return { action: 'move', ward: wardName(ward), ...(bed !== '' && { bed: bedName(bed) }) };
    }
    case 'standby':
      return { action: 'standby', untilUs: epochUs('untilUs', action.value.untilUs) };
    case 'discharge':
    case 'resume':
      return { action: action.case };
    case 'endSignal':
      return { action: 'end-signal' };
  }
}
