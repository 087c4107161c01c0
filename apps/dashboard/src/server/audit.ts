import type { AuditAct } from '@beatwatch/timescale';
import { readConfig } from './config.ts';
import { repositories } from './database.ts';
import { addressOf } from './sign-in/ask-auth.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

// One for the process: Next.js loads a module once for each route.
const held = globalThis as { beatwatchAuditDroppedMs?: number };

/** Writes down who did what; every hour, drops what is too old. */
export async function audit(request: Request, act: AuditAct): Promise<void> {
  const address = addressOf(request);
  const { audit: log } = repositories();
  await log.write({ ...act, ...(address !== undefined && { address }) });
  const now = Date.now();
  if (now - (held.beatwatchAuditDroppedMs ?? 0) < hourMs) return;
  held.beatwatchAuditDroppedMs = now;
  await log.dropBefore(now - readConfig(process.env).RETENTION_AUDIT_DAYS * dayMs);
}
