import { defineConfig } from 'vitest/config';

// `fathom-source` resolves the package's own `#imports` to src/, so that tests never run a stale dist/.
const conditions = ['fathom-source'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions: [...conditions, 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/browser/**', 'tests/package/**'],
    testTimeout: 120_000,
  },
});
