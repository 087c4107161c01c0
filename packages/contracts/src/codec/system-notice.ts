import { create, toBinary } from '@bufbuild/protobuf';
import { epochUs, invalidField, oneOf } from '../fields.ts';
import { SystemNoticeSchema } from '../generated/beatwatch/v1/stream_pb.ts';
import { patientId } from '../ids.ts';
import {
  systemNoticeSeverities,
  systemNoticeSources,
  systemNoticeStates,
  type SystemNotice,
} from '../system-notice.ts';
import { read } from './read.ts';

export function encodeSystemNotice(notice: SystemNotice): Uint8Array {
  const { sinceUs, timeUs, patientId: patient = '', ...rest } = notice;
  return toBinary(
    SystemNoticeSchema,
    create(SystemNoticeSchema, {
      ...rest,
      sinceUs: BigInt(sinceUs),
      timeUs: BigInt(timeUs),
      patientId: patient,
    }),
  );
}

/** @throws ContractError naming the field, what was found and what was expected. */
export function decodeSystemNotice(bytes: Uint8Array): SystemNotice {
  const {
    noticeId,
    severity,
    state,
    sinceUs,
    timeUs,
    source,
    text,
    patientId: patient,
  } = read(SystemNoticeSchema, bytes);
  if (!/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}$/.test(noticeId)) {
    throw invalidField('noticeId', noticeId, "1 to 200 of letters, digits and '. _ : / -'");
  }
  if (!/^[^\p{Cc}]{1,300}$/u.test(text)) {
    throw invalidField('text', text, 'one line of 1 to 300 characters');
  }
  return {
    noticeId,
    severity: oneOf('severity', severity, systemNoticeSeverities),
    state: oneOf('state', state, systemNoticeStates),
    sinceUs: epochUs('sinceUs', sinceUs),
    timeUs: epochUs('timeUs', timeUs),
    source: oneOf('source', source, systemNoticeSources),
    text,
    ...(patient === '' ? {} : { patientId: patientId(patient) }),
  };
}
