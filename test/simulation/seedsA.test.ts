import { test } from 'vitest'
import { SHARD_TIMEOUT_MS, runShard } from './shard.ts'

test('[SM1] [SM2] [SM3] [SM6] [SM7] [SM8] worlds of odd seeds break no invariant', { timeout: SHARD_TIMEOUT_MS }, () =>
  runShard(0),
)
