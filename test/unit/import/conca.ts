/** The board of the fixture, as it is and edited. */
import { planTrelloImport } from '#shared/import/planTrelloImport.ts'
import { newPlan } from '../plan/builders.ts'
import { fixture, contextFor } from './applyImport.ts'

export const conca = fixture('conca-2026').trimEnd()

export const empty = newPlan()

export const errorOf = (file: Uint8Array | string) => {
  const planned = planTrelloImport(file, contextFor(empty))
  return planned.ok ? 'none' : planned.error.code
}

export const edited = (edit: (board: never) => void): string => {
  const board = JSON.parse(conca) as never
  edit(board)
  return JSON.stringify(board)
}
