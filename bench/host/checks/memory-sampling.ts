import { type CheckSubject, pass, warn } from '../check.ts';

/** Whether memory over time can be had of processes on this host; in a guest it always can. */
export const checkMemorySampling: CheckSubject = async ({ systemCalls }) => [
  systemCalls === undefined
    ? warn(
        'memory-over-time',
        'the addon is not built: --memory-over-time looks at guests only',
        'npm run setup -- tests (needs cargo)',
      )
    : pass('memory-over-time', 'the addon is built'),
];
