import { plainProblem } from '@beatwatch/service-kit/http';
import type { FastifyReply } from 'fastify';

const fhirMediaType = 'application/fhir+json';

/** Codes of https://hl7.org/fhir/R4/valueset-issue-type.html, by status. */
const issueTypes: Readonly<Record<number, string>> = {
  400: 'invalid',
  401: 'login',
  403: 'forbidden',
  404: 'not-found',
  405: 'not-supported',
  409: 'conflict',
  413: 'too-long',
  415: 'not-supported',
  422: 'processing',
  503: 'transient',
};

/** An error as an OperationOutcome of FHIR R4 (https://hl7.org/fhir/R4/operationoutcome.html), which says nothing of an internal one. */
export function sendOutcome(reply: FastifyReply, error: unknown): FastifyReply {
  const { status, detail } = plainProblem(error);
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  const issue = [{ severity: 'error', code: issueTypes[status] ?? 'exception', diagnostics: detail }];
  return sendFhir(reply.code(status), { resourceType: 'OperationOutcome', issue });
}

/** As bytes: Fastify adds a character set to text, which JSON does not have. */
export const sendFhir = (reply: FastifyReply, resource: object): FastifyReply =>
  reply.type(fhirMediaType).send(Buffer.from(JSON.stringify(resource)));
