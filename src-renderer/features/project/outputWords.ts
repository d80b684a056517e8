import type { MessageId } from '../../words/words.ts'

export type OutputSort = 'tangible' | 'intangible'

/** Words for what an output is; any other may be written. */
export const CATEGORIES = {
  tangible: ['output.land', 'output.tools', 'output.buildings', 'output.produce', 'output.energy'],
  intangible: ['output.knowledge', 'output.software', 'output.designs', 'output.protocols', 'output.brand'],
} as const satisfies Readonly<Record<OutputSort, readonly MessageId[]>>

/** Ways of holding things in common. Names of licences are the same in every language, ways of holding land are not. */
export const LICENCES: Readonly<Record<OutputSort, readonly (string | { readonly id: MessageId })[]>> = {
  tangible: [
    { id: 'output.useRight' },
    { id: 'output.grantOfUse' },
    { id: 'output.collective' },
    'CERN-OHL-S-2.0',
    'CERN-OHL-W-2.0',
    'CERN-OHL-P-2.0',
  ],
  intangible: [
    'CC BY-SA 4.0',
    'CC BY 4.0',
    'CC0 1.0',
    { id: 'output.peerProduction' },
    'GPL-3.0-or-later',
    'AGPL-3.0-or-later',
    'LGPL-3.0-or-later',
    'EUPL-1.2',
    'ODbL 1.0',
    'CERN-OHL-S-2.0',
  ],
}
