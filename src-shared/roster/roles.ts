/** Role numbers of grants, fixed for ever; a larger right includes the smaller ones. */
export const ROLE = { reader: 1, guest: 2, writer: 3, steward: 4 } as const

/** `unknown`: a role of a later version (guest among them): a member whose rights this version cannot tell. */
export type RosterRole = 'reader' | 'unknown' | 'writer' | 'steward'
/** Roles this version grants. */
export type GrantableRole = 'reader' | 'writer' | 'steward'

const ORDER: readonly RosterRole[] = ['reader', 'unknown', 'writer', 'steward']

export function roleOfNumber(role: number): RosterRole {
  if (role === ROLE.reader) return 'reader'
  if (role === ROLE.writer) return 'writer'
  return role === ROLE.steward ? 'steward' : 'unknown'
}

export const largerRole = (a: RosterRole, b: RosterRole): RosterRole => (ORDER.indexOf(a) < ORDER.indexOf(b) ? b : a)

export const smallerRole = (a: RosterRole, b: RosterRole): RosterRole => (largerRole(a, b) === a ? b : a)

export const mayWriteContent = (role: RosterRole): boolean => role === 'writer' || role === 'steward'
