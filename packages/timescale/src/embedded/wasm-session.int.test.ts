import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWasmSession, type WasmSession } from './wasm-session.ts';
import { closingStatus, syncMessage } from './wire/messages.ts';

/** `select length($1::text)` with a value of that size, as one exchange of Parse, Bind, Execute and Sync. */
function exchange(valueBytes: number): Buffer {
  const message = (type: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(5);
    head.write(type);
    head.writeInt32BE(4 + body.byteLength, 1);
    return Buffer.concat([head, body]);
  };
  const counts = Buffer.from([0, 0, 0, 1]);
  const length = Buffer.alloc(4);
  length.writeInt32BE(valueBytes);
  return Buffer.concat([
    message('P', Buffer.from('\0select length($1::text)\0\0\0')),
    message(
      'B',
      Buffer.concat([
        Buffer.from('\0\0'),
        counts,
        length,
        Buffer.alloc(valueBytes, 'x'),
        Buffer.from([0, 0]),
      ]),
    ),
    message('E', Buffer.from('\0\0\0\0\0')),
    syncMessage,
  ]);
}

describe('the session', () => {
  let folder: string;
  let session: WasmSession;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beatwatch-wasm-session-'));
    session = await openWasmSession(folder);
  });
  afterAll(async () => {
    session.shutdown();
    await rm(folder, { recursive: true });
  });

  it.skipIf(process.platform === 'win32')('keeps folder and settings for its own user', async () => {
    const settings = (await readdir(folder)).filter((name) => name.endsWith('.conf'));
    expect(settings.length).toBeGreaterThan(0);
    for (const path of [folder, ...settings.map((name) => join(folder, name))]) {
      expect((await stat(path)).mode & 0o077, path).toBe(0);
    }
  });

  // The backend reads 8 KiB at a time. Where a message ended just there, it took the input for finished.
  it.each([8192, 16_384, 65_536])(
    'responds to a whole exchange wherever its messages meet the read of byte %i',
    (boundary) => {
      const overhead = exchange(0).byteLength;
      for (let total = boundary - 20; total <= boundary + 20; total += 1) {
        const response = session.execute(exchange(total - overhead));
        expect(closingStatus(response), `an exchange of ${total} bytes`).toBe('I');
        expect(response.toString('latin1')).toContain(String(total - overhead));
      }
    },
  );
});
