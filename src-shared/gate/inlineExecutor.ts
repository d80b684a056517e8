import type { PlanIdentity } from './documentEngine.ts'
import type { DocExecutor } from './executor.ts'
import { openExecutor } from './guardedExecutor.ts'
import { startInlineEngine } from './inlineEngine.ts'
import { type GateSettings, gateSettings } from './settings.ts'

/** The document worker in this process. */
export const inlineExecutor = (identity: PlanIdentity, settings: GateSettings = gateSettings): Promise<DocExecutor> =>
  openExecutor(() => startInlineEngine(identity, settings), settings.limits)
