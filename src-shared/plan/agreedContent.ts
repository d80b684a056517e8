import type { PlainJson, PlainRecord } from './canonical.ts'
import { AGREED_ROOTS, isTypeName, type TypeName, typeSpec } from './fields.ts'
import type { FieldSpec } from './kinds.ts'

/**
 * What is decided, out of the whole plan: the agreed roots as they stand, and of the members that these refer to their
 * names alone (PL12). Comments, proposals, positions, assemblies, agreements and prints are about it, and outside it.
 */
export function agreedContent(plan: PlainRecord): PlainRecord {
  const content: Record<string, PlainJson> = {}
  for (const root of AGREED_ROOTS) {
    const value = plan[root]
    if (value !== undefined && root !== 'members') content[root] = value
  }
  content['members'] = namesOf(plan['members'], membersIn('Plan', content))
  return content
}

function namesOf(members: PlainJson | undefined, referred: ReadonlySet<string>): PlainJson {
  const names: Record<string, PlainJson> = {}
  for (const [id, member] of Object.entries(isRecord(members) ? members : {})) {
    const name = isRecord(member) ? member['name'] : undefined
    if (referred.has(id)) names[id] = { name: name ?? null }
  }
  return names
}

/** Ids of the people that a thing, and what is inside it, refers to: as the table says which fields do. */
function membersIn(type: TypeName, thing: PlainRecord): ReadonlySet<string> {
  const found = new Set<string>()
  for (const [field, spec] of Object.entries(typeSpec(type).fields)) {
    const value = thing[field]
    if (value !== undefined && field !== 'members') addMembers(spec, value, found)
  }
  return found
}

function addMembers(spec: FieldSpec, value: PlainJson, found: Set<string>): void {
  if (spec.kind === 'value' && spec.to === 'Member' && typeof value === 'string') found.add(value)
  if (!isRecord(value)) return
  if (spec.kind === 'set' && spec.of === 'Member') for (const id of Object.keys(value)) found.add(id)
  if (spec.kind === 'onePiece') {
    for (const [member, memberSpec] of Object.entries(spec.members))
      addMembers(memberSpec, value[member] ?? null, found)
  }
  if (spec.kind === 'collection' && isTypeName(spec.of)) {
    for (const thing of Object.values(value)) {
      if (isRecord(thing)) for (const id of membersIn(spec.of, thing)) found.add(id)
    }
  }
}

const isRecord = (value: PlainJson | undefined): value is PlainRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
