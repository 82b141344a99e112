/** What a short-lived tool answered. `failed`: it could not be started, or did not end in time. */
export type ToolAnswer =
  | { readonly state: 'exited'; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly state: 'failed'; readonly detail: string };

/** Asks a tool something; tests give their own. */
export type RunTool = (program: string, args: readonly string[]) => Promise<ToolAnswer>;

/** A tool that answers a question about the machine does so at once, or hangs (a stuck mount, a broken driver). */
const timeoutMs = 10_000;

/** Runs a tool without input and in the C locale, so that its words can be read. Never throws for what the tool does. */
export const runTool: RunTool = async (program, args) => {
  const { execa } = await import('execa');
  const result = await execa(program, args, {
    reject: false,
    stdin: 'ignore',
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    env: { LC_ALL: 'C' },
    maxBuffer: 1024 * 1024,
  });
  if (result.timedOut)
    return { state: 'failed', detail: `${program} did not answer in ${timeoutMs / 1000} s` };
  if (result.exitCode === undefined) {
    return {
      state: 'failed',
      detail: result.code === 'ENOENT' ? `${program} not found` : `${program} was killed`,
    };
  }
  return { state: 'exited', code: result.exitCode, stdout: result.stdout, stderr: result.stderr };
};

/** Standard output of a tool that succeeded, else undefined. */
export async function readAnswer(
  run: RunTool,
  program: string,
  args: readonly string[],
): Promise<string | undefined> {
  const answer = await run(program, args);
  return answer.state === 'exited' && answer.code === 0 ? answer.stdout : undefined;
}
