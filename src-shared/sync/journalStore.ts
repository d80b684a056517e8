import type { Entry } from '../journal/entry.ts'
import { isControlKind } from '../journal/entry.ts'
import type { EntryPlace, Journal } from '../journal/journal.ts'
import { type Vector, vectorHas } from '../journal/vector.ts'
import type { ReadLimits, StoredEntry } from './port.ts'

/**
 * What a session sends from a journal: control entries before all else (a relay must know a member before what the member
 * wrote), then the rest in the order in which it came here, so that whoever receives it can apply it as it comes.
 */
export async function readLacking(
  journal: Journal,
  except: Vector,
  limits: ReadLimits,
  { controlOnly }: { readonly controlOnly: boolean },
): Promise<readonly StoredEntry[]> {
  const chosen = choosePlaces(journal, except, limits, controlOnly)
  const read = new Map<string, Entry>()
  for await (const entry of journal.read(chosen)) read.set(entry.hash, entry)
  return chosen.flatMap(({ hash, stream, seq }) => {
    const entry = read.get(hash)
    return entry === undefined ? [] : [{ bytes: entry.bytes, hash, stream, seq }]
  })
}

function choosePlaces(
  journal: Journal,
  except: Vector,
  limits: ReadLimits,
  controlOnly: boolean,
): readonly EntryPlace[] {
  const control: EntryPlace[] = []
  const content: EntryPlace[] = []
  for (const place of journal.places()) {
    const isControl = isControlKind(place.kind)
    if (!isControl && (controlOnly || content.length >= limits.entries)) continue
    if (vectorHas(except, place.stream, place.seq)) continue
    ;(isControl ? control : content).push(place)
  }
  const chosen: EntryPlace[] = []
  let bytes = 0
  for (const place of [...control, ...content]) {
    bytes += place.bytes
    if (chosen.length > 0 && (chosen.length >= limits.entries || bytes > limits.bytes)) break
    chosen.push(place)
  }
  return chosen
}

/** The whole control log, for a relay that does not have the room. */
export async function readControl(journal: Journal): Promise<readonly Uint8Array[]> {
  const entries: Uint8Array[] = []
  const places = [...journal.places()].filter(({ kind }) => isControlKind(kind))
  for await (const entry of journal.read(places)) entries.push(entry.bytes)
  return entries
}
