import type { ImportNote, ImportNoteCode } from './importPlan.ts'

const MAX_EXAMPLES = 3
const MAX_EXAMPLE_LENGTH = 60

/** Counts what happened to things on their way in, with a few names each. */
export interface Notes {
  add(code: ImportNoteCode, example?: string, count?: number): void
  of(codes: readonly ImportNoteCode[]): readonly ImportNote[]
}

export function startNotes(): Notes {
  const notes = new Map<ImportNoteCode, { count: number; readonly examples: string[] }>()
  return {
    add: (code, example = '', count = 1) => {
      if (count <= 0) return
      const note = notes.get(code) ?? { count: 0, examples: [] }
      note.count += count
      const text = example.replace(/\s+/g, ' ').trim().slice(0, MAX_EXAMPLE_LENGTH)
      const isNew = text !== '' && !note.examples.includes(text)
      if (isNew && note.examples.length < MAX_EXAMPLES) note.examples.push(text)
      notes.set(code, note)
    },
    of: (codes) =>
      codes.flatMap((code) => {
        const note = notes.get(code)
        return note === undefined ? [] : [{ code, count: note.count, examples: note.examples }]
      }),
  }
}
