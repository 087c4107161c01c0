import type { FastifyReply } from 'fastify';
import { z } from 'zod';

export const dicomJsonType = 'application/dicom+json';

const attributeSchema = z.object({
  vr: z.string().length(2),
  Value: z.array(z.unknown()).optional(),
  InlineBinary: z.string().optional(),
  BulkDataURI: z.string().optional(),
});

/** A data set in the DICOM JSON Model (PS3.18 annex F). */
export const dicomJsonSchema = z.record(z.string().regex(/^[0-9A-F]{8}$/), attributeSchema);

/** Sent as bytes: Fastify adds a character set to text, which the media type does not have. */
export const sendDicomJson = (reply: FastifyReply, json: unknown): FastifyReply =>
  reply.type(dicomJsonType).send(Buffer.from(JSON.stringify(json)));
