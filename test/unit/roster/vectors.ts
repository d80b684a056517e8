import { readFileSync } from 'node:fs'

type VectorName =
  | (
      | 'genesis'
      | 'appointment'
      | 'withdrawal'
      | 'inviteGrant'
      | 'inviteVoid'
      | 'join'
      | 'roleDown'
      | 'accepted'
      | 'epoch'
    )
  | ('link' | 'bareLink' | 'code' | 'codeOfOnes' | 'rootSign' | 'rootBox' | 'recoverySign')

const file = new URL('../../fixtures/roster/control.json', import.meta.url)

/** Every fixed format of the room, as hex or as people see it. */
export const vectors = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<VectorName, string>>
