import { makeTrial, openTestMachine } from './open-test-machine.ts';

/**
 * A program that opens a machine in the folder given, begins a trial that never ends, says so, and waits to
 * be killed.
 */
const machine = await openTestMachine(process.argv[2] ?? '', {
  onProgress: (line) => process.stdout.write(`${line}\n`),
});
void machine.runTrial(makeTrial([['hang']]), new AbortController().signal);
process.stdout.write('trial begun\n');
