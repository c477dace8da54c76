import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Vitest leaves one core alone, which of two is half of the machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 120_000 } },
      { test: { name: 'package', include: ['test/package/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 120_000 } },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.e2e.ts'],
          globalSetup: ['test/e2e/globalSetup.ts'],
          // The files of a worker share its windows.
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 90_000,
          // A busy machine can make the workbench lose the focus or a key; a defect fails every time.
          retry: 1,
          expect: { poll: { timeout: 20_000, interval: 100 } },
        },
      },
      { test: { name: 'soak', include: ['test/soak/**/*.test.ts'], testTimeout: 3_600_000 } },
    ],
  },
});
