import { problem } from '@beatwatch/service-kit';
import { sendProblem } from '@beatwatch/service-kit/http';
import type { FastifyInstance } from 'fastify';
import type { Storage } from '../storage.ts';

const retryAfterSeconds = 20;

/** Refuses packets, before their bodies are read, while there is no space for them: devices keep them and send them again. */
export function addSpaceCheck(app: FastifyInstance, storage: Storage): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (request.method !== 'POST' || storage.takesPackets) {
      done();
      return;
    }
    const detail = 'The disk is full: keep the packets and send them again.';
    sendProblem(reply, problem(507, detail), retryAfterSeconds);
  });
}
