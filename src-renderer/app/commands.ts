/**
 * What menu, keys and search may ask for (`COMMANDS`), and who does it: the views that are there now say so. A command that
 * nobody does is grey in the menu, and its key is left alone.
 */
import { useEffect, useLayoutEffect, useRef } from 'react'
import { COMMAND_IDS, type CommandId } from '#shared/ipc/commands.ts'
import { createCell, type Source } from '../data/source.ts'

type Run = () => void

const doers = new Map<CommandId, readonly Run[]>()
const now = createCell<readonly CommandId[]>([])

/** The commands that mean something now, in the order of the table. */
export const availableCommands: Source<readonly CommandId[]> = now

/** Does a command as long as the view is there and `isOn`; of two views, the one that came last. */
export function useCommand(id: CommandId, run: Run, isOn = true): void {
  const latest = useRef(run)
  useLayoutEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    if (!isOn) return undefined
    const doer: Run = () => latest.current()
    doers.set(id, [...(doers.get(id) ?? []), doer])
    tellSoon()
    if (wanted === id) {
      wanted = null
      doer()
    }
    return () => {
      doers.set(
        id,
        (doers.get(id) ?? []).filter((one) => one !== doer),
      )
      tellSoon()
    }
  }, [id, isOn])
}

/** False when nobody does it now. */
export function runCommand(id: CommandId): boolean {
  const run = doers.get(id)?.at(-1)
  run?.()
  return run !== undefined
}

let wanted: CommandId | null = null
/** Has a command done by the place one is on the way to, as soon as that is there. */
export function runThere(id: CommandId): void {
  wanted = id
}

let isTelling = false
/** A place that changes takes dozens of commands away and gives others: that is said once. */
function tellSoon(): void {
  if (isTelling) return
  isTelling = true
  queueMicrotask(() => {
    isTelling = false
    const next = COMMAND_IDS.filter((id) => (doers.get(id)?.length ?? 0) > 0)
    if (next.join() !== now.now().join()) now.set(next)
  })
}
