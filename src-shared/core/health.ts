import type { Hex } from '../base/bytes.ts'
import { type Code, type CodeParams, type Notice, notice } from '../base/codes.ts'
import type { Clock, Log } from '../base/ports.ts'
import type { HealthItem } from './contract.ts'

/** What was found wrong since the plan was opened: one item per thing, the newest parameters standing. */
export interface HealthLog {
  /**
   * `about` tells two things of one code apart, such as the file or the stream; the same again replaces the first.
   * `quiet`: for the report alone, no news to a person.
   */
  report(code: Code, params?: CodeParams, about?: string, options?: { readonly quiet?: boolean }): void
  /** Entries not let in at the door: counted for the report, no news to a person (unless an update would let them in). */
  refused(code: Code, count: number): void
  /** The thing is well again (fetched, sent, written). */
  clear(code: Code, about?: string): void
  items(): readonly HealthItem[]
  notices(): readonly Notice[]
}

/** Codes that go to the log and the health report, and are no news to a person. */
const QUIET: ReadonlySet<Code> = new Set<Code>(['E_STORE_TAIL', 'W_UNKNOWN_KIND', 'E_SIG', 'E_ENTRY', 'E_CHAIN'])

/** What is refused at the door is counted by its code, whoever sent it. */
const DOOR = 'door'

/** A relay that sends rubbish must not fill the memory. */
const MOST_ITEMS = 500

export function makeHealthLog(clock: Clock, log: Log, planId: Hex): HealthLog {
  const items = new Map<string, HealthItem>()
  const keyOf = (code: Code, about: string | undefined): string => `${code} ${about ?? ''}`
  const report: HealthLog['report'] = (code, params, about, options = {}) => {
    const key = keyOf(code, about)
    if (!items.has(key)) log.info('health', { code, plan: planId.slice(0, 8) })
    items.delete(key)
    items.set(key, {
      notice: notice(code, params),
      at: clock.now(),
      tellPerson: options.quiet !== true && !QUIET.has(code),
    })
    const oldest = items.size > MOST_ITEMS ? items.keys().next().value : undefined
    if (oldest !== undefined) items.delete(oldest)
  }
  return {
    report,
    refused(code, count) {
      const before = Number(items.get(keyOf(code, DOOR))?.notice.params?.['count'] ?? 0)
      report(code, { count: before + count }, DOOR, { quiet: code !== 'E_NEWER' })
    },
    clear(code, about) {
      items.delete(keyOf(code, about))
    },
    items: () => [...items.values()],
    notices: () => [...items.values()].filter((item) => item.tellPerson).map((item) => item.notice),
  }
}
