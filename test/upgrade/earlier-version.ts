import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** A checkout of an earlier commit, ready to run. */
export interface EarlierVersion {
  readonly commit: string;
  readonly subject: string;
  /** Its `beatwatch`. */
  readonly command: string;
  remove(): Promise<void>;
}

/** The commit is not in this clone. */
export class CommitMissingError extends Error {}

/**
 * Checks out a commit in a folder of its own. Its packages are this checkout's, linked, where the lock file is the same; else
 * they are installed.
 * @throws CommitMissingError in a shallow clone that lacks it
 */
export async function earlierVersion(
  revision: string,
  onStep: (text: string) => void,
): Promise<EarlierVersion> {
  const commit = await commitOf(revision);
  const { stdout: subject } = await run('git', ['log', '-1', '--format=%s', commit], { cwd: root });
  const parent = await mkdtemp(join(tmpdir(), 'beatwatch-upgrade-'));
  const folder = join(parent, 'checkout');
  const remove = async (): Promise<void> => {
    await run('git', ['worktree', 'remove', '--force', folder], { cwd: root }).catch(() => undefined);
    await rm(parent, { recursive: true, force: true });
  };
  try {
    await run('git', ['worktree', 'add', '--detach', folder, commit], { cwd: root });
    const lockFiles = [root, folder].map((one) => readFile(join(one, 'package-lock.json'), 'utf8'));
    const [ours, theirs] = await Promise.all(lockFiles);
    if (ours === theirs) await copyPackages(folder);
    else {
      onStep('its packages differ: installing them');
      await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder });
    }
    const command = join(folder, 'apps', 'cli', 'bin', 'beatwatch.mjs');
    return { commit, subject: subject.trim(), command, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function commitOf(revision: string): Promise<string> {
  try {
    const { stdout } = await run('git', ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`], {
      cwd: root,
    });
    return stdout.trim();
  } catch {
    throw new CommitMissingError(
      `the commit ${revision} is not in this clone: fetch it (git fetch --deepen 1, or --unshallow), or name another with --from`,
    );
  }
}

/** Hard links where both folders are on one file system: the packages' own links lead to the checkout that they lie in. */
async function copyPackages(folder: string): Promise<void> {
  for (const name of await packageFolders()) {
    const [from, to] = [join(root, name), join(folder, name)];
    await run('cp', ['-al', from, to]).catch(async () => {
      await rm(to, { recursive: true, force: true });
      await cp(from, to, { recursive: true, verbatimSymlinks: true });
    });
  }
}

async function packageFolders(): Promise<string[]> {
  const workspaces = await Promise.all(
    ['apps', 'packages'].map(async (group) =>
      (await readdir(join(root, group))).map((name) => join(group, name)),
    ),
  );
  const candidates = ['.', ...workspaces.flat()];
  const found = await Promise.all(
    candidates.map(async (candidate) => {
      const entries = await readdir(join(root, candidate)).catch(() => [] as string[]);
      return entries.includes('node_modules') ? [join(candidate, 'node_modules')] : [];
    }),
  );
  return found.flat();
}
