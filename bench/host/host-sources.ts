import { homedir, hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { readText } from './read-text.ts';
import { type RunTool, runTool } from './run-tool.ts';

/** Where facts about this machine come from; tests put made-up trees and answers in their place. */
export interface HostSources {
  /** Root of /etc and of the marks that container engines leave. */
  readonly root: string;
  readonly sysRoot: string;
  readonly procRoot: string;
  readonly run: RunTool;
}

export const thisHost: HostSources = { root: '/', sysRoot: '/sys', procRoot: '/proc', run: runTool };

/** Strings that name this machine or its user. They are read only to be kept out of results. */
export interface Identity {
  readonly homeDirectory: string;
  readonly names: readonly string[];
}

export async function readIdentity(sources: HostSources = thisHost): Promise<Identity> {
  const host = hostname();
  const machineId = await readText(join(sources.root, 'etc/machine-id'));
  const names = [host, host.split('.')[0] ?? '', readUserName() ?? '', machineId ?? ''];
  return { homeDirectory: homedir(), names: names.filter((name) => name !== '') };
}

/** A container may run under a user number without a name. */
function readUserName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
