import type { Place } from '#shared/ipc/shellChannels.ts'
import { findLink } from './deepLink.ts'
import { findPlanFile, readPlanFile } from './planFileDoor.ts'

type Pending =
  | Extract<Place, { readonly kind: 'join' | 'plan' | 'news' | 'codes' }>
  | { readonly kind: 'path'; readonly path: string }

/** Holds the newest place that the window should go to by itself, until a window takes it, once. */
export class PendingPlace {
  #place: Pending | null = null

  /** The invitation or the plan file among the words of a command line; false when there is neither. */
  offer(words: readonly string[], workingFolder: string): boolean {
    const link = findLink(words)
    const path = link === undefined ? findPlanFile(words, workingFolder) : undefined
    if (link !== undefined) this.#place = { kind: 'join', link }
    if (path !== undefined) this.#place = { kind: 'path', path }
    return link !== undefined || path !== undefined
  }

  /** A file that the person chose; false when it is no plan file by its name. */
  offerFile(path: string): boolean {
    return this.offer(['', path], '/')
  }

  /** The plan whose news a person pressed on. */
  offerNews(planId: string): void {
    this.#place = { kind: 'news', planId }
  }

  /** The plan whose codes somebody stays for. */
  offerCodes(planId: string): void {
    this.#place = { kind: 'codes', planId }
  }

  /** The plan that a first start begins with. What the app was opened with comes first. */
  offerPlan(planId: string): void {
    this.#place ??= { kind: 'plan', planId }
  }

  /** A file is read when it is taken, so that nothing waits for it. */
  async take(): Promise<Place | null> {
    const place = this.#place
    this.#place = null
    if (place?.kind !== 'path') return place
    const read = await readPlanFile(place.path)
    return read.ok ? { kind: 'file', ...read.value } : { kind: 'trouble', notice: read.error }
  }
}
