import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  // Two windows and a relay at a time are what two cores bear; nothing is tried again, so that nothing flaky hides.
  workers: 1,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 60_000 },
  outputDir: 'test-results',
  preserveOutput: 'failures-only',
  forbidOnly: true,
})
