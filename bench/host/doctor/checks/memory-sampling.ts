import { about, type CheckSubject } from '../check.ts';

const addon = about('memory-over-time', 'the addon is built');

/** Whether memory over time is available for processes on this host; in a guest it always is. */
export const checkMemorySampling: CheckSubject = async ({ systemCalls }) => [
  systemCalls === undefined
    ? addon.warn(
        'the addon is not built: --memory-over-time looks at guests only',
        'build it with npm run setup -- tests (needs cargo)',
        ['npm run setup -- tests'],
      )
    : addon.pass('the addon is built'),
];
