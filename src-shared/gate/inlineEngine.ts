import { err, type Result } from '#shared/base/result.ts'
import { DocumentBroken, DocumentEngine, type PlanIdentity } from './documentEngine.ts'
import type { Engine, EngineCommand, EngineCommands } from './engine.ts'
import type { EngineFailure } from './refusal.ts'
import { type GateSettings, gateSettings } from './settings.ts'

/**
 * The engine in this process: for the simulator, where work is counted instead of timed. Nothing can be interrupted, so
 * the limits of the gate are what bounds it.
 */
export function startInlineEngine(identity: PlanIdentity, settings: GateSettings = gateSettings): Promise<Engine> {
  return Promise.resolve(new InlineEngine(identity, settings))
}

class InlineEngine implements Engine {
  readonly #engine: DocumentEngine
  #isDead = false

  constructor(identity: PlanIdentity, settings: GateSettings) {
    this.#engine = new DocumentEngine(identity, settings)
  }

  call<C extends EngineCommand>(
    command: C,
    input: EngineCommands[C]['input'],
  ): Promise<Result<EngineCommands[C]['output'], EngineFailure>> {
    if (this.#isDead) return Promise.resolve(err({ code: 'E_ENGINE', reason: 'died' }))
    return Promise.resolve(answer(this.#engine, command, input))
  }

  kill(): Promise<void> {
    this.#isDead = true
    return Promise.resolve()
  }

  memoryBytes(): number {
    return 0
  }
}

/** One command, with what the library throws turned into a failure that ends the engine. Used by the worker too. */
export function answer<C extends EngineCommand>(
  engine: DocumentEngine,
  command: C,
  input: EngineCommands[C]['input'],
): Result<EngineCommands[C]['output'], EngineFailure> {
  try {
    return engine.handle(command, input)
  } catch (cause) {
    return err({ code: 'E_ENGINE', reason: cause instanceof DocumentBroken ? 'broken' : 'died' })
  }
}
