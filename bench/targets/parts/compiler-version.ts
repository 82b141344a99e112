import { runProgram } from '../run-program.ts';

/** What a compiler says of itself; what its failure says when it does not start. */
export async function readCompilerVersion(cc: string): Promise<string> {
  const result = await runProgram(cc, ['--version']);
  return result.state === 'exited' ? result.stdout : result.reason;
}
