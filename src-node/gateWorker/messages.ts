import type { PlanIdentity } from '#shared/gate/documentEngine.ts'
import type { EngineCommand } from '#shared/gate/engine.ts'
import type { GateSettings } from '#shared/gate/settings.ts'

/** What crosses between the two sides of the worker; the shapes of `input` and `result` are those of `EngineCommands`. */
export type WorkerStart = { readonly identity: PlanIdentity; readonly settings: GateSettings }
export type WorkerCall = { readonly id: number; readonly command: EngineCommand; readonly input: unknown }
export type WorkerAnswer = { readonly id: number; readonly result: unknown }

/** See `workerEngine.ts`. */
export type WorkerNudge = null
