import { notice, type Notice } from '#shared/base/codes.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import type { MemberDevice, PlanSession } from '#shared/core/contract.ts'

/**
 * The plans that windows have open. A session is shared by all of them, connected to its relays as long as one uses it,
 * and closed after the last.
 */
export class PlanShelf {
  readonly #device: MemberDevice
  readonly #open = new Map<string, { readonly session: Promise<Result<PlanSession, Notice>>; users: number }>()

  /** Sessions on their way out: the device gives out the same session for a plan until it is closed. */
  readonly #closing = new Map<string, Promise<void>>()

  constructor(device: MemberDevice) {
    this.#device = device
  }

  async take(planId: string): Promise<Result<PlanSession, Notice>> {
    const there = this.#open.get(planId) ?? { session: this.#start(planId), users: 0 }
    this.#open.set(planId, there)
    there.users += 1
    const session = await there.session
    if (!session.ok) this.#open.delete(planId)
    return session
  }

  async giveBack(planId: string): Promise<void> {
    const there = this.#open.get(planId)
    if (there === undefined) return
    there.users -= 1
    if (there.users > 0) return
    this.#open.delete(planId)
    const session = await there.session
    if (!session.ok) return
    const closing = session.value.close().finally(() => this.#closing.delete(planId))
    this.#closing.set(planId, closing)
    await closing
  }

  /** Opens a plan for one piece of work, whether a window has it open or not. */
  async use<T>(planId: string, work: (session: PlanSession) => Promise<Result<T, Notice>>): Promise<Result<T, Notice>> {
    const session = await this.take(planId)
    if (!session.ok) return session
    try {
      return await work(session.value)
    } finally {
      await this.giveBack(planId)
    }
  }

  /** Refused while a window has the plan open. */
  async forget(planId: string, evenUnsynced: boolean): Promise<Result<null, Notice>> {
    if (this.#open.has(planId)) return err(notice('E_PLAN_OPEN'))
    return this.#device.forget(planId, { evenUnsynced })
  }

  async #start(planId: string): Promise<Result<PlanSession, Notice>> {
    await this.#closing.get(planId)
    const session = await this.#device.open(planId)
    if (session.ok) session.value.connect()
    return session.ok ? ok(session.value) : session
  }
}
