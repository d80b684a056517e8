import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/{unit,contract,integration,simulation,fuzz}/**/*.test.{ts,tsx}'],
    setupFiles: ['test/setup.ts'],
    // Most of the time goes into a few long files; the default leaves one core of two idle.
    maxWorkers: '100%',
    // Many tests start real processes; a time-out only ends what hangs and says nothing about speed.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000, interval: 50 } },
  },
})
