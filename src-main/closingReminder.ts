import type { ShellInput } from '#shared/ipc/shellChannels.ts'

export type ReminderPlan = NonNullable<ShellInput<'closing.remind'>['plan']>

/** What is said when the window closes, once: a plan that was begun or joined in it whose codes are not on paper yet. */
export class ClosingReminder {
  #plan: ReminderPlan | null = null
  readonly #said = new Set<string>()

  remember(plan: ReminderPlan | null): void {
    this.#plan = plan
  }

  /** The plan to speak of now; from then on it has been spoken of. */
  take(): ReminderPlan | null {
    const plan = this.#plan
    if (plan === null || this.#said.has(plan.planId)) return null
    this.#said.add(plan.planId)
    return plan
  }
}
