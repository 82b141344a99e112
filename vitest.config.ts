import { defineConfig } from 'vitest/config';

/**
 * `unit` needs nothing but Node and a compiler; `vm` boots real guests, `build` builds whole targets and `program` runs pinned threads, each of which takes all
 * CPUs: they run one file at a time. `browser` opens report.html in the system's Chromium.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{bench,analysis,results,scripts,test}/**/*.test.ts'],
          exclude: ['**/*.{vm,build,browser}.test.ts', '**/node_modules/**'],
          // None of them waits; a busy machine makes some of them take ten times as long.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'vm',
          include: ['{bench,test}/**/*.vm.test.ts'],
          // Emulation beside other work takes many times as long; a run that a test gave up holds the lock of those that follow.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'build',
          include: ['bench/**/*.build.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'program',
          include: ['native/test/program/*.test.ts'],
          globalSetup: ['native/test/program/build-programs.ts'],
          testTimeout: 300_000,
          hookTimeout: 60_000,
          maxConcurrency: 2,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['{analysis,bench}/**/*.browser.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
