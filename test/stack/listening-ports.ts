import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const listens = '0A';

/** TCP ports on which processes listen, from Linux's /proc; the children of a process are processes of their own. */
export function listeningPorts(pids: readonly number[]): number[] {
  const inodes = new Set(pids.flatMap(socketInodes));
  const ports = ['tcp', 'tcp6'].flatMap((kind) =>
    readFileSync(`/proc/net/${kind}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/ +/))
      .filter((fields) => fields[3] === listens && inodes.has(fields[9] ?? ''))
      .map((fields) => Number.parseInt((fields[1] ?? '').split(':')[1] ?? '', 16)),
  );
  return [...new Set(ports)].sort((one, other) => one - other);
}

function socketInodes(pid: number): string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((name) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`))?.[1] ?? [];
    } catch {
      // It was closed meanwhile.
      return [];
    }
  });
}
