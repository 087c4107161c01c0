import { readFile } from 'node:fs/promises';
import type { Hl7Receiver } from '../receivers/receiver.ts';
import type { Sender } from '../outgoing-change.ts';
import { resultOfAcknowledgement } from './acknowledgement.ts';
import { MllpConnection, type MllpOptions } from './mllp-connection.ts';
import { oruR40 } from './oru-r40.ts';

/** Sends ORU^R40 over MLLP, one message after the other on one connection. */
export function hl7Sender(receiver: Hl7Receiver): Sender {
  const { host, port, timeoutS } = receiver;
  let connection: MllpConnection | undefined;
  return {
    concurrency: 1,
    async send({ id, change, patientName, nowMs }, signal) {
      const message = oruR40(change, {
        ...receiver,
        messageId: id,
        nowIso: new Date(nowMs).toISOString(),
        patientName,
      });
      try {
        connection ??= new MllpConnection({
          host,
          port,
          tls: await tlsOf(receiver),
          timeoutMs: timeoutS * 1000,
        });
        const result = resultOfAcknowledgement(await connection.exchange(message, signal), id);
        // What comes next on it may belong to another message.
        if (result.is === 'unavailable') connection.close();
        return result;
      } catch (error) {
        return { is: 'unavailable', reason: error instanceof Error ? error.message : String(error) };
      }
    },
    close() {
      connection?.close();
    },
  };
}

async function tlsOf({ tls }: Hl7Receiver): Promise<MllpOptions['tls']> {
  if (tls === undefined) return undefined;
  const { caFile, certFile, keyFile, servername } = tls;
  return {
    ...(caFile !== undefined && { ca: await readFile(caFile) }),
    ...(certFile !== undefined && { cert: await readFile(certFile) }),
    ...(keyFile !== undefined && { key: await readFile(keyFile) }),
    ...(servername !== undefined && { servername }),
  };
}
