import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';

/** A change of an alarm, as a webhook's body tells it. */
interface ToldChange {
  readonly id: string;
  readonly alarmId: string;
  readonly changeNumber: number;
}

/** A pager and an alert manager on this machine, which keep what is said of alarms. */
export interface AlarmReceivers {
  /** For NOTIFIER_RECEIVERS_FILE. */
  readonly file: string;
  readonly webhooks: readonly ToldChange[];
  /** Segments of each ORU^R40, by their fields. */
  readonly messages: readonly (readonly (readonly string[])[])[];
  stop(): void;
}

const [frameStart, frameEnd] = ['\u000b', '\u001c\r'];

export async function startAlarmReceivers(folder: string): Promise<AlarmReceivers> {
  const webhooks: ToldChange[] = [];
  const messages: string[][][] = [];
  const pager = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    request.on('end', () => {
      const { alarm } = (JSON.parse(text) as { data: { alarm: { id: string; changeNumber: number } } }).data;
      const { id: alarmId, changeNumber } = alarm;
      webhooks.push({ id: String(request.headers['webhook-id']), alarmId, changeNumber });
      response.writeHead(204).end();
    });
  });
  const alertManager = createTcpServer((socket) => {
    let text = '';
    socket.on('error', () => undefined);
    socket.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      for (let end = text.indexOf(frameEnd); end >= 0; end = text.indexOf(frameEnd)) {
        const segments = text.slice(frameStart.length, end).split('\r');
        const message = segments.filter((segment) => segment !== '').map((segment) => segment.split('|'));
        messages.push(message);
        const id = message[0]?.[9] ?? '';
        socket.write(`${frameStart}MSH|^~\\&|AM||||||ACK|1|P|2.6\rMSA|AA|${id}\r${frameEnd}`);
        text = text.slice(end + frameEnd.length);
      }
    });
  });
  const file = join(folder, 'receivers.json');
  const changes = [
    'raised',
    'priority-changed',
    'acknowledged',
    'escalated',
    'latched',
    'resolved',
    'updated',
  ];
  const secrets = [`whsec_${Buffer.alloc(32, 7).toString('base64')}`];
  const url = `http://127.0.0.1:${await portOf(pager)}/alarms`;
  const receivers = [
    { name: 'pager', type: 'webhook', url, secrets, changes },
    { name: 'alerts', type: 'hl7', host: '127.0.0.1', port: await portOf(alertManager), changes },
  ];
  await writeFile(file, JSON.stringify({ receivers }), { mode: 0o600 });
  return {
    file,
    webhooks,
    messages,
    stop: () => {
      pager.closeAllConnections();
      pager.close();
      alertManager.close();
    },
  };
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
