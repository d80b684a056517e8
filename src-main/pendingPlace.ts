import type { Place } from '#shared/ipc/shellChannels.ts'
import { findLink } from './deepLink.ts'

/** Holds the newest place that the window should go to by itself, until a window takes it, once. */
export class PendingPlace {
  #place: Place | null = null

  /** The invitation among the words of a command line; false when there is none. */
  offer(words: readonly string[]): boolean {
    const link = findLink(words)
    if (link !== undefined) this.#place = { kind: 'join', link }
    return link !== undefined
  }

  /** The plan that a first start begins with. An invitation by which the app was opened comes first. */
  offerPlan(planId: string): void {
    this.#place ??= { kind: 'plan', planId }
  }

  take(): Place | null {
    const place = this.#place
    this.#place = null
    return place
  }
}
