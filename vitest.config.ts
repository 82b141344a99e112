import { defineConfig } from 'vitest/config';

/** `unit` needs nothing but Node; `vm` boots real guests and therefore runs one file at a time. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{bench,analysis,results,scripts,test}/**/*.test.ts'],
          exclude: ['**/*.vm.test.ts', '**/node_modules/**'],
        },
      },
      {
        test: {
          name: 'vm',
          include: ['{bench,test}/**/*.vm.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
