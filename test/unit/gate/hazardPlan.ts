/** A plan with one project, and hostile edits of it. */
import * as A from '@automerge/automerge/slim'
import type { EntryToApply } from '#shared/gate/executor.ts'
import { type Doc, entryOf, handTo, gateWith, wordOf, ANA, birth, authorOf, born, entryOfChanges } from './world.ts'

export type Loose = Record<string, unknown>

export type Thing = { title: string; place?: unknown; years?: unknown; tags?: unknown }

export const ID = 'ab'.repeat(16)

export const s = (text: string): A.ImmutableString => new A.ImmutableString(text)

/** A change to the document as loose keys: what a hostile or broken program would do. */
export const write = (doc: Doc, change: (draft: Loose) => void): Doc =>
  A.change(doc, { time: 0 }, (draft) => change(draft as never))

export const lastOf = (doc: Doc): Uint8Array => A.getLastLocalChange(doc)!

/** The last change of a document, altered, with a right checksum. */
export const forged = (doc: Doc, alter: (change: A.DecodedChange) => object): Uint8Array => {
  const decoded = A.decodeChange(lastOf(doc))
  return A.encodeChange({ ...decoded, ...alter(decoded), hash: undefined } as unknown as A.DecodedChange)
}

/** A plan with one project, by the founder. */
export const withProject = (): Doc =>
  write(born('0'.repeat(32)), (draft) => {
    const projects = draft['projects'] as Record<string, Record<string, unknown>>
    projects['ab']![ID] = {
      title: 'Hort',
      summary: '',
      place: { stage: s('one'), rank: s('a0') },
      years: { from: 2027, to: 2030 },
      groups: {},
      leads: {},
      partners: {},
      actions: {},
      milestones: {},
      outputs: {},
      contributions: {},
      indicators: {},
      dependsOn: {},
      tags: {},
      attachments: {},
      links: {},
      extra: {},
    }
  })

export const project = withProject()

export const projectEntry = (): EntryToApply => entryOf(project, { since: birth.heads })

export const inProject = (draft: Loose): Thing =>
  (draft['projects'] as Record<string, Record<string, Thing>>)['ab']![ID]!

/** What the gate says of `entry` after the plan with one project, with and without a check or a limit. */
export async function onProject(entry: EntryToApply, settings?: Parameters<typeof gateWith>[1]): Promise<string> {
  const { outcomes, executor } = await gateWith([projectEntry(), entry], settings)
  await executor.close()
  return wordOf(outcomes.find(({ entryHash }) => entryHash === entry.entryHash))
}

export const inserts = (count: number): Doc => write(handTo(project, ANA), (draft) => A.splice(draft as never, ['projects', 'ab', ID, 'title'], 0, 0, 'a'.repeat(count))) // prettier-ignore

export const anaEdit = (change: (draft: Loose) => void): EntryToApply =>
  entryOf(write(handTo(project, ANA), change), { since: A.getHeads(project) })

export const anaForged = (change: (draft: Loose) => void, alter: (decoded: A.DecodedChange) => object): EntryToApply =>
  entryOfChanges([forged(write(handTo(project, ANA), change), alter)], authorOf(ANA), project)

export const setYear = (draft: Loose): void => void ((draft as { language: unknown }).language = s('ca'))

export const valued = (value: unknown) => (draft: Loose) => void (draft['language'] = value)
