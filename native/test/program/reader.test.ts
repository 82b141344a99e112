import { describe, expect, test } from 'vitest';
import { first } from './cpus.ts';
import { run } from './run.ts';
import { hasMusl, programOf } from './targets.ts';

describe.skipIf(!hasMusl)('a program whose orchestrator has died without sending it a signal', () => {
  test('ends instead of working for nobody', () => {
    const work = '--seed 7 --mode count --samples 1 --warmup 0 --operations 200';
    // Its reader ends before the program begins; the status leaves by another way.
    const script = `{ { sleep 0.3; "$1" churn --threads "$2" ${work}; echo "status $?" >&3; } | true; } 3>&2`;
    const { stderr } = run(['bash', '-c', script, 'bash', programOf('musl'), `${first}`]);
    expect(stderr).toContain('nobody reads');
    expect(stderr).toContain('status 1\n');
  });
});
