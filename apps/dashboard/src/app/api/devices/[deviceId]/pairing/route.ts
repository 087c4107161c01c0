import { actorOf } from '@beatwatch/service-kit/session';
import { z } from 'zod';
import { audit } from '../../../../../server/audit.ts';
import { repositories } from '../../../../../server/database.ts';
import { mustSeeDevice, seenDevices } from '../../../../../server/devices.ts';
import { deviceIdField, patientIdField } from '../../../../../server/fields.ts';
import { guarded } from '../../../../../server/guarded.ts';
import { parseBody } from '../../../../../server/parse-body.ts';
import { mustSeePatient } from '../../../../../server/patient-access.ts';
import { RequestError } from '../../../../../server/request-error.ts';
import { parseRequest } from '../../../../../server/respond.ts';
import type { DevicesResponse } from '../../../../../server/responses.ts';

const path = z.object({ deviceId: deviceIdField });
const body = z.object({ patientId: patientIdField });

/** `{"patientId"}`: gives the device to a patient from now on, and takes it off whoever wears it. */
export const PUT = guarded('act', async ({ request, session, parameters }): Promise<DevicesResponse> => {
  const { deviceId } = parseRequest(path, parameters);
  const { patientId } = await parseBody(body, request);
  await mustSeePatient(session, patientId);
  await mustSeeDevice(session, deviceId);
  const { devices, patients } = repositories();
  if ((await patients.find(patientId)) === undefined)
    throw new RequestError({ code: 'admit-first', patientId });
  const by = actorOf(session);
  const outcome = await devices.pair({ deviceId, patientId, fromUs: Date.now() * 1000, by });
  if (outcome === 'overlaps') throw new RequestError({ code: 'just-paired' });
  if (outcome === 'paired')
    await audit(request, { action: 'pair-device', session, patientId, subject: deviceId });
  return { devices: await seenDevices(session) };
});

/** Takes the device off. */
export const DELETE = guarded('act', async ({ request, session, parameters }): Promise<DevicesResponse> => {
  const { deviceId } = parseRequest(path, parameters);
  const device = await mustSeeDevice(session, deviceId);
  const { devices } = repositories();
  const wasWorn = await devices.unpair({ deviceId, untilUs: Date.now() * 1000, by: actorOf(session) });
  if (!wasWorn) throw new RequestError({ code: 'not-worn' });
  const patientId = device?.pairing?.patientId;
  await audit(request, {
    action: 'unpair-device',
    session,
    subject: deviceId,
    ...(patientId !== undefined && { patientId }),
  });
  return { devices: await seenDevices(session) };
});
