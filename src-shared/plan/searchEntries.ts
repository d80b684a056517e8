/** What can be found in a plan: one entry for each thing that says something, and where it leads. */
import type * as A from '@automerge/automerge/slim'
import { type TypeName, typeSpec } from './fields.ts'
import type { FieldSpec } from './kinds.ts'
import { type AnyThing, collectionsOf, isRemoved, rootThings } from './things.ts'
import type { PlanDoc } from './types.ts'
import { plainField } from './views.ts'

/** Plain data, so that it can go to a worker and onto the disk. */
export interface SearchEntry {
  /** Unlike that of any other entry of the plan. */
  readonly key: string
  readonly type: TypeName
  readonly id: string
  /** The project it belongs to or is about; `null` for the rest. */
  readonly projectId: string | null
  readonly title: string
  /** Everything else it says. */
  readonly text: string
}

/** One thing of the plan with what is inside it: the same list as long as nothing in it changed. */
export interface SearchGroup {
  readonly key: string
  readonly entries: readonly SearchEntry[]
}

/** Records of how things came about say nothing that is not found elsewhere. */
const LEFT_OUT: readonly TypeName[] = ['Position', 'Settled', 'Print', 'Import', 'Unit', 'Stage']
/** Strings that no person wrote. */
const MACHINE_WORDS: readonly string[] = ['source', 'aboutType', 'mediaType', 'appVersion', 'tool']
const TITLES = ['title', 'name', 'label'] as const

/** Every thing that is not in the bin. A generator, so that a large plan can be read in parts. */
export function* searchGroups(doc: A.Doc<PlanDoc>): Generator<SearchGroup> {
  yield { key: 'Plan', entries: remember(doc, () => [entryOf(doc as unknown as AnyThing, 'Plan', '', null)]) }
  for (const [field, type] of collectionsOf('Plan')) {
    if (LEFT_OUT.includes(type)) continue
    for (const [id, thing] of rootThings(doc, field)) {
      yield {
        key: `${type}/${id}`,
        entries: remember(thing, () => entriesWithin(thing, type, id, projectOf(thing, type, id))),
      }
    }
  }
}

const remembered = new WeakMap<object, readonly SearchEntry[]>()

function remember(thing: object, make: () => readonly SearchEntry[]): readonly SearchEntry[] {
  const known = remembered.get(thing)
  if (known !== undefined) return known
  const made = make()
  remembered.set(thing, made)
  return made
}

function projectOf(thing: AnyThing, type: TypeName, id: string): string | null {
  if (type === 'Project') return id
  const comment = typeSpec('Comment').fields
  return type === 'Comment' && plainField(comment['aboutType']!, thing['aboutType']) === 'Project'
    ? (plainField(comment['about']!, thing['about']) as string | null)
    : null
}

/** A thing and what is in it, each with a text of its own. */
function entriesWithin(thing: AnyThing, type: TypeName, id: string, projectId: string | null): readonly SearchEntry[] {
  if (isRemoved(thing)) return []
  const inside = collectionsOf(type).flatMap(([field, of]) =>
    Object.entries((thing[field] ?? {}) as Readonly<Record<string, AnyThing>>).flatMap(([inner, child]) =>
      entriesWithin(child, of, `${id}/${field}/${inner}`, projectId),
    ),
  )
  const own = entryOf(thing, type, id, projectId)
  return own.title === '' && own.text === '' ? inside : [own, ...inside]
}

function entryOf(thing: AnyThing, type: TypeName, path: string, projectId: string | null): SearchEntry {
  const { fields } = typeSpec(type)
  const said = Object.entries(fields).flatMap(([field, spec]) => {
    const words = wordsIn(field, spec, thing[field])
    return words === '' ? [] : [[field, words] as const]
  })
  const title = said.find(([field]) => (TITLES as readonly string[]).includes(field))?.[1] ?? ''
  const text = said
    .flatMap(([field, words]) => ((TITLES as readonly string[]).includes(field) ? [] : [words]))
    .join('\n')
  return { key: `${type}/${path}`, type, id: path.split('/').at(-1)!, projectId, title, text }
}

/** Texts, words and labels of people; not ids, hashes, codes or choices. */
function wordsIn(field: string, spec: FieldSpec, stored: unknown): string {
  if (spec.kind === 'text') return plainField(spec, stored) as string
  if (spec.kind === 'set') return spec.of === 'label' ? (plainField(spec, stored) as readonly string[]).join(' ') : ''
  if (spec.kind !== 'value' || spec.scalar !== 'string' || spec.choices !== null || MACHINE_WORDS.includes(field))
    return ''
  return (plainField(spec, stored) as string | null) ?? ''
}
