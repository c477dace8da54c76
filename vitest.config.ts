import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'package', include: ['test/package/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'soak', include: ['test/soak/**/*.test.ts'], testTimeout: 3_600_000 } },
    ],
  },
});
