import type { DocExecutor } from '#shared/gate/executor.ts'
import { openExecutor } from '#shared/gate/guardedExecutor.ts'
import { gateSettings } from '#shared/gate/settings.ts'
import { startWorkerEngine, type WorkerEngineOptions } from './workerEngine.ts'

/** The document worker of one plan. `close` it, or the process will not end. */
export const gateExecutor = (options: WorkerEngineOptions): Promise<DocExecutor> =>
  openExecutor(() => startWorkerEngine(options), (options.settings ?? gateSettings).limits)
