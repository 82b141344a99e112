import { spawn } from 'node:child_process';
import { findProgram } from '../host/find-program.ts';

/** Whether a window can be opened here: over ssh without forwarding there is no display, and xdg-open would start a browser of text. */
export function hasDisplay(environment: NodeJS.ProcessEnv = process.env): boolean {
  return [environment.DISPLAY, environment.WAYLAND_DISPLAY].some((name) => name !== undefined && name !== '');
}

/** Shows an address in the user's browser. False when xdg-open is missing; what becomes of the browser is its own business. */
export async function openBrowser(url: string): Promise<boolean> {
  const program = await findProgram('xdg-open');
  if (program === undefined) return false;
  const child = spawn(program, [url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
  return true;
}
